import type { AccountState, accountSorts } from '../../../src-shared/contract/accounts.ts'
import { type ConsoleRole, consoleRoles } from '../../../src-shared/contract/enums.ts'
import { contains, type Executor } from '../../platform/db/index.ts'
import type { Tables } from '../tables.ts'

type Db = Executor<Tables>
export type AccountRow = Tables['accounts']

export interface AccountFilter {
  q?: string | undefined
  console_role?: ConsoleRole | undefined
  state?: AccountState | undefined
  organization_id?: string | undefined
}
export interface AccountPage extends AccountFilter {
  sort: (typeof accountSorts)[number]
  direction: 'asc' | 'desc'
  limit: number
  offset: number
}

/** Accounts that fit a filter; `now` decides which are locked. */
const filtered = (db: Db, filter: AccountFilter, now: string) => {
  const { q, console_role, state, organization_id } = filter
  return db
    .selectFrom('accounts')
    .$if(q !== undefined && q !== '', (query) =>
      query.where((eb) =>
        eb.or([contains(eb.ref('name'), q ?? ''), contains(eb.ref('email'), q ?? '')]),
      ),
    )
    .$if(console_role !== undefined, (query) =>
      query.where('console_role', '=', console_role ?? 'viewer'),
    )
    .$if(organization_id !== undefined, (query) =>
      query.where('organization_id', '=', organization_id ?? ''),
    )
    .$if(state === 'inactive', (query) => query.where('is_active', '=', 0))
    .$if(state === 'locked', (query) =>
      query.where('is_active', '=', 1).where('locked_until', '>', now),
    )
    .$if(state === 'active', (query) =>
      query
        .where('is_active', '=', 1)
        .where((eb) => eb.or([eb('locked_until', 'is', null), eb('locked_until', '<=', now)])),
    )
}

/** One page of the accounts; roles sort by their rank, not by their letters. */
export async function list(db: Db, page: AccountPage, now: string): Promise<AccountRow[]> {
  const { sort, direction, limit, offset } = page
  const query = filtered(db, page, now).selectAll()
  const sorted =
    sort === 'console_role'
      ? query.orderBy(
          (eb) =>
            eb
              .case()
              .when('console_role', '=', consoleRoles[0])
              .then(0)
              .when('console_role', '=', consoleRoles[1])
              .then(1)
              .when('console_role', '=', consoleRoles[2])
              .then(2)
              .else(3)
              .end(),
          direction,
        )
      : query.orderBy(sort, direction)
  return sorted.orderBy('id', direction).limit(limit).offset(offset).execute()
}

export async function count(db: Db, filter: AccountFilter, now: string): Promise<number> {
  const row = await filtered(db, filter, now)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return row.count
}

export async function byEmail(db: Db, email: string): Promise<AccountRow | undefined> {
  return db.selectFrom('accounts').selectAll().where('email', '=', email).executeTakeFirst()
}

export async function byId(db: Db, id: string): Promise<AccountRow | undefined> {
  return db.selectFrom('accounts').selectAll().where('id', '=', id).executeTakeFirst()
}

const activeSuperadmins = (db: Db) =>
  db.selectFrom('accounts').where('console_role', '=', 'superadmin').where('is_active', '=', 1)

/** The workspace's owner on this machine: its first active superadmin. */
export async function firstSuperadmin(db: Db): Promise<AccountRow | undefined> {
  return activeSuperadmins(db)
    .selectAll()
    .orderBy('created_at')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
}

/** Is there an active superadmin beside this one? */
export async function hasOtherSuperadmin(db: Db, id: string): Promise<boolean> {
  const row = await activeSuperadmins(db).select('id').where('id', '<>', id).executeTakeFirst()
  return row !== undefined
}

export async function hasOrganization(db: Db, id: string): Promise<boolean> {
  const row = await db
    .selectFrom('organizations')
    .select('id')
    .where('id', '=', id)
    .executeTakeFirst()
  return row !== undefined
}

export async function insert(db: Db, row: AccountRow): Promise<void> {
  await db.insertInto('accounts').values(row).execute()
}

export async function change(db: Db, id: string, fields: Partial<AccountRow>): Promise<void> {
  await db.updateTable('accounts').set(fields).where('id', '=', id).execute()
}
