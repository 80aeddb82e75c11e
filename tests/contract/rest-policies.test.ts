import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { assignmentSchema, exclusionSchema } from '../../src-shared/contract/assignments.ts'
import { policySetSchema } from '../../src-shared/contract/policy-sets.ts'
import { pendingRoom } from '../fixtures/policies.ts'
import { type Caller, openServer, type TestServer } from '../fixtures/server.ts'
import { lastSeq } from '../fixtures/trail.ts'
import vectors from '../fixtures/vectors/retention-restic.json' with { type: 'json' }

let server: TestServer
let owner: Caller
beforeAll(async () => {
  server = await openServer({ runTasks: false })
  owner = await server.owner()
})
afterAll(() => server[Symbol.asyncDispose]())

const keptSchema = z.strictObject({
  kept: z.array(z.strictObject({ id: z.string(), reasons: z.array(z.string()) })),
  removed: z.array(z.strictObject({ id: z.string(), reason: z.string() })),
})
const post = (path: string, json: unknown) => owner('POST', `/api/snapshot/${path}`, { json })

describe('POST /api/snapshot/retention/preview', () => {
  const snapshots = vectors.snapshots.map(({ id, time }) => ({ id, time }))

  test('answers as restic would, newest first, with reasons', async () => {
    for (const one of vectors.cases.filter(({ case: number }) =>
      [13, 17, 29, 35, 39].includes(number),
    )) {
      const answer = await post('retention/preview', {
        retention: one.policy,
        time_zone: 'UTC',
        snapshots,
        now: '2026-11-26T12:00:00Z',
      })
      expect(answer.status).toBe(200)
      const { kept, removed } = await answer.as(keptSchema)
      expect(kept.map(({ id }) => id)).toEqual(one.kept_ids)
      expect(Object.fromEntries(kept.map(({ id, reasons }) => [id, reasons]))).toEqual(one.reasons)
      expect(removed).toHaveLength(one.removed_count)
    }
  })

  test('takes no notice of the order, and keeps what is held', async () => {
    const answer = await post('retention/preview', {
      retention: { last: 1 },
      snapshots: [
        { id: 'old', time: '2026-11-01T00:00:00+02:00', hold: true },
        { id: 'new', time: '2026-11-03T00:00:00Z' },
        { id: 'middle', time: '2026-11-02T00:00:00Z' },
      ],
    })
    expect(await answer.as(keptSchema)).toEqual({
      kept: [
        { id: 'new', reasons: ['last snapshot'] },
        { id: 'old', reasons: ['held'] },
      ],
      removed: [{ id: 'middle', reason: 'not one of the last 1' }],
    })
  })

  test.each([
    [{ last: -2 }, 'retention.last: must be a count such as 7; 0 keeps none by this, -1 keeps all'],
    [{ daily: 1.5 }, 'retention.daily: must be a whole number'],
    [{ last: 'abc' }, 'retention.last: must be a number'],
    [{ last: '' }, 'retention.last: must be a number'],
    ...['2w', 'abc', '', '1y-2m', '߀d'].map((within): [object, string] => [
      { within },
      'retention.within: must be a duration of years, months, days, and hours such as 7d or 1y2m3d4h',
    ]),
    [{ fortnightly: 2 }, 'retention: has what this call does not take: fortnightly'],
  ] satisfies [object, string][])('refuses %j', async (retention, message) => {
    const answer = await post('retention/preview', { retention, snapshots: [] })
    expect(await answer.envelope()).toMatchObject({ code: 'BAD_REQUEST', message })
  })

  test('refuses two snapshots of one id, and a zone that is none', async () => {
    const twice = [1, 2].map((day) => ({ id: 'same', time: `2026-11-0${day}T00:00:00Z` }))
    expect(
      await (await post('retention/preview', { retention: {}, snapshots: twice })).envelope(),
    ).toMatchObject({
      message: 'snapshots: must have an id of its own for each snapshot',
    })
    expect(
      await (
        await post('retention/preview', { retention: {}, snapshots: [], time_zone: 'Mars/Base' })
      ).envelope(),
    ).toMatchObject({ message: 'time_zone: must be a time zone such as Europe/Athens or UTC' })
  })
})

describe('POST /api/snapshot/schedule/preview', () => {
  const times = async (json: object) =>
    (
      await (
        await post('schedule/preview', json)
      ).as(z.strictObject({ times: z.array(z.string()) }))
    ).times

  test('gives the next times in UTC, over the day on which clocks go forward', async () => {
    expect(
      await times({
        schedule: { kind: 'cron', expression: '30 2 * * *' },
        time_zone: 'America/Los_Angeles',
        after: '2019-03-09T12:00:00Z',
        count: 2,
      }),
    ).toEqual(['2019-03-10T10:00:00.000Z', '2019-03-11T09:30:00.000Z'])
    expect(
      await times({
        schedule: { kind: 'monthly', day: 31, at: '02:00' },
        after: '2026-02-01T00:00:00Z',
        count: 2,
      }),
    ).toEqual(['2026-02-28T02:00:00.000Z', '2026-03-31T02:00:00.000Z'])
    expect(await times({ schedule: { kind: 'hourly' }, count: 100 })).toHaveLength(100)
    expect(
      await times({ schedule: { kind: 'event', event: 'before_eta', before: 'PT24H' } }),
    ).toEqual([])
  })

  test.each([
    [{ kind: 'cron', expression: '0 0 2 * * *' }, /five fields .*this has 6/],
    [
      { kind: 'cron', expression: '61 * * * *' },
      /^schedule\.expression: the minute must be from 0 to 59; 61 is not$/,
    ],
    [{ kind: 'cron', expression: '0 0 30 2 *' }, /never fires: there is no such day in any year/],
    [{ kind: 'daily', at: '25:00' }, /^schedule\.at: must be a time of day such as 02:00$/],
    [{ kind: 'weekly', days: [], at: '02:00' }, /^schedule\.days: must name at least one day$/],
    [{ kind: 'weekly', days: ['fun'], at: '02:00' }, /must be one of sun, mon/],
    [{ kind: 'monthly', day: 32, at: '02:00' }, /^schedule\.day: must be at most 31$/],
    [{ kind: 'yearly' }, /whose kind is hourly, daily, weekly, monthly, cron, or event/],
    [{ kind: 'event', event: 'before_eta' }, /^schedule\.before: is needed for before_eta/],
    [
      { kind: 'event', event: 'all_approved', before: 'PT1H' },
      /^schedule\.before: .*no other event/,
    ],
    [undefined, /^schedule: is needed$/],
  ])('refuses %j', async (schedule, message) => {
    const answer = await post('schedule/preview', { schedule })
    expect(await answer.envelope()).toMatchObject({
      code: 'BAD_REQUEST',
      message: expect.stringMatching(message),
    })
  })

  test('gives at least one and at most a hundred', async () => {
    for (const count of [0, 101]) {
      expect(
        await (await post('schedule/preview', { schedule: { kind: 'hourly' }, count })).envelope(),
      ).toMatchObject({
        code: 'BAD_REQUEST',
      })
    }
  })
})

test('policy sets, assignments, and exclusions answer at the predecessor’s paths', async () => {
  const made = await post('policy-sets', {
    name: 'From a script',
    is_global: true,
    policies: ['daily_5'],
    retention_map: { daily_5: 5 },
    priority: 5,
  })
  expect(made.status).toBe(201)
  const { id } = await made.as(policySetSchema.strict())
  const list = await owner('GET', '/api/snapshot/policy-sets?is_active=true&limit=5')
  expect(list.headers.get('x-total-count')).toBe('1')
  const listSchema = z.strictObject({
    policy_sets: z.array(policySetSchema.strict()),
    count: z.number(),
  })
  expect(await list.as(listSchema)).toMatchObject({
    count: 1,
    policy_sets: [{ id, tenant_id: null }],
  })
  const search = await owner('GET', '/api/snapshot/policy-sets/search?q=script')
  expect(await search.as(listSchema)).toMatchObject({ count: 1 })

  const room = await pendingRoom(await server.world.owner(), 'Scripted')
  const assigned = await post('assignments/bulk', { room_ids: [room.id], policy_set_id: id })
  expect(assigned.status).toBe(200)
  const effective = await owner('GET', `/api/snapshot/effective/${room.id}`)
  expect(await effective.as(z.looseObject({ verdict: z.string() }))).toMatchObject({
    verdict: 'applies',
  })
  const deletion = await owner('DELETE', `/api/snapshot/policy-sets/${id}`)
  expect([deletion.status, (await deletion.envelope()).data.count]).toEqual([409, 1])

  const excluded = await post('exclusions', { volume_id: room.id, exclusion_reason: 'Arrested' })
  expect(excluded.status).toBe(201)
  const ended = await owner('DELETE', `/api/snapshot/exclusions/${room.id}`)
  expect(ended.status).toBe(204)
  const history = await owner('GET', '/api/snapshot/exclusions?include_expired=true')
  expect(await history.as(z.looseObject({ count: z.number() }))).toMatchObject({ count: 1 })
})

describe('every path of the reference', () => {
  const sets = z.strictObject({ policy_sets: z.array(policySetSchema.strict()), count: z.number() })
  const assignments = z.strictObject({
    assignments: z.array(assignmentSchema.strict()),
    count: z.number(),
  })
  const exclusions = z.strictObject({
    exclusions: z.array(exclusionSchema.strict()),
    count: z.number(),
  })
  const at = (path: string) => owner('GET', `/api/snapshot/${path}`)
  const change = (method: string, path: string, json: unknown) =>
    owner(method, `/api/snapshot/${path}`, { json })
  async function listed<Body extends { count: number }>(path: string, schema: z.ZodType<Body>) {
    const answer = await at(path)
    const body = await answer.as(schema)
    expect([path, answer.status, answer.headers.get('x-total-count')]).toEqual([
      ...[path, 200, String(body.count)],
    ])
    return body
  }

  test('of policy sets: written, read, written again without loss; versions, and the way back', async () => {
    const [organization] = (await (await server.world.owner()).organizations.list({ limit: 1 }))
      .body
    const tenant_id = organization?.id ?? ''
    const whole = {
      name: 'Everything',
      description: 'Each field there is',
      scope: 'organization',
      scope_id: tenant_id,
      match: {
        ...{ statuses: ['active'], title_prefix: 'A', title_contains: 'b', cargo_types: ['crude'] },
        ...{ tags: ['ice'], eta_hours_from: -24, eta_hours_to: 48 },
      },
      cadences: [
        { kind: 'hourly' },
        { kind: 'daily', at: '02:00' },
        { kind: 'weekly', days: ['mon', 'fri'], at: '09:00' },
        { kind: 'monthly', day: 31, at: '23:59' },
        { kind: 'cron', expression: '30 2 * * 1-5' },
        { kind: 'event', event: 'before_eta', before: 'PT24H' },
      ].map((schedule) => ({
        ...{ name: schedule.kind, schedule, time_zone: 'Europe/Athens' },
        retention: {
          ...{
            last: 1,
            hourly: 2,
            daily: 3,
            weekly: 4,
            monthly: 5,
            yearly: -1,
            within: '1y2m3d4h',
          },
          ...{ within_hourly: '1d', within_daily: '7d', within_weekly: '1m' },
          ...{ within_monthly: '1y', within_yearly: '10y' },
        },
      })),
      formats: ['pdf', 'json', 'csv'],
      options: {
        ...{ include_documents: false, include_activity: true, include_approvals: false },
        ...{ include_messages: true, activity_limit: 7 },
      },
      ...{ keep_min: 2, final_snapshot: true, priority: 321, is_active: false },
      paused_until: '2027-01-01T00:00:00.000Z',
    }
    const made = await (await post('policy-sets', whole)).as(policySetSchema.strict())
    expect(made).toMatchObject({ ...whole, version: 1, tenant_id, is_global: false })
    const read = await (await at(`policy-sets/${made.id}`)).as(policySetSchema.strict())
    const fields = Object.fromEntries(
      Object.keys(whole).map((field) => [field, read[field as keyof typeof read]]),
    )
    expect(fields).toEqual(whole)
    // In both shapes at once, as a program writes what it has read.
    const { policies, retention_map, is_global } = read
    const again = await change('PATCH', `policy-sets/${made.id}`, {
      ...{ ...fields, policies, retention_map, is_global, tenant_id, comment: 'As it was' },
    })
    expect(await again.as(policySetSchema.strict())).toEqual({
      ...read,
      version: 2,
      updated_at: server.world.clock.iso(),
    })

    await change('PATCH', `policy-sets/${made.id}`, { priority: 5 })
    const compared = await at(`policy-sets/${made.id}/versions/compare?from=1&to=3`)
    expect(await compared.text()).toBe('{"changes":[{"path":"priority","before":321,"after":5}]}')
    const back = await post(`policy-sets/${made.id}/rollback`, { version: 1, comment: 'Too low' })
    expect(await back.as(policySetSchema)).toMatchObject({ ...whole, version: 4 })
    const versions = await (await at(`policy-sets/${made.id}/versions`)).as(
      z.strictObject({
        versions: z.array(z.looseObject({ version: z.number() })),
        count: z.number(),
      }),
    )
    expect(versions).toMatchObject({
      count: 4,
      versions: [
        { version: 4, comment: 'Too low' },
        { version: 3, comment: null },
        { version: 2, comment: 'As it was' },
        { version: 1 },
      ],
    })
    expect(await listed(`policy-sets/tenant/${tenant_id}`, sets)).toMatchObject({
      policy_sets: [{ id: made.id }],
    })
    const { policy_sets: global } = await listed('policy-sets/global', sets)
    expect(global.every((set) => set.is_global)).toBe(true)
    expect(global.map(({ id }) => id)).not.toContain(made.id)
    expect((await change('DELETE', `policy-sets/${made.id}`, undefined)).status).toBe(204)
    expect((await at(`policy-sets/${made.id}`)).status).toBe(404)
  })

  test('of assignments: made, read, changed, found, ended', async () => {
    const room = await pendingRoom(await server.world.owner(), 'Assigned over REST')
    const [first, second] = await Promise.all(
      ['Assigned one', 'Assigned two'].map(async (name) =>
        (
          await post('policy-sets', {
            name,
            is_global: true,
            policies: ['daily_5'],
            retention_map: { daily_5: 5 },
          })
        ).as(policySetSchema),
      ),
    )
    const made = await post('assignments', { volume_id: room.id, policy_set_id: first?.id })
    expect(made.status).toBe(201)
    const assignment = await made.as(assignmentSchema.strict())
    expect(assignment).toMatchObject({ room_id: room.id, volume_id: room.id, auto_snapshot: true })
    expect(await (await at(`assignments/${room.id}`)).as(assignmentSchema)).toEqual(assignment)
    const patched = await change('PATCH', `assignments/${room.id}`, {
      ...{ policy_set_id: second?.id, auto_snapshot: false },
    })
    expect(await patched.as(assignmentSchema)).toMatchObject({
      ...{ policy_set_id: second?.id, policy_set_name: 'Assigned two', auto_snapshot: false },
    })
    for (const path of [
      `assignments?policy_set_id=${second?.id}`,
      'assignments/search?q=Assigned+over',
      'assignments/search?q=assigned+two',
    ]) {
      expect([path, await listed(path, assignments)]).toMatchObject([
        path,
        { count: 1, assignments: [{ room_id: room.id }] },
      ])
    }
    const ofTenant = await listed(`assignments/tenant/${room.organization_id}`, assignments)
    expect(ofTenant.assignments.map(({ room_id }) => room_id)).toContain(room.id)
    const bulk = await post('assignments/bulk', {
      ...{ filter: { title_contains: 'Assigned over REST' }, policy_set_id: first?.id },
    })
    expect(await bulk.text()).toBe('{"created":0,"updated":1,"unchanged":0,"failed":[]}')
    expect((await change('DELETE', `assignments/${room.id}`, undefined)).status).toBe(204)
    expect((await at(`assignments/${room.id}`)).status).toBe(404)
  })

  test('of exclusions: by their own id and by the room’s, found, changed, ended', async () => {
    const room = await pendingRoom(await server.world.owner(), 'Excluded over REST')
    const made = await post('exclusions', {
      ...{ scope: 'room', target_id: room.id, exclusion_reason: 'Arrested at anchor' },
      expires_at: '2026-12-24T00:00:00.000Z',
    })
    expect(made.status).toBe(201)
    const exclusion = await made.as(exclusionSchema.strict())
    expect(exclusion).toMatchObject({ room_id: room.id, volume_id: room.id, is_active: true })
    for (const id of [exclusion.id, room.id]) {
      expect(await (await at(`exclusions/${id}`)).as(exclusionSchema)).toEqual(exclusion)
    }
    expect(await listed('exclusions/search?q=anchor', exclusions)).toMatchObject({ count: 1 })
    const patched = await change('PATCH', `exclusions/${room.id}`, { expires_at: null })
    expect(await patched.as(exclusionSchema)).toEqual({ ...exclusion, expires_at: null })
    const ended = await change('DELETE', `exclusions/${exclusion.id}`, { reason: 'Released' })
    expect(ended.status).toBe(204)
    expect(await listed('exclusions/search?q=anchor', exclusions)).toMatchObject({ count: 0 })
    expect(
      await listed('exclusions/search?q=anchor&include_expired=true', exclusions),
    ).toMatchObject({ count: 1, exclusions: [{ is_active: false }] })
    expect((await at(`exclusions/${room.id}`)).status).toBe(404)
  })
})

describe('bad input is refused in words, and changes nothing', () => {
  const cadence = {
    ...{ name: 'daily', schedule: { kind: 'daily', at: '02:00' }, time_zone: 'UTC' },
    retention: { daily: 7 },
  }
  const good = { name: 'Good', scope: 'global', cadences: [cadence] }
  const nobody = '01a1f8d3-ea00-70f1-a62e-000000000000'
  const withSchedule = (schedule: object) => ({ ...good, cadences: [{ ...cadence, schedule }] })
  const withRetention = (retention: object) => ({ ...good, cadences: [{ ...cadence, retention }] })
  const cron = (expression: string) => withSchedule({ kind: 'cron', expression })

  test.each<[string, object, number, RegExp]>([
    ['no cadence', { ...good, cadences: [] }, 400, /^cadences: must have at least one cadence$/],
    [
      'no cadences at all',
      { name: 'Good', scope: 'global' },
      400,
      /^cadences: is needed: at least one/,
    ],
    [
      'a retention key for a cadence that is not there',
      { name: 'Good', is_global: true, policies: ['daily_5'], retention_map: { weekly_4: 4 } },
      400,
      /^retention_map(\.weekly_4)?: .*weekly_4/,
    ],
    [
      'a cadence without a retention key',
      {
        ...{ name: 'Good', is_global: true, policies: ['daily_5', 'weekly_4'] },
        retention_map: { daily_5: 5 },
      },
      400,
      /weekly_4/,
    ],
    [
      'last: -2',
      withRetention({ last: -2 }),
      400,
      /^cadences\.0\.retention\.last: must be a count such as 7/,
    ],
    [
      'within: 2w',
      withRetention({ within: '2w' }),
      400,
      /^cadences\.0\.retention\.within: must be a duration .* such as 7d/,
    ],
    ['within: empty', withRetention({ within: '' }), 400, /within: must be a duration/],
    ['last: abc', withRetention({ last: 'abc' }), 400, /last: must be a number/],
    ['a cron line of six fields', cron('0 0 2 * * *'), 400, /five fields .*this has 6/],
    ['a minute of 61', cron('61 * * * *'), 400, /the minute must be from 0 to 59; 61 is not/],
    ['a day that never comes', cron('0 0 30 2 *'), 400, /never fires: there is no such day/],
    [
      'an unknown zone',
      { ...good, cadences: [{ ...cadence, time_zone: 'Mars/Base' }] },
      400,
      /^cadences\.0\.time_zone: must be a time zone such as Europe\/Athens or UTC$/,
    ],
    [
      'a scope that does not exist',
      { ...good, scope: 'organization', scope_id: nobody },
      400,
      /^scope_id: is no organization of this workspace/,
    ],
    [
      'a scope without its id',
      { ...good, scope: 'terminal' },
      400,
      /^scope_id: must name the terminal$/,
    ],
    ['a name that is taken', { ...good, name: 'TAKEN' }, 409, /Taken/],
    ['a field that is none', { ...good, retention: 7 }, 400, /retention/],
  ])('a set with %s', async (_, body, status, message) => {
    if (status === 409) await post('policy-sets', { ...good, name: 'Taken' })
    const list = async () => (await owner('GET', '/api/snapshot/policy-sets?limit=500')).text()
    const [before, seq] = [await list(), await lastSeq(server.world)]
    const answer = await post('policy-sets', body)
    expect(await answer.envelope()).toMatchObject({
      status,
      code: status === 409 ? 'CONFLICT' : 'BAD_REQUEST',
      message: expect.stringMatching(message),
    })
    expect(await list()).toBe(before)
    expect(await lastSeq(server.world)).toBe(seq)
  })

  test('a bulk with one bad room: nothing is changed, and the bad one is named', async () => {
    const room = await pendingRoom(await server.world.owner(), 'In a bulk')
    const set = await (await post('policy-sets', { ...good, name: 'Bulk' })).as(policySetSchema)
    const seq = await lastSeq(server.world)
    const answer = await post('assignments/bulk', {
      ...{ room_ids: [room.id, nobody], policy_set_id: set.id },
    })
    const { status, message, data } = await answer.envelope()
    expect([status, JSON.stringify([message, data])]).toEqual([
      400,
      expect.stringContaining(nobody),
    ])
    expect((await owner('GET', `/api/snapshot/assignments/${room.id}`)).status).toBe(404)
    expect(await lastSeq(server.world)).toBe(seq)
  })

  test('a second exclusion of a room while one runs; when it has expired, its successor is let in', async () => {
    const room = await pendingRoom(await server.world.owner(), 'Twice excluded')
    const soon = new Date(server.world.clock.millis() + 60_000).toISOString()
    const body = { room_id: room.id, exclusion_reason: 'Laid up', expires_at: soon }
    expect((await post('exclusions', body)).status).toBe(201)
    const second = await post('exclusions', { ...body, expires_at: null })
    expect(await second.envelope()).toMatchObject({ status: 409, code: 'CONFLICT' })
    server.world.clock.advance(60_000)
    expect((await post('exclusions', { ...body, expires_at: null })).status).toBe(201)
    const past = await owner('PATCH', `/api/snapshot/exclusions/${room.id}`, {
      json: { expires_at: '2026-01-01T00:00:00Z' },
    })
    expect((await past.envelope()).message).toMatch(/^expires_at: must be later than now/)
  })
})
