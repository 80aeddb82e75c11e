import Papa from 'papaparse'
import { expect, test } from 'vitest'
import { statusLooks } from '../../src-renderer/ui/status.ts'
import {
  deliveryStatuses,
  recordActions,
  runStatuses,
  snapshotStatuses,
  taskStatuses,
} from '../../src-shared/contract/enums.ts'
import {
  coveredRooms,
  daily,
  newestRun,
  pass,
  plantSnapshots,
  recordsOf,
} from '../fixtures/automation.ts'
import { openServer } from '../fixtures/server.ts'
import { openWorld, type World } from '../fixtures/world.ts'

// The faults of the predecessors that concern policies, by their numbers in the list of them.

const passAt = async (world: World, time: string) => {
  world.clock.set(time)
  return pass(world)
}
const cadence = (name: string, schedule: object, time_zone = 'UTC', retention = {}) =>
  ({ name, schedule, time_zone, retention }) as ReturnType<typeof daily>
const madeAt = async (owner: Awaited<ReturnType<World['owner']>>, room_id: string) =>
  (await recordsOf(owner, { room_id, action: 'created' }))
    .map(({ cadence: name, created_at }) => `${name} ${created_at.slice(0, 16)}`)
    .sort()

test('fault 11: an exclusion that is stored is read, and no later general rule undoes it', async () => {
  await using world = await openWorld()
  const owner = await world.owner()
  const { room, rooms, organization } = await coveredRooms(world, owner)
  await owner.exclusions.create({
    ...{ scope: 'organization', target_id: organization.id, exclusion_reason: 'Under arrest' },
  })
  const general = await owner.policySets.create({
    ...{ name: 'Everything, first', scope: 'global', priority: 1000, formats: ['json'] },
    cadences: [daily()],
  })
  await owner.assignments.bulk({ room_ids: rooms, policy_set_id: general.id })
  await passAt(world, '2026-11-21T02:00:10Z')
  await passAt(world, '2026-11-22T02:00:10Z')
  expect((await newestRun(owner)).created).toBeGreaterThan(0)
  for (const room_id of rooms) expect(await madeAt(owner, room_id)).toEqual([])
  expect(await owner.policies.effective({ room_id: room })).toMatchObject({
    ...{ verdict: 'excluded', policy_set: null, reason: expect.stringContaining('Under arrest') },
  })
})

test('fault 12: weekly is weekly, a missed monthly day is made up, and the zone decides the day', async () => {
  await using world = await openWorld()
  const owner = await world.owner()
  const { room } = await coveredRooms(
    world,
    owner,
    {
      cadences: [
        cadence('weekly', { kind: 'weekly', days: ['mon'], at: '02:00' }),
        cadence('monthly', { kind: 'monthly', day: 31, at: '02:00' }),
        // 01:00 in Auckland is noon of the day before in UTC.
        cadence('far', { kind: 'daily', at: '01:00' }, 'Pacific/Auckland'),
      ],
    },
    { rooms: 1 },
  )
  for (let day = 21; day <= 29; day++) {
    // On both sides of midnight in UTC, which is one day in Auckland.
    await passAt(world, `2026-11-${day}T12:30:00Z`)
    await passAt(world, `2026-11-${day}T23:59:00Z`)
    await passAt(world, `2026-11-${day + 1}T00:01:00Z`)
  }
  // The machine is off on the last day of the month, and for two days more.
  await passAt(world, '2026-12-02T08:00:00Z')
  const made = await madeAt(owner, room)
  const of = (name: string) => made.filter((one) => one.startsWith(name))
  expect(of('weekly')).toEqual(['weekly 2026-11-23T12:30', 'weekly 2026-12-02T08:00'])
  expect(of('monthly')).toEqual(['monthly 2026-12-02T08:00'])
  const days = Array.from({ length: 9 }, (_, index) => `far 2026-11-${21 + index}T12:30`)
  expect(of('far')).toEqual([...days, 'far 2026-12-02T08:00'])
  expect(await recordsOf(owner, { cadence: 'far', action: 'skipped' })).toMatchObject([
    { reason: 'covered_by_catch_up', period_key: 'daily:2026-12-01' },
  ])
})

test('fault 13: seven days are days, a second snapshot of a day takes no slot, and nothing goes before the new one is safe', async () => {
  await using world = await openWorld()
  const owner = await world.owner()
  await owner.settings.update({ mass_deletion_percent: 100 })
  const { room, set } = await coveredRooms(
    world,
    owner,
    { cadences: [daily({ daily: 3 })] },
    { rooms: 1 },
  )
  const times = [
    ...['2026-11-16T02:00', '2026-11-17T02:00', '2026-11-18T02:00', '2026-11-18T09:00'],
    ...['2026-11-18T15:00', '2026-11-19T02:00', '2026-11-19T09:00', '2026-11-20T02:00'],
  ].map((time) => `${time}:00.000Z`)
  await plantSnapshots(world, { room_id: room, policy_set_id: set.id, cadence: 'daily' }, times)
  const kept = async () =>
    (await owner.snapshots.list({ room_id: room, status: 'completed' })).body
      .map(({ created_at }) => created_at.slice(0, 16))
      .sort()

  // The new one cannot be made: all of the old ones stay.
  await owner.settings.update({ budget_snapshots: 1 })
  await passAt(world, '2026-11-21T02:00:00Z')
  expect(await newestRun(owner)).toMatchObject({ created: 0, deleted: 0, blocked: 1 })
  expect(await kept()).toHaveLength(times.length)

  await owner.settings.update({ budget_snapshots: 0 })
  await passAt(world, '2026-11-22T02:00:00Z')
  expect(await kept()).toEqual(['2026-11-19T09:00', '2026-11-20T02:00', '2026-11-22T02:00'])
  const gone = await recordsOf(owner, { action: 'deleted' })
  expect(gone).toHaveLength(times.length - 2)
  for (const record of gone) {
    expect(record).toMatchObject({ reason: 'retention', retention_reason: expect.any(String) })
    const snapshot = { room_id: room, snapshot_id: record.snapshot_id ?? '' }
    expect(await owner.snapshots.get(snapshot)).toMatchObject({ status: 'deleted' })
  }
})

test('fault 14: a status has one word everywhere, and success is never shown as failure', async () => {
  await using world = await openWorld()
  const owner = await world.owner()
  await coveredRooms(world, owner, {}, { rooms: 1 })
  await passAt(world, '2026-11-21T02:00:00Z')
  const run = await newestRun(owner)
  const [record] = await recordsOf(owner)
  const [snapshot] = (await owner.snapshots.list({ room_id: record?.room_id ?? '' })).body
  const [task] = (await owner.tasks.list({ status: 'completed' })).body
  expect([run.status, snapshot?.status, task?.status]).toEqual(Array(3).fill('completed'))
  for (const kind of ['run', 'snapshot', 'task'] as const) {
    expect([kind, statusLooks[kind].completed]).toEqual([
      kind,
      { word: 'Completed', tone: 'green' },
    ])
  }
  // Other words for what has gone well, as the predecessors had them.
  const all = [runStatuses, snapshotStatuses, taskStatuses, recordActions, deliveryStatuses].flat()
  for (const word of ['success', 'succeeded', 'complete', 'done', 'ok', 'ready', 'finished']) {
    expect(all).not.toContain(word)
  }
})

test('fault 15: a run with nothing to do is none, and one that passes over everything ends by itself', async () => {
  await using world = await openWorld()
  const owner = await world.owner()
  await coveredRooms(world, owner)
  const rows = () =>
    world.workspace.db.kysely.selectFrom('runs').select(['status', 'finished_at']).execute()
  for (let hour = 13; hour < 23; hour++) await passAt(world, `2026-11-20T${hour}:00:00Z`)
  expect(await rows()).toEqual([])

  // So near to the next one the missed one is only recorded. Nobody asks how the run is.
  await passAt(world, '2026-11-22T01:45:00Z')
  expect(await rows()).toEqual([{ status: 'completed', finished_at: world.clock.iso() }])
  expect(await newestRun(owner)).toMatchObject({ created: 0, skipped: 2 })
})

test('fault 16: the window follows the cadence, and what policy does not ask for is not in the denominator', async () => {
  await using world = await openWorld()
  const owner = await world.owner()
  const { rooms, set, organization } = await coveredRooms(
    world,
    owner,
    {
      cadences: [
        cadence('daily', { kind: 'daily', at: '02:00' }),
        cadence('monthly', { kind: 'monthly', day: 1, at: '02:00' }),
      ],
    },
    { rooms: 3 },
  )
  await owner.exclusions.create({ room_id: rooms[2] ?? '', exclusion_reason: 'Laid up' })
  for (const [room_id = '', name, time] of [
    [rooms[0], 'daily', '2026-12-11T02:00:00.000Z'],
    [rooms[0], 'monthly', '2026-12-01T02:00:00.000Z'],
    [rooms[1], 'monthly', '2026-12-01T02:00:00.000Z'],
  ] as const) {
    const at = { room_id: `${room_id}`, policy_set_id: set.id, cadence: name }
    world.clock.set(time)
    await plantSnapshots(world, at, [time])
  }
  world.clock.set('2026-12-12T02:00:00Z')
  const coverage = await owner.policies.coverage({ tenant_id: organization.id, limit: 100 })
  const { rows, summary, percentage } = coverage.body
  const statusOf = (room: string | undefined, name: string) =>
    rows.find((row) => row.room_id === room && row.cadence === name)?.status
  expect([statusOf(rooms[0], 'daily'), statusOf(rooms[0], 'monthly')]).toEqual([
    ...['compliant', 'compliant'],
  ])
  expect([statusOf(rooms[1], 'daily'), statusOf(rooms[1], 'monthly')]).toEqual([
    ...['overdue', 'compliant'],
  ])
  expect(summary).toMatchObject({ compliant: 3, overdue: 1 })
  expect(summary.excluded).toBeGreaterThan(0)
  expect(percentage).toBe(75)
})

test('fault 17: 1,234 records are listed and exported whole; no undefined, no open quote, no formula', async () => {
  await using server = await openServer()
  const { world } = server
  const client = await world.owner()
  const title = '=HYPERLINK("http://evil.example","Click"), then'
  const { room } = await coveredRooms(world, client, {}, { rooms: 1 })
  await client.rooms.update({ room_id: room, title })
  await passAt(world, '2026-11-21T02:00:00Z')
  const { kysely } = world.workspace.db
  const one = await kysely.selectFrom('records').selectAll().executeTakeFirstOrThrow()
  for (let number = 1; number < 1234; number++) {
    const id = `${one.id.slice(0, 24)}${String(number).padStart(12, '0')}`
    await kysely
      .insertInto('records')
      .values({ ...one, id })
      .execute()
  }
  const owner = await server.owner()
  const answer = await owner('GET', `/api/snapshot/records/export?format=csv&room_id=${room}`)
  const text = await answer.text()
  const { data: rows } = Papa.parse<Record<string, string>>(text, {
    header: true,
    skipEmptyLines: true,
  })
  expect(rows).toHaveLength(1234)
  expect(text).not.toMatch(/undefined|\[object|NaN/)
  for (const row of rows) expect(row['room_title']).toBe(`'${title}`)

  const jsonl = await owner('GET', `/api/snapshot/records/export?format=jsonl&room_id=${room}`)
  expect((await jsonl.text()).trimEnd().split('\n')).toHaveLength(1234)
  const listed = new Set<string>()
  for (let offset = 0; offset < 1500; offset += 500) {
    const { body } = await client.records.list({ room_id: room, limit: 500, offset })
    expect(body.total).toBe(1234)
    for (const { id } of body.records) listed.add(id)
  }
  expect(listed.size).toBe(1234)
})
