import { describe, expect, test } from 'vitest'
import { daily, pendingRoom } from '../fixtures/policies.ts'
import { refusalOf } from '../fixtures/procedures.ts'
import { entriesAfter, lastSeq } from '../fixtures/trail.ts'
import { openWorld } from '../fixtures/world.ts'

const open = () => openWorld({ runTasks: false })

describe('a policy set', () => {
  const whole = {
    name: 'Winter',
    description: 'For the ice',
    scope: 'global' as const,
    match: { statuses: ['active' as const], tags: ['ice'], eta_hours_from: -24 },
    cadences: [
      {
        name: 'nightly',
        schedule: { kind: 'cron' as const, expression: '30 2 * * *' },
        time_zone: 'Europe/Athens',
        retention: { daily: 7, within: '1m' },
      },
      {
        name: 'before arrival',
        schedule: { kind: 'event' as const, event: 'before_eta' as const, before: 'PT24H' },
        time_zone: 'UTC',
        retention: { last: 3 },
      },
    ],
    formats: ['pdf' as const, 'json' as const],
    options: {
      include_documents: true,
      include_activity: false,
      include_approvals: true,
      include_messages: true,
      activity_limit: 7,
    },
    keep_min: 2,
    final_snapshot: true,
    priority: 321,
    is_active: false,
    paused_until: '2027-01-01T00:00:00.000Z',
  }

  test('keeps every field from writing to reading to writing', async () => {
    await using world = await open()
    const owner = await world.owner()
    const made = await owner.policySets.create(whole)
    expect(made).toMatchObject({ ...whole, version: 1, assignments: 0, is_global: true })
    const read = await owner.policySets.get({ policy_set_id: made.id })
    expect(read).toEqual(made)
    // What a client may write of what it has read, in both shapes at once.
    const {
      id,
      version,
      assignments,
      scope_name,
      created_by,
      created_at,
      updated_by,
      updated_at,
      ...fields
    } = read
    const again = await owner.policySets.update({ policy_set_id: id, ...fields })
    expect(again).toEqual({
      ...read,
      version: 2,
      updated_by: again.updated_by,
      updated_at: again.updated_at,
    })
    expect([
      version,
      assignments,
      scope_name,
      created_by,
      created_at,
      updated_by,
      updated_at,
    ]).toHaveLength(7)
  })

  test('is read and written in the predecessor’s shape without loss', async () => {
    await using world = await open()
    const owner = await world.owner()
    const [organization] = (await owner.organizations.list({ limit: 1 })).body
    const tenant_id = organization?.id ?? ''
    const legacy = {
      name: 'Old rule',
      description: 'From B',
      is_global: false,
      tenant_id,
      policies: ['daily_5', 'monthly_1st'],
      retention_map: { daily_5: 5, monthly_1st: 12 },
      priority: 50,
      is_active: true,
    }
    const made = await owner.policySets.create(legacy)
    expect(made).toMatchObject({ ...legacy, scope: 'organization', scope_id: tenant_id })
    expect(made.cadences[0]).toMatchObject({ schedule: { kind: 'daily' }, retention: { last: 5 } })
    const fuller = await owner.policySets.update({
      policy_set_id: made.id,
      cadences: [
        {
          name: 'daily_5',
          schedule: { kind: 'daily', at: '05:00' },
          time_zone: 'Europe/Athens',
          retention: { daily: 5 },
        },
      ],
    })
    expect(fuller).toMatchObject({
      policies: ['daily_5'],
      retention_map: { daily_5: { daily: 5 } },
    })
    const written = await owner.policySets.update({
      policy_set_id: made.id,
      policies: fuller.policies,
      retention_map: fuller.retention_map,
    })
    expect(written.cadences).toEqual(fuller.cadences)
    expect((await owner.policySets.tenant({ tenant_id })).body).toMatchObject({
      count: 1,
      policy_sets: [{ id: made.id }],
    })
    expect((await owner.policySets.global({})).body.count).toBe(0)
  })

  test('has a name of its own in its scope, whatever the case of its letters', async () => {
    await using world = await open()
    const owner = await world.owner()
    await owner.policySets.create(daily('Nightly'))
    const refusal = await refusalOf(owner.policySets.create(daily('NIGHTLY')))
    expect(refusal).toMatchObject({
      code: 'CONFLICT',
      status: 409,
      message: 'There is a policy set called Nightly in this scope already.',
      data: { issues: [{ path: ['name'] }] },
    })
    const [organization] = (await owner.organizations.list({ limit: 1 })).body
    const elsewhere = {
      ...daily('Nightly'),
      scope: 'organization' as const,
      scope_id: organization?.id ?? '',
    }
    expect(await owner.policySets.create(elsewhere)).toMatchObject({
      scope_name: organization?.name,
    })
  })

  test('has a version for each save; they can be compared, and rolled back to', async () => {
    await using world = await open()
    const owner = await world.owner()
    const { id: policy_set_id } = await owner.policySets.create({
      ...daily('Nightly'),
      comment: 'First',
    })
    const [cadence] = daily('').cadences
    await owner.policySets.update({
      policy_set_id,
      priority: 7,
      cadences: cadence === undefined ? [] : [{ ...cadence, retention: { daily: 14 } }],
      comment: 'Two weeks',
    })
    const before = await lastSeq(world)
    expect(await owner.policySets.compare({ policy_set_id, from: 1, to: 2 })).toEqual({
      changes: [
        { path: 'priority', before: 100, after: 7 },
        { path: 'cadences.daily.retention', before: { daily: 7 }, after: { daily: 14 } },
      ],
    })
    const back = await owner.policySets.rollback({ policy_set_id, version: 1, comment: 'Too many' })
    expect(back).toMatchObject({ version: 3, priority: 100, cadences: daily('').cadences })
    const { versions } = await owner.policySets.versions({ policy_set_id })
    expect(versions.map(({ version, comment }) => [version, comment])).toEqual([
      [3, 'Too many'],
      [2, 'Two weeks'],
      [1, 'First'],
    ])
    expect(await entriesAfter(world, before)).toMatchObject([
      {
        action: 'policy_set.rolled_back',
        detail: {
          version: 3,
          comment: 'Too many',
          before: { priority: 7 },
          after: { priority: 100 },
        },
      },
    ])
    expect(await refusalOf(owner.policySets.rollback({ policy_set_id, version: 9 }))).toMatchObject(
      {
        code: 'NOT_FOUND',
        message: 'The policy set has no version 9.',
      },
    )
  })

  test('that is assigned is not deleted, unless it is said what takes its place', async () => {
    await using world = await open()
    const owner = await world.owner()
    const set = await owner.policySets.create(daily('Nightly'))
    const heir = await owner.policySets.create(daily('Heir'))
    const room = await pendingRoom(owner, 'A room')
    await owner.assignments.create({ room_id: room.id, policy_set_id: set.id })
    const before = await lastSeq(world)
    expect(await refusalOf(owner.policySets.delete({ policy_set_id: set.id }))).toMatchObject({
      code: 'IN_USE',
      status: 409,
      message:
        '“Nightly” is assigned to 1 room. Assign another set to them, or name one in assign_to.',
      data: { count: 1 },
    })
    expect(await entriesAfter(world, before)).toEqual([])
    await owner.policySets.delete({ policy_set_id: set.id, assign_to: heir.id })
    expect(await owner.assignments.get({ room_id: room.id })).toMatchObject({
      policy_set_id: heir.id,
    })
    expect(await refusalOf(owner.policySets.get({ policy_set_id: set.id }))).toMatchObject({
      code: 'NOT_FOUND',
    })
  })

  test.each([
    ['no cadence', { cadences: undefined }, 'cadences: is needed: at least one cadence'],
    ['an empty list of cadences', { cadences: [] }, 'cadences: must have at least one cadence'],
    [
      'a retention for a cadence that is not there',
      { cadences: undefined, policies: ['daily_5'], retention_map: { daily_5: 5, weekly_4: 4 } },
      'retention_map: has weekly_4, which policies does not name',
    ],
    [
      'a cadence without its retention',
      { cadences: undefined, policies: ['daily_5', 'weekly_4'], retention_map: { daily_5: 5 } },
      'retention_map: must say how many weekly_4 snapshots stay',
    ],
    [
      'two shapes that differ',
      { policies: ['daily'], retention_map: { daily: 3 } },
      'policies: must say the same as cadences, or be left out',
    ],
    [
      'a scope that does not exist',
      { scope: 'terminal', scope_id: '019a0000-0000-7000-8000-000000000000' },
      'scope_id: is no terminal of this workspace',
    ],
    ['a scope without its id', { scope: 'organization' }, 'scope_id: must name the organization'],
    [
      'no scope',
      { scope: undefined },
      'scope: is needed: global, organization, or terminal (or is_global, tenant_id)',
    ],
    [
      'a pause that is over',
      { paused_until: '2020-01-01T00:00:00Z' },
      'paused_until: must be later than now; null ends a pause',
    ],
  ] as const)('with %s is refused, with the reason', async (_, wrong, message) => {
    await using world = await open()
    const owner = await world.owner()
    const before = await lastSeq(world)
    const input: object = { ...daily('Wrong'), ...wrong }
    const refusal = await refusalOf(Reflect.apply(owner.policySets.create, undefined, [input]))
    expect(refusal).toMatchObject({ code: 'BAD_REQUEST', status: 400, message })
    expect(await entriesAfter(world, before)).toEqual([])
  })

  test('keeps the scope that it was made with', async () => {
    await using world = await open()
    const owner = await world.owner()
    const { id: policy_set_id } = await owner.policySets.create(daily('Nightly'))
    expect(
      await refusalOf(owner.policySets.update({ policy_set_id, scope: 'terminal' })),
    ).toMatchObject({
      message: 'scope: is fixed once the set is made; make another set for another scope',
    })
    expect(await refusalOf(owner.policySets.update({ policy_set_id }))).toMatchObject({
      message: 'Name at least one field to change.',
    })
  })
})

describe('an assignment', () => {
  test('is made, changed, and ended; the room has one at a time', async () => {
    await using world = await open()
    const owner = await world.owner()
    const [set, other] = [
      await owner.policySets.create(daily('One')),
      await owner.policySets.create(daily('Two')),
    ]
    const { id: room_id, code } = await pendingRoom(owner, 'A room')
    expect(
      await owner.assignments.create({ volume_id: room_id, policy_set_id: set.id }),
    ).toMatchObject({
      room_id,
      volume_id: room_id,
      room_code: code,
      policy_set_name: 'One',
      auto_snapshot: true,
    })
    expect(
      await refusalOf(owner.assignments.create({ room_id, policy_set_id: other.id })),
    ).toMatchObject({
      code: 'CONFLICT',
      message: `Room ${code} has “One” assigned already; change that assignment instead.`,
    })
    expect(await owner.assignments.update({ room_id, policy_set_id: other.id })).toMatchObject({
      policy_set_name: 'Two',
    })
    expect((await owner.assignments.search({ q: 'two' })).body).toMatchObject({
      count: 1,
      assignments: [{ room_id }],
    })
    expect((await owner.assignments.list({ policy_set_id: set.id })).body.count).toBe(0)
    await owner.assignments.delete({ room_id })
    expect(await refusalOf(owner.assignments.get({ room_id }))).toMatchObject({ code: 'NOT_FOUND' })
  })

  test('of many rooms is one change; one bad room changes nothing, and is named', async () => {
    await using world = await open()
    const owner = await world.owner()
    const set = await owner.policySets.create(daily('Nightly'))
    const rooms = [await pendingRoom(owner, 'First'), await pendingRoom(owner, 'Zephyr 2')]
    const ids = rooms.map(({ id }) => id)
    const nowhere = '019a0000-0000-7000-8000-000000000000'
    const before = await lastSeq(world)
    const bad = await refusalOf(
      owner.assignments.bulk({ room_ids: [...ids, nowhere], policy_set_id: set.id }),
    )
    expect(bad).toMatchObject({
      code: 'BAD_REQUEST',
      message: `Nothing was assigned: there is no room ${nowhere} for you.`,
      data: { count: 1, issues: [{ path: ['room_ids', 2] }] },
    })
    expect((await owner.assignments.list({})).body.count).toBe(0)
    expect(await entriesAfter(world, before)).toEqual([])
    const assign = () => owner.assignments.bulk({ room_ids: ids, policy_set_id: set.id })
    expect(await assign()).toEqual({ created: 2, updated: 0, unchanged: 0, failed: [] })
    expect(await assign()).toEqual({ created: 0, updated: 0, unchanged: 2, failed: [] })
    const off = await owner.assignments.bulk({
      filter: { title_contains: 'zephyr 2', status: 'pending' },
      policy_set_id: set.id,
      auto_snapshot: false,
    })
    expect(off).toEqual({ created: 0, updated: 1, unchanged: 0, failed: [] })
  })

  test('does not reach beyond the scope of the set', async () => {
    await using world = await open()
    const owner = await world.owner()
    const other = await owner.organizations.create({ name: 'Elsewhere', kind: 'other' })
    const set = await owner.policySets.create({
      ...daily('Theirs'),
      scope: 'organization',
      scope_id: other.id,
    })
    const { id: room_id, code } = await pendingRoom(owner, 'A room')
    expect(
      await refusalOf(owner.assignments.create({ room_id, policy_set_id: set.id })),
    ).toMatchObject({
      message: 'policy_set_id: is for another organization than that of the room',
    })
    expect(
      await refusalOf(owner.assignments.bulk({ room_ids: [room_id], policy_set_id: set.id })),
    ).toMatchObject({
      message: `Nothing was assigned: room ${code} is not in the organization of “Theirs”.`,
    })
  })
})

describe('an exclusion', () => {
  test('always wins, says why, and ends', async () => {
    await using world = await open()
    const owner = await world.owner()
    const set = await owner.policySets.create({ ...daily('Nightly'), priority: 1000 })
    const { id: room_id } = await pendingRoom(owner, 'A room')
    await owner.assignments.create({ room_id, policy_set_id: set.id })
    const made = await owner.exclusions.create({ volume_id: room_id, exclusion_reason: 'Arrested' })
    expect(made).toMatchObject({
      scope: 'room',
      target_id: room_id,
      volume_id: room_id,
      is_active: true,
    })
    expect(await owner.policies.effective({ room_id })).toMatchObject({
      verdict: 'excluded',
      reason: 'Excluded through the room: Arrested',
      exclusion_id: made.id,
      policy_set: null,
      candidates: [{ name: 'Nightly', outcome: 'lost', reason: 'an exclusion always wins' }],
      cadences: [],
    })
    expect(await owner.exclusions.get({ exclusion_id: room_id })).toEqual(made)
    await owner.exclusions.delete({ exclusion_id: room_id, reason: 'Released' })
    expect(await owner.policies.effective({ room_id })).toMatchObject({
      verdict: 'applies',
      policy_set: { id: set.id },
    })
    expect((await owner.exclusions.list({})).body.count).toBe(0)
    expect((await owner.exclusions.list({ include_expired: true })).body).toMatchObject({
      exclusions: [{ id: made.id, is_active: false }],
    })
    expect(
      await refusalOf(owner.exclusions.update({ exclusion_id: made.id, exclusion_reason: 'x' })),
    ).toMatchObject({
      code: 'CONFLICT',
    })
  })

  test.each(['vessel', 'terminal', 'organization'] as const)(
    'through the %s of a room keeps automation from it',
    async (scope) => {
      await using world = await open()
      const owner = await world.owner()
      await owner.policySets.create(daily('Nightly'))
      const [seen] = (await owner.rooms.list({ status: 'active', limit: 1 })).body
      const room = await owner.rooms.get({ room_id: seen?.id ?? '' })
      const [ship] = await owner.roomVessels.list({ room_id: room.id })
      const target = {
        vessel: ship?.id,
        terminal: room.terminal_id,
        organization: room.organization_id,
      }[scope]
      expect(await owner.policies.effective({ room_id: room.id })).toMatchObject({
        verdict: 'applies',
      })
      await owner.exclusions.create({ scope, target_id: target ?? '', exclusion_reason: 'Laid up' })
      expect(await owner.policies.effective({ room_id: room.id })).toMatchObject({
        verdict: 'excluded',
      })
    },
  )

  test('that has expired lets a successor in, and one that runs does not', async () => {
    await using world = await open()
    const owner = await world.owner()
    const { id: room_id, code } = await pendingRoom(owner, 'A room')
    const exclude = () =>
      owner.exclusions.create({ room_id, exclusion_reason: 'Trial', expires_at: later(60) })
    const later = (minutes: number) =>
      new Date(Date.parse(world.clock.iso()) + minutes * 60_000).toISOString()
    const first = await exclude()
    expect((await refusalOf(exclude())).message).toBe(
      `${code} A room is excluded already until ${first.expires_at}: Trial`,
    )
    world.clock.set(later(61))
    const second = await exclude()
    expect(second.id).not.toBe(first.id)
    expect((await owner.exclusions.list({ include_expired: true })).body.count).toBe(2)
    expect((await owner.exclusions.search({ q: 'trial' })).body).toMatchObject({
      count: 1,
      exclusions: [{ id: second.id }],
    })
  })

  test.each([
    [{ exclusion_reason: 'x' }, 'target_id: must name the room'],
    [
      { scope: 'terminal', room_id: '019a0000-0000-7000-8000-000000000000', exclusion_reason: 'x' },
      'target_id: must name the terminal',
    ],
    [
      { scope: 'vessel', target_id: '019a0000-0000-7000-8000-000000000000', exclusion_reason: 'x' },
      'target_id: is no vessel of this workspace',
    ],
  ] as const)('%j is refused: %s', async (input, message) => {
    await using world = await open()
    expect(await refusalOf((await world.owner()).exclusions.create(input))).toMatchObject({
      code: 'BAD_REQUEST',
      message,
    })
  })
})

test('the effective policy says when each cadence is due, and what retention would remove', async () => {
  await using world = await open()
  const owner = await world.owner()
  const set = await owner.policySets.create({ ...daily('Nightly'), keep_min: 1 })
  const { id: room_id } = await pendingRoom(owner, 'A room')
  const { kysely } = world.workspace.db
  const taken = await owner.snapshots.create({ room_id })
  const row = await kysely
    .selectFrom('snapshots')
    .selectAll()
    .where('id', '=', taken.id)
    .executeTakeFirstOrThrow()
  await kysely
    .insertInto('blobs')
    .values({
      sha256: 'b'.repeat(64),
      size_bytes: 1,
      created_at: row.created_at,
      verified_at: null,
      unused_since: null,
      damaged_at: null,
      removed_at: null,
    })
    .execute()
  const at = (day: string, time: string) => ({
    time: `2026-11-${day}T${time}:00.000Z`,
    format: 'pdf',
  })
  const scheduled = (id: string, day: string, time: string) => ({
    ...row,
    ...{ id, status: 'completed' as const, trigger: 'scheduled' as const },
    ...{ policy_set_id: set.id, cadence: 'daily', period_key: `daily:${id}` },
    ...{
      content_hash: 'c',
      blob_sha256: 'b'.repeat(64),
      created_at: `2026-11-${day}T${time}:00.000Z`,
    },
  })
  await kysely
    .insertInto('snapshots')
    .values([
      scheduled('old', '09', '02:00'),
      scheduled('older', '09', '01:00'),
      scheduled('new', '10', '02:00'),
    ])
    .execute()
  const answer = await owner.policies.effective({ room_id })
  const due = answer.cadences[0]?.next_due ?? ''
  expect(due.slice(11)).toBe('02:00:00.000Z')
  expect(due > world.clock.iso()).toBe(true)
  // “older” is the oldest of all, which restic keeps while counts are left.
  expect(answer.cadences).toMatchObject([
    {
      name: 'daily',
      retention: 'Keeps the newest snapshot of each of the last 7 days that have one.',
      would_remove: [],
    },
  ])

  // A rule that is only tried out is judged by what is there, and changes nothing.
  expect(
    await owner.policies.retentionOfRoom({
      ...{ room_id, policy_set_id: set.id, cadence: 'daily', retention: { daily: 1 } },
    }),
  ).toEqual({
    snapshots: [
      { id: 'new', kept: true, reasons: ['daily snapshot'], ...at('10', '02:00') },
      ...['old', 'older'].map((id) => ({
        ...{ id, kept: false, reasons: ['the last day with a snapshot is newer'] },
        ...at('09', id === 'old' ? '02:00' : '01:00'),
      })),
    ],
  })

  // Saving what would remove them is shown first, by name, and refused to whoever has not looked.
  const less = {
    policy_set_id: set.id,
    cadences: daily('').cadences.map((one) => ({ ...one, retention: { daily: 1 } })),
  }
  const refusal = await refusalOf(owner.policySets.update(less))
  expect(refusal).toMatchObject({
    code: 'PREVIEW_NEEDED',
    data: { count: 2, preview: { removes_now: 0, would_remove: 2, more_count: 2 } },
  })
  const preview = await owner.policySets.preview(less)
  expect(preview.more).toEqual(
    ['old', 'older'].map((snapshot_id) => ({
      ...{ snapshot_id, room_id, room_code: expect.any(String), room_title: 'A room' },
      ...{
        cadence: 'daily',
        snapshot_type: 'pdf',
        reason: 'the last day with a snapshot is newer',
      },
      created_at: `2026-11-09T0${snapshot_id === 'old' ? 2 : 1}:00:00.000Z`,
    })),
  )
  const { preview_token } = preview
  // The token is for what was shown: not for another rule, and not once more snapshots would go.
  expect(
    await refusalOf(
      owner.policySets.update({
        ...less,
        preview_token,
        cadences: less.cadences.map((one) => ({ ...one, retention: { last: 1 } })),
      }),
    ),
  ).toMatchObject({ code: 'PREVIEW_NEEDED', message: expect.stringContaining('changed since') })
  await kysely
    .insertInto('snapshots')
    .values(scheduled('oldest', '08', '01:00'))
    .execute()
  expect((await refusalOf(owner.policySets.update({ ...less, preview_token }))).message).toContain(
    'changed since',
  )
  expect((await owner.policySets.get({ policy_set_id: set.id })).version).toBe(set.version)
  await kysely.deleteFrom('snapshots').where('id', '=', 'oldest').execute()
  await owner.policySets.update({ ...less, preview_token })
  // The way back removes nothing more, and needs nothing; forth again it does.
  await owner.policySets.rollback({ policy_set_id: set.id, version: set.version })
  const forth = { policy_set_id: set.id, version: set.version + 1 }
  expect((await refusalOf(owner.policySets.rollback(forth))).code).toBe('PREVIEW_NEEDED')
  const shown = await owner.policySets.preview(forth)
  await owner.policySets.rollback({ ...forth, preview_token: shown.preview_token })
  expect((await owner.policies.effective({ room_id })).cadences[0]?.would_remove).toEqual([
    { id: 'old', reason: 'the last day with a snapshot is newer' },
    { id: 'older', reason: 'the last day with a snapshot is newer' },
  ])
})

test('a period has one snapshot of each format, whoever tries to make a second', async () => {
  await using world = await open()
  const owner = await world.owner()
  const { id: room_id } = await pendingRoom(owner, 'A room')
  const { kysely } = world.workspace.db
  const taken = await owner.snapshots.create({ room_id })
  const row = await kysely
    .selectFrom('snapshots')
    .selectAll()
    .where('id', '=', taken.id)
    .executeTakeFirstOrThrow()
  const keyed = { ...row, policy_set_id: 'set', cadence: 'daily', period_key: 'daily:2026-11-20' }
  await kysely
    .insertInto('snapshots')
    .values({ ...keyed, id: 'one' })
    .execute()
  await expect(
    kysely
      .insertInto('snapshots')
      .values({ ...keyed, id: 'two' })
      .execute(),
  ).rejects.toThrow(/UNIQUE/)
  await kysely
    .insertInto('snapshots')
    .values({ ...keyed, id: 'three', format: 'json' })
    .execute()
})

test('records cannot be changed or removed, and outlive what they name', async () => {
  await using world = await open()
  const { kysely } = world.workspace.db
  const at = world.clock.iso()
  await kysely
    .insertInto('runs')
    .values({
      seq: 1,
      trigger: 'scheduled',
      dry_run: 0,
      ...{ created: 0, deleted: 0, failed: 0, skipped: 0, blocked: 0, progress: 100 },
      status: 'completed',
      total_rooms: 1,
      triggered_by: 'system',
      host: 'here',
      created_at: at,
    })
    .execute()
  await kysely
    .insertInto('records')
    .values({
      ...{ id: 'record', run_id: 1, action: 'created', reason: 'scheduled', created_at: at },
      ...{ room_id: 'gone', room_code: 'STS-1', room_title: 'Gone' },
      ...{ organization_id: 'gone', organization_name: 'Gone Shipping' },
      ...{ policy_set_id: 'gone', policy_set_name: 'Nightly', policy_version: 1, cadence: 'daily' },
    })
    .execute()
  await expect(kysely.updateTable('records').set({ message: 'x' }).execute()).rejects.toThrow(
    /append-only/,
  )
  await expect(kysely.deleteFrom('records').execute()).rejects.toThrow(/append-only/)
})

test('each room of a page has the set that decides about it, by hand or by its match', async () => {
  await using world = await open()
  const owner = await world.owner()
  const matching = await owner.policySets.create(daily('Nightly'))
  const assigned = await owner.policySets.create({ ...daily('By hand'), priority: 0 })
  const [first, second, third] = [
    await pendingRoom(owner, 'Assigned'),
    await pendingRoom(owner, 'Matched'),
    await pendingRoom(owner, 'Excluded'),
  ]
  await owner.assignments.create({ room_id: first.id, policy_set_id: assigned.id })
  await owner.exclusions.create({ room_id: third.id, exclusion_reason: 'Arrested' })
  const { rooms } = await owner.policies.ofRooms({ room_ids: [first.id, second.id, third.id] })
  expect(new Map(rooms.map((one) => [one.room_id, one]))).toEqual(
    new Map([
      [
        first.id,
        expect.objectContaining({
          ...{ verdict: 'applies', source: 'assigned' },
          ...{ policy_set_id: assigned.id, policy_set_name: 'By hand' },
          assignment: {
            ...{ policy_set_id: assigned.id, policy_set_name: 'By hand', auto_snapshot: true },
            ...{ assigned_by: 'owner@example.org', assigned_at: expect.any(String) },
          },
        }),
      ],
      [second.id, expect.objectContaining({ source: 'matched', policy_set_id: matching.id })],
      [
        third.id,
        expect.objectContaining({ verdict: 'excluded', source: null, policy_set_id: null }),
      ],
    ]),
  )
  const handed = await owner.rooms.list({ assigned_policy_set_id: assigned.id, status: 'pending' })
  expect(handed.body.map(({ id }) => id)).toEqual([first.id])
  expect((await owner.rooms.list({ assigned: true })).headers['x-total-count']).toBe('1')
  expect(
    (await owner.rooms.list({ assigned: false, limit: 500 })).body.map(({ id }) => id),
  ).not.toContain(first.id)
})

test('who does not see a room sees neither its assignment nor its exclusion', async () => {
  await using world = await open()
  const owner = await world.owner()
  const set = await owner.policySets.create(daily('Nightly'))
  const { id: room_id } = await pendingRoom(owner, 'A room')
  await owner.assignments.create({ room_id, policy_set_id: set.id })
  const { id: exclusion_id } = await owner.exclusions.create({
    room_id,
    exclusion_reason: 'Arrested',
  })
  await owner.accounts.create({
    email: 'looker@people.example',
    name: 'Looker',
    console_role: 'viewer',
  })
  const looker = await world.as('looker@people.example')
  expect(await looker.policies.ofRooms({ room_ids: [room_id] })).toEqual({ rooms: [] })
  expect((await looker.assignments.list({})).body.count).toBe(0)
  expect((await looker.exclusions.list({})).body.count).toBe(0)
  for (const call of [
    looker.assignments.get({ room_id }),
    looker.policies.effective({ room_id }),
  ]) {
    expect(await refusalOf(call)).toMatchObject({ code: 'ROOM_NOT_FOUND' })
  }
  expect(await refusalOf(looker.exclusions.get({ exclusion_id }))).toMatchObject({
    code: 'NOT_FOUND',
  })
})
