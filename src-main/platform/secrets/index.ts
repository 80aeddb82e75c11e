import { open, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { KeyPlace } from '../../../src-shared/contract/enums.ts'
import { DomainError, systemCode } from '../domain-error.ts'
import type { Log } from '../log/index.ts'

/** What the operating system's key store does for a program: it seals text for this person. */
export interface KeyStore {
  /** False where there is none, or one that only pretends. */
  isAvailable(): Promise<boolean>
  seal(text: string): Promise<Uint8Array>
  open(sealed: Uint8Array): Promise<string>
}

/** One secret of a workspace, in a file that only its owner may read. */
export interface SecretFile {
  /** undefined where there is none, or none that can be opened here. */
  read(): Promise<{ text: string; kept_in: KeyPlace } | undefined>
  /** Durable when it answers. @returns where it is kept: sealed by the key store, or plain in the file */
  write(text: string): Promise<KeyPlace>
}

/**
 * The secret `name` of a workspace: `name.sealed` where a key store sealed it, else `name`, both
 * readable by their owner only (0600).
 */
export function createSecretFile(options: {
  directory: string
  name: string
  keyStore: KeyStore | undefined
  log: Log
}): SecretFile {
  const { keyStore, log } = options
  const plain = join(options.directory, options.name)
  const sealed = `${plain}.sealed`
  const usable = async () =>
    keyStore !== undefined && (await keyStore.isAvailable()) ? keyStore : undefined

  return {
    read: async () => {
      const store = await usable()
      const bytes = store === undefined ? undefined : await contentOf(sealed)
      if (store !== undefined && bytes !== undefined) {
        try {
          return { text: await store.open(bytes), kept_in: 'key_store' }
        } catch (error) {
          // Another person's, or the key store was made anew: the secret is lost, not the work.
          log.warn({ err: error, secret: options.name }, 'the key store does not open a secret')
        }
      }
      const text = await contentOf(plain)
      return text === undefined ? undefined : { text: text.toString('utf8'), kept_in: 'file' }
    },
    write: async (text) => {
      const store = await usable()
      if (store !== undefined) {
        await writePrivately(sealed, await store.seal(text))
        return 'key_store'
      }
      if (keyStore !== undefined) {
        log.warn(
          { secret: options.name },
          'this system has no key store: the secret is kept in a file that only its owner may read',
        )
      }
      await writePrivately(plain, Buffer.from(text, 'utf8'))
      return 'file'
    },
  }
}

async function contentOf(file: string): Promise<Buffer | undefined> {
  try {
    return await readFile(file)
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined
    throw error
  }
}

async function writePrivately(file: string, bytes: Uint8Array): Promise<void> {
  const part = `${file}.part`
  try {
    const handle = await open(part, 'w', 0o600)
    try {
      await handle.writeFile(bytes)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(part, file)
  } catch (error) {
    await rm(part, { force: true })
    throw systemCode(error) === 'ENOSPC' ? new DomainError('DISK_FULL') : error
  }
}
