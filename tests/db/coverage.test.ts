import { expect, test } from 'vitest'
import { daily, pendingRoom } from '../fixtures/policies.ts'
import { openWorld } from '../fixtures/world.ts'

test('coverage is counted for each room and cadence; excluded and pending are not in the denominator', async () => {
  await using world = await openWorld({ runTasks: false })
  const owner = await world.owner()
  const { kysely } = world.workspace.db
  const organization = await owner.organizations.create({ name: 'Covered', kind: 'shipowner' })
  const open = async (title: string) => {
    const { id } = await pendingRoom(owner, title)
    await owner.rooms.update({ room_id: id, organization_id: organization.id })
    return id
  }
  const rooms = {
    fresh: await open('Fresh'),
    old: await open('Old'),
    never: await open('Never'),
    blocked: await open('Blocked'),
    excluded: await open('Excluded'),
  }
  const [nightly] = daily('').cadences
  if (nightly === undefined) throw new Error('The fixture has no cadence.')
  const monthly = {
    ...nightly,
    name: 'monthly',
    schedule: { kind: 'monthly' as const, day: 1, at: '02:00' },
  }
  const set = await owner.policySets.create({
    ...daily('Covering'),
    scope: 'organization',
    scope_id: organization.id,
    cadences: [nightly, monthly],
  })
  await owner.exclusions.create({ room_id: rooms.excluded, exclusion_reason: 'Laid up' })
  const later = new Date(Date.parse(world.clock.iso()) + 36 * 3_600_000)
  world.clock.set(later.toISOString())

  const taken = await owner.snapshots.create({ room_id: rooms.fresh })
  const row = await kysely
    .selectFrom('snapshots')
    .selectAll()
    .where('id', '=', taken.id)
    .executeTakeFirstOrThrow()
  const sha256 = 'b'.repeat(64)
  await kysely
    .insertInto('blobs')
    .values({
      sha256,
      size_bytes: 1,
      created_at: row.created_at,
      verified_at: null,
      unused_since: null,
      damaged_at: null,
      removed_at: null,
    })
    .execute()
  const ago = (hours: number) => new Date(later.getTime() - hours * 3_600_000).toISOString()
  const complete = (room_id: string, cadence: string, hours: number) => ({
    ...row,
    ...{
      id: `${room_id} ${cadence}`,
      room_id,
      cadence,
      policy_set_id: set.id,
      period_key: `${cadence} ${hours}`,
    },
    ...{
      status: 'completed' as const,
      content_hash: 'c',
      blob_sha256: sha256,
      created_at: ago(hours),
    },
  })
  await kysely
    .insertInto('snapshots')
    .values([
      complete(rooms.fresh, 'daily', 30),
      complete(rooms.fresh, 'monthly', 35 * 24),
      complete(rooms.old, 'daily', 31),
    ])
    .execute()
  await kysely
    .insertInto('runs')
    .values({
      ...{
        seq: 1,
        trigger: 'scheduled',
        dry_run: 0,
        status: 'completed',
        total_rooms: 1,
        progress: 100,
      },
      ...{ created: 0, deleted: 0, failed: 0, skipped: 0, blocked: 1 },
      ...{ triggered_by: 'system', host: 'here', created_at: ago(1) },
    })
    .execute()
  await kysely
    .insertInto('records')
    .values({
      ...{ id: 'record', run_id: 1, action: 'blocked', reason: 'budget_count', created_at: ago(1) },
      ...{ room_id: rooms.blocked, room_code: 'STS-1', room_title: 'Blocked' },
      ...{ organization_id: organization.id, organization_name: 'Covered' },
      ...{
        policy_set_id: set.id,
        policy_set_name: 'Covering',
        policy_version: 1,
        cadence: 'daily',
      },
    })
    .execute()

  const { headers, body } = await owner.policies.coverage({ tenant_id: organization.id })
  const found = Object.fromEntries(
    body.rows.map((one) => [`${one.room_title} ${one.cadence}`, one.status]),
  )
  expect(found).toEqual({
    'Fresh daily': 'compliant',
    'Fresh monthly': 'compliant',
    'Old daily': 'overdue',
    'Old monthly': 'pending',
    'Never daily': 'overdue',
    'Never monthly': 'pending',
    'Blocked daily': 'blocked',
    'Blocked monthly': 'pending',
    'Excluded null': 'excluded',
  })
  expect(headers['x-total-count']).toBe('9')
  const summary = { compliant: 2, overdue: 2, pending: 3, blocked: 1, excluded: 1, unprotected: 0 }
  expect(body).toMatchObject({ count: 9, summary, percentage: 40 })
  expect(body.groups).toEqual([
    {
      ...{ policy_set_id: set.id, policy_set_name: 'Covering', rooms: 4, percentage: 40 },
      summary: { ...summary, excluded: 0 },
    },
    {
      ...{ policy_set_id: null, policy_set_name: null, rooms: 1, percentage: 100 },
      summary: { compliant: 0, overdue: 0, pending: 0, blocked: 0, excluded: 1, unprotected: 0 },
    },
  ])

  const overdue = (
    await owner.policies.compliance({ policy: 'Covering', status: 'overdue', limit: 1 })
  ).body
  expect(overdue.rows).toHaveLength(1)
  expect(overdue).toMatchObject({ count: 2, summary: { ...summary, excluded: 0 } })
})

test('a room that no set decides about is unprotected, a closed one is no part of coverage', async () => {
  await using world = await openWorld({ runTasks: false })
  const owner = await world.owner()
  const all = (await owner.rooms.list({ limit: 500 })).body
  const closed = all.filter(({ status }) => status === 'completed' || status === 'cancelled')
  expect(closed.length).toBeGreaterThan(0)
  const { body } = await owner.policies.coverage({ limit: 500 })
  expect(body.count).toBe(all.length - closed.length)
  expect(body.summary.unprotected).toBe(body.count)
  expect(body.percentage).toBe(0)
  expect(body.rows[0]).toMatchObject({
    status: 'unprotected',
    reason: 'No active policy set matches the room.',
    cadence: null,
  })
})
