import type { Account } from '../../../src-shared/contract/accounts.ts'
import { hashOf } from '../../platform/blobs/index.ts'
import { badField, DomainError } from '../../platform/domain-error.ts'
import type { Actor, Call } from '../audit/index.ts'
import {
  checkNewPassword,
  hashPassword,
  isImportedHash,
  passwordFits,
  spendTheTime,
} from './passwords.ts'
import * as sessions from './session-store.ts'
import { actorOf, stateOf, toAccount } from './shapes.ts'
import * as store from './store.ts'
import type { AccountTools } from './tools.ts'

/** Failures in a row that lock an account, and for how long. */
const failuresToLock = 5
const lockMillis = 15 * 60_000
/** A session ends when it was not used for this long. */
const unusedMillis = 12 * 3_600_000
/** How often the use of a session is written down. */
const seenMillis = 60_000

/** Who a caller is, and what keeps them from everything but a few calls. */
export interface Admission {
  actor: Actor
  hold: 'locked' | 'password_change' | null
}

/** Signing in and out, sessions as one's own, and one's own password. */
export interface SignIn {
  /** @throws INVALID_CREDENTIALS (one message for all), ACCOUNT_LOCKED */
  signIn(
    input: { email: string; password: string },
    call: Call,
  ): Promise<{ access_token: string; expires_in: number; account: Account }>
  signOut(call: Call): Promise<void>
  /** Who holds this token: an active, unlocked account with a live session; else undefined. */
  authenticate(token: string): Promise<Admission | undefined>
  /** The caller as they are now, for streams that outlast one call; undefined once they are out. */
  current(actor: Actor): Promise<Actor | undefined>
  /** Locks the caller's session until the password is given again. */
  lock(call: Call): Promise<void>
  /** @throws INVALID_CREDENTIALS, ACCOUNT_LOCKED: a wrong password counts as at sign-in */
  unlock(input: { password: string }, call: Call): Promise<void>
  /** Ends the caller's other sessions. @throws INVALID_CREDENTIALS, ACCOUNT_LOCKED, BAD_REQUEST */
  changePassword(
    input: { current_password: string; new_password: string },
    call: Call,
  ): Promise<Account>
  /** The owner of the workspace on this machine, for the command line. */
  owner(): Promise<Actor | undefined>
  /** The account of this e-mail as a caller. @throws NOT_FOUND */
  actor(email: string): Promise<Actor>
  me(call: Call): Promise<Account>
}

export function createSignIn({ db, audit, clock, ids, idleLockMinutes }: AccountTools): SignIn {
  const isLive = (row: sessions.SessionWithAccount) =>
    row.ended_at === null && row.expires_at > clock.iso() && stateOf(row, clock.iso()) === 'active'
  const isLocked = (row: Parameters<typeof isLockedSession>[0]) =>
    isLockedSession(row, clock.millis(), idleLockMinutes())

  const failed = async (row: store.AccountRow, call: Call): Promise<never> => {
    const locked_until = await audit.change({ ...call, expects: null }, async (change) => {
      const { trx, record } = change
      // Read again: comparing passwords takes its time, and others may have failed meanwhile.
      const now = (await store.byId(trx, row.id)) ?? row
      const isAlready = now.locked_until !== null && now.locked_until > clock.iso()
      const attempts = now.failed_attempts + 1
      const locks = attempts >= failuresToLock
      const locked_until = isAlready
        ? now.locked_until
        : locks
          ? new Date(clock.millis() + lockMillis).toISOString()
          : null
      if (!isAlready) {
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
    if (row.locked_until === null || row.locked_until <= clock.iso()) return
    await audit.record(call, {
      action: 'session.sign_in_failed',
      resource_type: 'account',
      resource_id: row.id,
      outcome: 'denied',
      detail: { email: row.email, level: 1, locked_until: row.locked_until },
    })
    throw locked(row.locked_until)
  }

  /** The account whose password this is. A wrong one counts towards the lock. */
  const proven = async (row: store.AccountRow, password: string, call: Call) => {
    await refuseLocked(row, call)
    const fits = await passwordFits(row.password_hash, password)
    if (!fits || row.is_active !== 1) return failed(row, call)
    await refuseLocked((await store.byId(db, row.id)) ?? row, call)
    return row
  }

  /** Another password, or none, may hold by now: comparing takes its time. @throws INVALID_CREDENTIALS */
  const stillHolds = (now: store.AccountRow | undefined, row: store.AccountRow): void => {
    if (now?.password_hash === row.password_hash && now.is_active === 1) return
    throw new DomainError('INVALID_CREDENTIALS')
  }

  const own = async (call: Call): Promise<store.AccountRow> => {
    const row = await store.byId(db, call.actor.account_id ?? '')
    if (row === undefined) throw new DomainError('UNAUTHENTICATED')
    return row
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
      await proven(row, password, call)
      const renewed = isImportedHash(row.password_hash)
        ? { password_hash: await hashPassword(password) }
        : {}

      const token = ids.secret()
      const session = {
        id: ids.uuid(),
        token_hash: hashOf(token),
        account_id: row.id,
        source: call.source,
        created_at: clock.iso(),
        last_seen_at: clock.iso(),
        expires_at: new Date(clock.millis() + unusedMillis).toISOString(),
        ended_at: null,
        locked_at: null,
      }
      const signedIn = { failed_attempts: 0, locked_until: null, last_sign_in_at: clock.iso() }
      await audit.change({ ...call, actor: actorOf(row, session.id) }, async ({ trx, record }) => {
        stillHolds(await store.byId(trx, row.id), row)
        await sessions.insertSession(trx, session)
        await store.change(trx, row.id, { ...signedIn, ...renewed })
        await record({
          action: 'session.signed_in',
          resource_type: 'session',
          resource_id: session.id,
          ...('password_hash' in renewed ? { detail: { replaced_imported_hash: true } } : {}),
        })
      })
      return {
        access_token: token,
        expires_in: unusedMillis / 1000,
        account: toAccount({ ...row, ...signedIn }, clock.iso()),
      }
    },

    signOut: async (call) => {
      const { session_id } = call.actor
      await audit.change(call, async ({ trx, record }) => {
        if (session_id !== null)
          await sessions.changeSession(trx, session_id, { ended_at: clock.iso() })
        await record({
          action: 'session.signed_out',
          resource_type: 'session',
          resource_id: session_id,
        })
      })
    },

    authenticate: async (token) => {
      const row = await sessions.sessionBy(db, hashOf(token))
      if (row === undefined || !isLive(row)) return undefined
      const actor = actorOf({ ...row, id: row.account_id }, row.session_id)
      if (isLocked(row)) return { actor, hold: 'locked' }
      if (clock.millis() - Date.parse(row.last_seen_at) > seenMillis) {
        await sessions.changeSession(db, row.session_id, {
          last_seen_at: clock.iso(),
          expires_at: new Date(clock.millis() + unusedMillis).toISOString(),
        })
      }
      return { actor, hold: row.must_change_password === 1 ? 'password_change' : null }
    },

    current: async (actor) => {
      const { session_id } = actor
      if (session_id === null) return actor
      const row = await sessions.sessionById(db, session_id)
      if (row === undefined || !isLive(row) || row.must_change_password === 1) return undefined
      return row.locked_at === null
        ? actorOf({ ...row, id: row.account_id }, session_id)
        : undefined
    },

    lock: async (call) => {
      const { session_id } = call.actor
      await audit.change(call, async ({ trx, record }) => {
        if (session_id !== null)
          await sessions.changeSession(trx, session_id, { locked_at: clock.iso() })
        await record({
          action: 'session.locked',
          resource_type: 'session',
          resource_id: session_id,
        })
      })
    },

    unlock: async ({ password }, call) => {
      const { session_id } = call.actor
      const row = await proven(await own(call), password, call)
      await audit.change(call, async ({ trx, record }) => {
        stillHolds(await store.byId(trx, row.id), row)
        await store.change(trx, row.id, { failed_attempts: 0 })
        if (session_id !== null) {
          await sessions.changeSession(trx, session_id, {
            locked_at: null,
            last_seen_at: clock.iso(),
            expires_at: new Date(clock.millis() + unusedMillis).toISOString(),
          })
        }
        await record({
          action: 'session.unlocked',
          resource_type: 'session',
          resource_id: session_id,
        })
      })
    },

    changePassword: async ({ current_password, new_password }, call) => {
      const row = await own(call)
      checkNewPassword('new_password', new_password, row.email)
      await proven(row, current_password, call)
      if (new_password === current_password) {
        throw badField('new_password', 'must be another one than the present password')
      }
      const fields = {
        password_hash: await hashPassword(new_password),
        must_change_password: 0,
        failed_attempts: 0,
        updated_at: clock.iso(),
      }
      await audit.change(call, async ({ trx, record }) => {
        stillHolds(await store.byId(trx, row.id), row)
        await store.change(trx, row.id, fields)
        const ended = await sessions.endSessionsOf(trx, row.id, clock.iso(), call.actor.session_id)
        await record({
          action: 'account.password_changed',
          resource_type: 'account',
          resource_id: row.id,
          detail: {
            email: row.email,
            other_sessions_ended: ended,
            was_required: row.must_change_password === 1,
          },
        })
      })
      return toAccount({ ...row, ...fields }, clock.iso())
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

    me: async (call) => toAccount(await own(call), clock.iso()),
  }
}

/**
 * Must this session's password be given again? Where it was locked, and in a window that nobody has
 * used for longer than the idle setting: the page locks itself, but one that was closed cannot.
 * Scripts (`rest`) have no screen to leave open.
 */
export function isLockedSession(
  row: { locked_at: string | null; source: string; last_seen_at: string },
  nowMillis: number,
  idleMinutes: number,
): boolean {
  if (row.locked_at !== null) return true
  if (row.source !== 'browser' && row.source !== 'desktop') return false
  return nowMillis - Date.parse(row.last_seen_at) > idleMinutes * 60_000 + seenMillis
}

function locked(until: string): DomainError {
  return new DomainError(
    'ACCOUNT_LOCKED',
    'Too many wrong passwords: the account is locked for 15 minutes.',
    { locked_until: until },
  )
}
