import type { ExpressionBuilder } from 'kysely'
import { contains, type Executor } from '../../platform/db/index.ts'
import type { Tables } from '../tables.ts'
import { inPage, isNamed, type PageOfRecords } from './pages-store.ts'

type Db = Executor<Tables>
type Row = Tables['terminals']

export interface TerminalFilter extends PageOfRecords {
  q?: string | undefined
  organization_id?: string | undefined
  sort: 'name' | 'unlocode' | 'updated_at'
}

const matching =
  ({ q, organization_id }: TerminalFilter) =>
  (eb: ExpressionBuilder<Tables, 'terminals'>) =>
    eb.and([
      ...(q === undefined || q === ''
        ? []
        : [eb.or([contains(eb.ref('name'), q), contains(eb.ref('unlocode'), q)])]),
      ...(organization_id === undefined ? [] : [eb('organization_id', '=', organization_id)]),
    ])

export async function list(db: Db, filter: TerminalFilter): Promise<Row[]> {
  return inPage(db.selectFrom('terminals').selectAll().where(matching(filter)), filter).execute()
}

export async function count(db: Db, filter: TerminalFilter): Promise<number> {
  const row = await db
    .selectFrom('terminals')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where(matching(filter))
    .executeTakeFirstOrThrow()
  return row.count
}

export async function byId(db: Db, id: string): Promise<Row | undefined> {
  return db.selectFrom('terminals').selectAll().where('id', '=', id).executeTakeFirst()
}

/** Whatever the case of its letters A–Z. */
export async function byName(db: Db, name: string): Promise<Row | undefined> {
  return db.selectFrom('terminals').selectAll().where(isNamed(name)).executeTakeFirst()
}

export async function insert(db: Db, row: Row): Promise<void> {
  await db.insertInto('terminals').values(row).execute()
}

export async function change(db: Db, id: string, fields: Partial<Row>): Promise<void> {
  await db.updateTable('terminals').set(fields).where('id', '=', id).execute()
}

export async function remove(db: Db, id: string): Promise<void> {
  await db.deleteFrom('terminals').where('id', '=', id).execute()
}

export async function roomsOf(db: Db, id: string): Promise<string[]> {
  const rows = await db.selectFrom('rooms').select('id').where('terminal_id', '=', id).execute()
  return rows.map((row) => row.id)
}
