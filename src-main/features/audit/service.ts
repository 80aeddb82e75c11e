import type { AuditEntry } from '../../../src-shared/contract/audit.ts'
import type { AuditOutcome } from '../../../src-shared/contract/enums.ts'
import { canonicalJson } from '../../../src-shared/rules/canonical-json.ts'
import type { Clock } from '../../platform/clock/index.ts'
import { asDomainError, type Executor } from '../../platform/db/index.ts'
import { DomainError } from '../../platform/domain-error.ts'
import type { Log } from '../../platform/log/index.ts'
import type { Tables } from '../tables.ts'
import type { Call } from './call.ts'
import { genesisHash, storedHash } from './chain.ts'
import { maskSecrets } from './mask.ts'
import * as store from './store.ts'

/** What a service says of one thing that happened; the call supplies who, how, and where. */
export interface NewEntry {
  action: string
  resource_type: string
  resource_id: string | null
  outcome?: AuditOutcome
  /** Facts, with before and after for changes. Never a secret: what looks like one is masked. */
  detail?: Record<string, unknown>
  /** Where the entry is about another room than the call, or the call has none. */
  room?: { id: string; organization_id: string; terminal_id: string | null } | null
}

/** An open change: its transaction, and how to leave entries in it. */
export interface Change {
  trx: Executor<Tables>
  /** @param as who did it, where that is not the caller: the program itself */
  record(entry: NewEntry, as?: Call): Promise<AuditEntry>
  /**
   * Leaves many entries in one go: what an import brings along, what a run begins. Who listens hears of the change as a
   * whole, not of each of these.
   */
  recordAll(entries: readonly { entry: NewEntry; as: Call }[]): Promise<void>
  /** Runs once the change is durable; never when it is undone. */
  afterCommit(effect: () => void): void
}

export interface Audit {
  /**
   * Does a change and leaves its entries in one IMMEDIATE transaction: either both are there or
   * neither. `work` awaits nothing but queries on `trx`.
   * @throws AUDIT_UNAVAILABLE when an entry cannot be written; then nothing was changed
   */
  change<Result>(call: Call, work: (change: Change) => Promise<Result>): Promise<Result>
  /** Leaves one entry by itself: denials, sign-ins, reads that matter. @throws AUDIT_UNAVAILABLE */
  record(call: Call, entry: NewEntry): Promise<AuditEntry>
}

type Head = Pick<AuditEntry, 'seq' | 'hash'>

/** As many as one statement takes: sixteen values each. */
const entriesAtOnce = 50

export function createAudit(options: {
  db: Executor<Tables>
  clock: Clock
  log: Log
  onCommit: (entries: readonly AuditEntry[]) => void
}): Audit {
  const { db, clock, log, onCommit } = options

  /** An entry as it follows the head of the chain, and the same as it is stored. */
  const link = (call: Call, entry: NewEntry, last: Head | undefined) => {
    const place = entry.room === undefined ? call.room : entry.room
    const body = {
      seq: (last?.seq ?? 0) + 1,
      at: clock.iso(),
      actor_id: call.actor.account_id,
      actor_email: call.actor.email,
      actor_roles: { console: call.actor.console_role, party: call.room?.party?.role ?? null },
      source: call.source,
      action: entry.action,
      resource_type: entry.resource_type,
      resource_id: entry.resource_id,
      room_id: place?.id ?? null,
      organization_id: place?.organization_id ?? null,
      terminal_id: place?.terminal_id ?? null,
      outcome: entry.outcome ?? ('success' as const),
      detail: maskSecrets(entry.detail ?? {}),
      prev_hash: last?.hash ?? genesisHash,
    }
    const stored = {
      ...body,
      actor_roles: canonicalJson(body.actor_roles),
      detail: canonicalJson(body.detail),
    }
    const hash = storedHash(stored)
    const whole: AuditEntry = { ...body, hash }
    return { whole, row: { ...stored, hash } }
  }

  /** @param before the head of the chain where this change wrote it; nobody else writes */
  const append = async (
    trx: Executor<Tables>,
    entries: readonly { entry: NewEntry; as: Call }[],
    before: Head | undefined,
  ): Promise<AuditEntry[]> => {
    try {
      let last = before ?? (await store.head(trx))
      const written: AuditEntry[] = []
      for (let from = 0; from < entries.length; from += entriesAtOnce) {
        const links = entries.slice(from, from + entriesAtOnce).map(({ entry, as }) => {
          const linked = link(as, entry, last)
          last = linked.whole
          return linked
        })
        await store.insert(
          trx,
          links.map(({ row }) => row),
        )
        for (const { whole } of links) written.push(whole)
      }
      return written
    } catch (error) {
      const action = entries[0]?.entry.action
      log.error({ err: error, action }, 'the audit trail could not be written')
      throw new DomainError('AUDIT_UNAVAILABLE')
    }
  }

  const change: Audit['change'] = async (call, work) => {
    const entries: AuditEntry[] = []
    const effects: (() => void)[] = []
    let head: Head | undefined
    let quiet = 0
    let result: Awaited<ReturnType<typeof work>>
    try {
      result = await db.transaction().execute(async (trx) => {
        const done = await work({
          trx,
          record: async (entry, as = call) => {
            const [written] = await append(trx, [{ entry, as }], head)
            if (written === undefined) throw new Error('An entry was not written.')
            head = written
            entries.push(written)
            return written
          },
          recordAll: async (many) => {
            head = (await append(trx, many, head)).at(-1) ?? head
            quiet += many.length
          },
          afterCommit: (effect) => effects.push(effect),
        })
        if (entries.length + quiet === 0)
          throw new Error(`${call.procedure} changed something without an entry.`)
        if (call.expects !== null && !entries.some((entry) => entry.action === call.expects)) {
          throw new Error(`${call.procedure} left no entry “${call.expects}”.`)
        }
        return done
      })
    } catch (error) {
      throw asDomainError(error)
    }
    // The change is durable: whatever those who hear of it do, it is no failure of the change.
    for (const tell of [...effects, () => onCommit(entries)]) {
      try {
        tell()
      } catch (error) {
        log.error({ err: error, procedure: call.procedure }, 'a listener failed after the commit')
      }
    }
    return result
  }

  return {
    change,
    record: (call, entry) =>
      change({ ...call, expects: null }, async ({ record }) => record(entry)),
  }
}
