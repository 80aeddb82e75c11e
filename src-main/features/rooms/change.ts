import { isClosed } from '../../../src-shared/rules/transitions.ts'
import type { Clock } from '../../platform/clock/index.ts'
import type { Executor } from '../../platform/db/index.ts'
import { DomainError } from '../../platform/domain-error.ts'
import { type Audit, type Call, type Change, roomOf, systemCall } from '../audit/index.ts'
import type { Tables } from '../tables.ts'
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

export function createRoomChange(audit: Audit, clock: Clock): ChangeRoom {
  return (call, work) =>
    audit.change(call, async (change) => {
      const room = await openRoom(change.trx, roomOf(call).id)
      const result = await work({ ...change, room })
      await settleRoom(change, call, room.id, clock)
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

/** Grows the revision and makes the automatic transition, as the last step of every change. */
export async function settleRoom(
  change: Change,
  call: Call,
  roomId: string,
  clock: Clock,
): Promise<void> {
  const { trx, record } = change
  await store.touch(trx, roomId, call.actor.email, clock.iso())
  const room = await store.byId(trx, roomId)
  if (room?.status !== 'pending') return
  const counts = (await store.clearance(trx, [roomId], clock.today())).get(roomId)
  if (counts !== undefined && counts.resolved < counts.required) return
  await store.changeRoom(trx, roomId, { status: 'ready' })
  await record(
    {
      action: 'room.transitioned',
      resource_type: 'room',
      resource_id: roomId,
      detail: { from: 'pending', to: 'ready', reason: 'every required document is resolved' },
    },
    systemCall('system', {
      id: roomId,
      organization_id: room.organization_id,
      terminal_id: room.terminal_id,
      party: null,
    }),
  )
}
