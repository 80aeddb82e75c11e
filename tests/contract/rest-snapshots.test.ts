import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import {
  snapshotSchema,
  taskSchema,
  verifyAnswerSchema,
} from '../../src-shared/contract/snapshots.ts'
import { openRoom, signedIn } from '../fixtures/mutations.ts'
import { type Caller, openServer, type TestServer } from '../fixtures/server.ts'

const snapshot = z.strictObject(snapshotSchema.shape)
const task = z.strictObject(taskSchema.shape)
let server: TestServer
let owner: Caller
let base: string
beforeAll(async () => {
  server = await openServer()
  owner = await server.owner()
  const { room_id } = await openRoom(await signedIn(server.world), 'Room <of> "snapshots" & ships')
  base = `/api/v1/rooms/${room_id}/snapshots`
})
afterAll(() => server[Symbol.asyncDispose]())

const take = async (json: Record<string, unknown>) => {
  const answer = await owner('POST', base, { json })
  expect(answer.status).toBe(201)
  return answer.as(snapshot)
}
const taken = async (json: Record<string, unknown>) => {
  server.world.clock.advance(1000)
  const { id } = await take(json)
  await server.world.workspace.tasks.idle()
  return (await owner('GET', `${base}/${id}`)).as(snapshot)
}
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

test('a snapshot answers 201 before its file exists; its task goes up to completed', async () => {
  const seen: { status: string; progress: number; step: string }[] = []
  const stop = server.world.workspace.services.events.subscribe((event) => {
    if (event.kind === 'task') seen.push(event.task)
  })
  const made = await take({ title: 'Noon', snapshot_type: 'pdf' })
  expect(made).toMatchObject({
    title: 'Noon',
    status: 'generating',
    file_size: 0,
    snapshot_type: 'pdf',
    created_by: 'owner@example.org',
    created_at: '2026-11-20T12:00:00.000Z',
    download_url: `${base}/${made.id}/download`,
    task_id: `snapshot-${made.id}`,
    sha256: null,
    content_hash: null,
  })
  const early = await owner('GET', `/api/v1/snapshots/tasks/${made.task_id}`)
  expect(await early.as(task)).toMatchObject({
    task_id: made.task_id,
    task_type: 'generate_snapshot',
  })
  await server.world.workspace.tasks.idle()
  stop()
  const done = await (await owner('GET', `/api/v1/snapshots/tasks/${made.task_id}`)).as(task)
  expect(done).toMatchObject({ status: 'completed', progress: 100, step: 'committed', error: null })
  const progress = seen.map((one) => one.progress)
  expect(progress).toEqual(progress.toSorted((a, b) => a - b))
  expect([...new Set(progress)]).toEqual([0, 30, 60, 80, 100])
  const finished = await (await owner('GET', `${base}/${made.id}`)).as(snapshot)
  expect(finished).toMatchObject({ status: 'completed', error_code: null })
  expect(done.result).toMatchObject({ snapshot_id: made.id, file_size: finished.file_size })
  expect(finished.content_hash).toMatch(/^[0-9a-f]{64}$/)
  expect(finished.page_count).toBeGreaterThan(0)
})

test('a snapshot that is being made is 409 to download, to delete, and to retry', async () => {
  await using slow = await openServer({ runTasks: false })
  const caller = await slow.owner()
  const { room_id } = await openRoom(await signedIn(slow.world))
  const room = `/api/v1/rooms/${room_id}/snapshots`
  const { id, task_id } = await (await caller('POST', room, { json: {} })).as(snapshot)
  for (const [method, path] of [
    ['GET', `${room}/${id}/download`],
    ['DELETE', `${room}/${id}`],
    ['POST', `${room}/${id}/retry`],
  ] as const) {
    expect(await (await caller(method, path)).envelope(), path).toMatchObject({
      code: 'SNAPSHOT_NOT_READY',
      status: 409,
    })
  }
  const cancelled = await caller('POST', `/api/v1/snapshots/tasks/${task_id}/cancel`)
  expect(await cancelled.as(task)).toMatchObject({
    status: 'cancelled',
    error: { code: 'CANCELLED' },
  })
  const again = await caller('POST', `/api/v1/snapshots/tasks/${task_id}/cancel`)
  expect(await again.envelope()).toMatchObject({ code: 'CONFLICT', status: 409 })
  const failed = await caller('GET', `${room}/${id}/download`)
  expect(await failed.envelope()).toMatchObject({ code: 'SNAPSHOT_FAILED', status: 409 })
  const retried = await caller('POST', `${room}/${id}/retry`)
  expect(await retried.as(snapshot)).toMatchObject({ id, status: 'generating', error_code: null })
})

test.each([
  ['pdf', 'application/pdf', 'pdf', [0x25, 0x50, 0x44, 0x46]],
  ['json', 'application/json', 'json', [0x7b]],
  ['csv', 'application/zip', 'zip', [0x50, 0x4b]],
] as const)(
  'a %s is downloaded with its type, its name, and its hash as ETag',
  async (format, mime, extension, magic) => {
    const made = await taken({ title: 'Ærø – “noon”', snapshot_type: format })
    const answer = await owner('GET', `${base}/${made.id}/download`)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe(mime)
    expect(answer.headers.get('etag')).toBe(`"${made.sha256}"`)
    expect(answer.headers.get('content-length')).toBe(String(made.file_size))
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
    expect(made.file_name).toMatch(/^STS-20261201-\w{6}_20261120-\d{6}Z_[a-z0-9-]+\./)
    expect(answer.headers.get('content-disposition')).toBe(
      `attachment; filename="${made.file_name}"; filename*=UTF-8''${made.file_name}`,
    )
    expect(made.file_name.endsWith(`.${extension}`)).toBe(true)
    const bytes = await answer.bytes()
    expect(sha256(bytes)).toBe(made.sha256)
    expect([...bytes.slice(0, magic.length)]).toEqual([...magic])
  },
)

test('who has the file already gets 304, and a part of it is 206', async () => {
  const made = await taken({ snapshot_type: 'json' })
  const path = `${base}/${made.id}/download`
  const whole = await (await owner('GET', path)).bytes()
  const get = (headers: Record<string, string>) => owner('GET', path, { headers })
  for (const tag of [`"${made.sha256}"`, `W/"${made.sha256}"`, `"other", "${made.sha256}"`, '*']) {
    const same = await get({ 'if-none-match': tag })
    expect([tag, same.status, (await same.bytes()).length]).toEqual([tag, 304, 0])
  }
  expect((await get({ 'if-none-match': '"other"' })).status).toBe(200)
  const size = whole.length
  for (const [range, start, end] of [
    ['bytes=0-9', 0, 9],
    ['bytes=10-', 10, size - 1],
    ['bytes=-5', size - 5, size - 1],
    [`bytes=0-${size * 2}`, 0, size - 1],
  ] as const) {
    const part = await get({ range })
    expect(part.status, range).toBe(206)
    expect(part.headers.get('content-range')).toBe(`bytes ${start}-${end}/${size}`)
    expect(await part.bytes()).toEqual(whole.slice(start, end + 1))
  }
  for (const range of [`bytes=${size}-`, 'bytes=-0']) {
    const beyond = await get({ range })
    expect([range, beyond.status]).toEqual([range, 416])
    expect(beyond.headers.get('content-range')).toBe(`bytes */${size}`)
  }
  for (const range of ['bytes=5-2', 'lines=1-2', 'bytes=-', 'bytes=a-b']) {
    expect([range, (await get({ range })).status]).toEqual([range, 200])
  }
  const stale = await get({ range: 'bytes=0-9', 'if-range': '"other"' })
  expect(stale.status).toBe(200)
})

test('HEAD says what GET would, without a body', async () => {
  const made = await taken({ snapshot_type: 'pdf' })
  const path = `${base}/${made.id}/download`
  const head = await owner('HEAD', path, { headers: { range: 'bytes=0-9' } })
  expect(head.status, 'a range is for GET alone').toBe(200)
  expect(head.headers.get('etag')).toBe(`"${made.sha256}"`)
  expect(head.headers.get('content-length')).toBe(String(made.file_size))
  expect(await head.text()).toBe('')
})

test('snapshots are listed newest first, narrowed by status and type, with their total', async () => {
  const { room_id } = await openRoomOfItsOwn()
  const room = `/api/v1/rooms/${room_id}/snapshots`
  const ids: string[] = []
  for (const snapshot_type of ['json', 'csv', 'json']) {
    server.world.clock.advance(1000)
    ids.unshift((await (await owner('POST', room, { json: { snapshot_type } })).as(snapshot)).id)
  }
  await server.world.workspace.tasks.idle()
  const all = await owner('GET', room)
  expect((await all.as(z.array(snapshot))).map((one) => one.id)).toEqual(ids)
  expect(all.headers.get('x-total-count')).toBe('3')
  const page = await owner('GET', `${room}?limit=1&offset=1&snapshot_type=json`)
  expect((await page.as(z.array(snapshot))).map((one) => one.id)).toEqual([ids[2]])
  expect(page.headers.get('x-total-count')).toBe('2')
  const none = await owner('GET', `${room}?status=failed`)
  expect(await none.as(z.array(snapshot))).toEqual([])
  const tasks = await owner('GET', '/api/v1/tasks?status=completed&limit=2')
  expect(await tasks.as(z.array(task))).toHaveLength(2)
  expect(Number(tasks.headers.get('x-total-count'))).toBeGreaterThanOrEqual(3)
})

const openRoomOfItsOwn = async () => {
  const client = await signedIn(server.world)
  const [organization] = (await client.organizations.list({ limit: 1 })).body
  const room = await client.rooms.create({
    title: 'List',
    location: 'Box 1',
    eta: '2026-12-05T00:00:00Z',
    ...(organization === undefined ? {} : { organization_id: organization.id }),
  })
  return { room_id: room.id }
}

test.each(['body', 'query'] as const)(
  'a snapshot is deleted with a reason in the %s; its row stays',
  async (where) => {
    const made = await taken({ snapshot_type: 'json', title: `Delete by ${where}` })
    const gone =
      where === 'body'
        ? await owner('DELETE', `${base}/${made.id}`, { json: { reason: 'Made twice' } })
        : await owner('DELETE', `${base}/${made.id}?reason=Made%20twice`)
    expect(gone.status).toBe(200)
    expect(
      await gone.as(z.strictObject({ message: z.string(), snapshot_id: z.string() })),
    ).toMatchObject({
      snapshot_id: made.id,
    })
    const row = await owner('GET', `${base}/${made.id}`)
    expect(await row.as(snapshot)).toMatchObject({ status: 'deleted' })
    expect((await owner('GET', `${base}/${made.id}/download`)).status).toBe(404)
    expect((await owner('DELETE', `${base}/${made.id}`)).status).toBe(409)
    const trail = await owner('GET', `/api/v1/audit?action=snapshot.deleted&resource_id=${made.id}`)
    expect(await trail.as(z.looseObject({}))).toMatchObject({
      entries: [{ detail: { reason: 'Made twice' } }],
    })
  },
)

test('a file is told from one that was altered: as a body, as a form, and by its hash', async () => {
  const made = await taken({ snapshot_type: 'json', title: 'Verify' })
  const bytes = await (await owner('GET', `${base}/${made.id}/download`)).bytes()
  const verify = (options: Parameters<Caller>[2]) =>
    owner('POST', '/api/v1/snapshots/verify', options)
  const form = new FormData()
  form.set('file', new File([bytes.slice()], 'any name.json'))
  for (const options of [
    { body: bytes.slice(), headers: { 'content-type': 'application/octet-stream' } },
    { body: form },
    { json: { sha256: made.sha256 } },
  ]) {
    const answer = await (await verify(options)).as(z.strictObject(verifyAnswerSchema.shape))
    expect(answer).toMatchObject({
      known: true,
      unaltered: true,
      sha256: made.sha256,
      snapshot: { id: made.id },
      room: { title: 'Room <of> "snapshots" & ships' },
    })
    expect(answer.audit_seq).toBeGreaterThan(0)
  }
  const altered = bytes.slice()
  altered[10] = (altered[10] ?? 0) ^ 1
  const other = await verify({
    body: altered,
    headers: { 'content-type': 'application/octet-stream' },
  })
  expect(await other.as(verifyAnswerSchema)).toMatchObject({
    known: false,
    unaltered: false,
    snapshot: null,
    room: null,
    audit_seq: null,
  })
  expect((await verify({ json: { sha256: 'short' } })).status).toBe(400)
  const stranger = await server.as('tomasz.wisniewski@baltic-inspect.example')
  const theirs = await stranger('POST', '/api/v1/snapshots/verify', {
    json: { sha256: made.sha256 },
  })
  expect(await theirs.as(verifyAnswerSchema)).toMatchObject({ known: false, snapshot: null })
})

test('the address of another room’s snapshot opens nothing', async () => {
  const made = await taken({ snapshot_type: 'json', title: 'Not there' })
  const { room_id } = await openRoomOfItsOwn()
  for (const path of ['', '/download']) {
    const answer = await owner('GET', `/api/v1/rooms/${room_id}/snapshots/${made.id}${path}`)
    expect(await answer.envelope()).toMatchObject({ code: 'NOT_FOUND', status: 404 })
  }
})

test('a JSON snapshot that is opened may be larger than other bodies', async () => {
  const body = new FormData()
  body.set('file', new File([' '.repeat(3 * 1024 * 1024)], 'large.json'))
  const answer = await owner('POST', '/api/v1/snapshots/open', { body })
  expect(await answer.envelope()).toMatchObject({ code: 'UNSUPPORTED_FILE' })
})
