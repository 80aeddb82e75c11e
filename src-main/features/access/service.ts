import { type Decision, type Matrix, matrixSchema } from '../../../src-shared/contract/access.ts'
import type { PartyRole } from '../../../src-shared/contract/enums.ts'
import { decide } from '../../../src-shared/rules/permissions.ts'
import type { Clock } from '../../platform/clock/index.ts'
import type { Executor } from '../../platform/db/index.ts'
import { badField, DomainError } from '../../platform/domain-error.ts'
import type { Actor, Call, RoomPlace } from '../audit/index.ts'
import type { Tables } from '../tables.ts'
import * as store from './store.ts'

/** Who may do what: the matrix in force, and every decision made with it. */
export interface Access {
  matrix(): Promise<Matrix>
  /** May this actor use the permission, in this room where one is given? */
  decide(actor: Actor, permission: string, room: RoomPlace | null): Promise<Decision>
  /** Does this actor see every room, party or not? */
  seesAllRooms(actor: Actor): Promise<boolean>
  /** The room and the caller's place in it; undefined for a stranger as for a room that is not there. */
  place(actor: Actor, roomId: string): Promise<RoomPlace | undefined>
  /** @throws FORBIDDEN with permission, the roles held, and the roles that would do */
  require(call: Call, permission: string): Promise<void>
  /** Every permission that the actor has everywhere. */
  permissionsOf(actor: Actor): Promise<Matrix['permissions'][number]['permission'][]>
  roomsOf(
    actor: Actor,
  ): Promise<{ room_id: string; code: string; title: string; party_role: PartyRole }[]>
  explain(
    input: {
      account_id?: string | undefined
      email?: string | undefined
      permission: string
      room_id?: string | undefined
    },
    call: Call,
  ): Promise<Decision>
}

export function createAccess(db: Executor<Tables>, clock: Clock): Access {
  let kept: Matrix | undefined

  const matrix = async (): Promise<Matrix> => {
    if (kept !== undefined) return kept
    const row = await store.newestMatrix(db)
    if (row === undefined) throw new Error('The workspace has no permission matrix.')
    kept = matrixSchema.parse({ ...JSON.parse(row.matrix), version: row.version })
    return kept
  }

  const decideFor: Access['decide'] = async (actor, permission, room) =>
    decide(await matrix(), permission, {
      console_role: actor.console_role,
      party_role: room?.party?.role ?? null,
      token_permissions: actor.token_permissions,
    })

  // What one may see is a matter of the roles; a token narrows what one may do.
  const seesAllRooms: Access['seesAllRooms'] = async (actor) =>
    (await decideFor({ ...actor, token_permissions: null }, 'rooms.view_all', null)).allowed

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

  return {
    matrix,
    decide: decideFor,
    seesAllRooms,
    place,
    require: async (call, permission) => {
      const decision = await decideFor(call.actor, permission, call.room)
      if (!decision.allowed) throw forbidden(decision)
    },
    permissionsOf: async (actor) => {
      const all = await matrix()
      const held: Matrix['permissions'][number]['permission'][] = []
      for (const { permission } of all.permissions) {
        if ((await decideFor(actor, permission, null)).allowed) held.push(permission)
      }
      return held
    },
    roomsOf: (actor) => store.roomsOfParty(db, actor.email),
    explain: async (input, call) => {
      const { who, shutOut } = await whoIsAsked(input, call)
      const { room_id } = input
      if (room_id !== undefined && (await place(call.actor, room_id)) === undefined) {
        throw new DomainError('ROOM_NOT_FOUND', undefined, {
          level: 2,
          permission: 'access.explain',
          roles: { console: call.actor.console_role, party: null },
          would_be_granted_to: [],
        })
      }
      const theirPlace = room_id === undefined ? undefined : await place(who, room_id)
      const decision = await decideFor(who, input.permission, theirPlace ?? null)
      const { granted_by: _, ...rest } = decision
      if (shutOut !== null) return { ...rest, allowed: false, level: 1, reason: shutOut }
      if (room_id === undefined || theirPlace !== undefined) return decision
      return {
        ...rest,
        allowed: false,
        level: 2,
        reason:
          'This account is no party in the room, and its console role does not see all rooms.',
      }
    },
  }

  async function whoIsAsked(
    input: { account_id?: string | undefined; email?: string | undefined },
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
