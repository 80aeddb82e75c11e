import type {
  AuditEntry,
  AuditFilter,
  AuditStatistics,
  AuditTimeline,
  TimelineBucket,
  VerifyChain,
} from '../../../src-shared/contract/audit.ts'
import type { Clock } from '../../platform/clock/index.ts'
import type { Executor } from '../../platform/db/index.ts'
import { badField, DomainError } from '../../platform/domain-error.ts'
import type { Tables } from '../tables.ts'
import type { Call } from './call.ts'
import { type Checkpoints, foreignKey } from './checkpoints.ts'
import { countedStatistics, countedStretches, type Look, page } from './search-store.ts'
import type { Audit, NewEntry } from './service.ts'
import { bySeq } from './store.ts'
import { timelineOf, timelineSpan } from './timeline.ts'
import type { TrailReader } from './trail-reader.ts'
import type { HeldAgainst } from './verify.ts'

type Page = { entries: AuditEntry[]; next_cursor: string | null }
type PageInput = AuditFilter & { limit: number; cursor?: string | undefined }

/** Reading the trail: pages, newest first, counts, and the walk of the chain. */
export interface AuditLog {
  list(input: PageInput): Promise<Page>
  /** @throws NOT_FOUND when the trail has no entry of that number */
  get(seq: number): Promise<AuditEntry>
  /** What was denied or failed. */
  failures(input: PageInput): Promise<Page>
  statistics(filter: AuditFilter): Promise<AuditStatistics>
  /** @throws BAD_REQUEST for a span that is empty or too long */
  timeline(input: AuditFilter & { bucket: TimelineBucket }): Promise<AuditTimeline>
  verify(input: VerifyRequest, call: Call): Promise<VerifyChain>
  /**
   * What a walk needs, with everything looked at that can be looked at before it.
   * @throws BAD_REQUEST for an entry that is not there, or a checkpoint that proves nothing
   */
  walkOf(input: VerifyRequest): Promise<{ from_seq: number; checkpoint?: HeldAgainst }>
}

export interface VerifyRequest {
  from_seq?: number | undefined
  /** The text of a checkpoint file. */
  checkpoint?: string | undefined
}

export function createAuditLog(options: {
  db: Executor<Tables>
  audit: Audit
  clock: Clock
  reader: TrailReader
  checkpoints: Checkpoints
}): AuditLog {
  const { db, audit, clock, reader, checkpoints } = options

  const pageOf = async (list: string, look: Look, limit: number, cursor: string | undefined) => {
    const fingerprint = fingerprintOf(list, look)
    const before = cursor === undefined ? undefined : parseCursor(cursor, fingerprint)
    const entries = await page(db, look, limit + 1, before)
    const shown = entries.slice(0, limit)
    const last = shown.at(-1)
    const more = entries.length > limit && last !== undefined
    return { entries: shown, next_cursor: more ? `${last.seq}.${fingerprint}` : null }
  }

  const walkOf: AuditLog['walkOf'] = async ({ from_seq = 1, checkpoint: text }) => {
    // Asked here, not in the walk: who gives a wrong number is told at once.
    if (from_seq > 1 && !(await bySeq(db, from_seq - 1))) {
      throw badField('from_seq', `the trail has no entry ${from_seq - 1} to start from`)
    }
    if (text === undefined) return { from_seq }
    const { seq, hash, at, ...file } = await checkpoints.read(text)
    // A database that does not know the key may be an old copy: then the walk says so. If the trail
    // agrees with the checkpoint, somebody else has signed it.
    const agrees = (await bySeq(db, seq))?.hash === hash
    if (agrees && !(await checkpoints.knowsKey({ seq, hash, at, ...file }))) throw foreignKey()
    return { from_seq, checkpoint: { seq, hash, at } }
  }

  return {
    walkOf,
    list: ({ limit, cursor, ...filter }) => pageOf('list', filter, limit, cursor),
    get: async (seq) => {
      const entry = await bySeq(db, seq)
      if (entry === undefined) throw new DomainError('NOT_FOUND', `The trail has no entry ${seq}.`)
      return entry
    },
    failures: ({ limit, cursor, ...filter }) =>
      pageOf('failures', { ...filter, unsuccessful: true }, limit, cursor),
    statistics: (filter) =>
      isOnlyTime(filter) && isWhole('day', filter.from) && isWhole('day', filter.to)
        ? countedStatistics(db, filter)
        : reader.statistics(filter),
    timeline: async ({ bucket, ...filter }) => {
      const span = timelineSpan(filter, bucket, clock.millis())
      const from = new Date(span.from).toISOString()
      const to = new Date(span.to).toISOString()
      const counted =
        isOnlyTime(filter) && isWhole(bucket, filter.from) && isWhole(bucket, filter.to)
      const counts = counted
        ? await countedStretches(db, bucket, from, to)
        : await reader.timeline(
            { ...filter, from: filter.from ?? from, to: filter.to ?? to },
            bucket,
          )
      return timelineOf(span, counts)
    },
    verify: async (input, call) => {
      const walk = await walkOf(input)
      const found = await reader.verify({ ...walk, checkpoint: walk.checkpoint })
      await audit.record(call, verifiedEntry(found, walk))
      return found
    },
  }
}

/** The entry of a walk: what was walked, against what, and what was found. */
export function verifiedEntry(
  found: VerifyChain,
  asked: { from_seq: number; [fact: string]: unknown },
): NewEntry {
  return {
    action: 'audit.verified',
    resource_type: 'audit',
    resource_id: null,
    outcome: found.ok ? 'success' : 'failed',
    detail: { ...asked, ...found },
  }
}

/** Nothing but times narrows it: the counts that the append keeps answer it. */
const isOnlyTime = ({ from: _, to: __, ...rest }: AuditFilter): boolean =>
  Object.values(rest).every((value) => value === undefined || value === '')

/** The first moment of a UTC hour or day; or no moment at all. */
export const isWhole = (bucket: TimelineBucket, at: string | undefined): boolean =>
  at === undefined || at.endsWith(bucket === 'day' ? 'T00:00:00.000Z' : ':00:00.000Z')

/** Ties a cursor to the list and the filter that it came from. */
function fingerprintOf(list: string, filter: Look): string {
  const entries = Object.entries({ ...filter, list }).filter(([, value]) => value !== undefined)
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
