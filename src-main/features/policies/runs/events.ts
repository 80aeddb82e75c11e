import { z } from 'zod'
import { type RoomStatus, roomStatuses } from '../../../../src-shared/contract/enums.ts'
import { isClosed } from '../../../../src-shared/rules/transitions.ts'
import type { Executor } from '../../../platform/db/index.ts'
import type { Tables } from '../../tables.ts'
import * as store from './due-store.ts'

/** Something that happened to a room, under the number that its entry has in the trail. */
export interface RoomEvent {
  seq: number
  at: string
}

/** What has happened since the scheduler last looked; each newest last. */
export interface RoomEvents {
  /** The number of the newest entry of the trail that was looked at. */
  audit_seq: number
  transitions: Map<string, RoomEvent[]>
  /** Rooms of which all approvals are given, by what was last done to them. */
  approved: Map<string, RoomEvent>
  closed: { room_id: string; from: RoomStatus; event: RoomEvent }[]
}

const detailSchema = z.object({ from: z.enum(roomStatuses), to: z.enum(roomStatuses) })

/**
 * Reads in the trail what cadences of events wait for. What the trail has is never lost, whatever
 * ends in between, and is met once.
 */
export async function readEvents(db: Executor<Tables>, afterSeq: number): Promise<RoomEvents> {
  const audit_seq = await store.lastSeq(db)
  const transitions = new Map<string, RoomEvent[]>()
  const touched = new Map<string, RoomEvent>()
  const closed: RoomEvents['closed'] = []
  for (const { seq, at, action, room_id, detail } of await store.roomEvents(db, afterSeq)) {
    if (room_id === null) continue
    const event = { seq, at }
    if (action !== 'room.transitioned') {
      touched.set(room_id, event)
      continue
    }
    const { from, to } = detailSchema.parse(JSON.parse(detail))
    if (isClosed(to)) closed.push({ room_id, from, event })
    const known = transitions.get(room_id)
    if (known === undefined) transitions.set(room_id, [event])
    else known.push(event)
  }
  const approved = new Map<string, RoomEvent>()
  const ids = [...touched.keys()]
  const atOnce = 500
  for (let from = 0; from < ids.length; from += atOnce) {
    for (const id of await store.allApproved(db, ids.slice(from, from + atOnce))) {
      const event = touched.get(id)
      if (event !== undefined) approved.set(id, event)
    }
  }
  return { audit_seq, transitions, approved, closed }
}
