import type { Executor } from '../../platform/db/index.ts'
import type { Tables } from '../tables.ts'

type Db = Executor<Tables>
type Row = Tables['document_types']

/** In the order of the catalogue. */
export async function list(db: Db): Promise<Row[]> {
  return db.selectFrom('document_types').selectAll().orderBy('position').orderBy('id').execute()
}

export async function byId(db: Db, id: string): Promise<Row | undefined> {
  return db.selectFrom('document_types').selectAll().where('id', '=', id).executeTakeFirst()
}

export async function byCode(db: Db, code: string): Promise<Row | undefined> {
  return db.selectFrom('document_types').selectAll().where('code', '=', code).executeTakeFirst()
}

export async function lastPosition(db: Db): Promise<number> {
  const row = await db
    .selectFrom('document_types')
    .select((eb) => eb.fn.max('position').as('last'))
    .executeTakeFirst()
  return row?.last ?? 0
}

export async function insert(db: Db, rows: Row[]): Promise<void> {
  await db.insertInto('document_types').values(rows).execute()
}

export async function change(db: Db, id: string, fields: Partial<Row>): Promise<void> {
  await db.updateTable('document_types').set(fields).where('id', '=', id).execute()
}

export async function remove(db: Db, id: string): Promise<void> {
  await db.deleteFrom('document_types').where('id', '=', id).execute()
}

/** The rooms that have a document of this type. */
export async function roomsOf(db: Db, id: string): Promise<string[]> {
  const rows = await db
    .selectFrom('documents')
    .select('room_id')
    .distinct()
    .where('type_id', '=', id)
    .execute()
  return rows.map((row) => row.room_id)
}

export async function countDocuments(db: Db, id: string): Promise<number> {
  const row = await db
    .selectFrom('documents')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('type_id', '=', id)
    .executeTakeFirstOrThrow()
  return row.count
}
