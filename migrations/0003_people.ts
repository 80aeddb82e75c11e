import { type Kysely, sql } from 'kysely'

/** People: a session can be locked until its password is given again. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw('alter table sessions add column locked_at text').execute(db)
}
