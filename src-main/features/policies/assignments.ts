import { type Assignment, maxBulkRooms } from '../../../src-shared/contract/assignments.ts'
import { inScope } from '../../../src-shared/rules/effective.ts'
import type { Executor } from '../../platform/db/index.ts'
import { badField, DomainError } from '../../platform/domain-error.ts'
import { type Call, roomOf } from '../audit/index.ts'
import type { Tables } from '../tables.ts'
import * as store from './assignments-store.ts'
import * as sets from './sets-store.ts'
import type { PolicyTools } from './tools.ts'

type Page = Omit<store.AssignmentFilter, 'party'>
interface Wanted {
  policy_set_id: string
  auto_snapshot: boolean
}

/** Which set a room has been given by hand. It comes before every set that matches. */
export interface Assignments {
  /** Of the rooms that the caller sees. */
  list(filter: Page, call: Call): Promise<{ assignments: Assignment[]; count: number }>
  /** Of the call's room. @throws NOT_FOUND */
  get(call: Call): Promise<Assignment>
  /** @throws ROOM_NOT_FOUND, BAD_REQUEST, CONFLICT for a room that has one */
  create(
    input: Wanted & { room_id?: string | undefined; volume_id?: string | undefined },
    call: Call,
  ): Promise<Assignment>
  /** Of the call's room. @throws NOT_FOUND, BAD_REQUEST */
  update(
    input: { [Key in keyof Wanted]?: Wanted[Key] | undefined },
    call: Call,
  ): Promise<Assignment>
  /** Of the call's room. @throws NOT_FOUND */
  delete(call: Call): Promise<void>
  /** All rooms or none. @throws BAD_REQUEST naming each room that is none, or is outside the scope */
  bulk(
    input: Wanted & {
      room_ids?: readonly string[] | undefined
      filter?: store.RoomFilter | undefined
    },
    call: Call,
  ): Promise<{ created: number; updated: number; unchanged: number; failed: never[] }>
}

/** More bad rooms than this are counted, not named. */
const namedAtMost = 100

export function createAssignments({ db, audit, access, clock }: PolicyTools): Assignments {
  const partyOf = async (call: Call) =>
    (await access.seesAllRooms(call.actor)) ? null : call.actor.email

  const setOf = async (trx: Executor<Tables>, id: string): Promise<sets.ListedSet> => {
    const set = await sets.byId(trx, id)
    if (set === undefined) throw badField('policy_set_id', 'is no policy set of this workspace')
    return set
  }

  const standing = async (trx: Executor<Tables>, roomId: string) => {
    const row = await store.ofRoom(trx, roomId)
    if (row === undefined) {
      throw new DomainError('NOT_FOUND', 'No policy set is assigned to the room.')
    }
    return row
  }

  const put = async (trx: Executor<Tables>, room_id: string, wanted: Wanted, call: Call) => {
    await store.put(trx, {
      room_id,
      policy_set_id: wanted.policy_set_id,
      auto_snapshot: wanted.auto_snapshot ? 1 : 0,
      assigned_by: call.actor.email,
      assigned_at: clock.iso(),
    })
    return toAssignment(await standing(trx, room_id))
  }

  return {
    list: async (page, call) => {
      const filter = { ...page, party: await partyOf(call) }
      return {
        assignments: (await store.list(db, filter)).map(toAssignment),
        count: await store.count(db, filter),
      }
    },

    get: async (call) => toAssignment(await standing(db, roomOf(call).id)),

    create: async ({ room_id, volume_id, ...wanted }, call) => {
      const id = room_id ?? volume_id
      if (id === undefined) throw badField('room_id', 'is needed: the room to assign the set to')
      if (volume_id !== undefined && volume_id !== id) {
        throw badField('volume_id', 'must be the same as room_id, or be left out')
      }
      const room = await access.place(call.actor, id)
      if (room === undefined) throw new DomainError('ROOM_NOT_FOUND')
      return audit.change({ ...call, room }, async ({ trx, record }) => {
        const set = await setOf(trx, wanted.policy_set_id)
        requireInScope(set, room)
        const taken = await store.ofRoom(trx, id)
        if (taken !== undefined) {
          throw new DomainError(
            'CONFLICT',
            `Room ${taken.room_code} has “${taken.policy_set_name}” assigned already; change that assignment instead.`,
          )
        }
        const made = await put(trx, id, wanted, call)
        await record({
          action: 'assignment.created',
          resource_type: 'assignment',
          resource_id: id,
          detail: {
            policy_set_id: set.id,
            policy_set: set.name,
            auto_snapshot: wanted.auto_snapshot,
          },
        })
        return made
      })
    },

    update: (input, call) =>
      audit.change(call, async ({ trx, record }) => {
        const room = roomOf(call)
        if (input.policy_set_id === undefined && input.auto_snapshot === undefined) {
          throw new DomainError('BAD_REQUEST', 'Name at least one field to change.')
        }
        const row = await standing(trx, room.id)
        const set = await setOf(trx, input.policy_set_id ?? row.policy_set_id)
        if (input.policy_set_id !== undefined) requireInScope(set, room)
        const auto_snapshot = input.auto_snapshot ?? row.auto_snapshot === 1
        const changed = await put(trx, room.id, { policy_set_id: set.id, auto_snapshot }, call)
        await record({
          action: 'assignment.updated',
          resource_type: 'assignment',
          resource_id: room.id,
          detail: {
            policy_set: set.name,
            before: { policy_set_id: row.policy_set_id, auto_snapshot: row.auto_snapshot === 1 },
            after: { policy_set_id: set.id, auto_snapshot },
          },
        })
        return changed
      }),

    delete: (call) =>
      audit.change(call, async ({ trx, record }) => {
        const room = roomOf(call)
        const row = await standing(trx, room.id)
        await store.remove(trx, room.id)
        await record({
          action: 'assignment.deleted',
          resource_type: 'assignment',
          resource_id: room.id,
          detail: { policy_set_id: row.policy_set_id, policy_set: row.policy_set_name },
        })
      }),

    bulk: async ({ room_ids, filter, ...wanted }, call) => {
      if ((room_ids === undefined) === (filter === undefined)) {
        throw badField('room_ids', 'or filter must be given, and not both')
      }
      const party = await partyOf(call)
      return audit.change(call, async ({ trx, record }) => {
        const set = await setOf(trx, wanted.policy_set_id)
        const asked = room_ids === undefined ? undefined : [...new Set(room_ids)]
        const rooms =
          asked === undefined
            ? await store.roomsByFilter(trx, filter ?? {}, party, maxBulkRooms + 1)
            : await store.roomsByIds(trx, asked, party)
        if (rooms.length > maxBulkRooms) {
          throw badField('filter', `finds more than ${maxBulkRooms} rooms; narrow it`)
        }
        requireAll(asked ?? rooms.map(({ id }) => id), rooms, set, room_ids ?? [])
        const auto = wanted.auto_snapshot ? 1 : 0
        const changed = rooms.filter(
          (room) => room.policy_set_id !== set.id || room.auto_snapshot !== auto,
        )
        for (const room of changed) {
          await store.put(trx, {
            room_id: room.id,
            policy_set_id: set.id,
            auto_snapshot: auto,
            assigned_by: call.actor.email,
            assigned_at: clock.iso(),
          })
        }
        const counts = {
          created: changed.filter((room) => room.policy_set_id === null).length,
          updated: changed.filter((room) => room.policy_set_id !== null).length,
          unchanged: rooms.length - changed.length,
        }
        await record({
          action: 'assignment.bulk',
          resource_type: 'assignment',
          resource_id: null,
          detail: {
            policy_set_id: set.id,
            policy_set: set.name,
            auto_snapshot: wanted.auto_snapshot,
            ...counts,
            rooms: changed.map((room) => ({ room_id: room.id, before: room.policy_set_id })),
          },
        })
        return { ...counts, failed: [] }
      })
    },
  }
}

/** @throws BAD_REQUEST with each room that is not there or not in the set's scope */
function requireAll(
  ids: readonly string[],
  rooms: readonly store.BulkRoom[],
  set: sets.ListedSet,
  given: readonly string[],
): void {
  const known = new Map(rooms.map((room) => [room.id, room]))
  const bad = ids.flatMap((id) => {
    const room = known.get(id)
    if (room === undefined) return [{ id, problem: `there is no room ${id} for you` }]
    return inScope(set, room)
      ? []
      : [{ id, problem: `room ${room.code} is not in the ${set.scope} of “${set.name}”` }]
  })
  const [first] = bad
  if (first === undefined) return
  const more = bad.length === 1 ? '' : `, and ${bad.length - 1} more`
  throw new DomainError('BAD_REQUEST', `Nothing was assigned: ${first.problem}${more}.`, {
    count: bad.length,
    issues: bad.slice(0, namedAtMost).map(({ id, problem }) => ({
      path: given.length === 0 ? ['filter'] : ['room_ids', given.indexOf(id)],
      message: problem,
    })),
  })
}

function requireInScope(
  set: sets.ListedSet,
  room: { organization_id: string; terminal_id: string | null },
): void {
  if (inScope(set, room)) return
  throw badField('policy_set_id', `is for another ${set.scope} than that of the room`)
}

const toAssignment = (row: store.ListedAssignment): Assignment => ({
  ...row,
  volume_id: row.room_id,
  auto_snapshot: row.auto_snapshot === 1,
})
