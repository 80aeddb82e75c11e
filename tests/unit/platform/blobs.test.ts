import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type BlobStore, createBlobStore, hashOf } from '../../../src-main/platform/blobs/index.ts'
import { settableClock } from '../../../src-main/platform/clock/index.ts'
import { seededIds } from '../../../src-main/platform/ids/index.ts'

const bytes = Buffer.from('%PDF-1.4 what the room looked like')
const sha256 = hashOf(bytes)
/** SHA-256 of the empty string and of `abc`, from FIPS 180-4. */
const knownHashes = {
  '': 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  abc: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
}

let dir: string
let blobs: BlobStore
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'sts-blobs-'))
  blobs = createBlobStore(dir, seededIds('blobs', settableClock('2026-11-20T12:00:00.000Z')))
})
afterEach(() => rm(dir, { recursive: true, force: true }))

const filesUnder = async (folder: string): Promise<string[]> =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name)

describe('a blob', () => {
  test.each(Object.entries(knownHashes))('“%s” is named by its SHA-256', async (text, expected) => {
    expect(await blobs.put(Buffer.from(text))).toMatchObject({
      sha256: expected,
      size_bytes: text.length,
    })
  })

  test('lies in two folders named by the start of its hash, and holds the bytes', async () => {
    expect(await blobs.put(bytes)).toEqual({ sha256, size_bytes: bytes.length, existed: false })
    const place = join(dir, 'blobs', sha256.slice(0, 2), sha256.slice(2, 4), sha256)
    expect(blobs.path(sha256)).toBe(place)
    expect(await readFile(place)).toEqual(bytes)
  })

  test('leaves no temporary file behind', async () => {
    await blobs.put(bytes)
    expect(await readdir(join(dir, 'tmp'))).toEqual([])
  })

  test('is one file however often it is put', async () => {
    await blobs.put(bytes)
    expect(await blobs.put(bytes)).toEqual({ sha256, size_bytes: bytes.length, existed: true })
    expect(await filesUnder(join(dir, 'blobs'))).toEqual([sha256])
  })

  test('is one sound file when many put it at the same moment', async () => {
    await Promise.all(Array.from({ length: 20 }, () => blobs.put(bytes)))
    expect(await filesUnder(join(dir, 'blobs'))).toEqual([sha256])
    expect(await blobs.state(sha256)).toBe('sound')
    expect(await readdir(join(dir, 'tmp'))).toEqual([])
  })

  test.each([
    { damage: 'other bytes of the same size', other: Buffer.alloc(bytes.length, 0) },
    { damage: 'fewer bytes', other: bytes.subarray(0, 5) },
    { damage: 'nothing', other: Buffer.alloc(0) },
  ])('whose file holds $damage is written anew by the next put', async ({ other }) => {
    await blobs.put(bytes)
    await writeFile(blobs.path(sha256), other)
    expect(await blobs.put(bytes)).toMatchObject({ existed: false })
    expect(await readFile(blobs.path(sha256))).toEqual(bytes)
  })

  test('is named by 64 hex digits and nothing else: no path can be smuggled in', async () => {
    for (const name of [
      '',
      '../../etc/passwd',
      sha256.toUpperCase(),
      `${sha256}/..`,
      'g'.repeat(64),
    ]) {
      expect(() => blobs.path(name)).toThrow('64 hex digits')
      await expect(blobs.read(name)).rejects.toThrow()
    }
  })
})

describe('looking at a blob', () => {
  test('tells sound, damaged, and missing apart', async () => {
    expect(await blobs.state(sha256)).toBe('missing')
    expect(await blobs.has(sha256)).toBe(false)
    await blobs.put(bytes)
    expect(await blobs.state(sha256)).toBe('sound')
    expect(await blobs.has(sha256)).toBe(true)
    await writeFile(blobs.path(sha256), 'other')
    expect(await blobs.state(sha256)).toBe('damaged')
  })

  test('hands out the bytes after hashing them again', async () => {
    await blobs.put(bytes)
    expect(await blobs.read(sha256)).toEqual(bytes)
  })

  test('never hands out bytes that are not what the name says', async () => {
    await blobs.put(bytes)
    const damaged = Buffer.from(bytes)
    damaged[0] = (damaged[0] ?? 0) ^ 1
    await writeFile(blobs.path(sha256), damaged)
    await expect(blobs.read(sha256)).rejects.toMatchObject({ code: 'BLOB_DAMAGED' })
  })

  test('says that a blob is missing where there is none', async () => {
    await expect(blobs.read(sha256)).rejects.toMatchObject({ code: 'BLOB_MISSING' })
  })
})

describe('when the store cannot be written', () => {
  test('a put fails and leaves nothing half-written', async () => {
    // A file where the folder of the blob should be: refused for every user, root too.
    await mkdir(join(dir, 'blobs'), { recursive: true })
    await writeFile(join(dir, 'blobs', sha256.slice(0, 2)), 'in the way')
    await expect(blobs.put(bytes)).rejects.toThrow()
    expect(await readdir(join(dir, 'tmp'))).toEqual([])
  })
})

describe('after a crash', () => {
  test('what was left half-written is swept away, stored blobs stay', async () => {
    await blobs.put(bytes)
    const half = join(dir, 'tmp', 'half.part')
    await mkdir(dirname(half), { recursive: true })
    await writeFile(half, 'half')
    await mkdir(join(dir, 'tmp', 'folder'))
    expect(await blobs.sweepTemporary()).toBe(2)
    expect(await readdir(join(dir, 'tmp'))).toEqual([])
    expect(await blobs.state(sha256)).toBe('sound')
  })

  test('a sweep of a store that has no temporary files finds none', async () => {
    expect(await blobs.sweepTemporary()).toBe(0)
  })
})
