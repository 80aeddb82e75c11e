import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { policySetSchema } from '../../src-shared/contract/policy-sets.ts'
import { pendingRoom } from '../fixtures/policies.ts'
import { type Caller, openServer, type TestServer } from '../fixtures/server.ts'
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
