import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { coverageGroupSchema, coverageRowSchema } from '../../src-shared/contract/policies.ts'
import {
  type RunRecord,
  recordSchema,
  recordStatisticsSchema,
  recordTimelineSchema,
} from '../../src-shared/contract/records.ts'
import { pruningSchema, type Run, runSchema } from '../../src-shared/contract/runs.ts'
import { coveredRooms, daily, pass, plantSnapshots } from '../fixtures/automation.ts'
import { type Answer, type Caller, openServer, type TestServer } from '../fixtures/server.ts'
import { lastSeq } from '../fixtures/trail.ts'

/** An id that nothing has. */
const nobody = '01a1f8d3-ea00-70f1-a62e-000000000000'

let server: TestServer
let owner: Caller
let covered: Awaited<ReturnType<typeof coveredRooms>>
let scheduled: Run
beforeAll(async () => {
  server = await openServer()
  covered = await coveredRooms(server.world, await server.world.owner(), {}, { rooms: 3 })
  server.world.clock.set('2026-11-21T02:00:10.000Z')
  await pass(server.world)
  // Whoever signs in now is signed in still at two o'clock.
  server.world.clock.set('2026-11-21T20:00:00.000Z')
  owner = await server.owner()
  ;[scheduled] = (await runsAt('runs')).runs as [Run]
})
afterAll(() => server[Symbol.asyncDispose]())

const runList = z.strictObject({ runs: z.array(runSchema.strict()), total: z.number() })
const recordList = z.strictObject({ records: z.array(recordSchema.strict()), total: z.number() })
const counts = z.strictObject({
  ...{ compliant: z.number(), overdue: z.number(), pending: z.number() },
  ...{ blocked: z.number(), excluded: z.number(), unprotected: z.number() },
})
const coverage = z.strictObject({
  rows: z.array(coverageRowSchema.strict()),
  count: z.number(),
  summary: counts,
  percentage: z.number(),
  groups: z.array(coverageGroupSchema.strict()),
})

const get = (path: string) => owner('GET', `/api/snapshot/${path}`)
const post = (path: string, json: unknown) => owner('POST', `/api/snapshot/${path}`, { json })
async function listed<Body extends { total?: number; count?: number }>(
  path: string,
  schema: z.ZodType<Body>,
): Promise<Body> {
  const answer = await get(path)
  expect([path, answer.status]).toEqual([path, 200])
  const body = await answer.as(schema)
  expect(answer.headers.get('x-total-count')).toBe(String(body.total ?? body.count))
  return body
}
const runsAt = (path: string) => listed(path, runList)
const recordsAt = (path: string) => listed(path, recordList)
const idle = () => server.world.workspace.automation.idle()
async function refused(answer: Answer, code: string, message: RegExp): Promise<void> {
  expect(await answer.envelope()).toMatchObject({ code, message: expect.stringMatching(message) })
}

describe('runs', () => {
  test('are listed by every path, each with the fields of the reference and no others', async () => {
    expect(scheduled).toMatchObject({
      ...{ trigger: 'scheduled', run_type: 'scheduled', status: 'completed', dry_run: false },
      ...{ total_rooms: 3, created: 3, progress: 100, triggered_by: 'system', cadence: 'daily' },
    })
    const organization = covered.organization.id
    for (const path of [
      'runs?run_type=scheduled&status=completed',
      'runs?start_date=2026-11-21T00:00:00Z&end_date=2026-11-22T00:00:00Z',
      'runs/status/completed',
      `runs/tenant/${organization}`,
    ]) {
      expect([path, await runsAt(path)]).toEqual([path, { runs: [scheduled], total: 1 }])
    }
    for (const path of [
      'runs?run_type=event',
      'runs?end_date=2026-11-21T00:00:00Z',
      'runs/status/failed',
      `runs/tenant/${nobody}`,
    ]) {
      expect([path, await runsAt(path)]).toEqual([path, { runs: [], total: 0 }])
    }
    expect(await (await get(`runs/${scheduled.id}`)).as(runSchema.strict())).toEqual(scheduled)
    const progress = await get(`runs/${scheduled.id}/progress`)
    expect(await progress.as(z.looseObject({ progress: z.number() }))).toEqual(
      Object.fromEntries(
        (
          'id status dry_run progress estimated_finish_at total_rooms created deleted failed ' +
          'skipped blocked started_at finished_at'
        )
          .split(' ')
          .map((field) => [field, scheduled[field as keyof Run]]),
      ),
    )
    expect(await (await get('runs/active/progress')).text()).toBe('{"runs":[],"total":0}')
  })

  test('where nothing is due leave no row: the caller is told, with 409', async () => {
    const { total } = await runsAt('runs')
    const answer = await post('runs', { due_only: true })
    await refused(answer, 'NOTHING_DUE', /^Nothing is due/)
    expect(answer.status).toBe(409)
    const again = await post('runs', { room_ids: [covered.room] })
    await refused(again, 'NOTHING_DUE', /has its snapshot of the present period already/)
    expect((await runsAt('runs')).total).toBe(total)
  })

  test('are begun with 202, and go on while nobody waits; a dry one takes nothing', async () => {
    server.world.clock.set('2026-11-22T02:00:10.000Z')
    const body = { policy_set_id: covered.set.id, cadence: 'daily', due_only: true }
    const before = (await get('../v1/snapshots?limit=1')).headers.get('x-total-count')
    const dry = await post('runs', { ...body, dry_run: true })
    expect(dry.status).toBe(202)
    const tried = await dry.as(runSchema.strict())
    await idle()
    expect(await recordsAt(`records/run/${tried.id}`)).toMatchObject({
      total: 3,
      records: Array.from({ length: 3 }, () => ({ action: 'created', reason: 'dry_run' })),
    })
    expect((await get('../v1/snapshots?limit=1')).headers.get('x-total-count')).toBe(before)

    const wet = await post('runs', { ...body, room_ids: [covered.room] })
    const { id } = await wet.as(runSchema.strict())
    await idle()
    expect(await runsAt('runs?dry_run=false&limit=1')).toMatchObject({
      runs: [{ id, status: 'completed', created: 1, trigger: 'scheduled' }],
    })
  })

  test.each<[object, string, RegExp]>([
    [{ cadence: 'weekly' }, 'BAD_REQUEST', /^cadence: is no cadence of any set; it can be daily$/],
    [{ policy_set_id: nobody }, 'BAD_REQUEST', /^policy_set_id: is no policy set/],
    [{ room_ids: [nobody] }, 'BAD_REQUEST', /^room_ids/],
    [
      { room_ids: [] },
      'BAD_REQUEST',
      /^room_ids: must name at least one room; leave it out for all$/,
    ],
    [{ dry_run: 'yes' }, 'BAD_REQUEST', /^dry_run: must be true or false$/],
    [{ force: true }, 'BAD_REQUEST', /force/],
  ])('asked for with %j are refused and leave nothing', async (body, code, message) => {
    const [{ total }, seq] = [await runsAt('runs'), await lastSeq(server.world)]
    await refused(await post('runs', body), code, message)
    expect((await runsAt('runs')).total).toBe(total)
    expect(await lastSeq(server.world)).toBe(seq)
  })

  test('are cancelled by PATCH while they run, and not after', async () => {
    const patch = (json: unknown, id: number | string = scheduled.id) =>
      owner('PATCH', `/api/snapshot/runs/${id}`, { json })
    await refused(await patch({ status: 'cancelled' }), 'CONFLICT', /completed/)
    await refused(
      await patch({ status: 'completed' }),
      'BAD_REQUEST',
      /^status: must be one of cancelled$/,
    )
    await refused(await patch({ status: 'cancelled' }, 'x'), 'BAD_REQUEST', /number of a run/)
    await refused(await patch({ status: 'cancelled' }, 9999), 'NOT_FOUND', /run/i)
    for (const path of ['runs/9999', 'runs/9999/progress']) {
      await refused(await get(path), 'NOT_FOUND', /run/i)
    }
    await refused(await get('runs/status/done'), 'BAD_REQUEST', /^status: must be one of queued/)
  })
})

describe('records', () => {
  test('are found by each of their filters, and by text', async () => {
    const one = await recordsAt(`records/run/${scheduled.id}`)
    expect(one.total).toBe(3)
    const [record] = one.records as [RunRecord]
    expect(record).toMatchObject({
      ...{ run_id: scheduled.id, snapshot_run_id: scheduled.id, action: 'created' },
      ...{ reason: 'scheduled', tenant_id: covered.organization.id, policy_version: 1 },
      ...{ organization_name: 'Covered', cadence: 'daily', period_key: 'daily:2026-11-21' },
    })
    expect(await (await get(`records/${record.id}`)).as(recordSchema.strict())).toEqual(record)
    for (const [filter, total] of [
      [`snapshot_run_id=${scheduled.id}`, 3],
      [`snapshot_run_id=${scheduled.id}&room_id=${record.room_id}`, 1],
      [`snapshot_run_id=${scheduled.id}&tenant_id=${record.tenant_id}&action=created`, 3],
      [`snapshot_run_id=${scheduled.id}&action=failed`, 0],
      [`snapshot_run_id=${scheduled.id}&reason=scheduled&cadence=daily`, 3],
      [`project_id=${nobody}`, 0],
      ['start_date=2026-11-21T00:00:00Z&end_date=2026-11-22T00:00:00Z', 3],
      ['end_date=2026-11-21T00:00:00Z', 0],
    ] as const) {
      expect([filter, (await recordsAt(`records?${filter}`)).total]).toEqual([filter, total])
    }
    const found = await recordsAt(`records/search?q=${encodeURIComponent(record.room_title)}`)
    expect(new Set(found.records.map(({ room_id }) => room_id))).toEqual(new Set([record.room_id]))
    expect((await recordsAt('records/search?q=nowhere')).total).toBe(0)
    expect((await recordsAt('records/failed')).total).toBe(0)
    await refused(await get(`records/${nobody}`), 'NOT_FOUND', /record/i)
    await refused(
      await get('records?action=made'),
      'BAD_REQUEST',
      /^action: must be one of created/,
    )
  })

  test('are written by automation alone: nobody may post one', async () => {
    const { total } = await recordsAt('records')
    for (const caller of [owner, await server.as('admin@meltemi-tankers.example')]) {
      const answer = await caller('POST', '/api/snapshot/records', { json: { action: 'created' } })
      expect([answer.status, (await answer.envelope()).code]).toEqual([403, 'FORBIDDEN'])
    }
    expect((await recordsAt('records')).total).toBe(total)
  })

  test('are counted by action, reason, and set, and over time', async () => {
    const filter = `snapshot_run_id=${scheduled.id}`
    const statistics = await get(`records/statistics?${filter}`)
    expect(await statistics.as(recordStatisticsSchema.strict())).toMatchObject({
      total: 3,
      by_action: expect.arrayContaining([{ action: 'created', count: 3 }]),
      by_reason: [{ action: 'created', reason: 'scheduled', count: 3 }],
      by_policy_set: [
        { policy_set_id: covered.set.id, policy_set_name: covered.set.name, count: 3 },
      ],
    })
    for (const [bucket, start] of [
      ['day', '2026-11-21T00:00:00.000Z'],
      ['hour', '2026-11-21T02:00:00.000Z'],
    ]) {
      const timeline = await get(`records/timeline?bucket=${bucket}&${filter}`)
      const { buckets } = await timeline.as(recordTimelineSchema.strict())
      expect(buckets.filter(({ count }) => count > 0)).toMatchObject([
        { start, created: 3, deleted: 0, failed: 0, skipped: 0, blocked: 0, count: 3 },
      ])
    }
    await refused(
      await get('records/timeline?bucket=week'),
      'BAD_REQUEST',
      /^bucket: must be one of/,
    )
  })

  test('are exported whole, as CSV and as JSON lines', async () => {
    const { records } = await recordsAt(`records/run/${scheduled.id}`)
    const codes = records.map(({ room_code }) => room_code).sort()
    const csv = await get(`records/export?format=csv&snapshot_run_id=${scheduled.id}`)
    expect(csv.headers.get('content-disposition')).toMatch(/^attachment; filename=/)
    const [head = '', ...lines] = (await csv.text()).trimEnd().split('\r\n')
    const column = head.split(',').indexOf('room_code')
    expect(column).toBeGreaterThan(-1)
    expect(lines.map((line) => line.split(',')[column] ?? '').sort()).toEqual(codes)
    const jsonl = await get(`records/export?format=jsonl&snapshot_run_id=${scheduled.id}`)
    const rows = (await jsonl.text()).trimEnd().split('\n')
    expect(
      rows
        .map((row) => z.looseObject({ room_code: z.string() }).parse(JSON.parse(row)).room_code)
        .sort(),
    ).toEqual(codes)
    await refused(
      await get('records/export?format=xml'),
      'BAD_REQUEST',
      /^format: must be one of csv/,
    )
  })
})

test('coverage answers at both names, filtered as asked', async () => {
  for (const path of ['coverage', 'compliance']) {
    const filter = `tenant_id=${covered.organization.id}`
    const all = await listed(`${path}?${filter}`, coverage)
    expect(all).toMatchObject({
      count: 3,
      percentage: 100,
      summary: { compliant: 3, overdue: 0, pending: 0, blocked: 0, excluded: 0, unprotected: 0 },
      groups: [{ policy_set_id: covered.set.id, rooms: 3, percentage: 100 }],
    })
    for (const [more, count] of [
      [`policy=${covered.set.id}`, 3],
      [`policy=${encodeURIComponent(covered.set.name)}&status=compliant`, 3],
      ['status=overdue', 0],
      [`project_id=${nobody}`, 0],
    ] as const) {
      expect([more, (await listed(`${path}?${filter}&${more}`, coverage)).count]).toEqual([
        more,
        count,
      ])
    }
    await refused(
      await get(`${path}?status=fine`),
      'BAD_REQUEST',
      /^status: must be one of compliant/,
    )
  }
})

test('what retention would remove is agreed to by its number and its token, and by nothing else', async () => {
  const client = await server.world.owner()
  const { room, set } = await coveredRooms(
    server.world,
    client,
    { cadences: [daily({ last: 1 })] },
    { rooms: 1, organization: 'Pruned' },
  )
  const days = [1, 2, 3, 4].map((day) => `2026-11-0${day}T02:00:00.000Z`)
  await plantSnapshots(
    server.world,
    { room_id: room, policy_set_id: set.id, cadence: 'daily' },
    days,
  )
  const path = `policy-sets/${set.id}/pruning`
  const shown = await (await get(path)).as(pruningSchema.strict())
  expect(shown).toMatchObject({ would_remove: 3, total: 4, is_mass_deletion: true })
  const { preview_token } = shown
  const seq = await lastSeq(server.world)
  await refused(await post(path, { count: 2, preview_token }), 'BAD_REQUEST', /^count: .*3/)
  await refused(await post(path, { count: 3 }), 'PREVIEW_NEEDED', /./)
  await refused(await post(path, { count: 3, preview_token: 'made up' }), 'PREVIEW_NEEDED', /./)
  await refused(
    await post(path, { count: 0, preview_token }),
    'BAD_REQUEST',
    /^count: must be at least 1$/,
  )
  // What is held meanwhile is another state than the one that was shown.
  const [oldest] = shown.snapshots
  await client.snapshots.hold({ room_id: room, snapshot_id: oldest?.id ?? '', reason: 'Claim' })
  await refused(await post(path, { count: 3, preview_token }), 'PREVIEW_NEEDED', /./)
  expect(await lastSeq(server.world)).toBe(seq + 1)

  const again = await (await get(path)).as(pruningSchema.strict())
  expect(again.would_remove).toBe(2)
  const begun = await post(path, { count: 2, preview_token: again.preview_token })
  expect(begun.status).toBe(202)
  const { id } = await begun.as(runSchema.strict())
  await idle()
  const { records } = await recordsAt(`records/run/${id}`)
  expect(records).toHaveLength(2)
  for (const record of records) {
    expect(record).toMatchObject({ action: 'deleted', retention_reason: 'not one of the last 1' })
  }
})
