import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createLocalClient } from '../../src-main/rpc/local-client.ts'
import { openWorkspace } from '../../src-main/workspace.ts'
import { daily } from '../fixtures/automation.ts'
import { entryUrl } from '../fixtures/names.ts'
import { sts } from '../fixtures/processes.ts'
import { copySample, temporaryDirectory } from '../fixtures/world.ts'

test('sts run takes what is due and no more, and coverage tells; a second process is told to wait', async () => {
  await using base = await temporaryDirectory()
  const dir = join(base.path, 'workspace')
  copySample(dir)
  const run = (...args: string[]) => sts([...args, '--workspace', dir])
  expect(await run('run')).toMatchObject({ code: 0, stdout: 'Nothing is due.\n' })

  const workspace = await openWorkspace({ dir, entryUrl, runTasks: false })
  const owner = await workspace.services.accounts.owner()
  if (owner === undefined) throw new Error('The sample has no owner.')
  const client = createLocalClient(workspace.router, owner, 'cli')
  const open = (await client.policies.coverage({ limit: 500 })).body.rows
  const [first] = open
  await client.policySets.create({
    ...{ name: 'Nightly', scope: 'global', formats: ['json'] },
    cadences: [daily({ last: 5 })],
  })
  // While somebody has it open, nobody else runs anything.
  expect(await run('run', '--now')).toMatchObject({ code: 1, stdout: '' })
  await workspace.close()

  const dry = await run('run', '--now', '--dry-run', '--policy', 'nightly', '--json')
  expect(dry.code).toBe(0)
  expect(JSON.parse(dry.stdout)).toMatchObject({
    run: { dry_run: true, created: open.length, trigger: 'on_demand' },
  })
  const one = await run('run', '--now', '--room', first?.room_code ?? '')
  expect(one.code).toBe(0)
  expect(one.stdout).toMatch(
    /^run 2: completed, 1 created\nROOM .*\n\S+ +daily +daily:\S+ +json +created/,
  )
  expect((await run('run', '--now', '--cadence', 'daily')).stdout).toMatch(
    new RegExp(`^run 3: completed, ${open.length - 1} created, 1 skipped\n`),
  )
  expect(await run('run', '--now')).toMatchObject({
    code: 0,
    stdout: 'Every room asked about has its snapshot of the present period already.\n',
  })
  const covered = await run('coverage', '--policy', 'Nightly')
  expect(covered).toMatchObject({ code: 0 })
  expect(covered.stdout).toMatch(new RegExp(`^100 % covered: ${open.length} compliant, 0 overdue`))
  expect(await run('run', '--policy', 'Nobody')).toMatchObject({ code: 1 })
  expect(await run('run', '--cadence', 'weekly')).toMatchObject({ code: 2 })
  expect(await run('run', '--every')).toMatchObject({ code: 2 })
  expect(await run('audit', 'verify')).toMatchObject({ code: 0 })
})
