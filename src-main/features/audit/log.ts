import type { AuditEntry, VerifyChain } from '../../../src-shared/contract/audit.ts'
import type { Executor } from '../../platform/db/index.ts'
import { badField } from '../../platform/domain-error.ts'
import type { Tables } from '../tables.ts'
import type { Call } from './call.ts'
import type { Audit } from './service.ts'
import { type AuditFilter, bySeq, page } from './store.ts'

/** Reading the trail: pages, newest first, and the walk of the chain. */
export interface AuditLog {
  list(
    input: AuditFilter & { limit: number; cursor?: string | undefined },
  ): Promise<{ entries: AuditEntry[]; next_cursor: string | null }>
  verify(input: { from_seq?: number | undefined }, call: Call): Promise<VerifyChain>
}

export function createAuditLog(options: {
  db: Executor<Tables>
  audit: Audit
  walk: (fromSeq: number) => Promise<VerifyChain>
}): AuditLog {
  return {
    list: async ({ limit, cursor, ...filter }) => {
      const fingerprint = fingerprintOf(filter)
      const before = cursor === undefined ? undefined : parseCursor(cursor, fingerprint)
      const entries = await page(options.db, filter, limit + 1, before)
      const shown = entries.slice(0, limit)
      const last = shown.at(-1)
      const more = entries.length > limit && last !== undefined
      return { entries: shown, next_cursor: more ? `${last.seq}.${fingerprint}` : null }
    },
    verify: async ({ from_seq }, call) => {
      // Asked here, not in the walk: an error does not keep its code on the way out of a thread.
      if (from_seq !== undefined && from_seq > 1 && !(await bySeq(options.db, from_seq - 1))) {
        throw badField('from_seq', `the trail has no entry ${from_seq - 1} to start from`)
      }
      const answer = await options.walk(from_seq ?? 1)
      await options.audit.record(call, {
        action: 'audit.verified',
        resource_type: 'audit',
        resource_id: null,
        outcome: answer.ok ? 'success' : 'failed',
        detail: { from_seq: from_seq ?? 1, ...answer },
      })
      return answer
    },
  }
}

/** Ties a cursor to the filter that it came from. */
function fingerprintOf(filter: AuditFilter): string {
  const entries = Object.entries(filter).filter(([, value]) => value !== undefined)
  const text = JSON.stringify(entries.sort(([a], [b]) => (a < b ? -1 : 1)))
  let hash = 5381
  for (let at = 0; at < text.length; at++) hash = ((hash * 33) ^ text.charCodeAt(at)) >>> 0
  return hash.toString(36)
}

function parseCursor(cursor: string, fingerprint: string): number {
  const [seq, of] = cursor.split('.')
  if (seq === undefined || !/^\d{1,15}$/.test(seq)) {
    throw badField('cursor', 'is not a cursor of this list; take the one that the last page gave')
  }
  if (of !== fingerprint) {
    throw badField('cursor', 'belongs to another filter; start this one from its first page')
  }
  return Number(seq)
}
