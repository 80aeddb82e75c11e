import type { ExpressionBuilder } from 'kysely'
import { contains, type Executor } from '../../platform/db/index.ts'
import type { Tables } from '../tables.ts'
import { inPage, type PageOfRecords } from './pages-store.ts'

type Db = Executor<Tables>
type Row = Tables['vessels']

export interface VesselFilter extends PageOfRecords {
  q?: string | undefined
  vessel_type?: string | undefined
  flag?: string | undefined
  /** Only these; null: all. */
  ids: readonly string[] | null
  sort: 'name' | 'imo' | 'vessel_type' | 'flag' | 'built_year' | 'updated_at'
}

const searched = ['name', 'imo', 'owner', 'charterer', 'mmsi', 'class_society'] as const

const matching =
  ({ q, vessel_type, flag, ids }: VesselFilter) =>
  (eb: ExpressionBuilder<Tables, 'vessels'>) =>
    eb.and([
      ...(q === undefined || q === ''
        ? []
        : [eb.or(searched.map((column) => contains(eb.ref(column), q.replace(/^IMO\s+/i, ''))))]),
      ...(vessel_type === undefined ? [] : [eb('vessel_type', '=', vessel_type)]),
      ...(flag === undefined ? [] : [eb('flag', '=', flag)]),
      ...(ids === null ? [] : [eb('id', 'in', ids)]),
    ])

export async function list(db: Db, filter: VesselFilter): Promise<Row[]> {
  return inPage(db.selectFrom('vessels').selectAll().where(matching(filter)), filter).execute()
}

export async function count(db: Db, filter: VesselFilter): Promise<number> {
  const row = await db
    .selectFrom('vessels')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where(matching(filter))
    .executeTakeFirstOrThrow()
  return row.count
}

export async function byId(db: Db, id: string): Promise<Row | undefined> {
  return db.selectFrom('vessels').selectAll().where('id', '=', id).executeTakeFirst()
}

export async function byImo(db: Db, imo: string): Promise<Row | undefined> {
  return db.selectFrom('vessels').selectAll().where('imo', '=', imo).executeTakeFirst()
}

export async function insert(db: Db, row: Row): Promise<void> {
  await db.insertInto('vessels').values(row).execute()
}

export async function change(db: Db, id: string, fields: Partial<Row>): Promise<void> {
  await db.updateTable('vessels').set(fields).where('id', '=', id).execute()
}

export async function remove(db: Db, id: string): Promise<void> {
  await db.deleteFrom('vessels').where('id', '=', id).execute()
}

/** Whose each ship is: what decides who may see it. */
export async function owners(db: Db): Promise<Pick<Row, 'id' | 'owner' | 'charterer'>[]> {
  return db.selectFrom('vessels').select(['id', 'owner', 'charterer']).execute()
}

export async function vesselsOfRooms(db: Db, roomIds: readonly string[]): Promise<string[]> {
  if (roomIds.length === 0) return []
  const rows = await db
    .selectFrom('room_vessels')
    .select('vessel_id')
    .distinct()
    .where('room_id', 'in', roomIds)
    .execute()
  return rows.map((row) => row.vessel_id)
}

/**
 * The rooms that name these ships, newest ETA first.
 * @param email only rooms in which this e-mail is a party; null: all rooms
 */
export async function roomsOfVessels(db: Db, vesselIds: readonly string[], email: string | null) {
  if (vesselIds.length === 0) return []
  let query = db
    .selectFrom('room_vessels')
    .innerJoin('rooms', 'rooms.id', 'room_vessels.room_id')
    .select([
      'room_vessels.vessel_id',
      'room_vessels.role',
      'rooms.id as room_id',
      'rooms.code',
      'rooms.title',
      'rooms.status',
      'rooms.eta',
    ])
    .where('room_vessels.vessel_id', 'in', vesselIds)
  if (email !== null) {
    query = query.where((eb) =>
      eb(
        'rooms.id',
        'in',
        eb.selectFrom('parties').select('parties.room_id').where('parties.email', '=', email),
      ),
    )
  }
  return query.orderBy('rooms.eta', 'desc').orderBy('rooms.id').execute()
}

/** How many of each kind speak of the ship; messages outlast its place in the room. */
export async function usage(db: Db, id: string) {
  return db
    .selectNoFrom((eb) => {
      const counted = (table: 'room_vessels' | 'documents' | 'approvals' | 'messages') =>
        eb
          .selectFrom(table)
          .select((inner) => inner.fn.countAll<number>().as('count'))
          .where('vessel_id', '=', id)
          .$asScalar()
          .$notNull()
      return [
        counted('room_vessels').as('rooms'),
        counted('documents').as('documents'),
        counted('approvals').as('approvals'),
        counted('messages').as('messages'),
      ]
    })
    .executeTakeFirstOrThrow()
}
