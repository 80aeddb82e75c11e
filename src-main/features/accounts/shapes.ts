import type { Account, AccountState, Session } from '../../../src-shared/contract/accounts.ts'
import type { Actor } from '../audit/index.ts'
import type { Tables } from '../tables.ts'
import type { AccountRow } from './store.ts'

export function stateOf(
  row: Pick<AccountRow, 'is_active' | 'locked_until'>,
  now: string,
): AccountState {
  if (row.is_active !== 1) return 'inactive'
  return row.locked_until !== null && row.locked_until > now ? 'locked' : 'active'
}

export function toAccount(row: AccountRow, now: string): Account {
  const state = stateOf(row, now)
  return {
    id: row.id,
    email: row.email,
    name: row.name,
    organization_id: row.organization_id,
    console_role: row.console_role,
    is_active: row.is_active === 1,
    state,
    locked_until: state === 'locked' ? row.locked_until : null,
    last_sign_in_at: row.last_sign_in_at,
    must_change_password: row.must_change_password === 1,
    created_at: row.created_at,
  }
}

export function toSession(
  row: Tables['sessions'],
  current: string | null,
  isLocked: boolean,
): Session {
  const { id, source, created_at, last_seen_at, expires_at } = row
  return {
    id,
    source,
    created_at,
    last_seen_at,
    expires_at,
    is_locked: isLocked,
    is_current: id === current,
  }
}

/** An account as the caller of something, through a session or without one. */
export function actorOf(
  row: Pick<AccountRow, 'id' | 'email' | 'name' | 'console_role' | 'organization_id'>,
  sessionId: string | null,
): Actor {
  return {
    account_id: row.id,
    email: row.email,
    name: row.name,
    console_role: row.console_role,
    organization_id: row.organization_id,
    session_id: sessionId,
    token_permissions: null,
  }
}
