/** How long people wait for the tools: `npm run build`. `npm test` prints its own times. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { root } from '../scripts/freshness.ts'
import { ms, print, printMachine, spreadOf, timeOf } from './_report.ts'

printMachine()
for (const parts of [['main'], ['renderer'], []]) {
  const taken: number[] = []
  for (let round = 0; round < 3; round += 1) {
    taken.push(
      await timeOf(() => {
        const build = spawnSync(process.execPath, [join(root, 'scripts/build.ts'), ...parts], {
          cwd: root,
          stdio: ['ignore', 'ignore', 'inherit'],
        })
        if (build.status !== 0) throw new Error('The build failed.')
      }),
    )
  }
  const { p50, max } = spreadOf(taken)
  print({
    figure: `npm run build ${parts.join(' ')}`.trim(),
    measured: `median ${ms(p50)}, longest ${ms(max)}`,
  })
}
