import type {
  Account,
  AccountWithPassword,
  Session,
} from '../../../src-shared/contract/accounts.ts'
import type { ConsoleRole } from '../../../src-shared/contract/enums.ts'
import type { Permission } from '../../../src-shared/contract/permissions.ts'
import type { Executor } from '../../platform/db/index.ts'
import { badField, DomainError } from '../../platform/domain-error.ts'
import type { Call } from '../audit/index.ts'
import type { Tables } from '../tables.ts'
import { checkNewPassword, generatePassword, hashPassword } from './passwords.ts'
import { refused, requireMayGive, requireRankOver } from './ranks.ts'
import * as sessions from './session-store.ts'
import { toAccount, toSession } from './shapes.ts'
import { isLockedSession } from './sign-in.ts'
import * as store from './store.ts'
import type { AccountTools } from './tools.ts'

export interface NewAccount {
  email: string
  name: string
  console_role: ConsoleRole
  organization_id?: string | null | undefined
  /** One is made where none is given; it has to be changed at the first sign-in. */
  password?: string | undefined
}

export interface AccountChange {
  account_id: string
  email?: string | undefined
  name?: string | undefined
  organization_id?: string | null | undefined
  console_role?: ConsoleRole | undefined
  is_active?: boolean | undefined
}

/** Accounts as those who administer them see them. */
export interface Administration {
  list(page: store.AccountPage): Promise<{ accounts: Account[]; total: number }>
  /** @throws NOT_FOUND */
  get(accountId: string): Promise<Account>
  /** @throws BAD_REQUEST, CONFLICT (the e-mail is taken), FORBIDDEN (a role above one's own) */
  create(input: NewAccount, call: Call): Promise<AccountWithPassword>
  /**
   * Another role ends the account's sessions; taking it out of use ends them and revokes its tokens.
   * @throws FORBIDDEN, CONFLICT, LAST_SUPERADMIN, BAD_REQUEST, NOT_FOUND
   */
  update(input: AccountChange, call: Call): Promise<Account>
  unlock(accountId: string, call: Call): Promise<Account>
  /** Sessions end and tokens are revoked: whoever had the old password is out. */
  resetPassword(
    input: { account_id: string; password?: string | undefined },
    call: Call,
  ): Promise<AccountWithPassword>
  /** Those that are live. */
  sessions(accountId: string, call: Call): Promise<Session[]>
  endSessions(accountId: string, call: Call): Promise<{ ended: number }>
  endSession(
    input: { account_id: string; session_id: string },
    call: Call,
  ): Promise<{ ended: number }>
}

export function createAdministration(tools: AccountTools): Administration {
  const { db, audit, access, clock, ids, idleLockMinutes } = tools

  const found = async (trx: Executor<Tables>, accountId: string): Promise<store.AccountRow> => {
    const row = await store.byId(trx, accountId)
    if (row === undefined) throw new DomainError('NOT_FOUND', 'There is no such account.')
    return row
  }

  /** The account, if the caller may act on it. Everybody may on their own. */
  const subject = async (
    trx: Executor<Tables>,
    accountId: string,
    permission: Permission,
    call: Call,
  ) => {
    const row = await found(trx, accountId)
    if (row.id !== call.actor.account_id) requireRankOver(call, row.console_role, permission)
    return row
  }

  const requireFree = async (trx: Executor<Tables>, email: string): Promise<void> => {
    if ((await store.byEmail(trx, email)) === undefined) return
    throw new DomainError('CONFLICT', `An account with the e-mail ${email} is there already.`)
  }

  const requireOrganization = async (
    trx: Executor<Tables>,
    id: string | null | undefined,
  ): Promise<void> => {
    if (id === null || id === undefined || (await store.hasOrganization(trx, id))) return
    throw badField('organization_id', 'there is no such organization')
  }

  return {
    list: async (page) => {
      const now = clock.iso()
      const rows = await store.list(db, page, now)
      return {
        accounts: rows.map((row) => toAccount(row, now)),
        total: await store.count(db, page, now),
      }
    },

    get: async (accountId) => toAccount(await found(db, accountId), clock.iso()),

    create: async (input, call) => {
      const email = cleanEmail(input.email)
      if (input.name.trim() === '') throw badField('name', 'must not be empty')
      const password = input.password ?? generatePassword(ids)
      checkNewPassword('password', password, email)
      requireMayGive(call, input.console_role, 'accounts.create')
      const row: store.AccountRow = {
        id: ids.uuid(),
        email,
        name: input.name.trim(),
        organization_id: input.organization_id ?? null,
        console_role: input.console_role,
        is_active: 1,
        failed_attempts: 0,
        locked_until: null,
        last_sign_in_at: null,
        must_change_password: input.password === undefined ? 1 : 0,
        password_hash: await hashPassword(password),
        created_at: clock.iso(),
        updated_at: clock.iso(),
      }
      await audit.change(call, async ({ trx, record }) => {
        await requireFree(trx, email)
        await requireOrganization(trx, row.organization_id)
        await store.insert(trx, row)
        await record({
          action: 'account.created',
          resource_type: 'account',
          resource_id: row.id,
          detail: { email, name: row.name, console_role: row.console_role },
        })
      })
      return {
        ...toAccount(row, clock.iso()),
        generated_password: input.password === undefined ? password : null,
      }
    },

    update: async ({ account_id, ...input }, call) => {
      // Asked before the transaction: inside it only its own queries may be awaited.
      const mayChangeRole = await access.decide(call.actor, 'accounts.change_role', null)
      const mayDeactivate = await access.decide(call.actor, 'accounts.deactivate', null)
      const may = { role: mayChangeRole, activity: mayDeactivate }
      return audit.change(call, async ({ trx, record }) => {
        const row = await subject(trx, account_id, 'accounts.update', call)
        const fields = changedFields(row, input)
        if ('email' in fields) {
          if (row.id === call.actor.account_id) {
            throw refused(
              call,
              'accounts.update',
              'Nobody changes their own e-mail: it decides in which rooms one is a party.',
            )
          }
          await requireFree(trx, fields.email ?? '')
        }
        await requireOrganization(trx, fields.organization_id)
        if (fields.console_role !== undefined) {
          if (!may.role.allowed && call.actor.account_id !== null) {
            throw refused(call, 'accounts.change_role', may.role.reason)
          }
          requireMayGive(call, fields.console_role, 'accounts.change_role')
        }
        if (
          fields.is_active !== undefined &&
          !may.activity.allowed &&
          call.actor.account_id !== null
        )
          throw refused(call, 'accounts.deactivate', may.activity.reason)
        const after = { ...row, ...fields, updated_at: clock.iso() }
        await keepSuperadmin(trx, row, after)
        await store.change(trx, row.id, { ...fields, updated_at: after.updated_at })
        const leaves = fields.is_active === 0
        const ended =
          leaves || fields.console_role !== undefined
            ? await sessions.endSessionsOf(trx, row.id, clock.iso())
            : 0
        const revoked = leaves ? await sessions.revokeTokensOf(trx, row.id, clock.iso()) : 0
        await record({
          action: 'account.updated',
          resource_type: 'account',
          resource_id: row.id,
          detail: {
            email: row.email,
            fields: Object.keys(fields).sort(),
            before: shown(row, fields),
            after: shown(after, fields),
            sessions_ended: ended,
            tokens_revoked: revoked,
          },
        })
        return toAccount(after, clock.iso())
      })
    },

    unlock: (accountId, call) =>
      audit.change(call, async ({ trx, record }) => {
        const row = await subject(trx, accountId, 'accounts.update', call)
        const fields = { failed_attempts: 0, locked_until: null, updated_at: clock.iso() }
        await store.change(trx, row.id, fields)
        await record({
          action: 'account.unlocked',
          resource_type: 'account',
          resource_id: row.id,
          detail: { email: row.email, locked_until: row.locked_until },
        })
        return toAccount({ ...row, ...fields }, clock.iso())
      }),

    resetPassword: async ({ account_id, password: given }, call) => {
      const before = await subject(db, account_id, 'accounts.update', call)
      if (before.id === call.actor.account_id) {
        throw new DomainError(
          'CONFLICT',
          'Your own password is changed with the present one, in the account menu.',
        )
      }
      const password = given ?? generatePassword(ids)
      checkNewPassword('password', password, before.email)
      const fields = {
        password_hash: await hashPassword(password),
        must_change_password: 1,
        failed_attempts: 0,
        locked_until: null,
        updated_at: clock.iso(),
      }
      return audit.change(call, async ({ trx, record }) => {
        const row = await subject(trx, account_id, 'accounts.update', call)
        await store.change(trx, row.id, fields)
        const ended = await sessions.endSessionsOf(trx, row.id, clock.iso())
        const revoked = await sessions.revokeTokensOf(trx, row.id, clock.iso())
        await record({
          action: 'account.password_reset',
          resource_type: 'account',
          resource_id: row.id,
          detail: { email: row.email, sessions_ended: ended, tokens_revoked: revoked },
        })
        return {
          ...toAccount({ ...row, ...fields }, clock.iso()),
          generated_password: given === undefined ? password : null,
        }
      })
    },

    sessions: async (accountId, call) => {
      await found(db, accountId)
      const rows = await sessions.liveSessions(db, accountId, clock.iso())
      return rows.map((row) =>
        toSession(
          row,
          call.actor.session_id,
          isLockedSession(row, clock.millis(), idleLockMinutes()),
        ),
      )
    },

    endSessions: (accountId, call) =>
      audit.change(call, async ({ trx, record }) => {
        const row = await subject(trx, accountId, 'accounts.update', call)
        const ended = await sessions.endSessionsOf(trx, row.id, clock.iso())
        await record({
          action: 'account.sessions_ended',
          resource_type: 'account',
          resource_id: row.id,
          detail: { email: row.email, sessions_ended: ended },
        })
        return { ended }
      }),

    endSession: ({ account_id, session_id }, call) =>
      audit.change(call, async ({ trx, record }) => {
        const row = await subject(trx, account_id, 'accounts.update', call)
        const live = await sessions.liveSessions(trx, row.id, clock.iso())
        if (!live.some((session) => session.id === session_id)) {
          throw new DomainError('NOT_FOUND', 'There is no such session, or it has ended already.')
        }
        await sessions.changeSession(trx, session_id, { ended_at: clock.iso() })
        await record({
          action: 'session.ended',
          resource_type: 'session',
          resource_id: session_id,
          detail: { email: row.email },
        })
        return { ended: 1 }
      }),
  }
}

/** @throws LAST_SUPERADMIN when the change would leave the workspace without an active one */
async function keepSuperadmin(
  trx: Executor<Tables>,
  before: store.AccountRow,
  after: store.AccountRow,
): Promise<void> {
  const was = before.console_role === 'superadmin' && before.is_active === 1
  const stays = after.console_role === 'superadmin' && after.is_active === 1
  if (!was || stays || (await store.hasOtherSuperadmin(trx, before.id))) return
  throw new DomainError(
    'LAST_SUPERADMIN',
    `${before.name} is the last active superadmin. Make somebody else one first.`,
  )
}

/** What a change changes: fields that are given and differ. */
function changedFields(
  row: store.AccountRow,
  input: Omit<AccountChange, 'account_id'>,
): Partial<store.AccountRow> {
  const wanted: Partial<store.AccountRow> = {
    ...(input.email === undefined ? {} : { email: cleanEmail(input.email) }),
    ...(input.name === undefined ? {} : { name: input.name.trim() }),
    ...(input.organization_id === undefined ? {} : { organization_id: input.organization_id }),
    ...(input.console_role === undefined ? {} : { console_role: input.console_role }),
    ...(input.is_active === undefined ? {} : { is_active: input.is_active ? 1 : 0 }),
  }
  const now: Record<string, unknown> = { ...row }
  return Object.fromEntries(Object.entries(wanted).filter(([name, value]) => now[name] !== value))
}

/** The changed fields as the trail shows them. */
function shown(row: store.AccountRow, fields: Partial<store.AccountRow>): Record<string, unknown> {
  const all: Record<string, unknown> = { ...row, is_active: row.is_active === 1 }
  return Object.fromEntries(Object.keys(fields).map((name) => [name, all[name]]))
}

function cleanEmail(given: string): string {
  const email = given.trim().toLowerCase()
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) {
    throw badField('email', 'must be an e-mail address')
  }
  return email
}
