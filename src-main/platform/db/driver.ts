import type BetterSqlite3 from 'better-sqlite3'
import {
  CompiledQuery,
  type DatabaseConnection,
  type Driver,
  type QueryResult,
  SelectQueryNode,
} from 'kysely'

type Statement = BetterSqlite3.Statement<unknown[], unknown>

/**
 * Kysely's driver for one better-sqlite3 connection, with two differences from the stock one:
 * transactions begin IMMEDIATE (so that a writer never fails half way on an upgrade of its lock),
 * and compiled statements are kept, least recently used out first.
 */
export class CachingSqliteDriver implements Driver {
  readonly #connection: CachingConnection
  readonly #begin: 'begin immediate' | 'begin'

  constructor(database: BetterSqlite3.Database) {
    this.#connection = new CachingConnection(database)
    this.#begin = database.readonly ? 'begin' : 'begin immediate'
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    return this.#connection
  }

  async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw(this.#begin))
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('commit'))
  }

  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    // SQLite itself rolls back on a full disk or an I/O error; a second rollback would hide that error.
    if (this.#connection.inTransaction) await connection.executeQuery(CompiledQuery.raw('rollback'))
  }

  async releaseConnection(): Promise<void> {}

  async destroy(): Promise<void> {
    this.#connection.forget()
  }
}

const keptStatements = 500

class CachingConnection implements DatabaseConnection {
  readonly #database: BetterSqlite3.Database
  readonly #statements = new Map<string, Statement>()

  constructor(database: BetterSqlite3.Database) {
    this.#database = database
  }

  get inTransaction(): boolean {
    return this.#database.inTransaction
  }

  forget(): void {
    this.#statements.clear()
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    const statement = this.#prepared(query.sql)
    if (statement.reader) return { rows: statement.all(...query.parameters) as Row[] }
    const { changes, lastInsertRowid } = statement.run(...query.parameters)
    return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) }
  }

  async *streamQuery<Row>(query: CompiledQuery): AsyncIterableIterator<QueryResult<Row>> {
    if (!SelectQueryNode.is(query.query)) throw new Error('Only a select can be streamed.')
    // A statement of its own: a kept one could be asked for again while this one is still read.
    for (const row of this.#database.prepare(query.sql).iterate(...query.parameters)) {
      yield { rows: [row as Row] }
    }
  }

  #prepared(sql: string): Statement {
    const kept = this.#statements.get(sql)
    if (kept !== undefined) {
      this.#statements.delete(sql)
      this.#statements.set(sql, kept)
      return kept
    }
    const statement = this.#database.prepare<unknown[], unknown>(sql)
    this.#statements.set(sql, statement)
    if (this.#statements.size > keptStatements) {
      for (const oldest of this.#statements.keys()) {
        this.#statements.delete(oldest)
        break
      }
    }
    return statement
  }
}
