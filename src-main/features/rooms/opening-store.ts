import type { Executor } from '../../platform/db/index.ts'
import type { Tables } from '../tables.ts'

/** The active types that every room must have, in the order of the catalogue. */
export async function requiredTypes(db: Executor<Tables>) {
  return db
    .selectFrom('document_types')
    .select(['id', 'category'])
    .where('required', '=', 1)
    .where('is_active', '=', 1)
    .orderBy('position')
    .execute()
}

/** A document that is there already (a ship taken out and put back) stays as it is. */
export async function insertMissingDocuments(
  db: Executor<Tables>,
  rows: Tables['documents'][],
): Promise<void> {
  if (rows.length === 0) return
  await db
    .insertInto('documents')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}
