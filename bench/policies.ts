/**
 * What policies ask of 10,000 open rooms with three cadences each, on a workspace with 1,000,000
 * snapshots of theirs and as many records: what is due, which set decides, coverage, what retention
 * would remove, and pages, statistics, and the timeline of records. Beside each what the database
 * alone takes for the rows that are needed, by statements that are prepared once.
 * `STS_BENCH_SNAPSHOTS=10` gives each room ten of them instead of a hundred.
 */

import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as later } from 'node:timers/promises'
import { openRooms } from '../src-main/features/policies/coverage-store.ts'
import { planDue } from '../src-main/features/policies/runs/due.ts'
import { createScheduleSince } from '../src-main/features/policies/runs/since.ts'
import { readStanding } from '../src-main/features/policies/standing.ts'
import { createLocalClient } from '../src-main/rpc/local-client.ts'
import { databaseName, openWorkspace } from '../src-main/workspace.ts'
import { benchClock, fillSnapshots, makeSet, roomsFor } from './_policies.ts'
import { interleaved, ms, print, printMachine, spreadOf, timeOf, times } from './_report.ts'
import { fillRooms } from './_rooms.ts'
import { entryUrl, openRaw, owner, sampleWorkspace } from './_world.ts'

const rooms = roomsFor(10_000)
const ofRoom = Number(process.env['STS_BENCH_SNAPSHOTS'] ?? 100)
const dir = await sampleWorkspace()
const raw = openRaw(join(dir, databaseName))
fillRooms(raw, { rooms, documentsOfRoom: 0 })
const clock = benchClock()
const open = () => openWorkspace({ dir, entryUrl, clock, runTasks: false })
const first = await open()
const actor = await first.services.accounts.actor(owner.email)
const policy_set_id = await makeSet(createLocalClient(first.router, actor, 'desktop'))
// The scheduler has seen every room, so that from now on its times come.
await first.automation.pass()
await first.close()
const snapshots = fillSnapshots(raw, policy_set_id, { rooms, ofRoom })
printMachine()

const workspace = await open()
const client = createLocalClient(workspace.router, actor, 'desktop')
const { kysely } = workspace.db
const megabytes = (bytes: number): string => `${Math.round(bytes / 2 ** 20)} MB`
const roomRows = raw.prepare(
  "select * from rooms where status not in ('completed', 'cancelled') order by code",
)

/** One figure beside its raw statements; the longest time that other work had to wait is said too. */
async function line(
  figure: string,
  goal: number | undefined,
  ours: () => unknown,
  peer: () => unknown,
  rounds = 20,
): Promise<void> {
  const measured = await interleaved(rounds, ours, peer)
  // Beside it a timer that wants to fire: how late it does is how long everything else waits.
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  for (let round = 0; round < 5; round++) {
    await later(5)
    await ours()
    await later(5)
  }
  delay.disable()
  print({
    figure,
    measured: `p50 ${ms(measured.ours.p50)}, p95 ${ms(measured.ours.p95)}; others wait ${ms(delay.max / 1e6)}`,
    peer: `raw rows ${ms(measured.peer.p50)} (${times(measured.ours.p50 / measured.peer.p50)})`,
    ...(goal === undefined ? {} : { goal: `≤ ${goal} ms`, ok: measured.ours.p50 <= goal }),
  })
}

clock.set('2026-11-21T00:00:10.000Z')
const scheduleSince = createScheduleSince(kysely)
const marks = raw.prepare('select * from cadence_marks')
await line(
  'plan of the due work',
  100,
  async () => {
    const { wanted } = await planDue(kysely, clock.iso(), scheduleSince)
    if (wanted.length < 10_000) throw new Error(`${wanted.length} are due, fewer than rooms`)
  },
  () => [roomRows.all(), marks.all()],
)
clock.set('2026-11-20T12:00:00.000Z')
await line(
  'the same where nothing is due',
  100,
  async () => {
    const { wanted } = await planDue(kysely, clock.iso(), scheduleSince)
    if (wanted.length !== 0) throw new Error(`${wanted.length} are due, not none`)
  },
  () => [roomRows.all(), marks.all()],
)
await line(
  'effective policy of every room',
  200,
  async () => {
    const standing = await readStanding(kysely, clock.iso())
    const found = await openRooms(kysely, { party: null })
    const decided = found.filter((room) => standing.decide(room).set !== undefined)
    if (decided.length < 10_000) throw new Error(`${decided.length} rooms have a set`)
  },
  () => roomRows.all(),
)
const newest = raw.prepare(
  `select room_id, policy_set_id, cadence, format, max(created_at) from snapshots
   where policy_set_id is not null and status = 'completed' group by 1, 2, 3, 4`,
)
await line(
  'coverage, first page with the summary of all',
  200,
  () => client.policies.coverage({ limit: 50 }),
  () => [roomRows.all(), newest.all()],
)

const room_id = raw.prepare<[], string>('select room_id from records limit 1').pluck().get() ?? ''
for (const [name, filter, where] of [
  ['first page', {}, ''],
  ['of a room', { room_id }, `where room_id = '${room_id}'`],
  ['that failed', { action: 'failed' }, "where action = 'failed'"],
] as const) {
  const peer = raw.prepare(`select * from records ${where} order by id desc limit 50`)
  const count = raw.prepare(`select count(*) from records ${where}`)
  await line(
    `records, ${name} of ${snapshots}`,
    undefined,
    () => client.records.list({ ...filter, limit: 50 }),
    () => [peer.all(), count.get()],
  )
}
const days = raw.prepare('select action, reason, sum(count) from record_days group by 1, 2')
await line(
  'statistics of the records',
  undefined,
  () => client.records.statistics({}),
  () => days.all(),
)
const byDay = raw.prepare('select day, action, sum(count) from record_days group by 1, 2')
await line(
  'timeline of the records, by day',
  undefined,
  () => client.records.timeline({}),
  () => byDay.all(),
)

globalThis.gc?.()
const before = process.memoryUsage().rss
let peak = before
const watch = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage().rss)
}, 20)
const all = raw.prepare(
  `select id, room_id, format, created_at, hold from snapshots
   where policy_set_id = ? and cadence is not null and status = 'completed'`,
)
const delay = monitorEventLoopDelay({ resolution: 1 })
delay.enable()
const took: number[] = []
let removed = 0
for (let round = 0; round < 3; round++) {
  took.push(
    await timeOf(async () => {
      removed = (await client.runs.pruningPreview({ policy_set_id })).would_remove
    }),
  )
}
delay.disable()
clearInterval(watch)
const rawTime = await timeOf(() => {
  for (const _ of all.iterate(policy_set_id));
})
const { p50 } = spreadOf(took)
print({
  figure: `retention over ${snapshots} snapshots (${removed} would go)`,
  measured: `${ms(p50)}; others wait ${ms(delay.max / 1e6)} at most`,
  peer: `raw rows ${ms(rawTime)} (${times(p50 / rawTime)})`,
  goal: '≤ 2,000 ms',
  ok: p50 <= 2000,
})
print({
  figure: 'memory that it takes beyond what there was',
  measured: megabytes(peak - before),
  peer: `${megabytes(before)} before`,
})
await workspace.close()
raw.close()
