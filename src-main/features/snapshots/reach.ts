import { decide } from '../../../src-shared/rules/permissions.ts'
import type { Executor } from '../../platform/db/index.ts'
import { type Access, partsOf, seesVessel, type Viewpoint, viewpointFor } from '../access/index.ts'
import type { Actor } from '../audit/index.ts'
import { shipsOfRooms } from '../rooms/index.ts'
import type { Tables } from '../tables.ts'

/** Which snapshots of all rooms one caller may list. */
export interface Reach {
  /** Only of these rooms; null: of every room. */
  rooms: readonly string[] | null
  /**
   * Rooms in which ships are hidden from the caller: of those only snapshots that were made for this
   * viewpoint. Rooms of one organization share a line.
   */
  narrowed: readonly { viewpoint: string; rooms: readonly string[] }[]
}

/**
 * The same answer for all rooms at once as the gate and `Find` give for one: which rooms the caller
 * sees, in which of those they may list snapshots, and whether ships are hidden from them there.
 */
export async function reachOf(
  db: Executor<Tables>,
  access: Pick<Access, 'matrix' | 'seesAllRooms'>,
  actor: Actor,
): Promise<Reach> {
  const parts = await partsOf(db, actor.email)
  const matrix = await access.matrix()
  const { console_role, token_permissions } = actor
  const mayList = (party_role: (typeof parts)[number]['role'] | null): boolean =>
    decide(matrix, 'snapshots.list', { console_role, token_permissions, party_role }).allowed
  const own = parts.filter(({ role }) => mayList(role))
  const everywhere = mayList(null) && (await access.seesAllRooms(actor))
  const viewpoints = new Map<string, Viewpoint>()
  for (const part of own) {
    const viewpoint = viewpointFor(actor, part)
    if (viewpoint !== null) viewpoints.set(part.room_id, viewpoint)
  }
  const hiding = new Set<string>()
  for (const ship of await shipsOfRooms(db, [...viewpoints.keys()])) {
    const viewpoint = viewpoints.get(ship.room_id) ?? null
    if (!seesVessel(viewpoint, ship)) hiding.add(ship.room_id)
  }
  const byViewpoint = Map.groupBy(hiding, (room) => JSON.stringify(viewpoints.get(room)))
  return {
    rooms: everywhere ? null : own.map(({ room_id }) => room_id),
    narrowed: [...byViewpoint].map(([viewpoint, rooms]) => ({ viewpoint, rooms })),
  }
}
