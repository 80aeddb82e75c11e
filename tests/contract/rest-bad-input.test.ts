import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { openRoom, signedIn } from '../fixtures/mutations.ts'
import { type Caller, openServer, type TestServer } from '../fixtures/server.ts'

let server: TestServer
let owner: Caller
let room: string
beforeAll(async () => {
  server = await openServer()
  owner = await server.owner()
  room = `/api/v1/rooms/${(await openRoom(await signedIn(server.world))).room_id}`
})
afterAll(() => server[Symbol.asyncDispose]())

const issuesOf = async (method: string, path: string, json: unknown) => {
  const answer = await owner(method, path, { json })
  const { code, data } = await answer.envelope()
  expect([answer.status, code, data.level]).toEqual([400, 'BAD_REQUEST', undefined])
  expect(data.issues?.length).toBeGreaterThan(0)
  return data.issues ?? []
}

test.each([
  ['an unknown field', { colour: 'red' }, []],
  ['an unknown format', { snapshot_type: 'docx' }, ['snapshot_type']],
  ['a number below its bound', { activity_limit: -1 }, ['activity_limit']],
  ['a number above its bound', { activity_limit: 1e9 }, ['activity_limit']],
  ['a number that is no whole one', { activity_limit: 1.5 }, ['activity_limit']],
  ['a text for a number', { activity_limit: 'ten' }, ['activity_limit']],
  ['digits in a text for a number', { activity_limit: '10' }, ['activity_limit']],
  ['a text for a truth value', { include_documents: 'true' }, ['include_documents']],
  ['a number for a text', { title: 5 }, ['title']],
  ['null for a text', { title: null }, ['title']],
  ['a list for a text', { title: ['a'] }, ['title']],
  ['a text for a list', { vessel_ids: 'a' }, ['vessel_ids']],
  ['a list with what is no id', { vessel_ids: ['../../etc'] }, ['vessel_ids', 0]],
  ['a text that is too long', { title: 'x'.repeat(201) }, ['title']],
  ['half a surrogate pair', { title: 'a\ud800b' }, ['title']],
  ['the other half', { title: 'a\udc00b' }, ['title']],
  ['NUL', { title: 'a\u0000b' }, ['title']],
  ['an escape sign', { title: 'a\u001b[31mb' }, ['title']],
])('%s in a snapshot’s options is refused, and the field is named', async (_, json, path) => {
  const [issue] = await issuesOf('POST', `${room}/snapshots`, json)
  expect(issue?.path).toEqual(path)
})

test.each([
  ['POST', '/messages', { body: 'a\ud800' }, 'body'],
  ['POST', '/messages', { body: '\u0000' }, 'body'],
  ['POST', '/messages', { body: 'x'.repeat(4001) }, 'body'],
  ['PATCH', '', { title: '\udfff' }, 'title'],
  ['PATCH', '', { description: 'a\u0000' }, 'description'],
  ['PATCH', '', { tags: ['a\u0000'] }, 'tags'],
  ['PATCH', '', { cargo_value: '12,50' }, 'cargo_value'],
  ['PATCH', '', { cargo_quantity: -5 }, 'cargo_quantity'],
  ['PATCH', '', { eta: '2026-12-01' }, 'eta'],
  ['PATCH', '', { eta: '2026-12-01T00:00:00' }, 'eta'],
  ['PATCH', '', { currency: 'dollars' }, 'currency'],
  ['POST', '/parties', { role: 'captain', name: 'A', email: 'a@b.example' }, 'role'],
  ['POST', '/parties', { role: 'owner', name: 'A', email: 'not an e-mail' }, 'email'],
  ['POST', '/parties', { role: 'owner', name: 'A', email: 'a\u0000@b.example' }, 'email'],
  ['POST', '/parties', { role: 'owner', name: '\ud800', email: 'a@b.example' }, 'name'],
  ['POST', '/status/transition', { new_status: 'on_hold', reason: '\u0000' }, 'reason'],
  ['POST', '/vessels', { imo: '9074729\u0000', role: 'mother' }, 'imo'],
])('%s %s with %j names %s', async (method, path, json, field) => {
  const issues = await issuesOf(method, `${room}${path}`, json)
  expect(issues.map((issue) => issue.path[0])).toContain(field)
})

test.each([
  ['/api/v1/auth/login', { email: 'a@b.example', password: '\ud800' }, 401],
  ['/api/v1/auth/login', { email: 'a@b.example', password: 'a\u0000b' }, 401],
  ['/api/v1/auth/login', { email: 'a\ud800@b.example', password: 'a' }, 400],
  ['/api/v1/auth/login', { email: 'a@b.example', password: 'x'.repeat(1025) }, 400],
  ['/api/v1/auth/login', { email: 'a@b.example' }, 400],
  ['/api/v1/auth/login', [], 400],
  ['/api/v1/auth/login', 'text', 400],
  ['/api/v1/auth/login', null, 400],
  ['/api/v1/auth/login', { email: { $ne: '' }, password: { $ne: '' } }, 400],
])('%s with %j is answered in the envelope, never with a 500', async (path, json, status) => {
  const answer = await server.anonymous('POST', path, { json })
  await answer.envelope()
  expect(answer.status).toBe(status)
})

test.each([
  '/api/v1/access/explain?permission=%00',
  '/api/v1/access/explain?permission=%ED%A0%80',
  `/api/v1/access/explain?permission=${'x'.repeat(81)}`,
  '/api/v1/audit?q=%00',
  '/api/v1/audit?cursor=%00',
  '/api/v1/audit?cursor=5.wrong',
  '/api/v1/audit?from=yesterday',
  '/api/v1/audit?limit=101',
  '/api/v1/audit?resource_type=%00',
  '/api/v1/audit/verify?from_seq=0',
  '/api/v1/audit/verify?from_seq=99999999',
  '/api/v1/snapshots/tasks/%00',
  '/api/v1/snapshots/tasks/..%2f..%2fetc%2fpasswd',
  '/api/v1/rooms?q=%F0%9F',
  '/api/v1/rooms?q=a&q=b',
  '/api/v1/rooms?q[x]=b',
])('GET %s is answered below 500', async (path) => {
  const answer = await owner('GET', path)
  expect(answer.status).toBeLessThan(500)
  if (answer.status >= 400) await answer.envelope()
})

test.each([
  '/api/v1/rooms/..%2f..%2fetc/passwd',
  '/api/v1/rooms/..%2f..%2fetc%2fpasswd',
  '/api/v1/rooms/%2e%2e%2f%2e%2e%2fetc%2fpasswd',
  '/api/v1/rooms/....//....//etc/passwd',
  '/api/v1/rooms/%00',
  '/api/v1/rooms/%E0%A4%A',
  '/api/v1/rooms/%',
  '/api/v1/rooms/1%20or%201=1/snapshots',
  '/api/v1/rooms/C:%5cWindows%5cwin.ini',
])('GET %s finds nothing and says nothing of this machine', async (path) => {
  const answer = await owner('GET', path)
  expect([400, 404]).toContain(answer.status)
  const { message } = await answer.envelope()
  expect(message).not.toMatch(/passwd|\/(tmp|home|work|root|src)|URI|ENOENT|node:/)
})

test('a path as an id inside a room opens nothing', async () => {
  for (const sub of ['snapshots', 'documents']) {
    for (const id of ['..%2f..%2f..%2fworkspace.db', '%2fetc%2fpasswd']) {
      const answer = await owner('GET', `${room}/${sub}/${id}/download`)
      expect([400, 404]).toContain(answer.status)
      await answer.envelope()
    }
  }
})

test('signs that mean something to HTML, CSV, or SQL are kept as they are', async () => {
  const title = `<script>alert("1")</script> & '; drop table rooms; -- =1+1 Ω ☃ 🚢`
  const made = await owner('POST', `${room}/snapshots`, { json: { title, snapshot_type: 'json' } })
  const answer = await made.as(z.looseObject({ id: z.string(), title: z.string() }))
  expect(answer.title).toBe(title)
  await server.world.workspace.tasks.idle()
  const got = await owner('GET', `${room}/snapshots/${answer.id}`)
  expect(await got.as(z.looseObject({}))).toMatchObject({ title, status: 'completed' })
  const changed = await owner('PATCH', room, { json: { title } })
  expect(await changed.as(z.looseObject({}))).toMatchObject({ title })
  const pdf = await owner('POST', `${room}/snapshots`, { json: { title, snapshot_type: 'pdf' } })
  const { id } = await pdf.as(z.looseObject({ id: z.string() }))
  await server.world.workspace.tasks.idle()
  const made2 = await owner('GET', `${room}/snapshots/${id}`)
  expect(await made2.as(z.looseObject({}))).toMatchObject({ title, status: 'completed' })
})

test('keys that JavaScript gives a meaning are unknown fields like others', async () => {
  const answer = await owner('PATCH', room, {
    body: '{"title":"a","__proto__":{"is_admin":true},"constructor":{"prototype":{"x":1}}}',
    headers: { 'content-type': 'application/json' },
  })
  expect(answer.status).toBe(400)
  expect(Reflect.get({}, 'is_admin')).toBeUndefined()
})
