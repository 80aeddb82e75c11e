/** `npm run bench [name …]`: prints the machine's facts and runs `bench/<name>.ts`, or all of them. */
import { existsSync, readdirSync } from 'node:fs'
import { cpus, release, totalmem } from 'node:os'
import { join } from 'node:path'
import { root } from './freshness.ts'
import { foreground } from './run.ts'

const folder = join(root, 'bench')
const all = existsSync(folder)
  ? readdirSync(folder)
      .filter((file) => file.endsWith('.ts') && !file.startsWith('_'))
      .map((file) => file.slice(0, -'.ts'.length))
      .sort()
  : []
const named = process.argv.slice(2)
const unknown = named.filter((name) => !all.includes(name))
if (unknown.length > 0 || all.length === 0) {
  console.error(`no such bench: ${unknown.join(', ')}. There are: ${all.join(', ') || 'none'}.`)
  process.exit(2)
}

const processors = cpus()
const model = processors[0]?.model.trim() ?? 'unknown processor'
const memory = `${(totalmem() / 2 ** 30).toFixed(0)} GB`
console.log(`machine: ${processors.length} × ${model}, ${memory}`)
console.log(`system:  ${process.platform} ${release()} ${process.arch}, Node ${process.version}`)

for (const name of named.length > 0 ? named : all) {
  console.log(`\n── ${name}`)
  const code = await foreground(process.execPath, [
    '--expose-gc',
    '--disable-warning=ExperimentalWarning',
    join(folder, `${name}.ts`),
  ])
  if (code !== 0) process.exitCode = code
}
