import { type ExpressionBuilder, type SqlBool, sql } from 'kysely'
import type { PolicyScope } from '../../../src-shared/contract/enums.ts'
import { contains, type Executor } from '../../platform/db/index.ts'
import type { Tables } from '../tables.ts'

type Db = Executor<Tables>
type Row = Tables['policy_sets']
export type ListedSet = Row & { scope_name: string | null; assignments: number }

export interface SetFilter {
  scope?: PolicyScope | undefined
  scope_id?: string | undefined
  is_active?: boolean | undefined
  q?: string | undefined
  /** By priority, the highest first, where it is left out. */
  sort?: 'priority' | 'name' | 'updated_at' | undefined
  direction?: 'asc' | 'desc' | undefined
  limit: number
  offset: number
}

const listed = (db: Db) =>
  db
    .selectFrom('policy_sets')
    .leftJoin('organizations', 'organizations.id', 'policy_sets.scope_id')
    .leftJoin('terminals', 'terminals.id', 'policy_sets.scope_id')
    .selectAll('policy_sets')
    .select((eb) => [
      eb.fn.coalesce('organizations.name', 'terminals.name').as('scope_name'),
      eb
        .selectFrom('assignments')
        .select((inner) => inner.fn.countAll<number>().as('count'))
        .whereRef('assignments.policy_set_id', '=', 'policy_sets.id')
        .$asScalar()
        .$notNull()
        .as('assignments'),
    ])

const matching =
  ({ scope, scope_id, is_active, q }: SetFilter) =>
  (eb: ExpressionBuilder<Tables, 'policy_sets'>) =>
    eb.and([
      ...(scope === undefined ? [] : [eb('policy_sets.scope', '=', scope)]),
      ...(scope_id === undefined ? [] : [eb('policy_sets.scope_id', '=', scope_id)]),
      ...(is_active === undefined ? [] : [eb('policy_sets.is_active', '=', is_active ? 1 : 0)]),
      ...(q === undefined || q === ''
        ? []
        : [
            eb.or([
              contains(eb.ref('policy_sets.name'), q),
              contains(eb.ref('policy_sets.description'), q),
            ]),
          ]),
    ])

/** In the order that is asked for; alike ones by age. */
export async function list(db: Db, filter: SetFilter): Promise<ListedSet[]> {
  const { sort = 'priority', direction = 'desc' } = filter
  return listed(db)
    .where(matching(filter))
    .orderBy(`policy_sets.${sort}`, direction)
    .orderBy('policy_sets.created_at')
    .orderBy('policy_sets.id')
    .limit(filter.limit)
    .offset(filter.offset)
    .execute()
}

export async function count(db: Db, filter: SetFilter): Promise<number> {
  const row = await db
    .selectFrom('policy_sets')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where(matching(filter))
    .executeTakeFirstOrThrow()
  return row.count
}

export async function byId(db: Db, id: string): Promise<ListedSet | undefined> {
  return listed(db).where('policy_sets.id', '=', id).executeTakeFirst()
}

/** The one of this name in this scope, whatever the case of its letters A–Z. */
export async function byName(
  db: Db,
  { scope, scope_id, name }: Pick<Row, 'scope' | 'scope_id' | 'name'>,
): Promise<Row | undefined> {
  return db
    .selectFrom('policy_sets')
    .selectAll()
    .where('scope', '=', scope)
    .where(sql<SqlBool>`coalesce(scope_id, '') = ${scope_id ?? ''}`)
    .where(sql<SqlBool>`lower(name) = lower(${name})`)
    .executeTakeFirst()
}

/** The name of an organization or a terminal; undefined where there is none of this id. */
export async function scopeName(
  db: Db,
  scope: Exclude<PolicyScope, 'global'>,
  id: string,
): Promise<string | undefined> {
  const table = scope === 'terminal' ? 'terminals' : 'organizations'
  const row = await db.selectFrom(table).select('name').where('id', '=', id).executeTakeFirst()
  return row?.name
}

export async function insert(db: Db, row: Row): Promise<void> {
  await db.insertInto('policy_sets').values(row).execute()
}

export async function change(db: Db, id: string, fields: Partial<Row>): Promise<void> {
  await db.updateTable('policy_sets').set(fields).where('id', '=', id).execute()
}

export async function remove(db: Db, id: string): Promise<void> {
  await db.deleteFrom('policy_sets').where('id', '=', id).execute()
}

export async function insertVersion(db: Db, row: Tables['policy_set_versions']): Promise<void> {
  await db.insertInto('policy_set_versions').values(row).execute()
}

/** Newest first. */
export async function versions(db: Db, id: string): Promise<Tables['policy_set_versions'][]> {
  return db
    .selectFrom('policy_set_versions')
    .selectAll()
    .where('policy_set_id', '=', id)
    .orderBy('version', 'desc')
    .execute()
}
