import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { organizationSchema, terminalSchema } from '../../src-shared/contract/registry.ts'
import {
  activitySchema,
  roomDeletionSchema,
  roomSchema,
  roomSummarySchema,
} from '../../src-shared/contract/rooms.ts'
import { type Caller, openServer, type TestServer } from '../fixtures/server.ts'

const room = z.strictObject(roomSchema.shape)
const viewer = 'tomasz.wisniewski@baltic-inspect.example'
let server: TestServer
let owner: Caller
beforeAll(async () => {
  server = await openServer({ runTasks: false })
  owner = await server.owner()
})
afterAll(() => server[Symbol.asyncDispose]())

const create = async (extra: Record<string, unknown> = {}) => {
  const organizations = await owner('GET', '/api/v1/organizations')
  const [organization] = await organizations.as(z.array(organizationSchema))
  return owner('POST', '/api/v1/rooms', {
    json: {
      title: 'REST room',
      location: 'Box 7',
      sts_eta: '2026-12-24T08:00:00+02:00',
      organization_id: organization?.id,
      ...extra,
    },
  })
}

test('rooms are a plain array with their number in X-Total-Count', async () => {
  const answer = await owner('GET', '/api/v1/rooms?limit=5')
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-type')).toMatch(/^application\/json/)
  expect(await answer.as(z.array(room))).toHaveLength(5)
  expect(Number(answer.headers.get('x-total-count'))).toBeGreaterThanOrEqual(12)
})

test('limit and offset page through all rooms, none twice and none left out', async () => {
  const all = await (await owner('GET', '/api/v1/rooms?limit=500')).as(z.array(room))
  const paged: string[] = []
  for (let offset = 0; offset < all.length; offset += 5) {
    const page = await owner('GET', `/api/v1/rooms?limit=5&offset=${offset}`)
    paged.push(...(await page.as(z.array(room))).map((one) => one.id))
  }
  expect(paged).toEqual(all.map((one) => one.id))
  const beyond = await owner('GET', '/api/v1/rooms?offset=10000')
  expect(await beyond.as(z.array(room))).toEqual([])
  expect(beyond.headers.get('x-total-count')).toBe(String(all.length))
})

test.each([
  'limit=0',
  'limit=501',
  'limit=-1',
  'limit=ten',
  'limit=1.5',
  'offset=-1',
  'limit=1e9',
  'status=open',
  'no_such_filter=1',
  'terminal_id=5',
])('a list with ?%s is refused with the field named', async (query) => {
  const { code, data } = await (await owner('GET', `/api/v1/rooms?${query}`)).envelope()
  expect(code).toBe('BAD_REQUEST')
  expect(data.issues?.length).toBeGreaterThan(0)
})

test('filters narrow the list and its total alike', async () => {
  const active = await owner('GET', '/api/v1/rooms?status=active')
  const rooms = await active.as(z.array(room))
  expect(rooms.length).toBeGreaterThan(0)
  expect(new Set(rooms.map((one) => one.status))).toEqual(new Set(['active']))
  expect(active.headers.get('x-total-count')).toBe(String(rooms.length))
  const [first] = rooms
  const found = await owner('GET', `/api/v1/rooms?q=${encodeURIComponent(first?.code ?? '')}`)
  expect((await found.as(z.array(room))).map((one) => one.id)).toEqual([first?.id])
  const of = await owner('GET', `/api/v1/rooms?organization_id=${first?.organization_id}&limit=500`)
  for (const one of await of.as(z.array(room))) {
    expect(one.organization_id).toBe(first?.organization_id)
  }
  const percent = await owner('GET', '/api/v1/rooms?q=%25')
  expect(await percent.as(z.array(room)), 'a percent sign is a sign like others').toEqual([])
})

test('a viewer sees the rooms in which they are a party, and the total says no more', async () => {
  const mine = await (await server.as(viewer))('GET', '/api/v1/rooms')
  expect(await mine.as(z.array(room))).toHaveLength(3)
  expect(mine.headers.get('x-total-count')).toBe('3')
})

test('a room is made with sts_eta or eta, in UTC, and answers 201 with both names', async () => {
  const answer = await create({ parties: [{ role: 'owner', name: 'O', email: 'O@x.example' }] })
  expect(answer.status).toBe(201)
  const made = await answer.as(room)
  expect(made).toMatchObject({
    status: 'pending',
    eta: '2026-12-24T06:00:00.000Z',
    sts_eta: '2026-12-24T06:00:00.000Z',
    currency: 'USD',
    tags: [],
  })
  expect(made.code).toMatch(/^STS-20261224-[A-Z0-9]{6}$/)
  const got = await owner('GET', `/api/v1/rooms/${made.id}`)
  expect(await got.as(room)).toEqual(made)
  const changed = await owner('PATCH', `/api/v1/rooms/${made.id}`, {
    json: { sts_eta: '2026-12-25T00:00:00Z', tags: ['crude'] },
  })
  expect(changed.status).toBe(200)
  expect(await changed.as(room)).toMatchObject({
    eta: '2026-12-25T00:00:00.000Z',
    tags: ['crude'],
    title: 'REST room',
    revision: made.revision + 1,
  })
})

test('a room without a time of arrival is refused, naming the field', async () => {
  const answer = await create({ sts_eta: undefined })
  expect((await answer.envelope()).data.issues).toMatchObject([{ path: ['sts_eta'] }])
})

test('the summary has the predecessor’s field names and the list’s figures', async () => {
  const [one] = await (await owner('GET', '/api/v1/rooms?status=on_hold')).as(z.array(room))
  const answer = await owner('GET', `/api/v1/rooms/${one?.id}/summary`)
  const summary = await answer.as(z.strictObject(roomSummarySchema.shape))
  expect(summary).toMatchObject({
    room_id: one?.id,
    title: one?.title,
    sts_eta: one?.eta,
    progress_percentage: one?.progress_percentage,
    total_required_docs: one?.required_documents,
    resolved_required_docs: one?.resolved_documents,
  })
  expect(summary.blockers.length).toBe(summary.total_required_docs - summary.resolved_required_docs)
})

test('a room goes along its states; a step that is none is 409 with those that are', async () => {
  const { id } = await (await create()).as(room)
  const go = (new_status: string, reason?: string) =>
    owner('POST', `/api/v1/rooms/${id}/status/transition`, { json: { new_status, reason } })
  const legal = await go('active', 'All fast')
  expect(legal.status).toBe(200)
  expect(await legal.as(z.looseObject({}))).toEqual({
    old_status: 'pending',
    new_status: 'active',
    updated_at: '2026-11-20T12:00:00.000Z',
  })
  expect(await (await go('ready')).envelope()).toMatchObject({
    code: 'ILLEGAL_TRANSITION',
    status: 409,
    data: { allowed_transitions: ['on_hold', 'completed'] },
  })
  expect((await go('completed')).status).toBe(200)
  expect((await (await go('active')).envelope()).data).toEqual({ allowed_transitions: [] })
  const closed = await owner('PATCH', `/api/v1/rooms/${id}`, { json: { title: 'Too late' } })
  expect(await closed.envelope()).toMatchObject({ code: 'ROOM_CLOSED', status: 409 })
  expect((await go('nowhere')).status).toBe(400)
})

test('a deleted room is gone as its preview showed it, and its entries are not', async () => {
  const { id } = await (await create()).as(room)
  const address = `/api/v1/rooms/${id}`
  const unseen = await (await owner('DELETE', address)).envelope()
  expect(unseen).toMatchObject({
    code: 'PREVIEW_NEEDED',
    status: 409,
    data: {
      preview: { room_id: id, documents: expect.any(Number), preview_token: expect.any(String) },
    },
  })
  const preview = await (await owner('GET', `${address}/deletion-preview`)).as(
    z.strictObject(roomDeletionSchema.shape),
  )
  expect(preview).toMatchObject({
    parties: 0,
    vessels: 0,
    messages: 0,
    held_snapshots: 0,
    bytes: 0,
  })
  const answer = await owner('DELETE', `${address}?preview_token=${preview.preview_token}`)
  expect(answer.status).toBe(200)
  expect(await answer.as(z.looseObject({}))).toMatchObject({ room_id: id })
  expect((await (await owner('GET', address)).envelope()).code).toBe('ROOM_NOT_FOUND')
  const trail = await owner('GET', `/api/v1/audit?room_id=${id}`)
  const { entries } = await trail.as(
    z.object({ entries: z.array(z.object({ action: z.string() })) }),
  )
  expect(entries.map((entry) => entry.action)).toEqual(
    ['access.denied', 'room.deleted', 'room.created'].filter(
      (action) => action !== 'access.denied',
    ),
  )
})

test('activities are newest first, in pages by cursor, with the words of the predecessor', async () => {
  const [one] = await (await owner('GET', '/api/v1/rooms?status=active')).as(z.array(room))
  const activity = z.array(z.strictObject(activitySchema.shape))
  const first = await owner('GET', `/api/v1/rooms/${one?.id}/activities?limit=3`)
  const page = await first.as(activity)
  expect(page).toHaveLength(3)
  const total = Number(first.headers.get('x-total-count'))
  const all = await (await owner('GET', `/api/v1/rooms/${one?.id}/activities?limit=500`)).as(
    activity,
  )
  expect(all).toHaveLength(total)
  expect(all.map((entry) => entry.id)).toEqual(
    all.map((entry) => entry.id).toSorted((a, b) => b - a),
  )
  const next = await owner(
    'GET',
    `/api/v1/rooms/${one?.id}/activities?limit=3&cursor=${page[2]?.id}`,
  )
  expect(await next.as(activity)).toEqual(all.slice(3, 6))
})

test('organizations, terminals, and document types are plain arrays', async () => {
  const organizations = await owner('GET', '/api/v1/organizations')
  expect(
    (await organizations.as(z.array(z.strictObject(organizationSchema.shape)))).length,
  ).toBeGreaterThan(0)
  const terminals = await owner('GET', '/api/v1/terminals')
  expect(
    (await terminals.as(z.array(z.strictObject(terminalSchema.shape)))).length,
  ).toBeGreaterThan(0)
  const types = await owner('GET', '/api/v1/document-types')
  expect((await types.as(z.array(z.looseObject({ code: z.string() })))).length).toBeGreaterThan(10)
})
