import { createHash } from 'node:crypto'
import { constants, createReadStream } from 'node:fs'
import { access, mkdir, open, readdir, readFile, rename, rm, stat, utimes } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { systemClock } from '../clock/index.ts'
import { DomainError, systemCode } from '../domain-error.ts'
import type { Ids } from '../ids/index.ts'

/**
 * Immutable files named by the SHA-256 of their bytes: `blobs/ab/cd/<sha256>`.
 * Equal bytes are one file, whoever stores them.
 */
export interface BlobStore {
  /** Durable when it answers: written to a temporary file, fsynced, renamed, directory fsynced. */
  put(bytes: Uint8Array): Promise<{ sha256: string; size_bytes: number; existed: boolean }>
  /** The bytes, hashed again. @throws BLOB_DAMAGED, BLOB_MISSING */
  read(sha256: string): Promise<Buffer>
  /** Is it there and are its bytes what its name says? */
  state(sha256: string): Promise<'sound' | 'damaged' | 'missing'>
  has(sha256: string): Promise<boolean>
  path(sha256: string): string
  /**
   * Which file it is that lies there now: another text when it was written, replaced, or given
   * another size since. Undefined when there is none. Costs one look at the directory.
   */
  identity(sha256: string): Promise<string | undefined>
  /**
   * Removes what a crash left half-written.
   * @param owner only the files of the store that was made for this owner
   * @returns how many files
   */
  sweepTemporary(owner?: string): Promise<number>
  /** Every stored file, a directory at a time. */
  files(): AsyncGenerator<StoredFile[]>
  /**
   * Removes files that nobody has put for so long. A file that is put again meanwhile stays, and a
   * crash in the middle loses none.
   * @param quietMillis a file that was put more recently stays
   * @param confirm is told which are on their way out, and says which may go
   * @returns those that are gone; what was not there is not among them, but was confirmed too
   */
  discard(
    sha256s: readonly string[],
    quietMillis: number,
    confirm: (sha256s: readonly string[]) => Promise<ReadonlySet<string>>,
  ): Promise<string[]>
}

export interface StoredFile {
  sha256: string
  size_bytes: number
  /** How long ago it was put, in milliseconds. */
  quiet_millis: number
}

const pieceBytes = 256 * 1024
/** Half of the shortest grace that a file is given. */
const touchMillis = 30 * 60_000
const aside = /^discard-([0-9a-f]{64})$/

/**
 * @param owner begins the names of its temporary files, so that they can be found when the thread
 * that writes them is gone
 */
export function createBlobStore(workspaceDir: string, ids: Ids, owner = 'blob'): BlobStore {
  const root = join(workspaceDir, 'blobs')
  const temporary = join(workspaceDir, 'tmp')
  const path = (sha256: string) => {
    if (!/^[0-9a-f]{64}$/.test(sha256)) throw new Error('A blob is named by 64 hex digits.')
    return join(root, sha256.slice(0, 2), sha256.slice(2, 4), sha256)
  }
  const has = (sha256: string) =>
    access(path(sha256), constants.R_OK).then(
      () => true,
      () => false,
    )
  const state = async (sha256: string) => {
    try {
      return (await hashOfFile(path(sha256))) === sha256 ? 'sound' : 'damaged'
    } catch (error) {
      if (systemCode(error) === 'ENOENT') return 'missing'
      throw error
    }
  }

  return {
    path,
    has,
    state,
    put: async (bytes) => {
      const sha256 = hashOf(bytes)
      const target = path(sha256)
      const stored = { sha256, size_bytes: bytes.byteLength }
      const present = await sizeOf(target)
      // Never trust a file that is there already: a crash or a bad disk may have left other bytes.
      if (present === bytes.byteLength && (await state(sha256)) === 'sound') {
        // Tells `discard` that it is wanted. If that has just moved it aside it is written anew.
        if (await touched(target)) return { ...stored, existed: true }
      }
      await mkdir(temporary, { recursive: true })
      const part = join(temporary, `${owner}-${ids.uuid()}.part`)
      try {
        await writeDurably(part, bytes)
        const made = await mkdir(dirname(target), { recursive: true })
        await rename(part, target)
        const changed = [dirname(target)]
        if (made !== undefined) changed.push(dirname(dirname(target)), root)
        if (made === root) changed.push(workspaceDir)
        // All at once: the journal of the file system takes them in one write.
        await Promise.all(changed.map(syncDirectory))
      } catch (error) {
        await rm(part, { force: true })
        throw systemCode(error) === 'ENOSPC' ? new DomainError('DISK_FULL') : error
      }
      return { ...stored, existed: false }
    },
    read: async (sha256) => {
      let bytes: Buffer
      try {
        bytes = await readFile(path(sha256))
      } catch (error) {
        if (systemCode(error) === 'ENOENT') throw new DomainError('BLOB_MISSING')
        throw error
      }
      if (hashOf(bytes) !== sha256) throw new DomainError('BLOB_DAMAGED')
      return bytes
    },
    identity: async (sha256) => {
      const found = await stat(path(sha256)).catch(() => undefined)
      if (found === undefined) return undefined
      return [found.ino, found.size, found.mtimeMs, found.ctimeMs].join(':')
    },
    sweepTemporary: async (of) => {
      const all: string[] = await readdir(temporary).catch(() => [])
      const parts = of === undefined ? all : all.filter((name) => name.startsWith(`${of}-`))
      for (const part of parts) {
        const sha256 = aside.exec(part)?.[1]
        if (sha256 === undefined) await rm(join(temporary, part), { force: true, recursive: true })
        else await putBack(join(temporary, part), path(sha256))
      }
      return parts.length
    },
    async *files() {
      for (const first of await readdir(root).catch(() => [])) {
        for (const second of await readdir(join(root, first)).catch(() => [])) {
          const found: StoredFile[] = []
          for (const sha256 of await readdir(join(root, first, second)).catch(() => [])) {
            const file = await stat(join(root, first, second, sha256)).catch(() => undefined)
            if (file === undefined || !/^[0-9a-f]{64}$/.test(sha256)) continue
            const quiet_millis = systemClock.millis() - file.mtimeMs
            found.push({ sha256, size_bytes: file.size, quiet_millis })
          }
          yield found
        }
      }
    },
    discard: async (sha256s, quietMillis, confirm) => {
      const isQuiet = async (file: string) => {
        const found = await stat(file).catch(() => undefined)
        return found !== undefined && systemClock.millis() - found.mtimeMs >= quietMillis
      }
      await mkdir(temporary, { recursive: true })
      const moved = new Map<string, string>()
      const leaving: string[] = []
      try {
        for (const sha256 of sha256s) {
          const to = join(temporary, `discard-${sha256}`)
          if (!(await has(sha256))) leaving.push(sha256)
          else if (await isQuiet(path(sha256))) {
            await rename(path(sha256), to)
            moved.set(sha256, to)
            // It may have been put between the look and the move.
            if (await isQuiet(to)) leaving.push(sha256)
          }
        }
        const confirmed = leaving.length === 0 ? new Set<string>() : await confirm(leaving)
        const gone = leaving.filter((sha256) => confirmed.has(sha256) && moved.has(sha256))
        for (const sha256 of gone) {
          await rm(moved.get(sha256) ?? '', { force: true })
          moved.delete(sha256)
        }
        return gone
      } finally {
        for (const [sha256, file] of moved) await putBack(file, path(sha256))
      }
    },
  }
}

/** SHA-256 in 64 hex digits. */
export function hashOf(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** As `hashOf`, of a file of any size, a piece at a time. */
async function hashOfFile(file: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const piece of createReadStream(file, { highWaterMark: pieceBytes }))
    hash.update(piece)
  return hash.digest('hex')
}

/** Written anew meanwhile, it has the same bytes: one of the two is left. */
async function putBack(file: string, target: string): Promise<void> {
  await mkdir(dirname(target), { recursive: true })
  await rename(file, target)
}

/** @returns false when the file is gone */
async function touched(file: string): Promise<boolean> {
  const now = systemClock.millis()
  try {
    // What was put a moment ago is new enough, and stays the same file to whoever remembers it.
    if (now - (await stat(file)).mtimeMs > touchMillis) await utimes(file, now / 1000, now / 1000)
    return true
  } catch {
    return false
  }
}

async function sizeOf(file: string): Promise<number | undefined> {
  return stat(file).then(
    (found) => found.size,
    () => undefined,
  )
}

async function writeDurably(file: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(file, 'wx', 0o600)
  try {
    await handle.writeFile(bytes)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Makes a rename durable. Windows has no such call for directories; NTFS journals the rename itself. */
async function syncDirectory(directory: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(directory, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
