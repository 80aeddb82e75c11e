import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ownerEmail, passwords } from '../fixtures/names.ts'
import { type RestCaller, type Server, serveProcess, sts } from '../fixtures/processes.ts'
import { faultsOf, rowsOf, strayBlobs } from '../fixtures/raw-database.ts'
import { copySample, temporaryDirectory } from '../fixtures/world.ts'

const rounds = 50
const snapshotsPerRound = 3

test(`${rounds} kills at random moments between create and complete lose nothing and do nothing twice`, {
  timeout: 300_000,
}, async () => {
  const seed = Number(process.env['STS_KILL_SEED'] ?? 20_261_120)
  console.log(`kill test: seed ${seed} (STS_KILL_SEED sets another one)`)
  const random = randomOf(seed)
  await using directory = await temporaryDirectory()
  const dir = join(directory.path, 'workspace')
  copySample(dir)
  const rooms = rowsOf<{ id: string }>(dir, 'select id from rooms order by code')
  const answered = new Set<string>()
  let foundUnfinished = 0

  for (let round = 0; round < rounds; round++) {
    await using server = await serveProcess(dir)
    const caller = await server.signIn(ownerEmail, passwords.owner)
    const armed = await arm(server, caller, round, random)
    const calls = Array.from({ length: snapshotsPerRound }, (_, number) => {
      const room = rooms[Math.floor(random() * rooms.length)]
      return take(caller, room?.id ?? '', `Round ${round}, ${number}`, random).then((id) => {
        if (id === undefined) return
        answered.add(id)
        armed.answer()
      })
    })
    await armed.over
    await Promise.allSettled(calls)
    expect((await server.ended).signal).toBe('SIGKILL')
    foundUnfinished += rowsOf(dir, "select 1 from snapshots where status = 'generating'").length
  }
  expect(answered.size).toBeGreaterThan(rounds)
  expect(foundUnfinished).toBeGreaterThan(rounds / 2)

  await using server = await serveProcess(dir)
  await allTasksEnded(await server.signIn(ownerEmail, passwords.owner))
  server.signal('SIGTERM')
  expect(await server.ended).toMatchObject({ code: 0 })

  const snapshots = rowsOf<{ id: string; status: string }>(dir, 'select id, status from snapshots')
  expect(new Set(snapshots.map(({ status }) => status))).toEqual(new Set(['completed']))
  const ids = new Set(snapshots.map(({ id }) => id))
  expect([...answered].filter((id) => !ids.has(id))).toEqual([])
  expect(entriesPerSnapshot(dir, 'snapshot.created')).toEqual(
    new Map([...ids].map((id) => [id, 1])),
  )
  expect(entriesPerSnapshot(dir, 'snapshot.completed')).toEqual(
    new Map([...ids].map((id) => [id, 1])),
  )
  const tasks = rowsOf<{ status: string }>(dir, 'select distinct status from tasks')
  expect(tasks).toEqual([{ status: 'completed' }])
  expect(readdirSync(join(dir, 'tmp'))).toEqual([])
  expect([...faultsOf(dir), ...strayBlobs(dir)]).toEqual([])
  expect(await sts(['audit', 'verify', '--workspace', dir])).toMatchObject({ code: 0 })
})

/** Numbers in [0, 1), the same for the same seed (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** @returns its id when it was answered with 201; undefined when the server was gone before */
async function take(
  caller: RestCaller,
  room: string,
  title: string,
  random: () => number,
): Promise<string | undefined> {
  const snapshot_type = (['pdf', 'json', 'csv'] as const)[Math.floor(random() * 3)]
  const include_messages = random() < 0.5
  const answer = await caller
    .call('POST', `/api/v1/rooms/${room}/snapshots`, { title, snapshot_type, include_messages })
    .catch(() => undefined)
  return answer?.status === 201 ? (answer.body as { id: string }).id : undefined
}

/** Kills the server at the n-th answer, at the n-th progress that a task reports, or by the watch. */
async function arm(server: Server, caller: RestCaller, round: number, random: () => number) {
  const kill = () => server.signal('SIGKILL')
  const ended = server.ended.then(() => undefined)
  const kind = (['answer', 'progress', 'delay'] as const)[round % 3]
  const events = await caller.events()
  if (kind === 'answer') {
    let left = 1 + Math.floor(random() * snapshotsPerRound)
    return { over: ended, answer: () => --left === 0 && kill() }
  }
  if (kind === 'progress') {
    let left = 1 + Math.floor(random() * 12)
    void (async () => {
      for await (const event of events) if (event.kind === 'task' && --left === 0) kill()
    })()
  } else setTimeout(kill, random() * 400)
  return { over: ended, answer: () => undefined }
}

async function allTasksEnded(caller: RestCaller): Promise<void> {
  const events = await caller.events()
  const left = async () => {
    const lists = ['pending', 'running'].map((status) =>
      caller.call('GET', `/api/v1/tasks?status=${status}`),
    )
    return (await Promise.all(lists)).flatMap(({ body }) => body as unknown[]).length
  }
  while ((await left()) > 0) await events.next()
}

function entriesPerSnapshot(dir: string, action: string): Map<string, number> {
  const rows = rowsOf<{ id: string; count: number }>(
    dir,
    'select resource_id as id, count(*) as count from audit_entries where action = ? group by 1 order by 1',
    action,
  )
  return new Map(rows.map(({ id, count }) => [id, count]))
}
