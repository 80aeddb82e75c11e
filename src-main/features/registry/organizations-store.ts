import type { ExpressionBuilder } from 'kysely'
import type { OrganizationKind } from '../../../src-shared/contract/enums.ts'
import { contains, type Executor } from '../../platform/db/index.ts'
import type { Tables } from '../tables.ts'
import { inPage, isNamed, type PageOfRecords } from './pages-store.ts'

type Db = Executor<Tables>
type Row = Tables['organizations']

export interface OrganizationFilter extends PageOfRecords {
  q?: string | undefined
  kind?: OrganizationKind | undefined
  sort: 'name' | 'kind' | 'updated_at'
}

const matching =
  ({ q, kind }: OrganizationFilter) =>
  (eb: ExpressionBuilder<Tables, 'organizations'>) =>
    eb.and([
      ...(q === undefined || q === '' ? [] : [contains(eb.ref('name'), q)]),
      ...(kind === undefined ? [] : [eb('kind', '=', kind)]),
    ])

export async function list(db: Db, filter: OrganizationFilter): Promise<Row[]> {
  return inPage(
    db.selectFrom('organizations').selectAll().where(matching(filter)),
    filter,
  ).execute()
}

export async function count(db: Db, filter: OrganizationFilter): Promise<number> {
  const row = await db
    .selectFrom('organizations')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where(matching(filter))
    .executeTakeFirstOrThrow()
  return row.count
}

export async function byId(db: Db, id: string): Promise<Row | undefined> {
  return db.selectFrom('organizations').selectAll().where('id', '=', id).executeTakeFirst()
}

/** Whatever the case of its letters A–Z. */
export async function byName(db: Db, name: string): Promise<Row | undefined> {
  return db.selectFrom('organizations').selectAll().where(isNamed(name)).executeTakeFirst()
}

export async function insert(db: Db, row: Row): Promise<void> {
  await db.insertInto('organizations').values(row).execute()
}

export async function change(db: Db, id: string, fields: Partial<Row>): Promise<void> {
  await db.updateTable('organizations').set(fields).where('id', '=', id).execute()
}

export async function remove(db: Db, id: string): Promise<void> {
  await db.deleteFrom('organizations').where('id', '=', id).execute()
}

export async function roomsOf(db: Db, id: string): Promise<string[]> {
  const rows = await db.selectFrom('rooms').select('id').where('organization_id', '=', id).execute()
  return rows.map((row) => row.id)
}

/** How many of each kind refer to the organization. */
export async function usage(db: Db, id: string) {
  return db
    .selectNoFrom((eb) => [
      eb
        .selectFrom('rooms')
        .select((inner) => inner.fn.countAll<number>().as('count'))
        .where('organization_id', '=', id)
        .$asScalar()
        .$notNull()
        .as('rooms'),
      eb
        .selectFrom('terminals')
        .select((inner) => inner.fn.countAll<number>().as('count'))
        .where('organization_id', '=', id)
        .$asScalar()
        .$notNull()
        .as('terminals'),
      eb
        .selectFrom('accounts')
        .select((inner) => inner.fn.countAll<number>().as('count'))
        .where('organization_id', '=', id)
        .$asScalar()
        .$notNull()
        .as('accounts'),
    ])
    .executeTakeFirstOrThrow()
}
