import type { VerifyChain } from '../../../src-shared/contract/audit.ts'
import type { Executor } from '../../platform/db/index.ts'
import { DomainError } from '../../platform/domain-error.ts'
import type { Tables } from '../tables.ts'
import { createChainWalk, genesisHash } from './chain.ts'
import * as store from './store.ts'

const batch = 2000

/**
 * Walks the chain from `fromSeq` (1: the whole of it) and names the first broken entry. Runs on a
 * reader thread; `progress` is called with the last number walked, and may throw to stop the walk.
 */
export async function verifyChain(
  db: Executor<Tables>,
  fromSeq: number,
  progress: (seq: number) => void,
): Promise<VerifyChain> {
  const start = await startOf(db, fromSeq)
  const walk = createChainWalk(start)
  let last = start.seq
  let rows = await store.following(db, last, batch)
  while (rows.length > 0) {
    const tail = rows.at(-1)
    const nextBatch = tail === undefined ? [] : await store.following(db, tail.seq, batch)
    for (const [index, row] of rows.entries()) {
      if (!walk.follow(row)) {
        const next = rows[index + 1] ?? nextBatch[0]
        const broken = walk.push(
          store.toEntry(row),
          next === undefined ? undefined : store.toEntry(next),
        )
        if (broken !== undefined) {
          return { ok: false, entries: walk.entries(), head: walk.head(), first_broken: broken }
        }
      }
      last = row.seq
    }
    progress(last)
    rows = nextBatch
  }
  return { ok: true, entries: walk.entries(), head: walk.head() }
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
