import type { Executor } from '../../../platform/db/index.ts'
import type { Tables } from '../../tables.ts'

type Db = Executor<Tables>

const roomsAtOnce = 200

export type Kept = Pick<
  Tables['snapshots'],
  'id' | 'room_id' | 'format' | 'created_at' | 'trigger' | 'hold' | 'hold_until' | 'file_size'
>

/** The completed snapshots of a set's cadence in these rooms. */
export async function keptOf(
  db: Db,
  {
    room_ids,
    policy_set_id,
    cadence,
  }: { room_ids: readonly string[]; policy_set_id: string; cadence: string },
): Promise<Kept[]> {
  const found: Kept[] = []
  for (let from = 0; from < room_ids.length; from += roomsAtOnce) {
    const rows = await db
      .selectFrom('snapshots')
      .select([
        'id',
        'room_id',
        'format',
        'created_at',
        'trigger',
        'hold',
        'hold_until',
        'file_size',
      ])
      .where('room_id', 'in', room_ids.slice(from, from + roomsAtOnce))
      .where('policy_set_id', '=', policy_set_id)
      .where('policy_set_id', 'is not', null)
      .where('cadence', '=', cadence)
      .where('status', '=', 'completed')
      .execute()
    found.push(...rows)
  }
  return found
}

/** The newest completed snapshots of a room, of whatever cadence or made by hand. */
export async function newestOfRoom(
  db: Db,
  roomId: string,
  limit: number,
): Promise<{ id: string; time: string }[]> {
  return db
    .selectFrom('snapshots')
    .select(['id', 'created_at as time'])
    .where('room_id', '=', roomId)
    .where('status', '=', 'completed')
    .orderBy('created_at', 'desc')
    .limit(limit)
    .execute()
}

/** Rooms that have a completed snapshot whose file was found not to be sound. */
export async function damagedRooms(db: Db): Promise<Set<string>> {
  const rows = await db
    .selectFrom('blobs')
    .innerJoin('snapshots', (join) =>
      join.on((eb) =>
        eb.or([
          eb('snapshots.blob_sha256', '=', eb.ref('blobs.sha256')),
          eb('snapshots.model_sha256', '=', eb.ref('blobs.sha256')),
        ]),
      ),
    )
    .select('snapshots.room_id')
    .distinct()
    .where('blobs.damaged_at', 'is not', null)
    .where('blobs.removed_at', 'is', null)
    .where('snapshots.status', '=', 'completed')
    .execute()
  return new Set(rows.map(({ room_id }) => room_id))
}

export async function countCompleted(db: Db, policySetId: string): Promise<number> {
  const row = await db
    .selectFrom('snapshots')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('policy_set_id', '=', policySetId)
    .where('policy_set_id', 'is not', null)
    .where('status', '=', 'completed')
    .executeTakeFirstOrThrow()
  return row.count
}

/** Deletes one that is still complete and not held. @returns false where it is not */
export async function removeSnapshot(
  db: Db,
  id: string,
  deleted: { at: string; by: string; reason: string },
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('snapshots')
    .set({
      status: 'deleted',
      deleted_at: deleted.at,
      deleted_by: deleted.by,
      deleted_reason: deleted.reason,
    })
    .where('id', '=', id)
    .where('status', '=', 'completed')
    .where((eb) =>
      eb.or([
        eb('hold', '=', 0),
        eb.and([eb('hold_until', 'is not', null), eb('hold_until', '<=', deleted.at)]),
      ]),
    )
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** The codes and titles of rooms. */
export async function roomNames(db: Db, ids: readonly string[]) {
  return db.selectFrom('rooms').select(['id', 'code', 'title']).where('id', 'in', ids).execute()
}

/** Runs that a start has finished for their process, all made by now, that have not been pruned after. */
export async function leftUnpruned(db: Db): Promise<number[]> {
  const rows = await db
    .selectFrom('runs')
    .select('seq')
    .where('status', '=', 'partial')
    .where('progress', '<', 100)
    .where('dry_run', '=', 0)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('run_items')
            .select('run_items.run_id')
            .whereRef('run_items.run_id', '=', 'runs.seq'),
        ),
      ),
    )
    .execute()
  return rows.map(({ seq }) => seq)
}

/** What these runs have made a snapshot of. */
export async function madeBy(db: Db, runs: readonly number[]) {
  return db
    .selectFrom('records')
    .select(['room_id', 'policy_set_id', 'cadence', 'format'])
    .where('run_id', 'in', runs)
    .where('action', '=', 'created')
    .execute()
}

/** Nothing is left to do of these runs. */
export async function notePruned(db: Db, runs: readonly number[]): Promise<void> {
  if (runs.length === 0) return
  await db.updateTable('runs').set({ progress: 100 }).where('seq', 'in', runs).execute()
}
