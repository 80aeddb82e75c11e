import type { Account } from '../../../src-shared/contract/accounts.ts'
import type { Executor } from '../../platform/db/index.ts'
import type { Tables } from '../tables.ts'

type Db = Executor<Tables>
export type AccountRow = Tables['accounts']

export async function byEmail(db: Db, email: string): Promise<AccountRow | undefined> {
  return db.selectFrom('accounts').selectAll().where('email', '=', email).executeTakeFirst()
}

export async function byId(db: Db, id: string): Promise<AccountRow | undefined> {
  return db.selectFrom('accounts').selectAll().where('id', '=', id).executeTakeFirst()
}

/** The workspace's owner on this machine: its first active superadmin. */
export async function firstSuperadmin(db: Db): Promise<AccountRow | undefined> {
  return db
    .selectFrom('accounts')
    .selectAll()
    .where('console_role', '=', 'superadmin')
    .where('is_active', '=', 1)
    .orderBy('created_at')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
}

export async function insert(db: Db, row: AccountRow): Promise<void> {
  await db.insertInto('accounts').values(row).execute()
}

export async function change(db: Db, id: string, fields: Partial<AccountRow>): Promise<void> {
  await db.updateTable('accounts').set(fields).where('id', '=', id).execute()
}

export async function insertSession(db: Db, row: Tables['sessions']): Promise<void> {
  await db.insertInto('sessions').values(row).execute()
}

const sessionsWithAccount = (db: Db) =>
  db
    .selectFrom('sessions')
    .innerJoin('accounts', 'accounts.id', 'sessions.account_id')
    .select([
      'sessions.id as session_id',
      'sessions.expires_at',
      'sessions.ended_at',
      'sessions.last_seen_at',
      'accounts.id as account_id',
      'accounts.email',
      'accounts.name',
      'accounts.console_role',
      'accounts.organization_id',
      'accounts.is_active',
      'accounts.locked_until',
    ])

/** A session by the hash of its token, with its account. */
export async function sessionBy(db: Db, tokenHash: string) {
  return sessionsWithAccount(db).where('sessions.token_hash', '=', tokenHash).executeTakeFirst()
}

/** The same by the session's id. */
export async function sessionById(db: Db, id: string) {
  return sessionsWithAccount(db).where('sessions.id', '=', id).executeTakeFirst()
}

export async function changeSession(
  db: Db,
  id: string,
  fields: Partial<Tables['sessions']>,
): Promise<void> {
  await db.updateTable('sessions').set(fields).where('id', '=', id).execute()
}

export async function endSessionsOf(db: Db, accountId: string, at: string): Promise<void> {
  await db
    .updateTable('sessions')
    .set({ ended_at: at })
    .where('account_id', '=', accountId)
    .where('ended_at', 'is', null)
    .execute()
}

export function toAccount(row: AccountRow): Account {
  return {
    id: row.id,
    email: row.email,
    name: row.name,
    organization_id: row.organization_id,
    console_role: row.console_role,
    is_active: row.is_active === 1,
    locked_until: row.locked_until,
    last_sign_in_at: row.last_sign_in_at,
    must_change_password: row.must_change_password === 1,
    created_at: row.created_at,
  }
}
