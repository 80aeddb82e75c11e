import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { createApi } from '../../src-main/http/app.ts'
import {
  auditStatisticsSchema,
  auditTimelineSchema,
  checkpointFileSchema,
} from '../../src-shared/contract/audit.ts'
import { readCsv } from '../../src-shared/rules/csv.ts'
import { openRoom, signedIn } from '../fixtures/mutations.ts'
import { refusalOf } from '../fixtures/procedures.ts'
import { entriesAfter, lastSeq } from '../fixtures/trail.ts'
import { openWorld, type World } from '../fixtures/world.ts'

/** A GET as the owner over REST, without a socket between. */
async function get(world: World, path: string): Promise<Response> {
  const actor = await world.workspace.services.accounts.owner()
  if (actor === undefined) throw new Error('The sample has no owner.')
  const api = createApi(world.workspace)
  return api(new Request(`http://127.0.0.1${path}`), {
    source: 'rest',
    actor,
    session: { get: () => undefined, set: () => undefined },
  })
}

const entriesSchema = z.object({
  entries: z.array(z.looseObject({ seq: z.number(), action: z.string() })),
  next_cursor: z.string().nullable(),
})

describe('the trail is looked at', () => {
  test('by words: whole ones, their beginnings, with accents or without, all of them at once', async () => {
    await using world = await openWorld({ runTasks: false })
    const owner = await signedIn(world)
    const { room_id } = await openRoom(owner, 'Zölibat at Anchorage')
    const found = async (q: string) =>
      (await owner.audit.list({ q, room_id })).entries.map((entry) => entry.action)
    for (const q of ['zolibat', 'ZÖLI', 'anchor zoli', 'room.created zölibat']) {
      expect(await found(q), q).toEqual(['room.created'])
    }
    expect(await found('olibat')).toEqual([])
    expect(await found('zolibat absentword')).toEqual([])
    expect(await found('"* ) -')).toEqual([])
    expect((await owner.audit.list({ q: '  ' })).entries.length).toBeGreaterThan(0)
  })

  test('by vessel: its own entries and those that name it', async () => {
    await using world = await openWorld({ runTasks: false })
    const owner = await signedIn(world)
    const { room_id, vessel_id } = await openRoom(owner)
    await owner.messages.create({ room_id, vessel_id, body: 'To the ship' })
    const { entries } = await owner.audit.list({ vessel_id, room_id })
    expect(entries.map((entry) => entry.action)).toEqual(['message.created', 'vessel.added'])
    expect((await owner.audit.list({ vessel_id, room_id, q: 'vessel' })).entries).toHaveLength(1)
  })

  test('what was denied or failed, page by page; its cursor is no cursor of the list', async () => {
    await using world = await openWorld({ runTasks: false })
    const owner = await signedIn(world)
    for (let turn = 0; turn < 3; turn++) {
      await refusalOf(owner.rooms.get({ room_id: '019a0000-0000-7000-8000-000000000000' }))
    }
    const first = await owner.audit.failures({ limit: 2, actor: 'owner@example.org' })
    expect(first.entries.every((entry) => entry.outcome !== 'success')).toBe(true)
    const cursor = first.next_cursor ?? ''
    const second = await owner.audit.failures({ limit: 2, actor: 'owner@example.org', cursor })
    expect(second.entries[0]?.seq).toBeLessThan(first.entries[1]?.seq ?? 0)
    for (const wrong of [
      owner.audit.list({ limit: 2, actor: 'owner@example.org', cursor }),
      owner.audit.failures({ limit: 2, actor: 'other@example.org', cursor }),
    ]) {
      expect(await refusalOf(wrong)).toMatchObject({
        code: 'BAD_REQUEST',
        message: 'cursor: belongs to another filter; start this one from its first page',
      })
    }
  })

  test('statistics and timeline are the same from the kept counts as entry by entry', async () => {
    await using world = await openWorld({ runTasks: false })
    const owner = await signedIn(world)
    const counted = await owner.audit.statistics({})
    expect(counted.total).toBe(await lastSeq(world))
    const scanned = await owner.audit.statistics({ from: '2000-01-01T00:00:00.001Z' })
    expect(scanned).toEqual(counted)
    const span = { from: '2026-11-18T00:00:00Z', to: '2026-11-21T00:00:00Z' }
    for (const bucket of ['hour', 'day'] as const) {
      const timeline = await owner.audit.timeline({ ...span, bucket })
      expect(timeline.buckets).toHaveLength(bucket === 'day' ? 3 : 72)
      const parts = await Promise.all(
        (['success', 'denied', 'failed'] as const).map(async (outcome) =>
          (await owner.audit.timeline({ ...span, bucket, outcome })).buckets.map(
            (one) => one.count,
          ),
        ),
      )
      expect(timeline.buckets.map((one) => one.count)).toEqual(
        parts[0]?.map((count, at) => count + (parts[1]?.[at] ?? 0) + (parts[2]?.[at] ?? 0)),
      )
    }
    expect(
      await refusalOf(owner.audit.timeline({ bucket: 'hour', from: '2020-01-01T00:00:00Z' })),
    ).toMatchObject({
      code: 'BAD_REQUEST',
      message: expect.stringContaining('at most 2,000, so ask for days'),
    })
  })

  test('over REST at the paths of the description', async () => {
    await using world = await openWorld({ runTasks: false })
    const json = async (path: string) => (await get(world, path)).json()
    entriesSchema.parse(await json('/api/v1/audit?limit=10&action=room.created'))
    entriesSchema.parse(await json('/api/v1/audit/failures?limit=10'))
    auditStatisticsSchema.parse(await json('/api/v1/audit/statistics'))
    auditTimelineSchema.parse(await json('/api/v1/audit/timeline?bucket=day'))
    const file = checkpointFileSchema.parse(await json('/api/v1/audit/checkpoint'))
    const text = encodeURIComponent(JSON.stringify(file))
    expect(await json(`/api/v1/audit/verify?from_seq=2&checkpoint=${text}`)).toMatchObject({
      ok: true,
      checkpoint: { seq: file.seq, hash: file.hash },
    })
  })
})

describe('an export', () => {
  test('has every entry that the filter leaves, all columns, none cut, and is in the trail before it flows', async () => {
    await using world = await openWorld({ runTasks: false })
    const before = await lastSeq(world)
    const answer = await get(world, '/api/v1/audit/export?format=csv')
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(answer.headers.get('content-disposition')).toMatch(
      /^attachment; filename="audit-.*\.csv"/,
    )
    const [entry] = await entriesAfter(world, before)
    expect(entry).toMatchObject({
      action: 'audit.exported',
      detail: { format: 'csv', count: before, filter: {} },
    })
    const [head, ...rows] = readCsv(await answer.text())
    expect(head?.[0]).toBe('seq')
    expect(head).toHaveLength(16)
    expect(rows.map((row) => Number(row[0]))).toEqual(
      Array.from({ length: before }, (_, index) => index + 1),
    )
  })

  test('as JSON Lines holds what hashes to its own hash, and obeys the filter', async () => {
    await using world = await openWorld({ runTasks: false })
    const owner = await signedIn(world)
    const { entryHash } = await import('../../src-main/features/audit/index.ts')
    const text = await (
      await get(world, '/api/v1/audit/export?format=jsonl&action=room.created')
    ).text()
    const lines = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines.length).toBe((await owner.audit.statistics({ action: 'room.created' })).total)
    for (const { hash, ...body } of lines) expect(entryHash(body)).toBe(hash)
  })

  test('as a task ends as a file to download, whose making and leaving are in the trail', async () => {
    await using world = await openWorld()
    const owner = await world.owner()
    const { task_id } = await owner.audit.startExport({ format: 'csv', source: 'desktop' })
    await world.workspace.tasks.idle()
    const task = await owner.tasks.get({ task_id })
    expect(task).toMatchObject({ status: 'completed', progress: 100, task_type: 'export_audit' })
    if (task.result === null || !('export' in task.result)) throw new Error('no export')
    const file = await get(world, task.result.export.download_url)
    const bytes = await file.bytes()
    expect(bytes.byteLength).toBe(task.result.export.file_size)
    expect(file.headers.get('etag')).toBe(`"${task.result.export.sha256}"`)
    expect(readCsv(new TextDecoder().decode(bytes))).toHaveLength(task.result.export.count + 1)
    await world.reopen()
    expect(await refusalOf((await world.owner()).audit.downloadExport({ task_id }))).toMatchObject({
      code: 'CONFLICT',
      message: 'The file of this export is not kept any more; export again.',
    })
  })

  test('of what a spreadsheet would run as a formula is inert', async () => {
    await using world = await openWorld({ runTasks: false })
    const { audit } = world.workspace.services
    const { systemCall } = await import('../../src-main/features/audit/index.ts')
    await audit.record(systemCall(), {
      action: 'room.created',
      resource_type: 'room',
      resource_id: '=1+1',
    })
    const text = await (await get(world, '/api/v1/audit/export?resource_id=%3D1%2B1')).text()
    expect(text).toContain(`"'=1+1"`)
  })
})

describe('a walk as a task', () => {
  test('ends with what it found, and is known to those who may verify, and to nobody else', async () => {
    await using world = await openWorld()
    const owner = await world.owner()
    const { task_id } = await owner.audit.startVerify({})
    await world.workspace.tasks.idle()
    expect(await owner.tasks.get({ task_id })).toMatchObject({
      status: 'completed',
      result: { verify: { ok: true } },
    })
    const viewer = await world.as('tomasz.wisniewski@baltic-inspect.example')
    expect(await refusalOf(viewer.tasks.get({ task_id }))).toMatchObject({ code: 'NOT_FOUND' })
    const listed = (await viewer.tasks.list({})).body.map((one) => one.task_id)
    expect(listed).not.toContain(task_id)
  })
})

describe('a checkpoint is refused', () => {
  test.each([
    ['when it is no checkpoint', () => '{}', 'is no checkpoint'],
    ['when it is no JSON', () => 'seq 5', 'is no checkpoint'],
    [
      'when it was altered',
      (text: string) => text.replace(/"seq":\d+/, '"seq":5'),
      'was altered after it was signed',
    ],
  ])('%s', async (_, alter, message) => {
    await using world = await openWorld({ runTasks: false })
    const owner = await world.owner()
    const text = JSON.stringify(await owner.audit.checkpoint())
    expect(await refusalOf(owner.audit.verify({ checkpoint: alter(text) }))).toMatchObject({
      code: 'BAD_REQUEST',
      message: expect.stringContaining(message),
    })
  })

  test('when it is of another workspace', async () => {
    await using world = await openWorld({ runTasks: false })
    await using other = await openWorld({ runTasks: false })
    other.workspace.db.exec(`update settings set value = '"another"' where key = 'workspace.id'`)
    const checkpoint = JSON.stringify(await (await other.owner()).audit.checkpoint())
    expect(await refusalOf((await world.owner()).audit.verify({ checkpoint }))).toMatchObject({
      message: expect.stringContaining('is of another workspace, “'),
    })
  })

  test('when it agrees, but a stranger’s key has signed it', async () => {
    await using world = await openWorld({ runTasks: false })
    await using twin = await openWorld({ runTasks: false })
    // A copy of the same workspace at the same entry, with a key of its own.
    const checkpoint = JSON.stringify(await (await twin.owner()).audit.checkpoint())
    expect(await refusalOf((await world.owner()).audit.verify({ checkpoint }))).toMatchObject({
      message: expect.stringContaining('a key that this workspace does not know'),
    })
  })
})
