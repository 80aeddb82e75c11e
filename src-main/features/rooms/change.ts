import { isClosed } from '../../../src-shared/rules/transitions.ts'
import type { Clock } from '../../platform/clock/index.ts'
import type { Executor } from '../../platform/db/index.ts'
import { DomainError } from '../../platform/domain-error.ts'
import { type Audit, type Call, type Change, roomOf, systemCall } from '../audit/index.ts'
import type { SettleRooms } from '../registry/index.ts'
import type { Tables } from '../tables.ts'
import { clearance } from './clearance-store.ts'
import * as store from './store.ts'

/** An open change of a room: the change, and the room as it was before it. */
export interface RoomChange extends Change {
  room: store.RoomRow
}

/**
 * Does a change of a room or of anything in it: one transaction, the room's revision grown by one,
 * and the room moved from pending to ready when that was the last thing that kept it.
 */
export type ChangeRoom = <Result>(
  call: Call,
  work: (change: RoomChange) => Promise<Result>,
) => Promise<Result>

export function createRoomChange(audit: Audit, settle: SettleRooms): ChangeRoom {
  return (call, work) =>
    audit.change(call, async (change) => {
      const room = await openRoom(change.trx, roomOf(call).id)
      const result = await work({ ...change, room })
      await settle(change, call, [room.id])
      return result
    })
}

/** @throws ROOM_NOT_FOUND, ROOM_CLOSED */
async function openRoom(trx: Executor<Tables>, id: string): Promise<store.RoomRow> {
  const room = await store.byId(trx, id)
  if (room === undefined) throw new DomainError('ROOM_NOT_FOUND')
  if (isClosed(room.status)) {
    throw new DomainError('ROOM_CLOSED', `The room is ${room.status}: nothing in it can change.`)
  }
  return room
}

/** So many rooms at once: a statement has no room for many more ids. */
const batch = 500

/** The last step of every change that rooms show: their revisions, and the automatic transition. */
export function createSettle(clock: Clock): SettleRooms {
  return async (change, call, roomIds) => {
    for (let from = 0; from < roomIds.length; from += batch) {
      const ids = roomIds.slice(from, from + batch)
      await store.touch(change.trx, ids, call.actor.email, clock.iso())
      await makeReady(change, ids, clock)
    }
  }
}

/** Moves those of the rooms from pending to ready that no required document keeps any more. */
export async function makeReady(
  { trx, record }: Change,
  roomIds: readonly string[],
  clock: Clock,
): Promise<void> {
  const pending = await store.pendingOf(trx, roomIds)
  if (pending.length === 0) return
  const counts = await clearance(
    trx,
    pending.map((room) => room.id),
    clock.today(),
  )
  const kept = new Set(
    counts.filter((count) => count.resolved < count.required).map((count) => count.room_id),
  )
  for (const { id, organization_id, terminal_id } of pending) {
    if (kept.has(id)) continue
    await store.changeRoom(trx, id, { status: 'ready' })
    await record(
      {
        action: 'room.transitioned',
        resource_type: 'room',
        resource_id: id,
        detail: { from: 'pending', to: 'ready', reason: 'every required document is resolved' },
      },
      systemCall('system', { id, organization_id, terminal_id, party: null }),
    )
  }
}
