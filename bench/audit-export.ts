/**
 * The whole trail of 1,000,000 entries to a CSV file, as the export task writes it on its thread:
 * rows and megabytes a second, and the memory above that of the idle process. Beside it the sqlite3
 * program, where there is one, and a bare loop over better-sqlite3; neither makes formulas inert.
 */
import { spawnSync } from 'node:child_process'
import { closeSync, openSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { createLocalClient } from '../src-main/rpc/local-client.ts'
import { databaseName, openWorkspace } from '../src-main/workspace.ts'
import { ms, perSecond, print, printMachine, timeOf } from './_report.ts'
import {
  addEntries,
  entryUrl,
  openRaw,
  owner,
  sampleWorkspace,
  temporaryDirectory,
} from './_world.ts'

const there = Number(process.env['STS_BENCH_ENTRIES'] ?? 1_000_000)
const dir = await sampleWorkspace()
addEntries(dir, there)
printMachine()
const workspace = await openWorkspace({ dir, entryUrl })
const actor = await workspace.services.accounts.actor(owner.email)
const client = createLocalClient(workspace.router, actor, 'desktop')
const rate = (bytes: number, millis: number) => (bytes / 1e6 / millis) * 1000

for (const format of ['csv', 'jsonl'] as const) {
  const idle = process.memoryUsage.rss()
  let peak = idle
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss())
  }, 20)
  let size = 0
  let count = 0
  const time = await timeOf(async () => {
    const { task_id } = await client.audit.startExport({ format })
    await workspace.tasks.idle()
    const { result } = await client.tasks.get({ task_id })
    if (result === null || !('export' in result)) throw new Error('The export failed.')
    size = result.export.file_size
    count = result.export.count
  })
  clearInterval(watch)
  print({
    figure: `export of ${count.toLocaleString('en')} entries as ${format}, to a file`,
    measured: `${ms(time)}, ${perSecond(count, time).toLocaleString('en')} rows/s, ${rate(size, time).toFixed(0)} MB/s, ${((peak - idle) / 1e6).toFixed(0)} MB above idle`,
    goal: '≥ 100 MB/s, ≤ 80 MB',
    ok: rate(size, time) >= 100 && peak - idle <= 80e6,
  })
}
const away = temporaryDirectory()
const raw = openRaw(join(dir, databaseName))
const bare = join(away, 'bare.csv')
const bareTime = await timeOf(() => {
  const file = openSync(bare, 'w')
  let text = ''
  for (const row of raw.prepare<[], unknown[]>('select * from audit_entries').raw().iterate()) {
    text += `${row.map((cell) => (cell === null ? '' : `"${String(cell).replaceAll('"', '""')}"`)).join(',')}\r\n`
    if (text.length > 262_144) {
      writeSync(file, text)
      text = ''
    }
  }
  writeSync(file, text)
  closeSync(file)
})
print({
  figure: 'the same by a bare loop over better-sqlite3',
  measured: `${ms(bareTime)}, ${rate(statSync(bare).size, bareTime).toFixed(0)} MB/s`,
})
raw.close()
const shell = join(away, 'shell.csv')
const output = openSync(shell, 'w')
let missing = false
const shellTime = await timeOf(() => {
  const { error } = spawnSync(
    'sqlite3',
    ['-readonly', '-csv', join(dir, databaseName), 'select * from audit_entries'],
    { stdio: ['ignore', output, 'inherit'] },
  )
  missing = error !== undefined
})
closeSync(output)
if (missing) console.log('the sqlite3 program is not installed: skipped')
else
  print({
    figure: 'the same by the sqlite3 program',
    measured: `${ms(shellTime)}, ${rate(statSync(shell).size, shellTime).toFixed(0)} MB/s`,
  })
console.log('PostgreSQL is not installed with the program: skipped')
await workspace.close()
