import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { callerOf, openServer, sendRaw, type TestServer } from '../fixtures/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await openServer({ runTasks: false })
})
afterAll(() => server[Symbol.asyncDispose]())

const jsonType = { 'content-type': 'application/json' }

test('health says that it answers, to everybody, and nothing more', async () => {
  const answer = await server.anonymous('GET', '/api/health')
  expect(answer.status).toBe(200)
  expect(await answer.text()).toBe('{"status":"ok"}')
})

test.each([
  ['GET', '/api/v1/nothing'],
  ['GET', '/api'],
  ['GET', '/api/v2/rooms'],
  ['POST', '/'],
  ['PUT', '/api/v1/rooms'],
  ['DELETE', '/api/v1/auth/login'],
  ['PATCH', '/api/v1/audit'],
  ['DELETE', '/api/v1/audit'],
])('%s %s is 404 in the envelope', async (method, path) => {
  const answer = await (await server.owner())(method, path)
  expect(await answer.envelope()).toMatchObject({ code: 'NOT_FOUND', status: 404, data: {} })
})

test.each([
  ['half a document', '{"email": "a@b.example"', jsonType],
  ['no JSON', 'email=a', jsonType],
  ['bytes that are no UTF-8', new Uint8Array([0x7b, 0xff, 0xfe, 0x7d]), jsonType],
  ['a form that is none', 'x', { 'content-type': 'multipart/form-data; boundary=y' }],
  ['no form at all', 'x', { 'content-type': 'multipart/form-data' }],
  ['text', 'hello', { 'content-type': 'text/plain' }],
  ['a very deep document', '['.repeat(100_000), jsonType],
])('a body that is %s is 400 in the envelope', async (_, body, headers) => {
  const answer = await server.anonymous('POST', '/api/v1/auth/login', { body, headers })
  const { code, message } = await answer.envelope()
  expect([answer.status, code]).toEqual([400, 'BAD_REQUEST'])
  expect(message).not.toMatch(/SyntaxError|Unexpected|JSON at|position/)
})

test('a body over the cap is 413, whether its length is told or not', async () => {
  const body = JSON.stringify({ email: 'a@b.example', password: 'x'.repeat(1024 * 1024) })
  const told = await server.anonymous('POST', '/api/v1/auth/login', { body, headers: jsonType })
  expect(await told.envelope()).toMatchObject({ code: 'PAYLOAD_TOO_LARGE', status: 413 })
  const chunk = body.length.toString(16)
  const untold = await sendRaw(
    server.port,
    `POST /api/v1/auth/login HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n${chunk}\r\n${body}\r\n0\r\n\r\n`,
  )
  expect(untold).toMatch(/^HTTP\/1\.1 413 /)
})

test.each([
  ['another name', 'evil.example'],
  ['our name with another port', '127.0.0.1:1'],
  ['a name that resolves to us', 'localtest.me'],
  ['our address inside another name', '127.0.0.1.evil.example'],
])('a request for %s is refused before anything else', async (_, host) => {
  for (const path of ['/api/health', '/api/v1/rooms', '/']) {
    const answer = await sendRaw(
      server.port,
      `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`,
    )
    expect(answer).toMatch(/^HTTP\/1\.1 403 /)
    expect(answer).toContain('"code":"FORBIDDEN"')
  }
})

test.each(['https://evil.example', 'null', 'http://127.0.0.1:1', 'http://localhost', 'file://'])(
  'a request of the page %s is refused, with a right token too',
  async (origin) => {
    const owner = await server.owner()
    for (const [method, path] of [
      ['GET', '/api/v1/rooms'],
      ['POST', '/api/v1/auth/login'],
      ['OPTIONS', '/api/v1/rooms'],
    ] as const) {
      const answer = await owner(method, path, { headers: { origin } })
      expect(answer.status).toBe(403)
      expect(answer.headers.get('access-control-allow-origin')).toBeNull()
    }
  },
)

test('our own pages are heard under each of our names', async () => {
  for (const name of ['127.0.0.1', 'localhost', '[::1]']) {
    const headers = { origin: `http://${name}:${server.port}` }
    expect((await server.anonymous('GET', '/api/health', { headers })).status).toBe(200)
  }
})

test('an unexpected error is told by an id alone, and the log has the rest under it', async () => {
  await using broken = await openServer({ runTasks: false })
  const owner = await broken.owner()
  broken.world.workspace.db.exec('alter table terminals rename to elsewhere')
  const answer = await owner('GET', '/api/v1/terminals')
  const { code, status, message, data } = await answer.envelope()
  expect([code, status]).toEqual(['INTERNAL_SERVER_ERROR', 500])
  expect(Object.keys(data)).toEqual(['error_id'])
  expect(message).toBe(`Something went wrong (${data.error_id}).`)
  await expect
    .poll(() => readFileSync(join(broken.world.dir, 'logs/sts.log'), 'utf8'))
    .toContain(data.error_id)
  const line = readFileSync(join(broken.world.dir, 'logs/sts.log'), 'utf8')
    .split('\n')
    .find((text) => text.includes(data.error_id ?? '?'))
  expect(line).toContain('no such table')
})

test('every answer of the API may be kept by nobody and carries the security headers', async () => {
  const owner = await server.owner()
  for (const path of ['/api/v1/rooms', '/api/v1/nothing', '/api/v1/rooms?limit=0', '/api/health']) {
    const { headers } = await owner('GET', path)
    expect([path, headers.get('cache-control')]).toEqual([path, 'no-store'])
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(headers.get('x-powered-by')).toBeNull()
  }
})

test('HEAD of a list says its total and sends no body', async () => {
  const head = await (await server.owner())('HEAD', '/api/v1/rooms')
  expect(head.status).toBe(200)
  expect(head.headers.get('x-total-count')).toBe('12')
  expect(await head.text()).toBe('')
})

test('a denial carries its level, the permission, the roles held, and those that would do', async () => {
  const viewer = await server.as('tomasz.wisniewski@baltic-inspect.example')
  const denied = await viewer('GET', '/api/v1/audit')
  expect(await denied.envelope()).toMatchObject({
    code: 'FORBIDDEN',
    status: 403,
    data: {
      level: 3,
      permission: 'audit.view_all',
      roles: { console: 'viewer', party: null },
      would_be_granted_to: ['console:admin', 'console:superadmin'],
    },
  })
  const anonymous = await callerOf(server.origin)('GET', '/api/v1/audit')
  expect(await anonymous.envelope()).toMatchObject({ data: { level: 1 } })
  const [mine] = await (await viewer('GET', '/api/v1/rooms')).as(
    z.array(z.looseObject({ id: z.string() })),
  )
  const room = await viewer('PATCH', `/api/v1/rooms/${mine?.id}`, { json: { title: 'x' } })
  expect(await room.envelope()).toMatchObject({
    data: { level: 3, permission: 'rooms.update', roles: { console: 'viewer', party: 'viewer' } },
  })
})
