import type { Account } from '../../../src-shared/contract/accounts.ts'
import type { ConsoleRole } from '../../../src-shared/contract/enums.ts'
import { hashOf } from '../../platform/blobs/index.ts'
import type { Clock } from '../../platform/clock/index.ts'
import type { Executor } from '../../platform/db/index.ts'
import { badField, DomainError } from '../../platform/domain-error.ts'
import type { Ids } from '../../platform/ids/index.ts'
import type { Actor, Audit, Call } from '../audit/index.ts'
import type { Tables } from '../tables.ts'
import { hashPassword, passwordFits, spendTheTime } from './passwords.ts'
import * as store from './store.ts'

/** Failures in a row that lock an account, and for how long. */
const failuresToLock = 5
const lockMillis = 15 * 60_000
/** A session ends when it was not used for this long. */
const idleMillis = 12 * 3_600_000
/** How often the use of a session is written down. */
const seenMillis = 60_000
export const minimumPasswordLength = 12

export interface NewAccount {
  email: string
  name: string
  console_role: ConsoleRole
  organization_id: string | null
  password: string
}

export interface Accounts {
  /** @throws INVALID_CREDENTIALS (one message for all), ACCOUNT_LOCKED */
  signIn(
    input: { email: string; password: string },
    call: Call,
  ): Promise<{ access_token: string; expires_in: number; account: Account }>
  signOut(call: Call): Promise<void>
  /** Who holds this token: an active, unlocked account with a live session; else undefined. */
  authenticate(token: string): Promise<Actor | undefined>
  /** Is the session that this caller came with still live, for streams that outlast one call? */
  isSignedIn(actor: Actor): Promise<boolean>
  /** The owner of the workspace on this machine, for the command line. */
  owner(): Promise<Actor | undefined>
  /** The account of this e-mail as a caller. @throws NOT_FOUND */
  actor(email: string): Promise<Actor>
  me(call: Call): Promise<Account>
  /** @throws BAD_REQUEST, CONFLICT (the e-mail is taken) */
  create(input: NewAccount, call: Call): Promise<Account>
  /** Takes an account out of use and ends its sessions; or brings it back. */
  setActive(accountId: string, active: boolean, call: Call): Promise<Account>
}

export function createAccounts(options: {
  db: Executor<Tables>
  audit: Audit
  clock: Clock
  ids: Ids
}): Accounts {
  const { db, audit, clock, ids } = options
  const isLocked = (row: { locked_until: string | null }) =>
    row.locked_until !== null && row.locked_until > clock.iso()

  const isLive = (row: NonNullable<Awaited<ReturnType<typeof store.sessionBy>>>) =>
    row.ended_at === null && row.expires_at > clock.iso() && row.is_active === 1 && !isLocked(row)

  const failed = async (row: store.AccountRow, call: Call): Promise<never> => {
    const locked_until = await audit.change({ ...call, expects: null }, async (change) => {
      const { trx, record } = change
      // Read again: comparing passwords takes its time, and others may have failed meanwhile.
      const now = (await store.byId(trx, row.id)) ?? row
      const attempts = now.failed_attempts + 1
      const locks = attempts >= failuresToLock
      const locked_until = isLocked(now)
        ? now.locked_until
        : locks
          ? new Date(clock.millis() + lockMillis).toISOString()
          : null
      if (!isLocked(now)) {
        await store.change(trx, row.id, { failed_attempts: locks ? 0 : attempts, locked_until })
      }
      await record({
        action: locks ? 'account.locked' : 'session.sign_in_failed',
        resource_type: 'account',
        resource_id: row.id,
        outcome: 'denied',
        detail: { email: row.email, level: 1, attempts, locked_until },
      })
      return locked_until
    })
    if (locked_until !== null) throw locked(locked_until)
    throw new DomainError('INVALID_CREDENTIALS')
  }

  const refuseLocked = async (row: store.AccountRow, call: Call): Promise<void> => {
    if (row.locked_until === null || !isLocked(row)) return
    await audit.record(call, {
      action: 'session.sign_in_failed',
      resource_type: 'account',
      resource_id: row.id,
      outcome: 'denied',
      detail: { email: row.email, level: 1, locked_until: row.locked_until },
    })
    throw locked(row.locked_until)
  }

  return {
    signIn: async ({ email, password }, call) => {
      const row = await store.byEmail(db, email)
      if (row === undefined) {
        await spendTheTime(password)
        await audit.record(call, {
          action: 'session.sign_in_failed',
          resource_type: 'account',
          resource_id: null,
          outcome: 'denied',
          detail: { email, level: 1 },
        })
        throw new DomainError('INVALID_CREDENTIALS')
      }
      await refuseLocked(row, call)
      const fits = await passwordFits(row.password_hash, password)
      if (!fits || row.is_active !== 1) return failed(row, call)
      await refuseLocked((await store.byId(db, row.id)) ?? row, call)

      const token = ids.secret()
      const session = {
        id: ids.uuid(),
        token_hash: hashOf(token),
        account_id: row.id,
        source: call.source,
        created_at: clock.iso(),
        last_seen_at: clock.iso(),
        expires_at: new Date(clock.millis() + idleMillis).toISOString(),
        ended_at: null,
      }
      const signedIn = { failed_attempts: 0, locked_until: null, last_sign_in_at: clock.iso() }
      await audit.change({ ...call, actor: actorOf(row, session.id) }, async ({ trx, record }) => {
        await store.insertSession(trx, session)
        await store.change(trx, row.id, signedIn)
        await record({
          action: 'session.signed_in',
          resource_type: 'session',
          resource_id: session.id,
        })
      })
      return {
        access_token: token,
        expires_in: idleMillis / 1000,
        account: store.toAccount({ ...row, ...signedIn }),
      }
    },

    signOut: async (call) => {
      const session_id = call.actor.session_id
      await audit.change(call, async ({ trx, record }) => {
        if (session_id !== null)
          await store.changeSession(trx, session_id, { ended_at: clock.iso() })
        await record({
          action: 'session.signed_out',
          resource_type: 'session',
          resource_id: session_id,
        })
      })
    },

    authenticate: async (token) => {
      const row = await store.sessionBy(db, hashOf(token))
      if (row === undefined || !isLive(row)) return undefined
      if (clock.millis() - Date.parse(row.last_seen_at) > seenMillis) {
        await store.changeSession(db, row.session_id, {
          last_seen_at: clock.iso(),
          expires_at: new Date(clock.millis() + idleMillis).toISOString(),
        })
      }
      return actorOf({ ...row, id: row.account_id }, row.session_id)
    },

    isSignedIn: async ({ session_id }) => {
      if (session_id === null) return true
      const row = await store.sessionById(db, session_id)
      return row !== undefined && isLive(row)
    },

    owner: async () => {
      const row = await store.firstSuperadmin(db)
      return row === undefined ? undefined : actorOf(row, null)
    },

    actor: async (email) => {
      const row = await store.byEmail(db, email.toLowerCase())
      if (row === undefined || row.is_active !== 1) {
        throw new DomainError('NOT_FOUND', `There is no active account with the e-mail ${email}.`)
      }
      return actorOf(row, null)
    },

    me: async (call) => {
      const row = await store.byId(db, call.actor.account_id ?? '')
      if (row === undefined) throw new DomainError('UNAUTHENTICATED')
      return store.toAccount(row)
    },

    create: async (input, call) => {
      if (input.password.length < minimumPasswordLength) {
        throw badField('password', `must have at least ${minimumPasswordLength} characters`)
      }
      const email = input.email.trim().toLowerCase()
      if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) {
        throw badField('email', 'must be an e-mail address')
      }
      if (input.name.trim() === '') throw badField('name', 'must not be empty')
      const row: store.AccountRow = {
        id: ids.uuid(),
        email,
        name: input.name.trim(),
        organization_id: input.organization_id,
        console_role: input.console_role,
        is_active: 1,
        failed_attempts: 0,
        locked_until: null,
        last_sign_in_at: null,
        must_change_password: 0,
        password_hash: await hashPassword(input.password),
        created_at: clock.iso(),
        updated_at: clock.iso(),
      }
      await audit.change(call, async ({ trx, record }) => {
        if ((await store.byEmail(trx, email)) !== undefined) {
          throw new DomainError('CONFLICT', `An account with the e-mail ${email} is there already.`)
        }
        await store.insert(trx, row)
        await record({
          action: 'account.created',
          resource_type: 'account',
          resource_id: row.id,
          detail: { email, name: row.name, console_role: row.console_role },
        })
      })
      return store.toAccount(row)
    },

    setActive: async (accountId, active, call) => {
      const row = await store.byId(db, accountId)
      if (row === undefined) throw new DomainError('NOT_FOUND', 'There is no such account.')
      const fields = { is_active: active ? 1 : 0, updated_at: clock.iso() }
      await audit.change(call, async ({ trx, record }) => {
        await store.change(trx, row.id, fields)
        if (!active) await store.endSessionsOf(trx, row.id, clock.iso())
        await record({
          action: active ? 'account.activated' : 'account.deactivated',
          resource_type: 'account',
          resource_id: row.id,
          detail: { email: row.email },
        })
      })
      return store.toAccount({ ...row, ...fields })
    },
  }
}

function locked(until: string): DomainError {
  return new DomainError(
    'ACCOUNT_LOCKED',
    'Too many wrong passwords: the account is locked for 15 minutes.',
    { locked_until: until },
  )
}

function actorOf(
  row: Pick<store.AccountRow, 'id' | 'email' | 'name' | 'console_role' | 'organization_id'>,
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
