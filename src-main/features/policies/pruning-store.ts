import type { Executor } from '../../platform/db/index.ts'
import type { Tables } from '../tables.ts'

type Db = Executor<Tables>

/** The rooms that hold a snapshot of a set, by id, from one id on. */
export async function roomsOfSnapshots(
  db: Db,
  setId: string,
  { after, limit }: { after: string; limit: number },
): Promise<{ id: string; code: string; title: string }[]> {
  return db
    .selectFrom('rooms')
    .select(['id', 'code', 'title'])
    .where('id', '>', after)
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('snapshots')
          .select('snapshots.id')
          .whereRef('snapshots.room_id', '=', 'rooms.id')
          .where('policy_set_id', '=', setId)
          .where('status', '=', 'completed'),
      ),
    )
    .orderBy('id')
    .limit(limit)
    .execute()
}
