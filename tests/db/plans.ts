import BetterSqlite3 from 'better-sqlite3'
import { Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely'
import type { Tables } from '../../src-main/features/tables.ts'
import { CachingSqliteDriver } from '../../src-main/platform/db/driver.ts'
import type { Executor } from '../../src-main/platform/db/index.ts'

/** One statement that a repository sent, and how SQLite goes about it. */
export interface Planned {
  sql: string
  plan: string[]
}

/**
 * Opens a database beside the program and tells how SQLite would run what a repository asks.
 * The repositories are the real ones; only the connection is ours.
 */
export function openPlanner(file: string) {
  const database = new BetterSqlite3(file)
  let captured: { sql: string; parameters: readonly unknown[] }[] = []
  const kysely = new Kysely<Tables>({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createDriver: () => new CachingSqliteDriver(database),
      createIntrospector: (db) => new SqliteIntrospector(db),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
    log: ({ query }) => {
      captured.push({ sql: query.sql, parameters: query.parameters })
    },
  })
  return {
    /** The plans of every statement that `ask` sends, in their order. */
    plansOf: async (ask: (db: Executor<Tables>) => Promise<unknown>): Promise<Planned[]> => {
      captured = []
      await ask(kysely)
      return captured.map(({ sql, parameters }) => ({
        sql,
        plan: database
          .prepare<unknown[], { detail: string }>(`explain query plan ${sql}`)
          .all(...parameters)
          .map((row) => row.detail),
      }))
    },
    close: () => database.close(),
  }
}
