import { expect, test } from 'vitest'
import type { ScheduleEvent } from '../../src-shared/contract/enums.ts'
import {
  copySnapshot,
  coveredRooms,
  daily,
  expectCountsToFit,
  newestRun,
  pass,
  recordsOf,
} from '../fixtures/automation.ts'
import { pendingRoom } from '../fixtures/policies.ts'
import { entriesAfter, lastSeq } from '../fixtures/trail.ts'
import { openWorld, type World } from '../fixtures/world.ts'

const tallied = (records: readonly { action: string; reason: string }[]) => {
  const tally: Record<string, number> = {}
  for (const { action, reason } of records) {
    tally[`${action} ${reason}`] = (tally[`${action} ${reason}`] ?? 0) + 1
  }
  return tally
}
const snapshotCount = async (world: World) =>
  (await world.workspace.db.kysely.selectFrom('snapshots').select('id').execute()).length

test('what is due is taken once, each with its record, whatever starts again or sets the clock back', async () => {
  await using world = await openWorld()
  const owner = await world.owner()
  const { rooms, set } = await coveredRooms(world, owner)
  expect((await owner.runs.list({})).body.total).toBe(0)
  world.clock.set('2026-11-21T02:00:10.000Z')
  expect(await pass(world)).toBe(1)
  expect(await newestRun(owner)).toMatchObject({
    ...{ trigger: 'scheduled', status: 'completed', dry_run: false, progress: 100 },
    ...{ total_rooms: 2, created: 2, deleted: 0, failed: 0, skipped: 0, blocked: 0 },
    ...{ policy_set_id: set.id, policy_set_name: set.name, cadence: 'daily' },
    ...{ triggered_by: 'system', finished_at: world.clock.iso() },
  })
  const records = await recordsOf(owner)
  expect(records.map(({ room_id }) => room_id).sort()).toEqual([...rooms].sort())
  expect(records[0]).toMatchObject({
    ...{ action: 'created', reason: 'scheduled', cadence: 'daily', format: 'json' },
    ...{ period_key: 'daily:2026-11-21', policy_version: 1, organization_name: 'Covered' },
  })
  expect(records[0]?.file_size).toBeGreaterThan(100)
  const [snapshot] = (await owner.snapshots.list({ room_id: rooms[0] ?? '' })).body
  expect(snapshot).toMatchObject({ status: 'completed', trigger: 'scheduled' })

  expect(await pass(world)).toBe(0)
  await world.reopen()
  const again = await world.owner()
  expect(await pass(world)).toBe(0)
  for (const time of ['2026-11-20T12:00:00Z', '2026-11-21T02:00:00Z', '2026-11-21T23:00:00Z']) {
    world.clock.set(time)
    expect([time, await pass(world)]).toEqual([time, 0])
  }
  expect((await again.runs.list({})).body.total).toBe(1)
  await expectCountsToFit(again)
})

test('missed periods are made up for once, and those before are accounted for; a pause is no miss', async () => {
  await using world = await openWorld()
  const owner = await world.owner()
  const { set, room } = await coveredRooms(world, owner, {}, { rooms: 1 })
  world.clock.set('2026-11-24T09:00:00Z')
  expect(await pass(world)).toBe(1)
  expect(await newestRun(owner)).toMatchObject({ trigger: 'catch_up', created: 1, skipped: 3 })
  const records = await recordsOf(owner)
  expect(tallied(records)).toEqual({ 'created scheduled': 1, 'skipped covered_by_catch_up': 3 })
  expect(new Set(records.map(({ period_key }) => period_key))).toEqual(
    new Set([21, 22, 23, 24].map((day) => `daily:2026-11-${day}`)),
  )

  // So near to the next one, that one will do.
  world.clock.set('2026-11-26T01:45:00Z')
  await pass(world)
  expect(await newestRun(owner)).toMatchObject({ trigger: 'catch_up', created: 0, skipped: 1 })

  await owner.policySets.update({ policy_set_id: set.id, paused_until: '2026-11-30T12:00:00Z' })
  world.clock.set('2026-11-28T03:00:00Z')
  expect(await pass(world)).toBe(0)
  world.clock.set('2026-11-30T12:00:01Z')
  expect(await pass(world)).toBe(0)
  world.clock.set('2026-12-01T02:00:01Z')
  expect(await pass(world)).toBe(1)

  // Nor is what automation was to leave alone.
  const { id } = await owner.exclusions.create({ room_id: room, exclusion_reason: 'Laid up' })
  await pass(world)
  world.clock.set('2026-12-04T03:00:00Z')
  expect(await pass(world)).toBe(0)
  await owner.exclusions.delete({ exclusion_id: id, reason: 'Back' })
  expect(await pass(world)).toBe(0)
  world.clock.set('2026-12-05T02:00:00Z')
  expect(await pass(world)).toBe(1)
  await expectCountsToFit(owner)
})

test('a dry run has the same records, and changes nothing but the trail', async () => {
  await using world = await openWorld()
  const owner = await world.owner()
  const { rooms, set, room } = await coveredRooms(world, owner, { cadences: [daily({ last: 1 })] })
  world.clock.set('2026-11-21T02:00:00Z')
  await pass(world)
  world.clock.set('2026-11-22T02:00:00Z')
  const [snapshots, seq] = [await snapshotCount(world), await lastSeq(world)]
  const asked = { due_only: true, policy_set_id: set.id, cadence: 'daily', room_ids: [room] }
  const { id } = await owner.runs.create({ ...asked, dry_run: true })
  await world.workspace.automation.idle()
  expect(await owner.runs.get({ run_id: id })).toMatchObject({
    ...{ dry_run: true, status: 'completed', trigger: 'scheduled', created: 1, deleted: 1 },
  })
  const dry = await recordsOf(owner, { snapshot_run_id: id })
  expect(tallied(dry)).toEqual({ 'created dry_run': 1, 'deleted dry_run': 1 })
  expect(dry.every((record) => record.dry_run)).toBe(true)
  expect(await snapshotCount(world)).toBe(snapshots)
  expect((await entriesAfter(world, seq)).map(({ action }) => action)).toEqual([
    'run.started',
    'run.finished',
  ])

  await owner.runs.create(asked)
  await world.workspace.automation.idle()
  const wet = await recordsOf(owner, { snapshot_run_id: id + 1 })
  const shapeOf = (all: typeof dry) =>
    all.map(({ action, room_id, cadence, period_key, retention_reason }) => ({
      ...{ action, room_id, cadence, period_key, retention_reason },
    }))
  expect(shapeOf(wet)).toEqual(expect.arrayContaining(shapeOf(dry)))
  expect(wet).toHaveLength(dry.length)
  // The room that was not asked about is still due.
  expect(await pass(world)).toBe(1)
  expect((await recordsOf(owner, { action: 'created' })).map(({ room_id }) => room_id)).toContain(
    rooms[1],
  )
  expect((await owner.records.statistics({})).total).toBe(
    (await recordsOf(owner, { dry_run: false })).length,
  )
})

test('a run by hand takes the present period, and says why it passes over a room', async () => {
  await using world = await openWorld()
  const owner = await world.owner()
  const { set, rooms } = await coveredRooms(world, owner, {}, { rooms: 4 })
  const [plain = '', excluded = '', closed = '', taken = ''] = rooms
  await owner.runs.create({ room_ids: [taken] })
  await world.workspace.automation.idle()
  await owner.exclusions.create({ room_id: excluded, exclusion_reason: 'Arrested' })
  await owner.rooms.transition({ room_id: closed, new_status: 'cancelled' })
  const run = await owner.runs.create({ policy_set_id: set.id, room_ids: rooms })
  expect(run).toMatchObject({ trigger: 'on_demand', total_rooms: 4 })
  await world.workspace.automation.idle()
  const records = await recordsOf(owner, { snapshot_run_id: run.id })
  const found = Object.fromEntries(
    records.map((one) => [one.room_id, `${one.action} ${one.reason}`]),
  )
  expect(found).toEqual({
    [plain]: 'created scheduled',
    [excluded]: 'skipped excluded',
    [closed]: 'skipped room_closed',
    [taken]: 'skipped already_in_period',
  })
  expect(records.find(({ room_id }) => room_id === excluded)?.message).toContain('Arrested')

  await expect(owner.runs.create({ room_ids: rooms })).rejects.toMatchObject({
    code: 'NOTHING_DUE',
    status: 409,
  })
  await expect(owner.runs.create({ cadence: 'weekly' })).rejects.toMatchObject({
    code: 'BAD_REQUEST',
  })
  await expect(owner.runs.create({ room_ids: [set.id] })).rejects.toMatchObject({
    code: 'BAD_REQUEST',
  })
  // The day has its snapshot: at its hour there is nothing left to take.
  world.clock.set('2026-11-21T02:00:00Z')
  expect((await owner.runs.list({})).body.total).toBe(2)
  await expectCountsToFit(owner)
})

test('a cancelled run finishes what is being made, and records the rest', async () => {
  await using world = await openWorld({ runTasks: false })
  const owner = await world.owner()
  await coveredRooms(world, owner, {}, { rooms: 3 })
  const { id } = await owner.runs.create({})
  // Nobody makes anything here, so that everything waits.
  await expect.poll(async () => (await owner.tasks.list({ status: 'pending' })).body.length).toBe(3)
  expect((await owner.runs.active()).runs).toMatchObject([{ id, status: 'running', progress: 0 }])
  expect(await owner.runs.cancel({ run_id: id, status: 'cancelled' })).toMatchObject({
    status: 'cancelled',
  })
  await world.workspace.automation.idle()
  expect(await owner.runs.get({ run_id: id })).toMatchObject({ status: 'cancelled', skipped: 3 })
  expect(tallied(await recordsOf(owner))).toEqual({ 'skipped cancelled': 3 })
  await expect(owner.runs.cancel({ run_id: id, status: 'cancelled' })).rejects.toMatchObject({
    code: 'CONFLICT',
  })
  await expectCountsToFit(owner)
})

test('a run under way says how far it is, and about when it will be done', async () => {
  await using world = await openWorld()
  const owner = await world.owner()
  await coveredRooms(world, owner, {}, { rooms: 12 })
  const asked: ReturnType<typeof owner.runs.active>[] = []
  const stop = world.workspace.services.events.subscribe((event) => {
    if (event.kind === 'task' && event.task.status === 'completed') asked.push(owner.runs.active())
  })
  const { id } = await owner.runs.create({})
  await world.workspace.automation.idle()
  stop()
  const under_way = (await Promise.all(asked)).flatMap(({ runs }) => runs)
  const told = under_way.filter(({ progress }) => progress > 0)
  expect(told.length).toBeGreaterThan(0)
  for (const run of told) {
    expect(run).toMatchObject({ id, status: 'running', total_rooms: 12, finished_at: null })
    expect(run.progress).toBeLessThan(100)
    expect(run.estimated_finish_at ?? '').toMatch(/^2026-11-20T12:/)
  }
  const shares = told.map(({ progress }) => progress)
  expect(shares).toEqual(shares.toSorted((one, other) => one - other))
  expect(await owner.runs.progress({ run_id: id })).toMatchObject({
    ...{ status: 'completed', progress: 100, estimated_finish_at: null, created: 12 },
  })
})

test('a run that its process left is finished as partial by the next start, and loses nothing', async () => {
  await using world = await openWorld({ runTasks: false })
  const owner = await world.owner()
  const { room } = await coveredRooms(world, owner, {}, { rooms: 3 })
  world.clock.set('2026-11-21T02:00:00Z')
  await world.workspace.automation.pass()
  await expect.poll(async () => (await owner.tasks.list({ status: 'pending' })).body.length).toBe(3)
  await world.reopen()
  // As if the process had ended before it came to this room.
  const { kysely } = world.workspace.db
  await kysely.deleteFrom('snapshots').where('room_id', '=', room).execute()
  await kysely
    .updateTable('run_items')
    .set({ snapshot_id: null })
    .where('room_id', '=', room)
    .execute()
  await kysely.deleteFrom('tasks').where('room_id', '=', room).execute()

  await world.workspace.automation.recover()
  const again = await world.owner()
  const run = await newestRun(again)
  expect(run).toMatchObject({ status: 'partial', skipped: 1, created: 0 })
  expect(run.finished_at).not.toBeNull()
  expect(run.error_summary).toContain('1 not begun, 2 being made')
  await expectCountsToFit(again)
  await world.workspace.tasks.start()
  await world.workspace.tasks.idle()
  expect(tallied(await recordsOf(again, { snapshot_run_id: run.id }))).toEqual({
    'skipped interrupted': 1,
    'created scheduled': 2,
  })
  // What was interrupted is due again, and nothing else is.
  expect(await pass(world)).toBe(1)
  expect(await newestRun(again)).toMatchObject({ status: 'completed', created: 1, total_rooms: 1 })
  await expectCountsToFit(again)
})

test('retention comes after a snapshot and never without one, and leaves its reason for ever', async () => {
  await using world = await openWorld()
  const owner = await world.owner()
  const { room } = await coveredRooms(
    world,
    owner,
    { cadences: [daily({ last: 2 })], formats: ['json', 'csv'] },
    { rooms: 1 },
  )
  for (const day of [21, 22, 23]) {
    world.clock.set(`2026-11-${day}T02:00:00Z`)
    await pass(world)
    if (day !== 21) continue
    const first = (await owner.snapshots.list({ room_id: room, snapshot_type: 'csv' })).body[0]
    await owner.snapshots.hold({ room_id: room, snapshot_id: first?.id ?? '', reason: 'Claim' })
  }
  const seq = await lastSeq(world)
  expect(await newestRun(owner)).toMatchObject({ created: 2, deleted: 1 })
  const [gone] = await recordsOf(owner, { action: 'deleted' })
  expect(gone).toMatchObject({
    ...{ reason: 'retention', format: 'json', room_id: room },
    retention_reason: 'not one of the last 2',
  })
  const snapshot = await owner.snapshots.get({
    room_id: room,
    snapshot_id: gone?.snapshot_id ?? '',
  })
  expect(snapshot).toMatchObject({ status: 'deleted' })
  const entries = await owner.audit.list({ action: 'snapshot.deleted' })
  expect(entries.entries[0]).toMatchObject({
    ...{
      source: 'scheduler',
      actor_email: 'system',
      resource_id: gone?.snapshot_id,
      room_id: room,
    },
    detail: { reason: 'not one of the last 2' },
  })

  // Nothing new, nothing pruned: though the next one would make the second too many.
  await owner.settings.update({ budget_snapshots: 1 })
  world.clock.set('2026-11-24T02:00:00Z')
  await pass(world)
  expect(await newestRun(owner)).toMatchObject({ status: 'partial', blocked: 2, deleted: 0 })
  const actions = (await entriesAfter(world, seq)).map(({ action }) => action)
  expect(actions).not.toContain('snapshot.deleted')
  await expectCountsToFit(owner)
})

test('a mass deletion prunes nothing, and waits for a person who types the number', async () => {
  await using world = await openWorld()
  const owner = await world.owner()
  const { room, set } = await coveredRooms(world, owner, {}, { rooms: 1 })
  world.clock.set('2026-11-21T02:00:00Z')
  await pass(world)
  const times = Array.from(
    { length: 9 },
    (_, index) => `2026-11-${String(10 + index)}T02:00:00.000Z`,
  )
  await copySnapshot(world, room, times)
  const preview = await owner.policySets.preview({
    policy_set_id: set.id,
    cadences: [daily({ last: 3 })],
  })
  await owner.policySets.update({
    policy_set_id: set.id,
    cadences: [daily({ last: 3 })],
    preview_token: preview.preview_token,
  })
  world.clock.set('2026-11-22T02:00:00Z')
  await pass(world)
  expect(await newestRun(owner)).toMatchObject({
    status: 'partial',
    created: 1,
    deleted: 0,
    blocked: 1,
  })
  const [blocked] = await recordsOf(owner, { reason: 'mass_deletion' })
  expect(blocked?.message).toContain('would remove 8 of the 11 snapshots')

  const pruning = await owner.runs.pruningPreview({ policy_set_id: set.id })
  expect(pruning).toMatchObject({
    ...{
      would_remove: 8,
      total: 11,
      is_mass_deletion: true,
      limits: { snapshots: 50, percent: 20 },
    },
    rooms: [{ room_id: room, count: 8 }],
  })
  const asked = { policy_set_id: set.id, preview_token: pruning.preview_token }
  await expect(owner.runs.prune({ ...asked, count: 7 })).rejects.toMatchObject({
    code: 'BAD_REQUEST',
  })
  await expect(owner.runs.prune({ policy_set_id: set.id, count: 8 })).rejects.toMatchObject({
    code: 'PREVIEW_NEEDED',
  })
  const run = await owner.runs.prune({ ...asked, count: 8 })
  await world.workspace.automation.idle()
  expect(await owner.runs.get({ run_id: run.id })).toMatchObject({
    ...{ status: 'completed', deleted: 8, policy_set_id: set.id },
  })
  await expect(owner.runs.prune({ ...asked, count: 8 })).rejects.toMatchObject({
    code: 'NOTHING_DUE',
  })
  await expectCountsToFit(owner)
})

test('a room with a damaged file is not pruned', async () => {
  await using world = await openWorld()
  const owner = await world.owner()
  const { room } = await coveredRooms(
    world,
    owner,
    { cadences: [daily({ last: 1 })] },
    { rooms: 1 },
  )
  world.clock.set('2026-11-21T02:00:00Z')
  await pass(world)
  const [first] = (await owner.snapshots.list({ room_id: room })).body
  await world.workspace.db.kysely
    .updateTable('blobs')
    .set({ damaged_at: world.clock.iso() })
    .where('sha256', '=', first?.sha256 ?? '')
    .execute()
  await owner.rooms.update({ room_id: room, title: 'Another title' })
  world.clock.set('2026-11-22T02:00:00Z')
  await pass(world)
  expect(await newestRun(owner)).toMatchObject({ created: 1, deleted: 0 })
})

test('over budget is blocked with the figures, never failed, before anything is made', async () => {
  await using world = await openWorld()
  const owner = await world.owner()
  await coveredRooms(world, owner, {}, { rooms: 3 })
  await owner.settings.update({ organization_budget_snapshots: 2 })
  world.clock.set('2026-11-21T02:00:00Z')
  const before = await snapshotCount(world)
  await pass(world)
  expect(await newestRun(owner)).toMatchObject({
    ...{ status: 'partial', created: 2, blocked: 1, failed: 0, error_summary: '1 blocked' },
  })
  expect(await snapshotCount(world)).toBe(before + 2)
  const [blocked] = await recordsOf(owner, { action: 'blocked' })
  expect(blocked).toMatchObject({ reason: 'budget_count', snapshot_id: null })
  expect(blocked?.message).toMatch(/of 2 snapshots/)

  await owner.settings.update({ organization_budget_snapshots: 0, free_disk_floor_mb: 100_000_000 })
  world.clock.set('2026-11-22T02:00:00Z')
  await pass(world)
  const low = await recordsOf(owner, { reason: 'disk_low' })
  expect(low).toHaveLength(3)
  expect(low[0]?.message).toMatch(/MB free/)
  // What was blocked is decided: its period is not tried again and again.
  expect(await pass(world)).toBe(0)
  await expectCountsToFit(owner)
})

test('cadences of events: a changed status, all approved, before the ETA; and the last one of a room', async () => {
  await using world = await openWorld()
  const owner = await world.owner()
  const event = (name: string, schedule: { event: ScheduleEvent; before?: string }) => ({
    ...daily(),
    ...{ name, schedule: { kind: 'event' as const, ...schedule } },
  })
  const { room } = await coveredRooms(
    world,
    owner,
    {
      final_snapshot: true,
      cadences: [
        event('moved', { event: 'room_status_changed' }),
        event('approved', { event: 'all_approved' }),
        event('eta', { event: 'before_eta', before: 'PT24H' }),
      ],
    },
    { rooms: 1 },
  )
  const taken = async () => {
    await pass(world)
    return (await recordsOf(owner, { action: 'created' })).map(({ cadence }) => cadence).sort()
  }
  expect(await taken()).toEqual([])
  await owner.rooms.transition({ room_id: room, new_status: 'ready' })
  await owner.rooms.transition({ room_id: room, new_status: 'active' })
  expect(await taken()).toEqual(['moved'])
  expect(tallied(await recordsOf(owner))).toEqual({
    'created scheduled': 1,
    'skipped covered_by_catch_up': 1,
  })
  expect(await newestRun(owner)).toMatchObject({ trigger: 'event' })

  const party = await owner.parties.add({
    room_id: room,
    ...{ role: 'owner' as const, name: 'An Owner', email: 'an@owner.example' },
  })
  const asked = await owner.approvals.create({ room_id: room, party_id: party.id })
  expect(await taken()).toEqual(['moved'])
  await owner.approvals.update({ room_id: room, approval_id: asked.id, status: 'approved' })
  expect(await taken()).toEqual(['approved', 'moved'])

  const eta = (await owner.rooms.get({ room_id: room })).eta
  world.clock.set(new Date(Date.parse(eta) - 25 * 3_600_000).toISOString())
  expect(await taken()).toEqual(['approved', 'moved'])
  world.clock.set(new Date(Date.parse(eta) - 24 * 3_600_000).toISOString())
  expect(await taken()).toEqual(['approved', 'eta', 'moved'])
  expect(await taken()).toEqual(['approved', 'eta', 'moved'])

  await owner.rooms.transition({ room_id: room, new_status: 'completed' })
  expect(await taken()).toEqual(['approved', 'eta', 'final', 'moved'])
  world.clock.advance(10 * 24 * 3_600_000)
  expect(await pass(world)).toBe(0)
  await expectCountsToFit(owner)
})

test('organizations take turns: a large one does not keep a small one waiting', async () => {
  await using world = await openWorld({ runTasks: false })
  const owner = await world.owner()
  await coveredRooms(world, owner, {}, { rooms: 5, organization: 'Large' })
  const small = await coveredRooms(world, owner, {}, { rooms: 1, organization: 'Small' })
  world.clock.set('2026-11-21T02:00:00Z')
  await world.workspace.automation.pass()
  await expect.poll(async () => (await owner.tasks.list({ status: 'pending' })).body.length).toBe(6)
  const manual = await owner.snapshots.create({ room_id: (await pendingRoom(owner, 'By hand')).id })
  const waiting = await world.workspace.db.kysely
    .selectFrom('tasks')
    .select(['room_id', 'id'])
    .where('status', '=', 'pending')
    .orderBy('priority', 'desc')
    .orderBy('turn')
    .execute()
  expect(waiting[0]?.id).toBe(manual.task_id)
  expect(waiting.slice(1, 3).map(({ room_id }) => room_id)).toContain(small.room)
})
