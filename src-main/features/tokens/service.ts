import { z } from 'zod'
import { type Permission, permissions } from '../../../src-shared/contract/permissions.ts'
import { type ApiToken, tokenPrefix } from '../../../src-shared/contract/tokens.ts'
import { hashOf } from '../../platform/blobs/index.ts'
import type { Clock } from '../../platform/clock/index.ts'
import type { Executor } from '../../platform/db/index.ts'
import { badField, DomainError } from '../../platform/domain-error.ts'
import type { Ids } from '../../platform/ids/index.ts'
import type { Access } from '../access/index.ts'
import { type Admission, actorOf, stateOf } from '../accounts/index.ts'
import type { Actor, Audit, Call } from '../audit/index.ts'
import type { Tables } from '../tables.ts'
import * as store from './store.ts'

/** How often the use of a token is written down. */
const usedMillis = 60_000
const most = 100

/** A token that is known, and why it admits nobody. */
export interface DeadToken {
  token_id: string
  token_name: string
  account_email: string
  why: 'revoked' | 'expired' | 'account_inactive' | 'account_locked'
}

/** API tokens: for scripts, narrowed to what they need, never more than their owner may. */
export interface Tokens {
  /** @throws FORBIDDEN for all accounts' without tokens.manage_all */
  list(
    page: Omit<store.TokenPage, 'account_id'> & { all: boolean },
    call: Call,
  ): Promise<{ tokens: ApiToken[]; total: number }>
  /** @throws BAD_REQUEST (a time that is past, a permission that is not one's own), CONFLICT */
  create(
    input: {
      name: string
      expires_at?: string | undefined
      permissions?: Permission[] | undefined
    },
    call: Call,
  ): Promise<ApiToken & { token: string }>
  /** @throws NOT_FOUND (somebody else's as one that is not there), CONFLICT (revoked already) */
  revoke(tokenId: string, call: Call): Promise<ApiToken>
  /** Who comes with this token; why nobody, where it is known but dead; undefined where it is unknown. */
  authenticate(token: string): Promise<Admission | DeadToken | undefined>
  /** The caller as they are now, for streams; undefined once the token is dead. */
  current(actor: Actor): Promise<Actor | undefined>
}

export function createTokens(options: {
  db: Executor<Tables>
  audit: Audit
  access: Access
  clock: Clock
  ids: Ids
}): Tokens {
  const { db, audit, access, clock, ids } = options

  const managesAll = (call: Call) => access.decide(call.actor, 'tokens.manage_all', null)

  const whyDead = (row: store.TokenRow): DeadToken['why'] | undefined => {
    const state = tokenState(row, clock.iso())
    if (state !== 'active') return state
    const account = stateOf(row, clock.iso())
    return account === 'active' ? undefined : `account_${account}`
  }

  const actorBehind = (row: store.TokenRow): Actor => ({
    ...actorOf({ ...row, id: row.account_id, name: row.account_name }, null),
    token_id: row.id,
    token_permissions: carried(row.permissions),
  })

  return {
    list: async ({ all, ...page }, call) => {
      if (all) await access.require(call, 'tokens.manage_all')
      const filter = { ...page, account_id: all ? null : call.actor.account_id }
      const now = clock.iso()
      const rows = await store.list(db, filter, now)
      return {
        tokens: rows.map((row) => toToken(row, now)),
        total: await store.count(db, filter, now),
      }
    },

    create: async (input, call) => {
      const { account_id } = call.actor
      if (account_id === null) throw new DomainError('UNAUTHENTICATED')
      if (input.expires_at !== undefined && input.expires_at <= clock.iso()) {
        throw badField('expires_at', 'must be in the future')
      }
      const own = new Set<string>(await access.everHeldBy(call.actor))
      const foreign = input.permissions?.find((permission) => !own.has(permission))
      if (foreign !== undefined) {
        throw badField(
          'permissions',
          `“${foreign}” is not among your own permissions, and a token cannot hold more than its owner`,
        )
      }
      const token = `${tokenPrefix}${ids.secret()}`
      const row = {
        id: ids.uuid(),
        name: input.name,
        token_hash: hashOf(token),
        account_id,
        permissions:
          input.permissions === undefined ? null : JSON.stringify([...input.permissions].sort()),
        created_at: clock.iso(),
        expires_at: input.expires_at ?? null,
        last_used_at: null,
        revoked_at: null,
      }
      const made = await audit.change(call, async ({ trx, record }) => {
        const live = { account_id, state: 'active' as const }
        if ((await store.count(trx, live, clock.iso())) >= most) {
          throw new DomainError('CONFLICT', `You have ${most} tokens in use; revoke one first.`)
        }
        await store.insert(trx, row)
        await record({
          action: 'api_token.created',
          resource_type: 'api_token',
          resource_id: row.id,
          detail: {
            name: row.name,
            account_email: call.actor.email,
            expires_at: row.expires_at,
            permissions: carried(row.permissions),
          },
        })
        return store.byId(trx, row.id)
      })
      if (made === undefined) throw new Error('The token that was just made is not there.')
      return { ...toToken(made, clock.iso()), token }
    },

    revoke: async (tokenId, call) => {
      const { allowed: all } = await managesAll(call)
      return audit.change(call, async ({ trx, record }) => {
        const row = await store.byId(trx, tokenId)
        if (row === undefined || !(all || row.account_id === call.actor.account_id)) {
          throw new DomainError('NOT_FOUND', 'There is no such token.')
        }
        if (row.revoked_at !== null) {
          throw new DomainError('CONFLICT', 'The token is revoked already.')
        }
        const revoked_at = clock.iso()
        await store.change(trx, row.id, { revoked_at })
        await record({
          action: 'api_token.revoked',
          resource_type: 'api_token',
          resource_id: row.id,
          detail: { name: row.name, account_email: row.email },
        })
        return toToken({ ...row, revoked_at }, clock.iso())
      })
    },

    authenticate: async (token) => {
      const row = await store.byHash(db, hashOf(token))
      if (row === undefined) return undefined
      const why = whyDead(row)
      if (why !== undefined) {
        return { token_id: row.id, token_name: row.name, account_email: row.email, why }
      }
      const used = row.last_used_at
      if (used === null || clock.millis() - Date.parse(used) > usedMillis) {
        await store.change(db, row.id, { last_used_at: clock.iso() })
      }
      return {
        actor: actorBehind(row),
        hold: row.must_change_password === 1 ? 'password_change' : null,
      }
    },

    current: async (actor) => {
      const row = await store.byId(db, actor.token_id ?? '')
      if (row === undefined || whyDead(row) !== undefined) return undefined
      return row.must_change_password === 1 ? undefined : actorBehind(row)
    },
  }
}

const carriedSchema = z.array(z.enum(permissions))

/** What a token is narrowed to, as it is stored; null: not narrowed. */
function carried(stored: string | null): Permission[] | null {
  return stored === null ? null : carriedSchema.parse(JSON.parse(stored))
}

function tokenState(
  row: Pick<store.TokenRow, 'revoked_at' | 'expires_at'>,
  now: string,
): ApiToken['state'] {
  if (row.revoked_at !== null) return 'revoked'
  return row.expires_at !== null && row.expires_at <= now ? 'expired' : 'active'
}

function toToken(row: store.TokenRow, now: string): ApiToken {
  const { id, name, created_at, expires_at, last_used_at, revoked_at } = row
  return {
    id,
    name,
    account: { id: row.account_id, email: row.email, name: row.account_name },
    permissions: carried(row.permissions),
    state: tokenState(row, now),
    created_at,
    expires_at,
    last_used_at,
    revoked_at,
  }
}
