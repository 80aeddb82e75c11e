import type { CheckpointFile, VerifyChain } from '../../../src-shared/contract/audit.ts'
import type { Executor } from '../../platform/db/index.ts'
import { DomainError } from '../../platform/domain-error.ts'
import type { Tables } from '../tables.ts'
import { createChainWalk, genesisHash, type StoredEntry } from './chain.ts'
import * as store from './store.ts'

const batch = 2000

/** What a checkpoint says of the chain; its signature has been looked at. */
export type HeldAgainst = Pick<CheckpointFile, 'seq' | 'hash' | 'at'>

/**
 * Walks the chain from `fromSeq` (1: the whole of it) and names the first broken entry; held against
 * a checkpoint, also where the trail is not the one that the checkpoint was made of. Runs on a reader
 * thread; `progress` is called with the last number walked, and may throw to stop the walk.
 */
export async function verifyChain(
  db: Executor<Tables>,
  fromSeq: number,
  progress: (seq: number) => void | Promise<void>,
  checkpoint?: HeldAgainst,
): Promise<VerifyChain> {
  const start = await startOf(db, fromSeq)
  const walk = createChainWalk(start)
  const clock = createClockWatch(checkpoint)
  const against = checkpoint === undefined ? {} : { checkpoint }
  const broken = (first_broken: VerifyChain['first_broken']): VerifyChain => ({
    ok: false,
    entries: walk.entries(),
    head: walk.head(),
    first_broken,
    ...against,
    ...clock.found(),
  })
  if (checkpoint !== undefined && checkpoint.seq <= start.seq) {
    const named = await store.bySeq(db, checkpoint.seq)
    if (named?.hash !== checkpoint.hash) return broken(rebuilt(checkpoint.seq))
  }
  let last = start.seq
  let rows = await store.following(db, last, batch)
  while (rows.length > 0) {
    const tail = rows.at(-1)
    const nextBatch = tail === undefined ? [] : await store.following(db, tail.seq, batch)
    for (const [index, row] of rows.entries()) {
      if (!walk.follow(row)) {
        const next = rows[index + 1] ?? nextBatch[0]
        const found = walk.push(
          store.toEntry(row),
          next === undefined ? undefined : store.toEntry(next),
        )
        if (found !== undefined) return broken(found)
      }
      if (row.seq === checkpoint?.seq && row.hash !== checkpoint.hash) {
        return broken(rebuilt(row.seq))
      }
      clock.see(row)
      last = row.seq
    }
    await progress(last)
    rows = nextBatch
  }
  if (checkpoint !== undefined && checkpoint.seq > last) {
    return broken({
      seq: last + 1,
      kind: 'cut',
      message: `The trail ends at entry ${last}, but when the checkpoint was made it had ${checkpoint.seq}: its tail was cut off, or an old copy of the database was put in place.`,
    })
  }
  return {
    ok: true,
    entries: walk.entries(),
    head: walk.head(),
    ...against,
    ...clock.found(),
  }
}

const rebuilt = (seq: number) => ({
  seq,
  kind: 'rebuilt' as const,
  message: `Entry ${seq} is not the one that the checkpoint was made of: the history up to it was written anew, or an old copy of the database was put in place and has grown since.`,
})

/** Looks for entries whose time goes backwards. */
function createClockWatch(checkpoint: HeldAgainst | undefined) {
  let previous = ''
  let count = 0
  let first: number | undefined
  return {
    see: ({ seq, at }: StoredEntry) => {
      const isEarlier =
        at < previous || (checkpoint !== undefined && seq > checkpoint.seq && at < checkpoint.at)
      if (isEarlier) {
        first ??= seq
        count++
      }
      previous = at
    },
    found: (): Pick<VerifyChain, 'clock_set_back'> =>
      first === undefined
        ? {}
        : {
            clock_set_back: {
              count,
              first_seq: first,
              message: `The clock was set back: entry ${first} says an earlier time than what was written before it${count === 1 ? '' : `, and so do ${count - 1} more`}.`,
            },
          },
  }
}

async function startOf(
  db: Executor<Tables>,
  fromSeq: number,
): Promise<{ seq: number; hash: string }> {
  if (fromSeq <= 1) return { seq: 0, hash: genesisHash }
  const before = await store.bySeq(db, fromSeq - 1)
  if (before === undefined) {
    throw new DomainError('BAD_REQUEST', `The trail has no entry ${fromSeq - 1} to start from.`)
  }
  return { seq: before.seq, hash: before.hash }
}
