import { contains, type Executor } from '../../platform/db/index.ts'
import type { Tables } from '../tables.ts'

type Db = Executor<Tables>

export interface TokenFilter {
  /** null: of all accounts. */
  account_id: string | null
  q?: string | undefined
  state?: 'active' | 'expired' | 'revoked' | undefined
}
export interface TokenPage extends TokenFilter {
  sort: 'name' | 'created_at' | 'last_used_at' | 'expires_at'
  direction: 'asc' | 'desc'
  limit: number
  offset: number
}

const withOwner = (db: Db) =>
  db.selectFrom('api_tokens').innerJoin('accounts', 'accounts.id', 'api_tokens.account_id')

const columns = [
  'api_tokens.id',
  'api_tokens.name',
  'api_tokens.permissions',
  'api_tokens.created_at',
  'api_tokens.expires_at',
  'api_tokens.last_used_at',
  'api_tokens.revoked_at',
  'accounts.id as account_id',
  'accounts.email',
  'accounts.name as account_name',
  'accounts.console_role',
  'accounts.organization_id',
  'accounts.is_active',
  'accounts.locked_until',
  'accounts.must_change_password',
] as const

/** A token with its owner. */
export type TokenRow = NonNullable<Awaited<ReturnType<typeof byId>>>

const filtered = (db: Db, { account_id, q, state }: TokenFilter, now: string) =>
  withOwner(db)
    .$if(account_id !== null, (query) =>
      query.where('api_tokens.account_id', '=', account_id ?? ''),
    )
    .$if(q !== undefined && q !== '', (query) =>
      query.where((eb) =>
        eb.or([
          contains(eb.ref('api_tokens.name'), q ?? ''),
          contains(eb.ref('accounts.email'), q ?? ''),
        ]),
      ),
    )
    .$if(state === 'revoked', (query) => query.where('revoked_at', 'is not', null))
    .$if(state === 'expired', (query) =>
      query.where('revoked_at', 'is', null).where('expires_at', '<=', now),
    )
    .$if(state === 'active', (query) =>
      query
        .where('revoked_at', 'is', null)
        .where((eb) => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', now)])),
    )

export async function list(db: Db, page: TokenPage, now: string): Promise<TokenRow[]> {
  return filtered(db, page, now)
    .select(columns)
    .orderBy(`api_tokens.${page.sort}`, page.direction)
    .orderBy('api_tokens.id', page.direction)
    .limit(page.limit)
    .offset(page.offset)
    .execute()
}

export async function count(db: Db, filter: TokenFilter, now: string): Promise<number> {
  const row = await filtered(db, filter, now)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return row.count
}

export async function byId(db: Db, id: string) {
  return withOwner(db).select(columns).where('api_tokens.id', '=', id).executeTakeFirst()
}

export async function byHash(db: Db, hash: string) {
  return withOwner(db).select(columns).where('token_hash', '=', hash).executeTakeFirst()
}

export async function insert(db: Db, row: Tables['api_tokens']): Promise<void> {
  await db.insertInto('api_tokens').values(row).execute()
}

export async function change(
  db: Db,
  id: string,
  fields: Partial<Tables['api_tokens']>,
): Promise<void> {
  await db.updateTable('api_tokens').set(fields).where('id', '=', id).execute()
}
