import { once } from 'node:events'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ChangeEvent } from '../../src-shared/contract/system.ts'
import { openRoom, signedIn } from '../fixtures/mutations.ts'
import { ownerEmail } from '../fixtures/names.ts'
import { refusalOf } from '../fixtures/procedures.ts'
import { openServer, sendRaw, type TestServer } from '../fixtures/server.ts'
import { openSocket, pageCookies, socketClient } from '../fixtures/socket.ts'
import { entriesAfter, lastSeq } from '../fixtures/trail.ts'

let server: TestServer
let token: string
beforeAll(async () => {
  server = await openServer()
  token = await server.token(ownerEmail)
})
afterAll(() => server[Symbol.asyncDispose]())

const alive = async () => expect((await server.anonymous('GET', '/api/health')).status).toBe(200)

test.each([
  ['no cookie', () => ({ origin: server.origin })],
  [
    'a session but no door key',
    () => ({ origin: server.origin, cookie: `sts_session_${server.port}=${token}` }),
  ],
  ['a wrong door key', () => ({ origin: server.origin, cookie: `sts_door_${server.port}=wrong` })],
  [
    'the key of another port',
    () => ({ origin: server.origin, cookie: 'sts_door_1=key-of-the-tests' }),
  ],
  [
    'a foreign page',
    () => ({ origin: 'https://evil.example', cookie: pageCookies(server, token) }),
  ],
  [
    'a page on another port',
    () => ({ origin: 'http://127.0.0.1:1', cookie: pageCookies(server, token) }),
  ],
  ['no page', () => ({ cookie: pageCookies(server, token) })],
  [
    'a foreign name',
    () => ({ origin: server.origin, cookie: pageCookies(server, token), host: 'evil.example' }),
  ],
])('a WebSocket with %s is refused with 403', async (_, headers: () => Record<string, string>) => {
  expect(await openSocket(server, headers())).toBe(403)
})

test('a WebSocket at another address is refused', async () => {
  const headers = { cookie: pageCookies(server, token), origin: server.origin }
  for (const path of ['/', '/rpc/', '/api/v1/rooms', '/rpc2']) {
    expect(await openSocket(server, headers, path)).toBe(403)
  }
})

test('addresses that are none do not bring the door down', async () => {
  for (const path of ['//', 'http://[', '/\\', '*']) {
    const answer = await sendRaw(
      server.port,
      `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`,
    )
    expect(answer).toMatch(/^HTTP\/1\.1 40[03] /)
  }
  await alive()
})

test('calls go through the gate, as the person of the session cookie, from the browser', async () => {
  const { client, socket } = await socketClient(server, token)
  expect((await client.auth.me()).account.email).toBe(ownerEmail)
  const { room_id } = await openRoom(await signedIn(server.world))
  const before = await lastSeq(server.world)
  const message = await client.messages.create({ room_id, body: 'By socket' })
  expect(message.body).toBe('By socket')
  expect(await entriesAfter(server.world, before)).toMatchObject([
    { action: 'message.created', source: 'browser', actor_email: ownerEmail },
  ])
  expect(
    await refusalOf(client.rooms.get({ room_id: '019a0000-0000-7000-8000-000000000000' })),
  ).toMatchObject({
    code: 'ROOM_NOT_FOUND',
    status: 404,
    data: { level: 2 },
  })
  socket.close()
})

test('the door key alone opens the screens, and no data', async () => {
  const { client, socket } = await socketClient(server)
  expect(await client.system.about()).toMatchObject({ name: 'STS Clearance Desktop' })
  expect(await refusalOf(client.rooms.list({}))).toMatchObject({
    code: 'UNAUTHENTICATED',
    data: { level: 1 },
  })
  socket.close()
})

test('a session that ends elsewhere ends on the open socket too', async () => {
  const email = 'tomasz.wisniewski@baltic-inspect.example'
  const { client, socket } = await socketClient(server, await server.token(email))
  expect((await client.auth.me()).account.email).toBe(email)
  await (await server.as(email))('POST', '/api/v1/auth/logout')
  expect(await refusalOf(client.auth.me())).toMatchObject({ code: 'UNAUTHENTICATED' })
  socket.close()
})

test('events stream over the socket: ready first, then the task up to its end', async () => {
  const { client, socket } = await socketClient(server, token)
  const { room_id } = await openRoom(await signedIn(server.world))
  const stop = new AbortController()
  const events = await client.system.events(undefined, { signal: stop.signal })
  const first = await events.next()
  expect(first.value).toEqual({ kind: 'ready' })
  const { task_id } = await client.snapshots.create({ room_id, snapshot_type: 'json' })
  const seen: Extract<ChangeEvent, { kind: 'task' }>[] = []
  for await (const event of events) {
    if (event.kind !== 'task' || event.task.task_id !== task_id) continue
    seen.push(event)
    if (event.task.status === 'completed') break
  }
  expect(seen.at(-1)?.task).toMatchObject({ progress: 100, status: 'completed' })
  stop.abort()
  socket.close()
})

test('a message that is too large or none at all closes that socket, not the door', async () => {
  for (const [frame, options] of [
    ['x'.repeat(2 * 1024 * 1024), {}],
    [Buffer.from([0xc3, 0x28]), { binary: false }],
  ] as const) {
    const { socket } = await socketClient(server, token)
    const closed = once(socket, 'close')
    socket.send(frame, options)
    await closed
    await alive()
  }
  const { client, socket } = await socketClient(server, token)
  socket.send('this is no call')
  socket.send('{"i":1}')
  expect((await client.auth.me()).account.email).toBe(ownerEmail)
  socket.close()
})
