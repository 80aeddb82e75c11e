import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { coveredRooms, daily } from '../fixtures/automation.ts'
import { sts } from '../fixtures/processes.ts'
import { faultsOf, openRaw, rowsOf, strayBlobs } from '../fixtures/raw-database.ts'
import { openWorld, temporaryDirectory } from '../fixtures/world.ts'

const processFile = fileURLToPath(new URL('../fixtures/automation-process.ts', import.meta.url))
const roomCount = 1000
const kills = 20
/** Of the runs of one day so many are killed before the next day comes. */
const killsPerDay = 10
/** A day's run writes so often, about, to take its rooms and to make their snapshots. */
const writesOfTaking = 4000
const writesOfMaking = 10_000

test(`${kills} kills at random moments of a run of ${roomCount} rooms take no period twice and lose none`, {
  timeout: 280_000,
}, async () => {
  const seed = Number(process.env['STS_KILL_SEED'] ?? 20_261_126)
  console.log(`run kill test: seed ${seed} (STS_KILL_SEED sets another one)`)
  const random = randomOf(seed)
  const below = (count: number) => 1 + Math.floor(random() * count)
  await using directory = await temporaryDirectory()
  const dir = join(directory.path, 'workspace')
  await makeRooms(dir)
  // The rooms are seen, so that from the next day on they are due.
  await runAt(dir, timeOf(0))
  let [day, interrupted, whilePruning] = [0, 0, 0]
  while (interrupted < kills && day < kills) {
    day++
    for (let kill = 1; kill <= killsPerDay; kill++) {
      // What is killed while it takes leaves rooms to the next run; the last one makes all of them.
      const isPruned = kill === killsPerDay && day % 2 === 0
      const moment = isPruned
        ? ['removal', below(400)]
        : [below(kill < killsPerDay ? writesOfTaking / killsPerDay : writesOfMaking)]
      const before = openRuns(dir)
      const { wasKilled, found } = await runAt(dir, timeOf(day), moment, before)
      expect([day, kill, found]).toEqual([day, kill, before.map(() => 'partial')])
      expect(wrongIn(dir)).toEqual([])
      if (!wasKilled) continue
      interrupted += openRuns(dir).length
      if (isPruned) whilePruning++
    }
  }
  expect(interrupted).toBeGreaterThanOrEqual(kills)
  expect(whilePruning).toBeGreaterThan(0)

  // Left alone it ends all of it: every room has every day once, and the newest is kept.
  await runAt(dir, timeOf(day + 1))
  expect([openRuns(dir), wrongIn(dir)]).toEqual([[], []])
  const decided = rowsOf<{ period_key: string; rooms: number }>(
    dir,
    `select period_key, count(distinct room_id) as rooms from records
     where period_key is not null and reason <> 'interrupted' group by 1 order by 1`,
  )
  // The one room that was there before had a day more.
  expect(decided.slice(1)).toEqual(
    Array.from({ length: day + 1 }, (_, index) => ({
      ...{ period_key: `daily:${timeOf(index + 1).slice(0, 10)}`, rooms: roomCount },
    })),
  )
  const kept = `select count(*) as snapshots from snapshots
    where policy_set_id is not null and status = 'completed' group by room_id`
  expect(rowsOf(dir, `select count(*) as rooms, max(snapshots) as most from (${kept})`)).toEqual([
    { rooms: roomCount, most: 1 },
  ])
  expect([...faultsOf(dir), ...strayBlobs(dir)]).toEqual([])
  expect(await sts(['audit', 'verify', '--workspace', dir])).toMatchObject({ code: 0 })
})

/** When that day's run is due. */
const timeOf = (day: number) => new Date(Date.UTC(2026, 10, 21 + day, 2)).toISOString()

/** Numbers in [0, 1), the same for the same seed (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** A workspace with so many rooms under a set: beside their codes nothing tells them apart. */
async function makeRooms(dir: string): Promise<void> {
  await using world = await openWorld()
  const set = { cadences: [daily({ last: 1 })] }
  const { room } = await coveredRooms(world, await world.owner(), set, { rooms: 1 })
  await world.reopen(() => cp(world.dir, dir, { recursive: true }))
  using database = openRaw(dir)
  const row = database.prepare<[string], object>('select * from rooms where id = ?').get(room) ?? {}
  const names = Object.keys(row)
  const insert = database.prepare(
    `insert into rooms (${names.join(', ')}) values (${names.map((name) => `@${name}`).join(', ')})`,
  )
  database.transaction(() => {
    for (let number = 1; number < roomCount; number++) {
      const end = String(number).padStart(4, '0')
      insert.run({ ...row, id: `${room.slice(0, -4)}${end}`, code: `STS-20261120-K${end}` })
    }
  })()
}

const openRuns = (dir: string): number[] =>
  rowsOf<{ seq: number }>(dir, 'select seq from runs where finished_at is null order by seq').map(
    ({ seq }) => seq,
  )

/**
 * Lets the program do what is due at that time.
 * @param moment when it is killed; it ends by itself otherwise
 * @param before runs that are open: how they stand when it has started, before anybody looks
 */
async function runAt(
  dir: string,
  now: string,
  moment: readonly (string | number)[] = [],
  before: readonly number[] = [],
) {
  const args = [processFile, dir, now, ...moment.map(String)]
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  const ended = once(child, 'close')
  await Promise.race([once(child.stdout, 'data'), ended])
  const runs = rowsOf<{ seq: number; status: string }>(dir, 'select seq, status from runs')
  child.stdin.end()
  const [code, signal] = await ended
  if (signal === null) expect(code).toBe(0)
  return {
    wasKilled: signal === 'SIGKILL',
    found: runs.flatMap(({ seq, status }) => (before.includes(seq) ? [status] : [])),
  }
}

/** What must hold at every moment, whatever was killed; each row that breaks it, in words. */
function wrongIn(dir: string): string[] {
  const rules: Record<string, string> = {
    'a period twice': `select room_id, period_key from snapshots
      where policy_set_id is not null and status <> 'failed'
      group by room_id, policy_set_id, cadence, period_key, format having count(*) > 1`,
    'no snapshot is to have failed':
      "select id, error_message from snapshots where status = 'failed'",
    'made without its one record': `select id from snapshots s
      where policy_set_id is not null and status in ('completed', 'deleted')
      and (select count(*) from records where snapshot_id = s.id and action = 'created') <> 1`,
    'removed without its one record': `select id from snapshots s
      where policy_set_id is not null and status = 'deleted'
      and (select count(*) from records where snapshot_id = s.id and action = 'deleted') <> 1`,
    'removed without a newer one': `select id from snapshots s
      where policy_set_id is not null and status = 'deleted' and not exists (select 1 from snapshots n
        where n.room_id = s.room_id and n.cadence = s.cadence and n.status = 'completed'
        and n.period_key > s.period_key)`,
    'counts that are not those of the records': `select seq, created, deleted, failed, skipped, blocked from runs r
      where (created, deleted, failed, skipped, blocked) <> (
        select coalesce(sum(action = 'created'), 0), coalesce(sum(action = 'deleted'), 0),
          coalesce(sum(action = 'failed'), 0), coalesce(sum(action = 'skipped'), 0),
          coalesce(sum(action = 'blocked'), 0) from records where run_id = r.seq)`,
    'a room decided about twice': `select run_id, room_id from records
      where action in ('created', 'skipped') and reason <> 'covered_by_catch_up'
      group by run_id, room_id, period_key, format having count(*) > 1`,
  }
  return Object.entries(rules).flatMap(([rule, sql]) =>
    rowsOf(dir, sql).map((row) => `${rule}: ${JSON.stringify(row)}`),
  )
}
