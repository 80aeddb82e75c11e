import { closeSync, openSync, readSync, writeSync } from 'node:fs'
import BetterSqlite3 from 'better-sqlite3'
import { DomainError, systemCode } from '../domain-error.ts'
import { isWorkspaceFile } from './open.ts'

export type ForeignCell = string | number | bigint | Uint8Array | null
export type ForeignRow = Record<string, ForeignCell>

/** Somebody else's SQLite database, open for reading. Nothing in it is believed. */
export interface ForeignDb {
  /** Ordinary tables and their columns. */
  tables(): Map<string, string[]>
  count(table: string): number
  /**
   * The rows of a table, only the named columns; names that are not there are the caller's bug.
   * @param order columns, a `-` in front for descending with nothing last
   */
  rows(table: string, columns: readonly string[], order?: readonly string[]): Iterable<ForeignRow>
  close(): void
}

/**
 * Opens a file as an SQLite database that is not ours. The file must be a copy that may be changed:
 * the mark of a write-ahead log is taken out of its head, since the log did not come along.
 * @throws UNSUPPORTED_FILE saying what it is instead: empty, no SQLite, damaged, a workspace
 */
export function openForeign(copy: string): ForeignDb {
  const head = readHead(copy)
  if (head.length === 0) throw new DomainError('UNSUPPORTED_FILE', 'The file is empty.')
  if (head.toString('latin1', 0, 16) !== 'SQLite format 3\0') {
    throw new DomainError(
      'UNSUPPORTED_FILE',
      'The file is not an SQLite database. Choose the predecessor’s sts_clearance.db.',
    )
  }
  if (head.length < 100) throw damaged()
  if (isWorkspaceFile(head)) {
    throw new DomainError(
      'UNSUPPORTED_FILE',
      'The file is the database of a workspace of this program. Open that workspace instead of importing it.',
    )
  }
  leaveWalMode(copy, head)
  let database: BetterSqlite3.Database
  try {
    database = new BetterSqlite3(copy, { readonly: true, fileMustExist: true })
  } catch (error) {
    throw sqliteError(error)
  }
  try {
    for (const pragma of ['trusted_schema = OFF', 'cell_size_check = ON', 'query_only = ON']) {
      database.pragma(pragma)
    }
    if (database.pragma('quick_check(1)', { simple: true }) !== 'ok') throw damaged()
  } catch (error) {
    database.close()
    throw error instanceof DomainError ? error : sqliteError(error)
  }
  return foreignOf(database)
}

function foreignOf(database: BetterSqlite3.Database): ForeignDb {
  const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`
  return {
    tables: () => {
      const names = database
        .prepare<[], { name: string }>(
          "select name from sqlite_schema where type = 'table' and sql not like 'create virtual%' and name not like 'sqlite_%'",
        )
        .all()
      const columnsOf = database.prepare<[string], { name: string }>(
        'select name from pragma_table_info(?)',
      )
      return new Map(
        names.map(({ name }) => [name, columnsOf.all(name).map((column) => column.name)]),
      )
    },
    count: (table) =>
      Number(
        database
          .prepare(`select count(*) from ${quoted(table)}`)
          .pluck()
          .get(),
      ),
    rows: (table, columns, order = []) => {
      const by = order
        .map((one) => (one.startsWith('-') ? `${quoted(one.slice(1))} desc` : quoted(one)))
        .join(', ')
      return database
        .prepare<[], ForeignRow>(
          `select ${columns.map(quoted).join(', ')} from ${quoted(table)}${by === '' ? '' : ` order by ${by}`}`,
        )
        .iterate()
    },
    close: () => {
      database.close()
    },
  }
}

function readHead(file: string): Buffer {
  const head = Buffer.alloc(100)
  const descriptor = openSync(file, 'r')
  try {
    return head.subarray(0, readSync(descriptor, head, 0, head.length, 0))
  } finally {
    closeSync(descriptor)
  }
}

function leaveWalMode(file: string, head: Buffer): void {
  if (head[18] !== 2 && head[19] !== 2) return
  const descriptor = openSync(file, 'r+')
  try {
    writeSync(descriptor, Buffer.from([1, 1]), 0, 2, 18)
  } finally {
    closeSync(descriptor)
  }
}

const damaged = () =>
  new DomainError(
    'UNSUPPORTED_FILE',
    'The file is a damaged SQLite database. Take another copy of it while nobody writes to it.',
  )

function sqliteError(error: unknown): unknown {
  const code = systemCode(error) ?? ''
  return /^SQLITE_(CORRUPT|NOTADB|CANTOPEN|IOERR|ERROR)/.test(code) ? damaged() : error
}
