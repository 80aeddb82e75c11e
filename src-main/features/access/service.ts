import type { Decision, Matrix } from '../../../src-shared/contract/access.ts'
import type { ConsoleRole, PartyRole } from '../../../src-shared/contract/enums.ts'
import { type Permission, permissions } from '../../../src-shared/contract/permissions.ts'
import { decide } from '../../../src-shared/rules/permissions.ts'
import type { Clock } from '../../platform/clock/index.ts'
import type { Executor } from '../../platform/db/index.ts'
import { badField, DomainError } from '../../platform/domain-error.ts'
import type { Actor, Audit, Call, RoomPlace } from '../audit/index.ts'
import type { Tables } from '../tables.ts'
import { createMatrixEditing, type MatrixEditing } from './matrix.ts'
import * as store from './store.ts'

interface WhoIsAsked {
  account_id?: string | undefined
  email?: string | undefined
}

/** Who may do what: the matrix in force, and every decision made with it. */
export interface Access extends MatrixEditing {
  /** May this actor use the permission, in this room where one is given? */
  decide(actor: Actor, permission: string, room: RoomPlace | null): Promise<Decision>
  /** Does this actor see every room, party or not? */
  seesAllRooms(actor: Actor): Promise<boolean>
  /** The room and the caller's place in it; undefined for a stranger as for a room that is not there. */
  place(actor: Actor, roomId: string): Promise<RoomPlace | undefined>
  /** @throws FORBIDDEN with permission, the roles held, and the roles that would do */
  require(call: Call, permission: string): Promise<void>
  /** Every permission that the actor has everywhere. */
  permissionsOf(actor: Actor): Promise<Permission[]>
  /** Every permission that the actor has somewhere: everywhere, or as a party in one of their rooms. */
  everHeldBy(actor: Actor): Promise<Permission[]>
  roomsOf(
    actor: Actor,
  ): Promise<{ room_id: string; code: string; title: string; party_role: PartyRole }[]>
  explain(
    input: WhoIsAsked & { permission: string; room_id?: string | undefined },
    call: Call,
  ): Promise<Decision>
  /** Every permission as an account, or a pair of roles, has it. */
  decisions(
    input: WhoIsAsked & {
      room_id?: string | undefined
      console_role?: ConsoleRole | undefined
      party_role?: PartyRole | undefined
    },
    call: Call,
  ): Promise<Decision[]>
  /** All accounts that may do this, by name. @throws ROOM_NOT_FOUND, BAD_REQUEST (no such permission) */
  whoCan(
    input: { permission: string; room_id?: string | undefined; limit: number; offset: number },
    call: Call,
  ): Promise<{
    accounts: { id: string; email: string; name: string; decision: Decision }[]
    total: number
  }>
}

export function createAccess(options: {
  db: Executor<Tables>
  audit: Audit
  clock: Clock
}): Access {
  const { db, clock } = options
  const editing = createMatrixEditing(options)
  const { matrix } = editing

  const decideFor: Access['decide'] = async (actor, permission, room) =>
    decide(await matrix(), permission, {
      console_role: actor.console_role,
      party_role: room?.party?.role ?? null,
      token_permissions: actor.token_permissions,
    })

  // A token is limited to its permissions, in what it sees as in what it does.
  const seesAllRooms: Access['seesAllRooms'] = async (actor) =>
    (await decideFor(actor, 'rooms.view_all', null)).allowed

  const place: Access['place'] = async (actor, roomId) => {
    const row = await store.roomPlace(db, roomId, actor.email)
    if (row === undefined) return undefined
    const party =
      row.party_id === null || row.party_role === null
        ? null
        : { id: row.party_id, role: row.party_role, organization: row.party_organization }
    const found = {
      id: row.id,
      organization_id: row.organization_id,
      terminal_id: row.terminal_id,
      party,
    }
    if (party !== null) return found
    return (await seesAllRooms(actor)) ? found : undefined
  }

  const heldBy = async (actor: Actor, roles: readonly (PartyRole | null)[]) => {
    const all = await matrix()
    return permissions.filter((permission) =>
      roles.some(
        (party_role) =>
          decide(all, permission, {
            console_role: actor.console_role,
            party_role,
            token_permissions: actor.token_permissions,
          }).allowed,
      ),
    )
  }

  /** @throws ROOM_NOT_FOUND where the caller does not see the room they ask about */
  const requireSeen = async (roomId: string | undefined, permission: string, call: Call) => {
    if (roomId === undefined || (await place(call.actor, roomId)) !== undefined) return
    throw new DomainError('ROOM_NOT_FOUND', undefined, {
      level: 2,
      permission,
      roles: { console: call.actor.console_role, party: null },
      would_be_granted_to: [],
    })
  }

  /** The decision for an account, with the levels before the matrices. */
  const levels = async (
    { who, shutOut }: { who: Actor; shutOut: string | null },
    permission: string,
    room: { id: string; place: RoomPlace | undefined } | null,
  ): Promise<Decision> => {
    const decision = await decideFor(who, permission, room?.place ?? null)
    const { granted_by: _, ...rest } = decision
    if (shutOut !== null) return { ...rest, allowed: false, level: 1, reason: shutOut }
    if (room === null || room.place !== undefined) return decision
    const reason =
      'This account is no party in the room, and its console role does not see all rooms.'
    return { ...rest, allowed: false, level: 2, reason }
  }

  const placeIn = async (who: Actor, roomId: string | undefined) =>
    roomId === undefined ? null : { id: roomId, place: await place(who, roomId) }

  return {
    ...editing,
    decide: decideFor,
    seesAllRooms,
    place,
    require: async (call, permission) => {
      const decision = await decideFor(call.actor, permission, call.room)
      if (!decision.allowed) throw forbidden(decision)
    },
    permissionsOf: (actor) => heldBy(actor, [null]),
    everHeldBy: async (actor) => {
      const rooms = await store.roomsOfParty(db, actor.email)
      return heldBy(actor, [null, ...new Set(rooms.map((room) => room.party_role))])
    },
    roomsOf: (actor) => store.roomsOfParty(db, actor.email),
    explain: async (input, call) => {
      const asked = await whoIsAsked(input, call)
      await requireSeen(input.room_id, 'access.explain', call)
      return levels(asked, input.permission, await placeIn(asked.who, input.room_id))
    },
    decisions: async (input, call) => {
      const { console_role, party_role, room_id } = input
      const all = await matrix()
      if (console_role !== undefined || party_role !== undefined) {
        const holder = {
          console_role: console_role ?? null,
          party_role: party_role ?? null,
          token_permissions: null,
        }
        return permissions.map((permission) => decide(all, permission, holder))
      }
      const asked = await whoIsAsked(input, call)
      await requireSeen(room_id, 'access.explain', call)
      const room = await placeIn(asked.who, room_id)
      return Promise.all(permissions.map((permission) => levels(asked, permission, room)))
    },
    whoCan: async ({ permission, room_id, limit, offset }, call) => {
      const all: Matrix = await matrix()
      const row = all.permissions.find((one) => one.permission === permission)
      if (row === undefined) {
        throw badField('permission', `there is no permission called “${permission}”`)
      }
      await requireSeen(room_id, 'accounts.list', call)
      const granted = {
        console: row.console,
        party: row.room_scoped ? row.party : [],
        seesAll: all.permissions.find((one) => one.permission === 'rooms.view_all')?.console ?? [],
      }
      const found = await store.holders(db, { granted, room_id, now: clock.iso(), limit, offset })
      return {
        accounts: found.rows.map(({ id, email, name, console_role, party_role }) => ({
          id,
          email,
          name,
          decision: decide(all, permission, { console_role, party_role, token_permissions: null }),
        })),
        total: found.total,
      }
    },
  }

  async function whoIsAsked(
    input: WhoIsAsked,
    call: Call,
  ): Promise<{ who: Actor; shutOut: string | null }> {
    const oneself = { who: call.actor, shutOut: null }
    if (input.account_id === undefined && input.email === undefined) return oneself
    const found = await store.accountBy(
      db,
      input.account_id === undefined ? { email: input.email ?? '' } : { id: input.account_id },
    )
    if (found !== undefined && found.id === call.actor.account_id) return oneself
    const mayAsk = await decideFor(call.actor, 'accounts.list', null)
    if (!mayAsk.allowed) throw forbidden(mayAsk)
    if (found === undefined) {
      throw badField(input.account_id === undefined ? 'email' : 'account_id', 'no account has it')
    }
    const isLocked = found.locked_until !== null && found.locked_until > clock.iso()
    return {
      who: {
        account_id: found.id,
        email: found.email,
        name: found.name,
        console_role: found.console_role,
        organization_id: found.organization_id,
        session_id: null,
        token_permissions: null,
      },
      shutOut:
        found.is_active !== 1
          ? 'This account is out of use: it cannot sign in.'
          : isLocked
            ? `This account is locked until ${found.locked_until}.`
            : found.must_change_password === 1
              ? 'This account has to choose a new password first.'
              : null,
    }
  }
}

/** The denial of level 3 as an error, with everything that explains it. */
export function forbidden(decision: Decision): DomainError {
  return new DomainError('FORBIDDEN', decision.reason, {
    level: decision.level,
    permission: decision.permission,
    roles: decision.roles,
    would_be_granted_to: decision.would_be_granted_to,
  })
}
