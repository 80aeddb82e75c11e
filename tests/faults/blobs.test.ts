import { existsSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Snapshot } from '../../src-shared/contract/snapshots.ts'
import { ownerEmail, passwords } from '../fixtures/names.ts'
import { type RestCaller, serveProcess } from '../fixtures/processes.ts'
import { blobPath, rowsOf, sha256Of, unsoundBlobs } from '../fixtures/raw-database.ts'
import { takeByRest, untilEnded } from '../fixtures/rest-snapshots.ts'
import { copySample, temporaryDirectory } from '../fixtures/world.ts'

const damages: { name: string; code: string; damage: (file: string) => void }[] = [
  { name: 'one bit of it flipped', code: 'BLOB_DAMAGED', damage: flipBit },
  { name: 'cut short', code: 'BLOB_DAMAGED', damage: (file) => truncateSync(file, 100) },
  { name: 'emptied', code: 'BLOB_DAMAGED', damage: (file) => truncateSync(file, 0) },
  { name: 'gone', code: 'BLOB_MISSING', damage: (file) => rmSync(file) },
]

describe('a stored file that was damaged is not served, and retry makes the same one again', () => {
  test.for(damages)('$name', async ({ code, damage }) => {
    await using world = await servedSample()
    const { snapshot } = await takeByRest(world.caller, world.room, { title: 'To be damaged' })
    const file = blobPath(world.dir, snapshot.sha256 ?? '')
    const sound = readFileSync(file)
    damage(file)

    const whole: Record<string, string> = {}
    for (const headers of [whole, { range: 'bytes=0-9' }]) {
      const refused = await world.download(snapshot, headers)
      expect(refused).toMatchObject({ status: 409, body: { code, status: 409 } })
      expect(JSON.stringify(refused.body)).not.toContain(world.dir)
    }
    expect(entries(world.dir, 'snapshot.download_refused', snapshot.id)).toHaveLength(2)

    const again = await untilEnded(world.caller, () =>
      world.caller.call('POST', `${snapshot.download_url.replace('/download', '/retry')}`),
    )
    expect(again.task).toMatchObject({ status: 'completed', result: { was_cached: false } })
    expect(again.snapshot).toMatchObject({ status: 'completed', sha256: snapshot.sha256 })
    const served = await world.download(snapshot)
    expect(served.status).toBe(200)
    expect(sha256Of(served.bytes)).toBe(snapshot.sha256)
    expect(readFileSync(file).equals(sound)).toBe(true)
    expect(unsoundBlobs(world.dir)).toEqual([])
  })
})

test('a sound snapshot is not made again', async () => {
  await using world = await servedSample()
  const { snapshot } = await takeByRest(world.caller, world.room, { snapshot_type: 'json' })
  const path = snapshot.download_url.replace('/download', '/retry')
  expect(await world.caller.call('POST', path)).toMatchObject({
    status: 409,
    body: { code: 'CONFLICT' },
  })
})

describe('a damaged file is never served to the next snapshot of the same content', () => {
  test.for([
    { layer: 'memory', restart: false },
    { layer: 'disk', restart: true },
  ])('found by $layer', async ({ layer, restart }) => {
    await using world = await servedSample()
    const { snapshot: first } = await takeByRest(world.caller, world.room)
    if (restart) await world.restart()
    const { task: sound } = await takeByRest(world.caller, world.room)
    expect(sound.result).toMatchObject({ was_cached: layer })

    if (restart) await world.restart()
    const file = blobPath(world.dir, first.sha256 ?? '')
    flipBit(file)
    const { snapshot: second, task } = await takeByRest(world.caller, world.room)
    expect(task).toMatchObject({ status: 'completed', result: { was_cached: false } })
    expect(second).toMatchObject({ sha256: first.sha256, content_hash: first.content_hash })
    expect(sha256Of(readFileSync(file))).toBe(first.sha256)
    expect(entries(world.dir, 'blob.repaired', first.sha256)).toMatchObject([
      { detail: expect.stringContaining(`"snapshot_id":"${second.id}"`), outcome: 'success' },
    ])
    for (const snapshot of [first, second]) {
      expect(sha256Of((await world.download(snapshot)).bytes)).toBe(first.sha256)
    }
  })
})

test('a file that a crash left in tmp/ is swept at the next start', async () => {
  await using world = await servedSample()
  const left = join(world.dir, 'tmp', 'half-made.part')
  writeFileSync(left, '%PDF-1.7 half')
  await world.restart()
  expect(existsSync(left)).toBe(false)
})

function flipBit(file: string): void {
  const bytes = readFileSync(file)
  const middle = bytes.length >> 1
  bytes.writeUInt8(bytes.readUInt8(middle) ^ 1, middle)
  writeFileSync(file, bytes)
}

const entries = (dir: string, action: string, resource: string | null) =>
  rowsOf<{ detail: string; outcome: string }>(
    dir,
    'select detail, outcome from audit_entries where action = ? and resource_id = ?',
    action,
    resource,
  )

/** A copy of the sample behind a real server, that can be started again. */
async function servedSample() {
  const directory = await temporaryDirectory()
  const dir = join(directory.path, 'workspace')
  copySample(dir)
  let server = await serveProcess(dir)
  let caller: RestCaller = await server.signIn(ownerEmail, passwords.owner)
  const [room] = rowsOf<{ id: string }>(dir, "select id from rooms where status = 'active'")
  return {
    dir,
    room: room?.id ?? '',
    get caller() {
      return caller
    },
    download: (snapshot: Snapshot, headers: Record<string, string> = {}) =>
      caller.call('GET', snapshot.download_url, undefined, headers),
    restart: async () => {
      server.signal('SIGTERM')
      await server.ended
      server = await serveProcess(dir)
      caller = await server.signIn(ownerEmail, passwords.owner)
    },
    [Symbol.asyncDispose]: async () => {
      await server[Symbol.asyncDispose]()
      await directory[Symbol.asyncDispose]()
    },
  }
}
