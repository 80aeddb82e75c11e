import type { Expression, ExpressionBuilder, SqlBool } from 'kysely'
import type {
  SnapshotFormat,
  SnapshotStatus,
  SnapshotTrigger,
} from '../../../src-shared/contract/enums.ts'
import { contains, type Executor } from '../../platform/db/index.ts'
import type { Tables } from '../tables.ts'
import type { Reach } from './reach.ts'

type Db = Executor<Tables>

export interface SnapshotFilter {
  /** Each word stands in the room's code or title, or in the snapshot's title. */
  q?: string | undefined
  status?: SnapshotStatus | undefined
  snapshot_type?: SnapshotFormat | undefined
  trigger?: SnapshotTrigger | undefined
  /** At the moment `now`. */
  held?: boolean | undefined
  room_id?: string | undefined
  snapshot_id?: string | undefined
  /** The first moment of making that counts, and the first that no longer does. */
  from?: string | undefined
  to?: string | undefined
  now: string
}

export interface SnapshotPage {
  sort: 'created_at' | 'file_size' | 'room_code'
  direction: 'asc' | 'desc'
  limit: number
  offset: number
}

/** One page of the snapshots of all rooms, within what the caller may list. */
export async function search(db: Db, filter: SnapshotFilter, page: SnapshotPage, reach: Reach) {
  const { sort, direction } = page
  const rows = db
    .selectFrom('snapshots')
    .innerJoin('rooms', 'rooms.id', 'snapshots.room_id')
    .selectAll('snapshots')
    .select(['rooms.code as room_code', 'rooms.title as room_title'])
    .where(matching(filter, reach))
  // Within one room the newest stand first, as in the room's own list.
  const sorted =
    sort === 'room_code'
      ? rows
          .orderBy('rooms.code', direction)
          .orderBy('snapshots.created_at', 'desc')
          .orderBy('snapshots.id', 'desc')
      : rows.orderBy(`snapshots.${sort}`, direction).orderBy('snapshots.id', direction)
  return sorted.limit(page.limit).offset(page.offset).execute()
}

/** How many there are on all pages. */
export async function count(db: Db, filter: SnapshotFilter, reach: Reach): Promise<number> {
  const words = wordsOf(filter)
  const { count: found } = await (words.length === 0
    ? db.selectFrom('snapshots').where(narrow(filter, reach))
    : db
        .selectFrom('snapshots')
        .innerJoin('rooms', 'rooms.id', 'snapshots.room_id')
        .where(matching(filter, reach))
  )
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return found
}

const wordsOf = ({ q = '' }: SnapshotFilter): string[] =>
  q.split(/\s+/).filter((word) => word !== '')

function matching(filter: SnapshotFilter, reach: Reach) {
  return (eb: ExpressionBuilder<Tables, 'snapshots' | 'rooms'>) =>
    eb.and([
      narrow(filter, reach)(eb),
      ...wordsOf(filter).map((word) =>
        eb.or([
          contains(eb.ref('rooms.code'), word),
          contains(eb.ref('rooms.title'), word),
          contains(eb.ref('snapshots.title'), word),
        ]),
      ),
    ])
}

/** What the columns of a snapshot alone decide. */
function narrow(filter: SnapshotFilter, reach: Reach) {
  const { status, snapshot_type, trigger, held, room_id, snapshot_id, from, to, now } = filter
  return (eb: ExpressionBuilder<Tables, 'snapshots'>) => {
    const all: Expression<SqlBool>[] = []
    if (status !== undefined) all.push(eb('snapshots.status', '=', status))
    if (snapshot_type !== undefined) all.push(eb('snapshots.format', '=', snapshot_type))
    if (trigger !== undefined) all.push(eb('snapshots.trigger', '=', trigger))
    if (room_id !== undefined) all.push(eb('snapshots.room_id', '=', room_id))
    if (snapshot_id !== undefined) all.push(eb('snapshots.id', '=', snapshot_id))
    if (from !== undefined) all.push(eb('snapshots.created_at', '>=', from))
    if (to !== undefined) all.push(eb('snapshots.created_at', '<', to))
    if (held !== undefined) {
      const holds = eb.and([
        eb('snapshots.hold', '=', 1),
        eb.or([eb('snapshots.hold_until', 'is', null), eb('snapshots.hold_until', '>', now)]),
      ])
      all.push(
        held ? holds : eb.or([eb('snapshots.hold', '=', 0), eb('snapshots.hold_until', '<=', now)]),
      )
    }
    if (reach.rooms !== null) all.push(inRooms(eb, reach.rooms))
    if (reach.narrowed.length > 0) {
      const hidden = reach.narrowed.flatMap(({ rooms }) => rooms)
      all.push(
        eb.or([
          eb('snapshots.room_id', 'not in', hidden),
          ...reach.narrowed.map(({ viewpoint, rooms }) =>
            eb.and([eb('snapshots.viewpoint', '=', viewpoint), inRooms(eb, rooms)]),
          ),
        ]),
      )
    }
    return eb.and(all)
  }
}

const inRooms = (
  eb: ExpressionBuilder<Tables, 'snapshots'>,
  rooms: readonly string[],
): Expression<SqlBool> =>
  rooms.length === 0 ? eb.lit(false) : eb('snapshots.room_id', 'in', rooms)
