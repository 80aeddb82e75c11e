import type { Executor } from '../../platform/db/index.ts'
import { DomainError } from '../../platform/domain-error.ts'
import { seesVessel, type Viewpoint, viewpointOf } from '../access/index.ts'
import { type Call, roomOf } from '../audit/index.ts'
import type { Tables } from '../tables.ts'
import { type RoomVesselRow, roomVessels } from './vessels-store.ts'

/** The part of a room that one caller may see. */
export interface Seen {
  viewpoint: Viewpoint | null
  /** The ships that the caller may see, in the room's order. */
  vessels: RoomVesselRow[]
  /** How many ships of the room the caller may not see. */
  hidden: number
  /** Ids of `vessels`; null for a caller who is not restricted, so that queries need no list. */
  vesselIds: string[] | null
  /** May the caller see something that is about this ship (null: about the room)? */
  aboutVessel(vesselId: unknown): boolean
  /** The ship of this id; null for null. @throws BAD_REQUEST (level 4) for one that is not there for the caller */
  requireVessel(vesselId: string | null): RoomVesselRow | null
}

export type See = (call: Call) => Promise<Seen>

export function createSee(db: Executor<Tables>): See {
  return async (call) => seenFrom(db, roomOf(call).id, viewpointOf(call))
}

/** The same for a viewpoint that was written down earlier, as a snapshot's is. */
export async function seenFrom(
  db: Executor<Tables>,
  roomId: string,
  viewpoint: Viewpoint | null,
): Promise<Seen> {
  const all = await roomVessels(db, roomId)
  const vessels = all.filter((vessel) => seesVessel(viewpoint, vessel))
  const visible = new Set(vessels.map((vessel) => vessel.id))
  const hidden = all.length - vessels.length
  return {
    viewpoint,
    vessels,
    hidden,
    // Not by `hidden`: of a ship that has left the room, a restricted party sees nothing either.
    vesselIds: viewpoint === null ? null : [...visible],
    aboutVessel: (id) => typeof id !== 'string' || viewpoint === null || visible.has(id),
    requireVessel: (id) => {
      if (id === null) return null
      const vessel = vessels.find((one) => one.id === id)
      if (vessel !== undefined) return vessel
      throw new DomainError('BAD_REQUEST', 'vessel_id: names no vessel of this room', {
        level: 4,
        issues: [{ path: ['vessel_id'], message: 'names no vessel of this room' }],
      })
    },
  }
}
