import { readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, test, vi } from 'vitest'
import { createArtefactCache } from '../../src-main/features/snapshots/index.ts'
import { createBlobStore } from '../../src-main/platform/blobs/index.ts'
import { systemClock } from '../../src-main/platform/clock/index.ts'
import { randomIds } from '../../src-main/platform/ids/index.ts'
import { fingerprint } from '../fixtures/raw-database.ts'
import { openWorld, temporaryDirectory, type World } from '../fixtures/world.ts'
import { ended, made, roomOf, sampleRooms } from './made.ts'

const hashOfContent = (n: number) => String(n).padStart(64, '0')

/** A memory of this many bytes over a store of its own, and a way to put files of a size in it. */
async function memoryOf(bytes: number) {
  const directory = await temporaryDirectory()
  const blobs = createBlobStore(directory.path, randomIds(systemClock))
  const limits = { bytes, unused_millis: 3_600_000 }
  const counted: string[] = []
  const cache = createArtefactCache({
    blobs,
    limits: () => limits,
    onCounted: (what) => counted.push(what),
  })
  return {
    counted,
    blobs,
    cache,
    limits,
    store: async (n: number, size: number) => {
      const file = Buffer.alloc(size, n)
      const { sha256 } = await blobs.put(file)
      const artefact = { sha256, file_size: size, page_count: null }
      await cache.keep(hashOfContent(n), artefact, file)
      return artefact
    },
    [Symbol.asyncDispose]: () => directory[Symbol.asyncDispose](),
  }
}

describe('the memory', () => {
  test('holds as many bytes as it may, and lets go of what was asked for longest ago', async () => {
    await using memory = await memoryOf(3_010)
    for (const n of [1, 2, 3]) await memory.store(n, 1_000)
    expect(await memory.cache.find(hashOfContent(1))).toBeDefined()
    await memory.store(4, 1_000)
    const there = await Promise.all([1, 2, 3, 4].map((n) => memory.cache.find(hashOfContent(n))))
    expect(there.map((one) => one !== undefined)).toEqual([true, false, true, true])
    expect(memory.counted).toEqual(['eviction'])
    expect(memory.cache.figures()).toEqual({
      entries: 3,
      bytes: 3_003,
      limit_bytes: 3_010,
    })
  })

  test('takes another limit at once, and keeps what was asked for last', async () => {
    await using memory = await memoryOf(10_000)
    for (const n of [1, 2, 3, 4]) await memory.store(n, 1_000)
    memory.limits.bytes = 2_010
    expect(memory.cache.figures()).toMatchObject({ entries: 2, limit_bytes: 2_010 })
    expect(await memory.cache.find(hashOfContent(4))).toBeDefined()
    expect(await memory.cache.find(hashOfContent(1))).toBeUndefined()
  })

  test('serves its bytes without reading the file, and reads what it has not', async () => {
    await using memory = await memoryOf(10_000)
    const artefact = await memory.store(1, 1_000)
    const read = vi.spyOn(memory.blobs, 'read')
    expect(await memory.cache.read(hashOfContent(1), artefact)).toMatchObject({ layer: 'memory' })
    expect(memory.cache.held(artefact.sha256)).toHaveLength(1_000)
    expect(read).not.toHaveBeenCalled()
    const other = await memory.cache.read(hashOfContent(2), artefact)
    expect(other).toMatchObject({ layer: 'disk' })
    expect(Buffer.from(other.bytes)).toEqual(Buffer.alloc(1_000, 1))
  })

  test('forgets what is not the same file on disk any more, and never serves what is damaged there', async () => {
    await using memory = await memoryOf(10_000)
    const artefact = await memory.store(1, 1_000)
    writeFileSync(memory.blobs.path(artefact.sha256), Buffer.alloc(1_000, 9))
    expect(await memory.cache.find(hashOfContent(1))).toBeUndefined()
    expect(memory.cache.held(artefact.sha256)).toBeUndefined()
    await expect(memory.cache.read(hashOfContent(1), artefact)).rejects.toMatchObject({
      code: 'BLOB_DAMAGED',
    })
  })

  test('does without a file that is larger than all of it', async () => {
    await using memory = await memoryOf(1_000)
    await memory.store(1, 5_000)
    expect(memory.cache.figures()).toMatchObject({ entries: 0, bytes: 0 })
  })
})

test('what memory serves for a download is the file, byte for byte', async () => {
  await using world = await openWorld()
  const owner = await world.owner()
  const { id: room_id } = await roomOf(owner, sampleRooms.active)
  const { snapshot } = await made(world, owner, { room_id })
  const sha256 = snapshot.sha256 ?? ''
  const held = world.workspace.artefacts.held(sha256)
  expect(held && Buffer.from(held)).toEqual(readFileSync(world.workspace.blobs.path(sha256)))
  const read = vi.spyOn(world.workspace.blobs, 'read')
  await owner.snapshots.download({ room_id, snapshot_id: snapshot.id })
  expect(read).not.toHaveBeenCalled()
  await world.reopen()
  const later = await world.owner()
  expect(world.workspace.artefacts.held(sha256)).toBeUndefined()
  await later.snapshots.download({ room_id, snapshot_id: snapshot.id })
  expect(world.workspace.artefacts.held(sha256)).toHaveLength(snapshot.file_size)
})

test('1,000 identical requests at once make one file once', async () => {
  await using world = await openWorld({ threads: 2 })
  hurry(world)
  const owner = await world.owner()
  const { id: room_id } = await roomOf(owner, sampleRooms.active)
  const asked = await Promise.all(
    Array.from({ length: 1_000 }, () => owner.snapshots.create({ room_id, snapshot_type: 'pdf' })),
  )
  await world.workspace.tasks.idle()
  const rows = await allTasks(world)
  expect(rows).toHaveLength(asked.length)
  const cached = rows.map(({ result }) => JSON.parse(result ?? '{}').was_cached)
  expect(cached.filter((layer) => layer === false)).toHaveLength(1)
  expect(cached.filter((layer) => layer === 'memory')).toHaveLength(999)
  const [one] = asked
  if (one === undefined) throw new Error('Nothing was asked for.')
  const { snapshot } = await ended(world, owner, one)
  const files = await world.workspace.db.kysely
    .selectFrom('snapshots')
    .select(['status', 'blob_sha256'])
    .distinct()
    .execute()
  expect(files).toEqual([{ status: 'completed', blob_sha256: snapshot.sha256 }])
})

test('1,000 unchanged rooms on two days: the second day writes no blob', async () => {
  await using world = await openWorld({ threads: 2 })
  hurry(world)
  const owner = await world.owner()
  await addRooms(world, 1_000)
  const day = async () => {
    const rooms = await world.workspace.db.kysely
      .selectFrom('rooms')
      .select('id')
      .where('location', '=', 'Box of the test')
      .execute()
    for (const { id } of rooms) {
      await owner.snapshots.create({ room_id: id, snapshot_type: 'json' })
    }
    await world.workspace.tasks.idle()
    return fingerprint(`${world.dir}/blobs`)
  }
  const first = await day()
  world.clock.advance(24 * 3_600_000)
  const identities = () =>
    Promise.all(Object.values(first).map((sha256) => world.workspace.blobs.identity(sha256)))
  const before = await identities()
  expect(await day()).toEqual(first)
  expect(await identities()).toEqual(before)
  const layers = new Map<unknown, number>()
  for (const { result } of await allTasks(world)) {
    const { was_cached } = JSON.parse(result ?? '{}')
    layers.set(was_cached, (layers.get(was_cached) ?? 0) + 1)
  }
  expect(layers).toEqual(
    new Map<unknown, number>([
      [false, 1_000],
      ['memory', 1_000],
    ]),
  )
})

/** Thousands of commits, none of which has to outlive a loss of power. */
const hurry = (world: World) => world.workspace.db.exec('pragma synchronous = off')

const allTasks = (world: World) =>
  world.workspace.db.kysely.selectFrom('tasks').select('result').execute()

/** Rooms like the first of the sample, without anything in them. */
async function addRooms({ workspace }: World, count: number): Promise<void> {
  const { kysely } = workspace.db
  const room = await kysely.selectFrom('rooms').selectAll().executeTakeFirstOrThrow()
  const rows = Array.from({ length: count }, (_, n) => ({
    ...room,
    id: `019a0000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`,
    code: `STS-20261120-T${String(n).padStart(5, '0')}`,
    location: 'Box of the test',
  }))
  for (let from = 0; from < count; from += 100) {
    await kysely
      .insertInto('rooms')
      .values(rows.slice(from, from + 100))
      .execute()
  }
}
