import type {
  ExportFormat,
  ExportTicket,
  TimelineBucket,
} from '../../../../src-shared/contract/audit.ts'
import { recordActions } from '../../../../src-shared/contract/enums.ts'
import type {
  RecordFilter,
  RecordStatistics,
  RecordTimeline,
  RunRecord,
} from '../../../../src-shared/contract/records.ts'
import { fileStamp } from '../../../../src-shared/rules/times.ts'
import { DomainError } from '../../../platform/domain-error.ts'
import type { FlowingExports } from '../../../platform/exports/index.ts'
import { failureError, type WorkerPool } from '../../../platform/workers/index.ts'
import { type Call, exportDetail, isWhole, timelineSpan } from '../../audit/index.ts'
import type { PolicyTools } from '../tools.ts'
import type { RecordReaderAnswer, RecordReaderJob } from './records-reader.ts'
import * as store from './records-store.ts'
import { toRecord } from './shapes.ts'

interface Page {
  limit: number
  offset: number
}

/** What automation decided, of the rooms that the caller sees. Nothing here writes a record. */
export interface Records {
  /** Newest first. */
  list(input: RecordFilter & Page, call: Call): Promise<{ records: RunRecord[]; total: number }>
  /** @throws NOT_FOUND */
  get(id: string, call: Call): Promise<RunRecord>
  /** Dry runs are left out unless the filter asks for them. */
  statistics(filter: RecordFilter, call: Call): Promise<RecordStatistics>
  /** @throws BAD_REQUEST for a span that is empty or too long */
  timeline(input: RecordFilter & { bucket: TimelineBucket }, call: Call): Promise<RecordTimeline>
  export(input: RecordFilter & { format: ExportFormat }, call: Call): Promise<ExportTicket>
  /** @throws FORBIDDEN, always */
  refuseToWrite(): never
}

type RunJob = (
  job: RecordReaderJob,
  options?: Parameters<WorkerPool<object, unknown>['run']>[1],
) => Promise<{ kind: string }>

/** @param read hands one job to a reader thread */
export function createRecords({
  db,
  audit,
  access,
  clock,
  exports,
  read,
}: PolicyTools & { exports: FlowingExports; read: RunJob }): Records {
  const lookOf = async (filter: RecordFilter, call: Call): Promise<store.Look> => ({
    ...filter,
    party: (await access.seesAllRooms(call.actor)) ? null : call.actor.email,
  })
  const ask = async <Kind extends RecordReaderJob['kind']>(
    job: RecordReaderJob & { kind: Kind },
    options?: Parameters<RunJob>[1],
  ): Promise<Extract<RecordReaderAnswer, { kind: Kind }>> => {
    const answer = await read(job, options)
    if (isOf('failed', answer)) throw failureError(answer.error)
    if (!isOf(job.kind, answer)) {
      throw new Error(`A reader thread answered ${answer.kind} to ${job.kind}.`)
    }
    return answer
  }

  return {
    list: async ({ limit, offset, ...filter }, call) => {
      const look = await lookOf(filter, call)
      return {
        records: (await store.list(db, look, { limit, offset })).map(toRecord),
        total: narrows(look) ? await store.count(db, look) : await store.countAll(db),
      }
    },

    get: async (id, call) => {
      const row = await store.byId(db, id)
      const isSeen =
        row !== undefined &&
        ((await access.seesAllRooms(call.actor)) ||
          (await access.place(call.actor, row.room_id)) !== undefined)
      if (!isSeen) throw new DomainError('NOT_FOUND', 'There is no such record.')
      return toRecord(row)
    },

    statistics: async (filter, call) => {
      const look = { ...(await lookOf(filter, call)), dry_run: filter.dry_run ?? false }
      const { start_date, end_date, dry_run, ...rest } = look
      const isKept =
        !narrows(rest) && !dry_run && isWhole('day', start_date) && isWhole('day', end_date)
      const counts = isKept
        ? await store.keptCounts(db, look)
        : (await ask({ kind: 'records.counts', look })).counts
      return statisticsOf(counts)
    },

    timeline: async ({ bucket, ...filter }, call) => {
      const { start_date, end_date, ...given } = filter
      const span = timelineSpan({ from: start_date, to: end_date }, bucket, clock.millis())
      const from = new Date(span.from).toISOString()
      const to = new Date(span.to).toISOString()
      const look = {
        ...(await lookOf(given, call)),
        dry_run: given.dry_run ?? false,
        start_date: start_date ?? from,
        end_date: end_date ?? to,
      }
      const { start_date: _, end_date: __, dry_run, ...rest } = look
      const isKept =
        bucket === 'day' &&
        !narrows(rest) &&
        !dry_run &&
        isWhole(bucket, look.start_date) &&
        isWhole(bucket, look.end_date)
      const stretches = isKept
        ? await store.keptDays(db, from, to)
        : (await ask({ kind: 'records.stretches', look, bucket })).stretches
      return timelineOf(span, stretches)
    },

    export: async ({ format, ...filter }, call) => {
      const look = await lookOf(filter, call)
      return exports.begin({
        format,
        file_name: `records-${fileStamp(clock.iso())}Z.${format}`,
        read: (options) => ask({ kind: 'records.export', look, format }, options),
        note: (count) =>
          audit.record(call, {
            action: 'record.exported',
            resource_type: 'record',
            resource_id: null,
            detail: exportDetail(filter, format, count),
          }),
      })
    },

    refuseToWrite: () => {
      throw new DomainError('FORBIDDEN', 'Only automation writes records.')
    },
  }
}

const isOf = <Kind extends RecordReaderAnswer['kind']>(
  kind: Kind,
  answer: { kind: string },
): answer is Extract<RecordReaderAnswer, { kind: Kind }> => answer.kind === kind

/** Does anything leave a record out? */
const narrows = (look: Partial<store.Look>): boolean =>
  Object.values(look).some((value) => value !== undefined && value !== '' && value !== null)

function statisticsOf(counts: readonly store.CountedRecords[]): RecordStatistics {
  const total = counts.reduce((sum, one) => sum + one.count, 0)
  const reasons = new Map<string, RecordStatistics['by_reason'][number]>()
  const sets = new Map<string, RecordStatistics['by_policy_set'][number]>()
  for (const { action, reason, policy_set_id, policy_set_name, count } of counts) {
    const key = `${action} ${reason}`
    reasons.set(key, { action, reason, count: (reasons.get(key)?.count ?? 0) + count })
    const all = (sets.get(policy_set_id)?.count ?? 0) + count
    sets.set(policy_set_id, { policy_set_id, policy_set_name, count: all })
  }
  const byCount = (a: { count: number }, b: { count: number }) => b.count - a.count
  return {
    total,
    by_action: recordActions.map((action) => ({
      action,
      count: counts.reduce((sum, one) => sum + (one.action === action ? one.count : 0), 0),
    })),
    by_reason: [...reasons.values()].sort(byCount),
    by_policy_set: [...sets.values()].sort(byCount).slice(0, 100),
    created_bytes: counts.reduce((sum, one) => sum + one.created_bytes, 0),
  }
}

function timelineOf(
  { bucket, from, to }: ReturnType<typeof timelineSpan>,
  stretches: readonly store.StretchOfRecords[],
): RecordTimeline {
  const size = bucket === 'hour' ? 3_600_000 : 86_400_000
  const buckets = Array.from({ length: (to - from) / size }, (_, index) => ({
    start: new Date(from + index * size).toISOString(),
    ...{ created: 0, deleted: 0, failed: 0, skipped: 0, blocked: 0, count: 0 },
  }))
  const length = store.stretchLength[bucket]
  const byStart = new Map(buckets.map((one) => [one.start.slice(0, length), one]))
  for (const { start, action, count } of stretches) {
    const found = byStart.get(start)
    if (found === undefined) continue
    found[action] += count
    found.count += count
  }
  return { bucket, from: new Date(from).toISOString(), to: new Date(to).toISOString(), buckets }
}
