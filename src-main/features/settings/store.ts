import type { Executor } from '../../platform/db/index.ts'
import type { Tables } from '../tables.ts'

export async function get(db: Executor<Tables>, key: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('settings')
    .select('value')
    .where('key', '=', key)
    .executeTakeFirst()
  return row?.value
}

export async function set(db: Executor<Tables>, row: Tables['settings']): Promise<void> {
  await db
    .insertInto('settings')
    .values(row)
    .onConflict((conflict) =>
      conflict.column('key').doUpdateSet({
        value: row.value,
        updated_by: row.updated_by,
        updated_at: row.updated_at,
      }),
    )
    .execute()
}
