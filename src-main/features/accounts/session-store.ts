import type { Executor } from '../../platform/db/index.ts'
import type { Tables } from '../tables.ts'

type Db = Executor<Tables>

export async function insertSession(db: Db, row: Tables['sessions']): Promise<void> {
  await db.insertInto('sessions').values(row).execute()
}

const sessionsWithAccount = (db: Db) =>
  db
    .selectFrom('sessions')
    .innerJoin('accounts', 'accounts.id', 'sessions.account_id')
    .select([
      'sessions.id as session_id',
      'sessions.source',
      'sessions.expires_at',
      'sessions.ended_at',
      'sessions.locked_at',
      'sessions.last_seen_at',
      'accounts.id as account_id',
      'accounts.email',
      'accounts.name',
      'accounts.console_role',
      'accounts.organization_id',
      'accounts.is_active',
      'accounts.locked_until',
      'accounts.must_change_password',
    ])

/** A session with its account. */
export type SessionWithAccount = NonNullable<Awaited<ReturnType<typeof sessionBy>>>

/** A session by the hash of its token, with its account. */
export async function sessionBy(db: Db, tokenHash: string) {
  return sessionsWithAccount(db).where('sessions.token_hash', '=', tokenHash).executeTakeFirst()
}

/** The same by the session's id. */
export async function sessionById(db: Db, id: string) {
  return sessionsWithAccount(db).where('sessions.id', '=', id).executeTakeFirst()
}

/** The sessions of an account that have neither ended nor run out, last used first. */
export async function liveSessions(db: Db, accountId: string, now: string) {
  return db
    .selectFrom('sessions')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', now)
    .orderBy('last_seen_at', 'desc')
    .orderBy('id', 'desc')
    .execute()
}

export async function changeSession(
  db: Db,
  id: string,
  fields: Partial<Tables['sessions']>,
): Promise<void> {
  await db.updateTable('sessions').set(fields).where('id', '=', id).execute()
}

/** Ends the live sessions of an account, but for one where one is to stay. @returns how many ended */
export async function endSessionsOf(
  db: Db,
  accountId: string,
  at: string,
  but: string | null = null,
): Promise<number> {
  const { numUpdatedRows } = await db
    .updateTable('sessions')
    .set({ ended_at: at })
    .where('account_id', '=', accountId)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', at)
    .$if(but !== null, (query) => query.where('id', '<>', but ?? ''))
    .executeTakeFirstOrThrow()
  return Number(numUpdatedRows)
}

/** Revokes every API token of an account that is still good. @returns how many */
export async function revokeTokensOf(db: Db, accountId: string, at: string): Promise<number> {
  const { numUpdatedRows } = await db
    .updateTable('api_tokens')
    .set({ revoked_at: at })
    .where('account_id', '=', accountId)
    .where('revoked_at', 'is', null)
    .executeTakeFirstOrThrow()
  return Number(numUpdatedRows)
}
