import type { Executor } from '../../platform/db/index.ts'
import type { Tables } from '../tables.ts'

/** The stored values of these keys, as JSON text. */
export async function all(
  db: Executor<Tables>,
  keys: readonly string[],
): Promise<Map<string, string>> {
  const rows = await db
    .selectFrom('settings')
    .select(['key', 'value'])
    .where('key', 'in', keys)
    .execute()
  return new Map(rows.map((row) => [row.key, row.value]))
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
