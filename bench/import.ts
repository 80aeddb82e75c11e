/**
 * What a row of an import costs: a predecessor's database of 100,000 rows, dry and real, beside the
 * same number of messages written by prepared statements in one transaction.
 */

import { systemCall } from '../src-main/features/audit/index.ts'
import { openWorkspace } from '../src-main/workspace.ts'
import { type LegacyRows, legacyFile, soundRows } from '../tests/fixtures/legacy-database.ts'
import { perSecond, print, printMachine, times } from './_report.ts'
import { copyOf, entryUrl, openRaw, sampleWorkspace, uuid } from './_world.ts'

const operations = 1000
const perRoom = { messages: 40, activity: 45 }

const dir = await sampleWorkspace()
const raw = openRaw(copyOf(dir))
const workspace = await openWorkspace({ dir, entryUrl, runTasks: false })
const file = legacyFile(legacyRows())
printMachine()

const call = systemCall('cli')
const run = async (dry_run: boolean) => {
  const from = performance.now()
  const { tables } = await workspace.services.imports.run(
    { file, kind: 'sts_clearance', dry_run },
    call,
  )
  const rows = Object.values(tables).reduce((sum, { read }) => sum + read, 0)
  return { rows, ms: performance.now() - from }
}
const dry = await run(true)
const real = await run(false)
const peer = rawMessages(real.rows)
for (const [name, { rows, ms }] of [
  ['dry run', dry],
  ['import', real],
] as const) {
  const rate = perSecond(rows, ms)
  print({
    figure: `${name} of ${rows.toLocaleString('en')} rows`,
    measured: `${rate.toLocaleString('en')} rows/s`,
    peer: `raw ${perSecond(real.rows, peer).toLocaleString('en')} rows/s: ${times(ms / peer)}`,
    goal: '≥ 20,000 rows/s',
    ok: rate >= 20_000,
  })
}
raw.close()
await workspace.close()

function legacyRows(): LegacyRows {
  const all: LegacyRows = {}
  for (let number = 0; number < operations; number++) {
    const rows = soundRows(String(number))
    const [message] = rows.messages
    const [activity] = rows.activity_log
    rows.messages = Array.from({ length: perRoom.messages }, (_, n) => ({
      ...message,
      id: `m-${number}-${n}`,
    }))
    rows.activity_log = Array.from({ length: perRoom.activity }, (_, n) => ({
      ...activity,
      id: `l-${number}-${n}`,
    }))
    for (const [table, list] of Object.entries(rows)) {
      const name = Object.keys(rows).find((one): one is keyof LegacyRows => one === table)
      if (name === undefined) continue
      const there = all[name]
      if (there === undefined) all[name] = list
      else there.push(...list)
    }
  }
  return all
}

/** @returns milliseconds for so many messages in one transaction */
function rawMessages(count: number): number {
  const room = raw.prepare<[], { id: string }>('select id from rooms').get()?.id
  const insert = raw.prepare(
    `insert into messages (id, room_id, vessel_id, sender_account_id, sender_name, sender_email, sender_role, body, created_at)
     values (?, ?, null, null, 'Bo Broker', 'bo@legacy.example', 'broker', 'All fast.', '2025-10-30T12:34:56.123Z')`,
  )
  const from = performance.now()
  raw.transaction(() => {
    for (let made = 0; made < count; made++) insert.run(uuid(made), room)
  })()
  return performance.now() - from
}
