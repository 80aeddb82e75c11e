import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { DomainError, systemCode } from '../platform/domain-error.ts'

/**
 * Writes bytes to a new file and syncs it to disk. Never overwrites unless `force` says so.
 * @throws CONFLICT (the file is there), WORKSPACE_UNUSABLE (directory missing, no rights), DISK_FULL
 */
export async function writeNewFile(file: string, bytes: Uint8Array, force: boolean): Promise<void> {
  let made = false
  try {
    const handle = await open(file, force ? 'w' : 'wx')
    made = true
    try {
      await handle.writeFile(bytes)
      await handle.sync()
    } finally {
      await handle.close()
    }
  } catch (error) {
    if (made && !force) await rm(file, { force: true })
    throw writeFault(error, file)
  }
}

/** Why a file could not be written, in words; what is none of the usual reasons stays as it is. */
export function writeFault(error: unknown, file: string): unknown {
  const code = systemCode(error)
  const conflict = (message: string) => new DomainError('CONFLICT', message)
  if (code === 'EEXIST')
    return conflict(`${file} is there already; give another name, or --force to overwrite it.`)
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return conflict(`The directory ${dirname(file)} is not there.`)
  if (code === 'EISDIR') return conflict(`${file} is a directory; name a file.`)
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return conflict(`${file} cannot be written with your rights.`)
  if (code === 'ENOSPC')
    return new DomainError('DISK_FULL', `The disk is full: ${file} was not written.`)
  return error
}

/** SHA-256 of a file of any size, streamed. @throws BAD_REQUEST when it is no file or is empty */
export async function hashFile(file: string): Promise<string> {
  const found = await stat(file).catch(() => undefined)
  if (found === undefined) throw new DomainError('BAD_REQUEST', `There is no file ${file}.`)
  if (!found.isFile())
    throw new DomainError('BAD_REQUEST', `${file} is not a file; name the one to verify.`)
  if (found.size === 0) throw new DomainError('BAD_REQUEST', `${file} is empty.`)
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash)
  return hash.digest('hex')
}
