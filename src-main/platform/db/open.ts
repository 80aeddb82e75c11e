import { closeSync, openSync, readSync } from 'node:fs'
import BetterSqlite3 from 'better-sqlite3'
import { Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely'
import { DomainError, systemCode } from '../domain-error.ts'
import { CachingSqliteDriver } from './driver.ts'

/** Marks a file as a workspace's database (`STSC` in ASCII, SQLite's application_id). */
const applicationId = 0x53545343

/** One open connection: Kysely for queries, `close` at the end. */
export interface Db<Tables> {
  kysely: Kysely<Tables>
  /** Bytes of the database file and its write-ahead log's pages in use. */
  pragma(name: string): unknown
  /** Runs SQL that is no query (pragmas that must stand outside a transaction, vacuum into). */
  exec(sql: string): void
  close(): void
}

/** SQLite's settings of every writing connection. WAL’s default would be `synchronous = NORMAL`. */
const writerPragmas = [
  'journal_mode = WAL',
  'synchronous = FULL',
  'foreign_keys = ON',
  // Else INSERT OR REPLACE removes a row without its delete trigger: the trail's guard would be passed.
  'recursive_triggers = ON',
  'busy_timeout = 5000',
  'trusted_schema = OFF',
  'temp_store = MEMORY',
  'cache_size = -16000',
  'journal_size_limit = 67108864',
]

/**
 * Opens the workspace's database for writing; makes it when `create` says so.
 * @throws WORKSPACE_UNUSABLE (no workspace, no permission), WORKSPACE_DAMAGED (not a sound database)
 */
export function openDatabase<Tables>(file: string, options: { create: boolean }): Db<Tables> {
  const database = connect(file, { fileMustExist: !options.create })
  try {
    const isNew = database.pragma('schema_version', { simple: true }) === 0
    if (isNew && options.create) database.pragma(`application_id = ${applicationId}`)
    else requireOurs(database)
    for (const pragma of writerPragmas) database.pragma(pragma)
  } catch (error) {
    database.close()
    throw asDomainError(error)
  }
  return dbOf<Tables>(database)
}

/**
 * Opens the workspace's database for reading only: worker threads, and looks before opening.
 * @throws WORKSPACE_UNUSABLE, WORKSPACE_DAMAGED as `openDatabase` does
 */
export function openReadOnly<Tables>(file: string): Db<Tables> {
  const database = connect(file, { fileMustExist: true, readonly: true })
  try {
    database.pragma('busy_timeout = 5000')
    database.pragma('cache_size = -8000')
    requireOurs(database)
  } catch (error) {
    database.close()
    throw asDomainError(error)
  }
  return dbOf<Tables>(database)
}

/**
 * Looks at the file's head only, before anything is locked or opened: a directory that holds
 * somebody else's database is left without a trace of us.
 * @throws WORKSPACE_UNUSABLE
 */
export function refuseForeign(file: string): void {
  const head = Buffer.alloc(100)
  try {
    const descriptor = openSync(file, 'r')
    try {
      readSync(descriptor, head, 0, head.length, 0)
    } finally {
      closeSync(descriptor)
    }
  } catch {
    // A directory, or no rights: SQLite meets the same and its error is told.
    return
  }
  // What has not even SQLite's head may be ours and damaged: that is for SQLite to say.
  if (head.toString('latin1', 0, 15) === 'SQLite format 3' && !isWorkspaceFile(head))
    throw foreign()
}

/** Does the head of an SQLite file (100 bytes) say that it is a workspace's? */
export const isWorkspaceFile = (head: Buffer): boolean => head.readInt32BE(68) === applicationId

function requireOurs(database: BetterSqlite3.Database): void {
  if (database.pragma('application_id', { simple: true }) !== applicationId) throw foreign()
}

const foreign = () =>
  new DomainError(
    'WORKSPACE_UNUSABLE',
    'The database in this directory is not a workspace’s: nothing was changed.',
  )

/** SQLite's own quick check. @throws WORKSPACE_DAMAGED naming what it found first */
export function quickCheck(db: Db<unknown>): void {
  let answer: unknown
  try {
    answer = db.pragma('quick_check(1)')
  } catch (error) {
    throw asDomainError(error)
  }
  if (answer !== 'ok') {
    throw new DomainError(
      'WORKSPACE_DAMAGED',
      `The database of this workspace is damaged: ${String(answer)}.`,
    )
  }
}

function connect(file: string, options: BetterSqlite3.Options): BetterSqlite3.Database {
  try {
    return new BetterSqlite3(file, options)
  } catch (error) {
    throw asDomainError(error)
  }
}

function dbOf<Tables>(database: BetterSqlite3.Database): Db<Tables> {
  const kysely = new Kysely<Tables>({
    dialect: {
      createAdapter: () => new TransactionalDdlAdapter(),
      createDriver: () => new CachingSqliteDriver(database),
      createIntrospector: (db) => new SqliteIntrospector(db),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
  })
  return {
    kysely,
    pragma: (name) => database.pragma(name, { simple: true }),
    exec: (sql) => {
      database.exec(sql)
    },
    close: () => {
      database.close()
    },
  }
}

/** SQLite changes its schema inside transactions; Kysely's own adapter says it does not. */
class TransactionalDdlAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}

/** What SQLite says, as one of our codes; anything unexpected stays what it was. */
export function asDomainError(error: unknown): unknown {
  const code = systemCode(error) ?? ''
  if (code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT')) {
    return new DomainError(
      'WORKSPACE_DAMAGED',
      'The file is not a sound SQLite database. Nothing was changed.',
    )
  }
  if (code === 'SQLITE_FULL') return new DomainError('DISK_FULL')
  if (code.startsWith('SQLITE_CANTOPEN')) {
    return new DomainError(
      'WORKSPACE_UNUSABLE',
      'There is no workspace here, or it cannot be opened with your rights. `sts init` makes one.',
    )
  }
  if (code.startsWith('SQLITE_READONLY') || code === 'SQLITE_PERM') {
    return new DomainError(
      'WORKSPACE_UNUSABLE',
      'The workspace cannot be written to: check the rights of its directory.',
    )
  }
  return error
}
