import type { ExportFormat, TimelineBucket } from '../../../../src-shared/contract/audit.ts'
import { csvRecord } from '../../../../src-shared/rules/csv.ts'
import type { Executor } from '../../../platform/db/index.ts'
import type { Talk, ThreadFailure } from '../../../platform/workers/index.ts'
import type { Tables } from '../../tables.ts'
import * as store from './records-store.ts'
import { toRecord } from './shapes.ts'

/** Long reads of the records, by name. */
export type RecordReaderJob =
  | { kind: 'records.counts'; look: store.Look }
  | { kind: 'records.stretches'; look: store.Look; bucket: TimelineBucket }
  | { kind: 'records.export'; look: store.Look; format: ExportFormat }

export type RecordReaderAnswer =
  | { kind: 'records.counts'; counts: store.CountedRecords[] }
  | { kind: 'records.stretches'; stretches: store.StretchOfRecords[] }
  | { kind: 'records.export'; count: number }
  | { kind: 'failed'; error: ThreadFailure }

/** Every column of an export, in its order. */
const exportColumns = [
  'id',
  'created_at',
  'run_id',
  'trigger',
  'dry_run',
  'action',
  'reason',
  'room_id',
  'room_code',
  'room_title',
  'organization_id',
  'organization_name',
  'terminal_id',
  'terminal_name',
  'vessel_id',
  'vessel_name',
  'policy_set_id',
  'policy_set_name',
  'policy_version',
  'cadence',
  'format',
  'period_key',
  'snapshot_id',
  'retention_reason',
  'file_size',
  'message',
] as const

const batch = 500

/** Does one job on a reader thread, on its own read-only connection. */
export async function readRecords(
  db: Executor<Tables>,
  job: RecordReaderJob,
  talk: Talk,
): Promise<RecordReaderAnswer> {
  switch (job.kind) {
    case 'records.counts':
      return { kind: job.kind, counts: await store.scannedCounts(db, job.look) }
    case 'records.stretches':
      return {
        kind: job.kind,
        stretches: await store.scannedStretches(db, job.bucket, job.look),
      }
    case 'records.export':
      return { kind: job.kind, count: await exportRecords(db, job, talk) }
  }
}

/** The whole result, oldest first, in one read transaction; at most a batch is in memory. */
async function exportRecords(
  db: Executor<Tables>,
  { look, format }: Extract<RecordReaderJob, { kind: 'records.export' }>,
  talk: Talk,
): Promise<number> {
  const encoder = new TextEncoder()
  const write = async (text: string) => {
    const piece = encoder.encode(text)
    await talk.ask({ piece }, [piece.buffer])
  }
  return db.transaction().execute(async (trx) => {
    await talk.ask({ count: await store.count(trx, look) })
    if (format === 'csv') await write(csvRecord(exportColumns))
    let done = 0
    let after = ''
    for (;;) {
      const rows = await store.ascending(trx, look, batch, after)
      const last = rows.at(-1)
      if (last === undefined) return done
      done += rows.length
      after = last.id
      await write(rows.map(format === 'csv' ? csvLine : jsonLine).join(''))
    }
  })
}

const csvLine = (row: store.RecordRow): string => {
  const record = toRecord(row)
  return csvRecord(exportColumns.map((column) => record[column]))
}

function jsonLine(row: store.RecordRow): string {
  const record = toRecord(row)
  const fields = Object.fromEntries(exportColumns.map((column) => [column, record[column]]))
  return `${JSON.stringify(fields)}\n`
}
