import { hash } from 'node:crypto'
import type { AuditEntry, VerifyChain } from '../../../src-shared/contract/audit.ts'
import { canonicalJson } from '../../../src-shared/rules/canonical-json.ts'

/** What the first entry of a trail has as its `prev_hash`. */
export const genesisHash = '0'.repeat(64)

/** SHA-256 over the canonical JSON (RFC 8785) of the entry without `hash`; `prev_hash` is inside. */
export function entryHash(entry: Omit<AuditEntry, 'hash'>): string {
  return hash('sha256', canonicalJson(entry), 'hex')
}

/** An entry as it is stored: what is JSON is text, canonical as we wrote it. */
export type StoredEntry = Omit<AuditEntry, 'actor_roles' | 'detail'> & {
  actor_roles: string
  detail: string
}

/**
 * The same hash from a stored row, several times as fast: its canonical JSON is the columns in the
 * order of their names, and two of them are canonical JSON already.
 * @throws Error for broken Unicode, as `canonicalJson` does
 */
export function storedHash(row: Omit<StoredEntry, 'hash'>): string {
  const text =
    `{"action":${json(row.action)},"actor_email":${json(row.actor_email)},` +
    `"actor_id":${json(row.actor_id)},"actor_roles":${row.actor_roles},"at":${json(row.at)},` +
    `"detail":${row.detail},"organization_id":${json(row.organization_id)},` +
    `"outcome":${json(row.outcome)},"prev_hash":${json(row.prev_hash)},` +
    `"resource_id":${json(row.resource_id)},"resource_type":${json(row.resource_type)},` +
    `"room_id":${json(row.room_id)},"seq":${row.seq},"source":${json(row.source)},` +
    `"terminal_id":${json(row.terminal_id)}}`
  return hash('sha256', text, 'hex')
}

function json(value: string | null): string {
  if (value === null) return 'null'
  if (!value.isWellFormed()) throw new Error('An audit entry holds broken Unicode.')
  return JSON.stringify(value)
}

/** Whole JSON by itself: else text moved from one column to the next could give the same hash. */
function isWhole(text: string): boolean {
  try {
    return text.startsWith('{') && typeof JSON.parse(text) === 'object'
  } catch {
    return false
  }
}

function withoutHash(entry: AuditEntry): Omit<AuditEntry, 'hash'> {
  const { hash: _, ...rest } = entry
  return rest
}

const isSound = (entry: AuditEntry, seq = entry.seq): boolean =>
  entryHash({ ...withoutHash(entry), seq }) === entry.hash

type Broken = NonNullable<VerifyChain['first_broken']>

/**
 * Walks a trail entry by entry. Feed entries in the order of `seq`; after the first broken one,
 * `push` answers what is wrong, in words. It needs the entry that follows to tell a removal from a
 * swap, so it is asked with one entry of look-ahead.
 */
export function createChainWalk(
  from: { seq: number; hash: string } = { seq: 0, hash: genesisHash },
) {
  let previous: { seq: number; hash: string; prev_hash: string | null } = {
    ...from,
    prev_hash: null,
  }
  let count = 0
  return {
    /** Walks on over a sound entry. @returns false for one that `push` must look at */
    follow: (row: StoredEntry): boolean => {
      if (row.seq !== previous.seq + 1 || row.prev_hash !== previous.hash) return false
      if (!isWhole(row.actor_roles) || !isWhole(row.detail)) return false
      if (storedHash(row) !== row.hash) return false
      previous = { seq: row.seq, hash: row.hash, prev_hash: row.prev_hash }
      count++
      return true
    },
    /** @param next the entry after it, where there is one */
    push: (entry: AuditEntry, next: AuditEntry | undefined): Broken | undefined => {
      const broken = examine(previous, entry, next)
      if (broken !== undefined) {
        // An entry that was put in passes for sound until the one after it tells.
        if (broken.seq === previous.seq && previous.prev_hash !== null) {
          previous = { seq: previous.seq - 1, hash: previous.prev_hash, prev_hash: null }
          count--
        }
        return broken
      }
      previous = { seq: entry.seq, hash: entry.hash, prev_hash: entry.prev_hash }
      count++
      return undefined
    },
    head: () => ({ seq: previous.seq, hash: previous.hash }),
    entries: () => count,
  }
}

function examine(
  previous: { seq: number; hash: string; prev_hash: string | null },
  entry: AuditEntry,
  next: AuditEntry | undefined,
): Broken | undefined {
  const expected = previous.seq + 1
  if (entry.seq !== expected) {
    return {
      seq: expected,
      kind: 'removed',
      message: `Entry ${expected} is missing: after ${previous.seq} comes ${entry.seq}.`,
    }
  }
  const linked = entry.prev_hash === previous.hash
  if (isSound(entry)) {
    if (linked) return undefined
    return {
      seq: entry.seq,
      kind: 'inserted',
      message: `Entry ${entry.seq} does not follow from entry ${previous.seq}: it was put there, or the one before it was.`,
    }
  }
  if (next !== undefined && isSound(entry, entry.seq + 1) && isSound(next, entry.seq)) {
    return {
      seq: entry.seq,
      kind: 'reordered',
      message: `Entries ${entry.seq} and ${next.seq} have changed places.`,
    }
  }
  if (isSound(entry, entry.seq + 1)) {
    return {
      seq: entry.seq,
      kind: 'removed',
      message: `Entry ${entry.seq} was removed and the ones after it were numbered anew.`,
    }
  }
  if (isSound(entry, entry.seq - 1) && entry.prev_hash === previous.prev_hash) {
    return {
      seq: previous.seq,
      kind: 'inserted',
      message: `Entry ${previous.seq} was put in and the ones after it were numbered anew.`,
    }
  }
  return {
    seq: entry.seq,
    kind: 'changed',
    message: `Entry ${entry.seq} was changed after it was written: its hash does not fit what it says.`,
  }
}
