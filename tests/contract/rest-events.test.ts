import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ChangeEvent, changeEventSchema } from '../../src-shared/contract/system.ts'
import { legacyFile, soundRows } from '../fixtures/legacy-database.ts'
import { openRoom, signedIn } from '../fixtures/mutations.ts'
import { ownerEmail } from '../fixtures/names.ts'
import { openServer, type TestServer } from '../fixtures/server.ts'

const viewer = 'tomasz.wisniewski@baltic-inspect.example'
let server: TestServer
beforeAll(async () => {
  server = await openServer()
})
afterAll(() => server[Symbol.asyncDispose]())

/** Listens over REST; `until` waits for the event that it describes and answers all so far. */
async function listen(email: string) {
  const stop = new AbortController()
  const response = await fetch(`${server.origin}/api/v1/events`, {
    headers: { authorization: `Bearer ${await server.token(email)}` },
    signal: stop.signal,
  })
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/)
  if (response.body === null) throw new Error('The stream has no body.')
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
  const seen: ChangeEvent[] = []
  let rest = ''
  const until = async (wanted: (event: ChangeEvent) => boolean): Promise<ChangeEvent[]> => {
    while (!seen.some(wanted)) {
      const { value, done } = await reader.read()
      if (done) throw new Error('The stream ended.')
      rest += value
      const blocks = rest.split('\n\n')
      rest = blocks.pop() ?? ''
      for (const block of blocks) {
        const data = /^data: (.*)$/m.exec(block)?.[1]
        if (/^event: message$/m.test(block) && data !== undefined) {
          seen.push(changeEventSchema.parse(JSON.parse(data)))
        }
      }
    }
    return seen
  }
  return { until, close: () => stop.abort() }
}

const isReady = (event: ChangeEvent) => event.kind === 'ready'
const isDone = (event: ChangeEvent) => event.kind === 'task' && event.task.status === 'completed'

test('the stream begins with ready, then tells the task and what it changed', async () => {
  const client = await signedIn(server.world)
  const { room_id } = await openRoom(client)
  const stream = await listen(ownerEmail)
  expect(await stream.until(isReady)).toEqual([{ kind: 'ready' }])
  const { id } = await client.snapshots.create({ room_id, snapshot_type: 'json' })
  const events = await stream.until(isDone)
  const tasks = events.flatMap((event) => (event.kind === 'task' ? [event.task] : []))
  expect(new Set(tasks.map((task) => task.room_id))).toEqual(new Set([room_id]))
  expect(tasks.map((task) => task.progress)).toEqual(
    tasks.map((task) => task.progress).toSorted((a, b) => a - b),
  )
  expect(events).toContainEqual({ kind: 'changed', resource: 'snapshot', id, room_id })
  expect(events).toContainEqual({ kind: 'changed', resource: 'audit', id: null, room_id })
  stream.close()
})

test('a stranger to a room hears nothing of it, and of the trail nobody but who may read it', async () => {
  const client = await signedIn(server.world)
  const foreign = await openRoom(client)
  const own = (await (await server.world.as(viewer)).rooms.list({ limit: 1, status: 'active' }))
    .body[0]
  const stream = await listen(viewer)
  await stream.until(isReady)
  await client.snapshots.create({ room_id: foreign.room_id, snapshot_type: 'json' })
  await client.messages.create({ room_id: foreign.room_id, body: 'Not for strangers' })
  await server.world.workspace.tasks.idle()
  const { id } = await client.snapshots.create({ room_id: own?.id ?? '', snapshot_type: 'json' })
  // Events keep their order: when this one is there, all before it have been decided about.
  const events = await stream.until(isDone)
  expect(events).toContainEqual({ kind: 'changed', resource: 'snapshot', id, room_id: own?.id })
  expect(JSON.stringify(events)).not.toContain(foreign.room_id)
  expect(events.filter((event) => event.kind === 'changed' && event.resource === 'audit')).toEqual(
    [],
  )
  stream.close()
})

test('an import tells its progress to whoever runs it, and that it is done to everybody', async () => {
  const rows = soundRows()
  const message = rows.messages[0] ?? {}
  rows.messages = Array.from({ length: 1500 }, (_, n) => ({ ...message, id: `message-${n}` }))
  const client = await signedIn(server.world)
  const [own, other] = [await listen(ownerEmail), await listen(viewer)]
  await Promise.all([own.until(isReady), other.until(isReady)])
  const file = legacyFile(rows)
  await client.imports.run({ file, kind: 'sts_clearance', dry_run: true })
  await client.imports.run({ file, kind: 'sts_clearance', dry_run: false })
  const isImported = (event: ChangeEvent) => event.kind === 'changed' && event.resource === 'import'
  const isProgress = (event: ChangeEvent) => event.kind === 'import'
  const heard = await own.until(isImported)
  expect(heard.filter(isProgress)).toMatchObject(
    Array(2).fill({ file_name: 'sts_clearance.db', read: 1000 }),
  )
  expect(heard.filter(isImported)).toEqual([
    { kind: 'changed', resource: 'import', id: null, room_id: null },
  ])
  expect((await other.until(isImported)).filter(isProgress)).toEqual([])
  own.close()
  other.close()
})

test('who is not signed in hears nothing', async () => {
  const answer = await server.anonymous('GET', '/api/v1/events')
  expect(await answer.envelope()).toMatchObject({ code: 'UNAUTHENTICATED', data: { level: 1 } })
})

test.each([
  [
    'signs out',
    async (email: string) => void (await (await server.as(email))('POST', '/api/v1/auth/logout')),
  ],
  [
    'is taken out of use',
    async (email: string) => {
      const { accounts } = server.world.workspace.services
      const actor = await accounts.actor(ownerEmail)
      const { account_id } = await accounts.actor(email)
      const call = { procedure: 'test', source: 'rest' as const, actor, room: null, expects: null }
      await accounts.update({ account_id: account_id ?? '', is_active: false }, call)
    },
  ],
])('the stream ends for somebody who %s', async (what, end) => {
  const email =
    what === 'signs out'
      ? 'james.pryce@ashdown-pryce.example'
      : 'astrid.lindqvist@norrsken-chartering.example'
  const room = (await (await server.world.as(email)).rooms.list({ limit: 1, status: 'active' }))
    .body[0]
  const stream = await listen(email)
  await stream.until(isReady)
  await end(email)
  const client = await signedIn(server.world)
  await client.messages.create({ room_id: room?.id ?? '', body: 'After the end' })
  await expect(
    stream.until((event) => event.kind === 'changed' && event.resource === 'room'),
  ).rejects.toThrow('The stream ended.')
})
