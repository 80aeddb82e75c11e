import type { PolicyRoom } from '../../../src-shared/rules/effective.ts'
import type { Executor } from '../../platform/db/index.ts'
import { roomRow, tagsOf } from '../rooms/index.ts'
import type { Tables } from '../tables.ts'

type Db = Executor<Tables>

/** A room as the rules see it. */
export async function policyRoom(db: Db, id: string): Promise<PolicyRoom | undefined> {
  const row = await roomRow(db, id)
  if (row === undefined) return undefined
  const ships = await db
    .selectFrom('room_vessels')
    .select('vessel_id')
    .where('room_id', '=', id)
    .execute()
  return { ...row, tags: tagsOf(row.tags), vessel_ids: ships.map((ship) => ship.vessel_id) }
}

export async function allSets(db: Db): Promise<Tables['policy_sets'][]> {
  return db
    .selectFrom('policy_sets')
    .selectAll()
    .orderBy('priority', 'desc')
    .orderBy('created_at')
    .orderBy('id')
    .execute()
}

/** The room's completed snapshots, of every cadence and by hand, newest first. */
export async function completedOf(db: Db, roomId: string) {
  return db
    .selectFrom('snapshots')
    .select([
      'id',
      'created_at',
      'policy_set_id',
      'cadence',
      'format',
      'trigger',
      'hold',
      'hold_until',
    ])
    .where('room_id', '=', roomId)
    .where('status', '=', 'completed')
    .orderBy('created_at', 'desc')
    .execute()
}
