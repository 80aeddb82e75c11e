import type { ForeignDb, ForeignRow } from '../../../platform/db/index.ts'
import { DomainError } from '../../../platform/domain-error.ts'
import { type Cell, keyOf } from '../cells.ts'
import type { Reporter, RowNotes } from '../report.ts'

/** The tables that are read, with the columns of each that have a place here. `!` must be there. */
const layout = {
  users:
    'id! email! name role company password_hash is_active login_attempts locked_until last_login created_at updated_at',
  rooms:
    'id! title! location sts_eta! status status_detail description cargo_type cargo_quantity cargo_value_usd demurrage_rate_per_day demurrage_rate_per_hour eta_actual eta_estimated created_by created_at updated_at',
  parties: 'id! room_id! role name email!',
  vessels:
    'id! room_id! name! imo! vessel_type flag length beam draft gross_tonnage net_tonnage built_year classification_society owner charterer created_at',
  vessel_pairs: 'id! room_id! mother_vessel_id! receiving_vessel_id!',
  document_types: 'id! code! name required criticality category',
  documents:
    'id! room_id! type_id! status expires_on uploaded_by uploaded_at notes created_at priority vessel_id',
  document_versions: 'id! document_id! sha256! file_url created_at size_bytes mime',
  approvals: 'id! room_id! party_id! status updated_at vessel_id',
  messages: 'id! room_id! content! sender_email sender_name attachments created_at vessel_id',
  activity_log: 'id! room_id! action! actor meta_json ts',
  snapshots: 'id! room_id! title created_by status snapshot_type created_at',
} as const
export type LegacyTable = keyof typeof layout
export const legacyTables = Object.keys(layout).filter(
  (name): name is LegacyTable => name in layout,
)

const needed: readonly LegacyTable[] = [
  'users',
  'rooms',
  'parties',
  'vessels',
  'document_types',
  'documents',
]

/** One row of the predecessor: its cells by column (null where the column is lacking). */
export interface LegacyRow {
  id: string
  get(column: string): Cell
  notes: RowNotes
}

/** The predecessor's database, its layout looked at once. */
export interface LegacySource {
  total: number
  /** Each row once, opened in the report; a second row with the same id is refused here. */
  rows(table: LegacyTable, order?: readonly string[]): Iterable<LegacyRow>
  /** The same rows without a line in the report: to look ahead. */
  peek(table: LegacyTable, columns: readonly string[]): Iterable<ForeignRow>
}

/**
 * @param onRow told of every row that is read, for progress
 * @throws UNSUPPORTED_FILE naming the tables or columns that must be there and are not
 */
export function readLegacy(db: ForeignDb, report: Reporter, onRow: () => void): LegacySource {
  const there = db.tables()
  const missing = needed.filter((table) => !there.has(table))
  if (missing.length > 0) {
    throw new DomainError(
      'UNSUPPORTED_FILE',
      `The database is not an sts_clearance.db: the ${missing.length === 1 ? 'table' : 'tables'} ${missing.join(', ')} must be there.`,
    )
  }
  const read = new Map<LegacyTable, string[]>()
  let total = 0
  for (const table of legacyTables) {
    const columns = there.get(table)
    if (columns === undefined) {
      report.table(table)
      report.note(table, '*', 'TABLE_MISSING', 'The file has no such table; nothing was read.')
      continue
    }
    const wanted = layout[table].split(' ')
    for (const name of wanted) {
      if (name.endsWith('!') && !columns.includes(name.slice(0, -1))) {
        throw new DomainError(
          'UNSUPPORTED_FILE',
          `The database is not an sts_clearance.db: the table ${table} has no column ${name.slice(0, -1)}.`,
        )
      }
    }
    const names = wanted.map((name) => name.replace('!', ''))
    read.set(
      table,
      names.filter((name) => columns.includes(name)),
    )
    const left = columns.filter((name) => !names.includes(name))
    report.table(table)
    if (left.length > 0) {
      report.note(
        table,
        '*',
        'COLUMNS_NOT_TAKEN',
        `There is no place here for ${left.join(', ')}; they were left out.`,
      )
    }
    total += db.count(table)
  }
  return {
    total,
    peek: (table, columns) => {
      const names = read.get(table)
      return names === undefined
        ? []
        : db.rows(
            table,
            columns.filter((name) => names.includes(name)),
          )
    },
    *rows(table, order = []) {
      const names = read.get(table)
      if (names === undefined) return
      const seen = new Set<string>()
      let number = 0
      const by = order.filter((one) => names.includes(one.replace('-', '')))
      for (const cells of db.rows(table, names, by)) {
        number++
        onRow()
        const id = keyOf(cells['id'])
        const notes = report.row(table, id === '' ? `#${number}` : id)
        if (id === '') notes.refused('NO_ID', 'The row has no id.')
        else if (seen.has(id)) notes.refused('DUPLICATE_ID', 'Another row has the same id.')
        else {
          seen.add(id)
          yield { id, notes, get: (column) => cells[column] ?? null }
        }
      }
    },
  }
}
