import type { Executor } from '../../../platform/db/index.ts'
import type { Tables } from '../../tables.ts'
import { readStanding } from '../standing.ts'
import * as rooms from './due-store.ts'
import type { Prunable } from './retention.ts'
import * as store from './retention-store.ts'

/**
 * What runs have made that their process left before they came to prune: one entry for each snapshot.
 * A room that another set decides about by now, or none, is left alone. A run of which something is
 * still being made waits for a later run.
 * @param now ISO-8601 UTC
 */
export async function leftToPrune(
  db: Executor<Tables>,
  now: string,
): Promise<{ runs: number[]; prunable: Prunable[] }> {
  const runs = await store.leftUnpruned(db)
  if (runs.length === 0) return { runs, prunable: [] }
  const made = await store.madeBy(db, runs)
  const standing = await readStanding(db, now)
  const deciding = new Map(
    (await rooms.roomsByIds(db, [...new Set(made.map(({ room_id }) => room_id))])).map((room) => [
      room.id,
      { room, set: standing.decide(room).set },
    ]),
  )
  const prunable = made.flatMap(({ room_id, policy_set_id, cadence, format }): Prunable[] => {
    const { room, set } = deciding.get(room_id) ?? {}
    if (room === undefined || set?.row.id !== policy_set_id || format === null) return []
    if ((set.body.paused_until ?? '') > now) return []
    return [{ room, set, cadence, formats: [format] }]
  })
  return { runs, prunable }
}
