import { sql } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import { DomainError } from '../domain-error.ts'
import { asDomainError, type Db } from './open.ts'

export interface MigrationState {
  name: string
  /** UTC time of its run, null while it is pending. */
  executed_at: string | null
}

/**
 * Which migrations have run and which wait.
 * @throws WORKSPACE_NEWER when the database knows one that this program does not
 */
export async function migrationStates<Tables>(
  db: Db<Tables>,
  migrations: Record<string, Migration>,
): Promise<MigrationState[]> {
  const executed = new Map<string, string>()
  const tables = await db.kysely.introspection.getTables({ withInternalKyselyTables: true })
  if (tables.some((table) => table.name === 'kysely_migration')) {
    const rows = await sql<{
      name: string
      timestamp: string
    }>`select name, timestamp from kysely_migration`.execute(db.kysely)
    for (const row of rows.rows) executed.set(row.name, row.timestamp)
  }
  const unknown = [...executed.keys()].filter((name) => !(name in migrations))
  if (unknown.length > 0) {
    throw new DomainError(
      'WORKSPACE_NEWER',
      `This workspace was opened by a newer version of the program (it has the migration ${unknown.join(', ')}). Nothing was changed: open it with that version.`,
    )
  }
  return Object.keys(migrations)
    .sort()
    .map((name) => ({ name, executed_at: executed.get(name) ?? null }))
}

/**
 * Runs what is pending, all in one transaction, and checks every foreign key before it commits.
 *
 * Foreign keys are off while it runs, switched outside the transaction, where SQLite heeds it:
 * else the rebuild of a table would delete the children of its rows.
 * @param beforeFirst runs once before anything changes, only when something is pending: the copy
 * @returns the names of the migrations that ran
 */
export async function migrate(
  db: Db<unknown>,
  migrations: Record<string, Migration>,
  beforeFirst: () => void,
): Promise<string[]> {
  const pending = (await migrationStates(db, migrations)).filter((one) => one.executed_at === null)
  if (pending.length === 0) return []
  beforeFirst()
  db.exec('pragma foreign_keys = off')
  // A rebuilt table gets its old name back while triggers of other tables speak of it already.
  db.exec('pragma legacy_alter_table = on')
  try {
    const migrator = new Migrator({
      db: db.kysely,
      provider: { getMigrations: async () => checked(migrations) },
    })
    const { error } = await migrator.migrateToLatest()
    if (error !== undefined) throw asDomainError(error)
  } finally {
    db.exec('pragma legacy_alter_table = off')
    db.exec('pragma foreign_keys = on')
  }
  return pending.map((one) => one.name)
}

/** Each `up` with a check of all foreign keys at its end, inside the same transaction. */
function checked(migrations: Record<string, Migration>): Record<string, Migration> {
  return Object.fromEntries(
    Object.entries(migrations).map(([name, migration]) => [
      name,
      {
        ...migration,
        up: async (db) => {
          await migration.up(db)
          const broken = await sql<{ table: string }>`pragma foreign_key_check`.execute(db)
          const first = broken.rows[0]
          if (first !== undefined) {
            throw new Error(`Migration ${name} leaves a broken reference in ${first.table}.`)
          }
        },
      } satisfies Migration,
    ]),
  )
}
