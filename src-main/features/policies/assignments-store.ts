import type { ExpressionBuilder } from 'kysely'
import type { RoomStatus } from '../../../src-shared/contract/enums.ts'
import { contains, type Executor } from '../../platform/db/index.ts'
import type { Tables } from '../tables.ts'

type Db = Executor<Tables>
type Row = Tables['assignments']
export type ListedAssignment = Row & {
  room_code: string
  room_title: string
  organization_id: string
  policy_set_name: string
}

export interface AssignmentFilter {
  policy_set_id?: string | undefined
  organization_id?: string | undefined
  q?: string | undefined
  /** E-mail of a party: only rooms in which they are one; null: all. */
  party: string | null
  limit: number
  offset: number
}

export interface RoomFilter {
  organization_id?: string | undefined
  terminal_id?: string | undefined
  status?: RoomStatus | undefined
  title_contains?: string | undefined
}

const joined = (db: Db) =>
  db
    .selectFrom('assignments')
    .innerJoin('rooms', 'rooms.id', 'assignments.room_id')
    .innerJoin('policy_sets', 'policy_sets.id', 'assignments.policy_set_id')

type Joined = 'assignments' | 'rooms' | 'policy_sets'

const matching =
  ({ policy_set_id, organization_id, q, party }: AssignmentFilter) =>
  (eb: ExpressionBuilder<Tables, Joined>) =>
    eb.and([
      ...(policy_set_id === undefined ? [] : [eb('assignments.policy_set_id', '=', policy_set_id)]),
      ...(organization_id === undefined ? [] : [eb('rooms.organization_id', '=', organization_id)]),
      ...(q === undefined || q === ''
        ? []
        : [
            eb.or([
              contains(eb.ref('rooms.code'), q),
              contains(eb.ref('rooms.title'), q),
              contains(eb.ref('policy_sets.name'), q),
            ]),
          ]),
      ...(party === null
        ? []
        : [
            eb(
              'rooms.id',
              'in',
              eb.selectFrom('parties').select('parties.room_id').where('parties.email', '=', party),
            ),
          ]),
    ])

const withNames = (db: Db) =>
  joined(db)
    .selectAll('assignments')
    .select([
      'rooms.code as room_code',
      'rooms.title as room_title',
      'rooms.organization_id as organization_id',
      'policy_sets.name as policy_set_name',
    ])

/** By the code of the room. */
export async function list(db: Db, filter: AssignmentFilter): Promise<ListedAssignment[]> {
  return withNames(db)
    .where(matching(filter))
    .orderBy('rooms.code')
    .limit(filter.limit)
    .offset(filter.offset)
    .execute()
}

export async function count(db: Db, filter: AssignmentFilter): Promise<number> {
  const row = await joined(db)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where(matching(filter))
    .executeTakeFirstOrThrow()
  return row.count
}

export async function ofRoom(db: Db, roomId: string): Promise<ListedAssignment | undefined> {
  return withNames(db).where('assignments.room_id', '=', roomId).executeTakeFirst()
}

/** The bare row of a room. */
export async function assignmentOf(db: Db, roomId: string): Promise<Row | undefined> {
  return db.selectFrom('assignments').selectAll().where('room_id', '=', roomId).executeTakeFirst()
}

/** Makes the assignment, or replaces the one that the room has. */
export async function put(db: Db, row: Row): Promise<void> {
  const { room_id: _, ...fields } = row
  await db
    .insertInto('assignments')
    .values(row)
    .onConflict((conflict) => conflict.column('room_id').doUpdateSet(fields))
    .execute()
}

export async function remove(db: Db, roomId: string): Promise<void> {
  await db.deleteFrom('assignments').where('room_id', '=', roomId).execute()
}

export async function roomsOfSet(db: Db, setId: string) {
  return db
    .selectFrom('assignments')
    .innerJoin('rooms', 'rooms.id', 'assignments.room_id')
    .select(['rooms.id', 'rooms.code', 'rooms.organization_id', 'rooms.terminal_id'])
    .where('assignments.policy_set_id', '=', setId)
    .execute()
}

export async function moveAll(
  db: Db,
  from: string,
  to: string,
  { by, at }: { by: string; at: string },
): Promise<void> {
  await db
    .updateTable('assignments')
    .set({ policy_set_id: to, assigned_by: by, assigned_at: at })
    .where('policy_set_id', '=', from)
    .execute()
}

/** A room as a bulk needs it, with the assignment that it has. */
const bulkRooms = (db: Db) =>
  db
    .selectFrom('rooms')
    .leftJoin('assignments', 'assignments.room_id', 'rooms.id')
    .select([
      'rooms.id',
      'rooms.code',
      'rooms.organization_id',
      'rooms.terminal_id',
      'assignments.policy_set_id',
      'assignments.auto_snapshot',
    ])
export type BulkRoom = Awaited<ReturnType<ReturnType<typeof bulkRooms>['execute']>>[number]

const idsAtOnce = 500

/** Those of the rooms that are there, in no order. @param party as in `AssignmentFilter` */
export async function roomsByIds(
  db: Db,
  ids: readonly string[],
  party: string | null,
): Promise<BulkRoom[]> {
  const found: BulkRoom[] = []
  for (let from = 0; from < ids.length; from += idsAtOnce) {
    const rows = await bulkRooms(db)
      .where('rooms.id', 'in', ids.slice(from, from + idsAtOnce))
      .where(seenBy(party))
      .execute()
    found.push(...rows)
  }
  return found
}

/** @param party as in `AssignmentFilter` @param limit at most so many */
export async function roomsByFilter(
  db: Db,
  { organization_id, terminal_id, status, title_contains }: RoomFilter,
  party: string | null,
  limit: number,
): Promise<BulkRoom[]> {
  let query = bulkRooms(db).where(seenBy(party))
  if (organization_id !== undefined)
    query = query.where('rooms.organization_id', '=', organization_id)
  if (terminal_id !== undefined) query = query.where('rooms.terminal_id', '=', terminal_id)
  if (status !== undefined) query = query.where('rooms.status', '=', status)
  if (title_contains !== undefined) {
    query = query.where((eb) => contains(eb.ref('rooms.title'), title_contains))
  }
  return query.limit(limit).execute()
}

const seenBy = (party: string | null) => (eb: ExpressionBuilder<Tables, 'rooms'>) =>
  eb.and(
    party === null
      ? []
      : [
          eb(
            'rooms.id',
            'in',
            eb.selectFrom('parties').select('parties.room_id').where('parties.email', '=', party),
          ),
        ],
  )
