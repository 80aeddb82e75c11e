import type { AuditFilter, ExportFormat } from '../../../src-shared/contract/audit.ts'
import { csvRecord } from '../../../src-shared/rules/csv.ts'
import type { Executor } from '../../platform/db/index.ts'
import type { Tables } from '../tables.ts'
import { ascending, countOf } from './search-store.ts'

/** Every column of the trail, in the order in which exports have them. */
export const exportColumns = [
  'seq',
  'at',
  'actor_id',
  'actor_email',
  'actor_roles',
  'source',
  'action',
  'resource_type',
  'resource_id',
  'room_id',
  'organization_id',
  'terminal_id',
  'outcome',
  'detail',
  'prev_hash',
  'hash',
] as const

/** Where an export goes. */
export interface ExportSink {
  /** Before the first byte: how many entries there will be. May throw to stop. */
  begin(count: number): Promise<void>
  /** @param done how many entries are out with these bytes */
  write(bytes: Uint8Array<ArrayBuffer>, done: number): Promise<void>
}

const batch = 500

/**
 * Writes everything that a filter leaves, oldest first, in one read transaction: what is appended
 * meanwhile is not in it, wherever it would have stood. At most a batch is in memory.
 * @returns how many entries it wrote
 */
export async function exportEntries(
  db: Executor<Tables>,
  filter: AuditFilter,
  format: ExportFormat,
  sink: ExportSink,
): Promise<number> {
  return db.transaction().execute(async (trx) => {
    const count = await countOf(trx, filter)
    await sink.begin(count)
    const encoder = new TextEncoder()
    if (format === 'csv') await sink.write(encoder.encode(csvRecord(exportColumns)), 0)
    let done = 0
    let after = 0
    for (;;) {
      const rows = await ascending(trx, filter, batch, after)
      const last = rows.at(-1)
      if (last === undefined) return done
      done += rows.length
      after = last.seq
      const text = rows.map(format === 'csv' ? csvLine : jsonLine).join('')
      await sink.write(encoder.encode(text), done)
    }
  })
}

type Row = Tables['audit_entries']

const csvLine = (row: Row): string => csvRecord(exportColumns.map((column) => row[column]))

/** The entry as `entryHash` takes it: a line without `hash`, made canonical, gives `hash` again. */
function jsonLine(row: Row): string {
  const fields = exportColumns.map((column) => `"${column}":${jsonValue(row, column)}`)
  return `{${fields.join(',')}}\n`
}

function jsonValue(row: Row, column: (typeof exportColumns)[number]): string {
  // Canonical JSON as it is stored; what somebody else put there is handed out as the text it is.
  if ((column === 'detail' || column === 'actor_roles') && isJson(row[column])) return row[column]
  return JSON.stringify(row[column])
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return !text.includes('\n')
  } catch {
    return false
  }
}
