import { type Clearance, clearanceParts } from '../../../src-shared/contract/rooms.ts'
import type { Clock } from '../../platform/clock/index.ts'
import type { Executor } from '../../platform/db/index.ts'
import type { Access } from '../access/index.ts'
import type { Call } from '../audit/index.ts'
import type { Tables } from '../tables.ts'
import { toRooms } from './shapes.ts'
import { reachOf, sightOf } from './sight.ts'
import * as store from './store.ts'

/** So many open rooms are counted at most: more would hold up everybody else. */
const countedAtMost = 1000

/** How far the open rooms that the caller sees are cleared; of very many those that arrive first. */
export type LookAtClearance = (call: Call) => Promise<Clearance>

export function createLookAtClearance(options: {
  db: Executor<Tables>
  access: Access
  clock: Clock
}): LookAtClearance {
  const { db, access, clock } = options
  return async (call) => {
    const sight = await sightOf(db, access, call.actor)
    const reach = await reachOf(db, sight, undefined)
    const open = { open: true, sort: 'eta', direction: 'asc', offset: 0 } as const
    const rows = await store.list(db, { ...open, limit: countedAtMost }, reach)
    const rooms = await toRooms(db, rows, clock.today(), sight.viewpoints)
    return {
      open_rooms:
        rows.length < countedAtMost
          ? rows.length
          : await store.count(db, { ...open, limit: 1 }, reach),
      counted_rooms: rooms.length,
      parts: clearanceParts.map(({ from, to }) => ({
        ...{ from, to },
        rooms: rooms.filter(
          ({ progress_percentage: progress }) =>
            progress >= from && (from === 100 || progress < to + 1),
        ).length,
      })),
    }
  }
}
