import { setImmediate as breathe } from 'node:timers/promises'
import type { BlobStore } from '../../platform/blobs/index.ts'
import type { Clock } from '../../platform/clock/index.ts'
import type { Executor } from '../../platform/db/index.ts'
import { type Audit, systemCall } from '../audit/index.ts'
import type { Tables } from '../tables.ts'
import * as store from './store.ts'

/** As many as are looked at, or removed, in one short transaction. */
const atOnce = 200

export interface Collected {
  removed: number
  bytes: number
}

/**
 * Removes files that nothing has pointed to for the whole of the grace: those that the database
 * knows, and those that a crash left without a row. A file that is wanted again meanwhile stays.
 *
 * First every file that nothing points to is marked with the time at which that was found, and the
 * mark of one that is pointed to again is taken away; then those whose mark is old enough go, each
 * few of them in one transaction with its entry, which looks once more.
 */
export async function collect(options: {
  db: Executor<Tables>
  audit: Audit
  blobs: BlobStore
  clock: Clock
  graceMillis: number
  signal: AbortSignal
}): Promise<Collected> {
  const { db, audit, blobs, clock, graceMillis, signal } = options
  const collected: Collected = { removed: 0, bytes: 0 }

  await mark()
  const before = new Date(clock.millis() - graceMillis).toISOString()
  for (const sha256s of chunked(await store.unusedSince(db, before, mostInOneRound))) {
    await discard(sha256s, async (leaving) => {
      if ((await store.stillUnused(db, leaving)).length === 0) return new Set()
      return audit.change(systemCall(), async ({ trx, record }) => {
        const unused = await store.stillUnused(trx, leaving)
        const names = unused.map(({ sha256 }) => sha256)
        await store.forgetBlobs(trx, names, clock.iso())
        const bytes = unused.reduce((sum, { size_bytes }) => sum + size_bytes, 0)
        await record({
          action: 'storage.collected',
          resource_type: 'storage',
          resource_id: null,
          detail: { count: names.length, bytes, sha256: names },
        })
        collected.removed += names.length
        collected.bytes += bytes
        return new Set(names)
      })
    })
  }
  await collectStrays()
  return collected

  async function mark(): Promise<void> {
    let after = ''
    for (;;) {
      signal.throwIfAborted()
      const page = await store.blobsAfter(db, after, atOnce)
      const last = page.at(-1)
      if (last === undefined) return
      const named = (is: (one: (typeof page)[number]) => boolean) =>
        page.filter(is).map(({ sha256 }) => sha256)
      await store.markUnused(
        db,
        named((one) => !one.used && one.unused_since === null),
        clock.iso(),
      )
      await store.markUnused(
        db,
        named((one) => one.used && one.unused_since !== null),
        null,
      )
      after = last.sha256
      await breathe()
    }
  }

  /** Files that no row knows: what a crash left between the store and the commit. */
  async function collectStrays(): Promise<void> {
    for await (const files of blobs.files()) {
      signal.throwIfAborted()
      const quiet = files.filter(({ quiet_millis }) => quiet_millis >= graceMillis)
      if (quiet.length === 0) continue
      const sizes = new Map(quiet.map((file) => [file.sha256, file.size_bytes]))
      const known = await store.knownBlobs(db, [...sizes.keys()])
      const strays = [...sizes.keys()].filter((sha256) => !known.has(sha256))
      const gone = await discard(strays, async (leaving) => {
        const knownNow = await store.knownBlobs(db, leaving)
        return new Set(leaving.filter((sha256) => !knownNow.has(sha256)))
      })
      collected.removed += gone.length
      for (const sha256 of gone) collected.bytes += sizes.get(sha256) ?? 0
    }
  }

  async function discard(...[sha256s, confirm]: DiscardArguments): Promise<string[]> {
    signal.throwIfAborted()
    if (sha256s.length === 0) return []
    return blobs.discard(sha256s, graceMillis, confirm)
  }
}

type DiscardArguments = [
  sha256s: readonly string[],
  confirm: (sha256s: readonly string[]) => Promise<ReadonlySet<string>>,
]

/** What is left over waits for the next day. */
const mostInOneRound = 100_000

function chunked(all: readonly string[]): string[][] {
  const chunks: string[][] = []
  for (let from = 0; from < all.length; from += atOnce) chunks.push(all.slice(from, from + atOnce))
  return chunks
}
