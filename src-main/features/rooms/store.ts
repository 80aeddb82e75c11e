import type { Expression, ExpressionBuilder, SqlBool } from 'kysely'
import type { RoomStatus } from '../../../src-shared/contract/enums.ts'
import {
  countFullText,
  type Executor,
  inFullText,
  jsonListHolds,
  matchQuery,
  matchWord,
  unindexed,
} from '../../platform/db/index.ts'
import type { Tables } from '../tables.ts'

type Db = Executor<Tables>

export interface RoomFilter {
  status?: RoomStatus | undefined
  organization_id?: string | undefined
  terminal_id?: string | undefined
  tag?: string | undefined
  /** Neither completed nor cancelled, or one of both. */
  open?: boolean | undefined
  /** With a policy set given by hand, or without. */
  assigned?: boolean | undefined
  assigned_policy_set_id?: string | undefined
  eta_from?: string | undefined
  eta_to?: string | undefined
  q?: string | undefined
  sort: 'eta' | 'code' | 'title' | 'status' | 'updated_at'
  direction: 'asc' | 'desc'
  limit: number
  offset: number
}

/** Which rooms one caller may find, and by what. */
export interface Reach {
  /** Only rooms in which this e-mail is a party; null: all rooms. */
  email: string | null
  /** Rooms in which the caller may not see every ship: the full text is not for them. */
  restricted: readonly string[]
  /** Those of the restricted rooms that the search finds by what the caller does see. */
  found: readonly string[]
  /** Most rooms answer the search: then each is asked as it comes, not all of them gathered first. */
  broad?: boolean
}

const roomsWithNames = (db: Db) =>
  db
    .selectFrom('rooms')
    .innerJoin('organizations', 'organizations.id', 'rooms.organization_id')
    .leftJoin('terminals', 'terminals.id', 'rooms.terminal_id')
    .selectAll('rooms')
    .select(['organizations.name as organization_name', 'terminals.name as terminal_name'])

export type RoomRow = Tables['rooms'] & { organization_name: string; terminal_name: string | null }

function matching(filter: RoomFilter, reach: Reach) {
  return (eb: ExpressionBuilder<Tables, 'rooms'>) => {
    const all: Expression<SqlBool>[] = []
    if (filter.status !== undefined) all.push(eb('rooms.status', '=', filter.status))
    if (filter.organization_id !== undefined) {
      all.push(eb('rooms.organization_id', '=', filter.organization_id))
    }
    if (filter.terminal_id !== undefined) all.push(eb('rooms.terminal_id', '=', filter.terminal_id))
    if (filter.tag !== undefined) all.push(jsonListHolds(eb.ref('rooms.tags'), filter.tag))
    if (filter.open !== undefined) {
      const closed = ['completed', 'cancelled'] as const
      all.push(eb('rooms.status', filter.open ? 'not in' : 'in', closed))
    }
    const { assigned, assigned_policy_set_id: given } = filter
    if (assigned !== undefined || given !== undefined) {
      let rooms = eb.selectFrom('assignments').select('assignments.room_id')
      if (given !== undefined) rooms = rooms.where('assignments.policy_set_id', '=', given)
      all.push(eb('rooms.id', assigned === false ? 'not in' : 'in', rooms))
    }
    if (filter.eta_from !== undefined) all.push(eb('rooms.eta', '>=', filter.eta_from))
    if (filter.eta_to !== undefined) all.push(eb('rooms.eta', '<=', filter.eta_to))
    if (filter.q !== undefined && filter.q !== '') all.push(matchingText(eb, filter.q, reach))
    if (reach.email !== null) {
      all.push(
        // Not `exists`: that would walk all rooms for somebody who is a party in three.
        eb(
          'rooms.id',
          'in',
          eb
            .selectFrom('parties')
            .select('parties.room_id')
            .where('parties.email', '=', reach.email),
        ),
      )
    }
    return eb.and(all)
  }
}

function matchingText(
  eb: ExpressionBuilder<Tables, 'rooms'>,
  text: string,
  { restricted, found, broad }: Reach,
): Expression<SqlBool> {
  const question = matchQuery(text)
  if (question === null) return eb.lit(false)
  const whole =
    broad === true
      ? eb.exists(
          eb
            .selectFrom('room_search_rows')
            .select('room_search_rows.search_id')
            .whereRef('room_search_rows.room_id', '=', 'rooms.id')
            .where((inner) =>
              // Its matches are gathered once, as numbers; then each room is looked up in them.
              inFullText(
                unindexed(inner.ref('room_search_rows.search_id')),
                'room_search',
                question,
              ),
            ),
        )
      : eb(
          'rooms.id',
          'in',
          eb
            .selectFrom('room_search_rows')
            .select('room_search_rows.room_id')
            .where((inner) =>
              inFullText(inner.ref('room_search_rows.search_id'), 'room_search', question),
            ),
        )
  if (restricted.length === 0) return whole
  return eb.or([
    eb.and([whole, eb('rooms.id', 'not in', restricted)]),
    ...(found.length === 0 ? [] : [eb('rooms.id', 'in', found)]),
  ])
}

/**
 * How many rooms answer a search that nothing else narrows, from the full text alone, and how many
 * rooms there are at most; null for a search without words.
 */
export async function searchSize(
  db: Db,
  text: string,
): Promise<{ found: number; rooms: number } | null> {
  const question = matchQuery(text)
  if (question === null) return null
  const found = await countFullText(db, 'room_search', question)
  const last = await db
    .selectFrom('room_search_rows')
    .select((eb) => eb.fn.max('search_id').as('id'))
    .executeTakeFirst()
  return { found, rooms: last?.id ?? 0 }
}

/** Those of these rooms whose facts or parties (not: ships) have a word that begins like this. */
export async function roomsWithWord(
  db: Db,
  word: string,
  roomIds: readonly string[],
): Promise<string[]> {
  if (roomIds.length === 0) return []
  const rows = await db
    .selectFrom('room_search_rows')
    .select('room_id')
    .where('room_id', 'in', roomIds)
    .where((eb) =>
      inFullText(eb.ref('search_id'), 'room_search', matchWord(word, ['facts', 'people'])),
    )
    .execute()
  return rows.map((row) => row.room_id)
}

export async function list(db: Db, filter: RoomFilter, reach: Reach): Promise<RoomRow[]> {
  let query = roomsWithNames(db)
    .where(matching(filter, reach))
    .orderBy(`rooms.${filter.sort}`, filter.direction)
  // As the index has it; and within one status, time is the order that people expect.
  if (filter.sort === 'status') query = query.orderBy('rooms.eta', filter.direction)
  return query
    .orderBy('rooms.id', filter.direction)
    .limit(filter.limit)
    .offset(filter.offset)
    .execute()
}

export async function count(db: Db, filter: RoomFilter, reach: Reach): Promise<number> {
  const row = await db
    .selectFrom('rooms')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where(matching(filter, reach))
    .executeTakeFirstOrThrow()
  return row.count
}

export async function byId(db: Db, id: string): Promise<RoomRow | undefined> {
  return roomsWithNames(db).where('rooms.id', '=', id).executeTakeFirst()
}

export async function byCode(db: Db, code: string): Promise<RoomRow | undefined> {
  return roomsWithNames(db).where('rooms.code', '=', code).executeTakeFirst()
}

export async function insertRoom(db: Db, row: Tables['rooms']): Promise<void> {
  await db.insertInto('rooms').values(row).execute()
}

export async function changeRoom(
  db: Db,
  id: string,
  fields: Partial<Tables['rooms']>,
): Promise<void> {
  await db.updateTable('rooms').set(fields).where('id', '=', id).execute()
}

/** Makes rooms one revision older: called with every change of a room or of anything in it. */
export async function touch(db: Db, ids: readonly string[], by: string, at: string): Promise<void> {
  await db
    .updateTable('rooms')
    .set((eb) => ({ revision: eb('revision', '+', 1), updated_by: by, updated_at: at }))
    .where('id', 'in', ids)
    .execute()
}

/** Those of these rooms that are still pending, and where they are. */
export async function pendingOf(db: Db, ids: readonly string[]) {
  return db
    .selectFrom('rooms')
    .select(['id', 'organization_id', 'terminal_id'])
    .where('id', 'in', ids)
    .where('status', '=', 'pending')
    .execute()
}

export async function removeRoom(db: Db, id: string): Promise<void> {
  await db.deleteFrom('rooms').where('id', '=', id).execute()
}

/** What goes with a room when it is deleted. Bytes count each stored file once. */
export async function contents(db: Db, id: string, now: string) {
  const counted = await db
    .selectNoFrom((eb) => {
      const inRoom = (
        table: 'parties' | 'room_vessels' | 'documents' | 'approvals' | 'messages' | 'snapshots',
      ) =>
        eb
          .selectFrom(table)
          .select((inner) => inner.fn.countAll<number>().as('count'))
          .where('room_id', '=', id)
      return [
        inRoom('parties').$asScalar().$notNull().as('parties'),
        inRoom('room_vessels').$asScalar().$notNull().as('vessels'),
        inRoom('documents').$asScalar().$notNull().as('documents'),
        inRoom('approvals').$asScalar().$notNull().as('approvals'),
        inRoom('messages').$asScalar().$notNull().as('messages'),
        eb
          .selectFrom('snapshots')
          .select((inner) => inner.fn.countAll<number>().as('count'))
          .where('room_id', '=', id)
          .where('status', '<>', 'deleted')
          .$asScalar()
          .$notNull()
          .as('snapshots'),
        eb
          .selectFrom('snapshots')
          .select((inner) => inner.fn.countAll<number>().as('count'))
          .where('room_id', '=', id)
          .where('status', '<>', 'deleted')
          .where('hold', '=', 1)
          .where((inner) =>
            inner.or([inner('hold_until', 'is', null), inner('hold_until', '>', now)]),
          )
          .$asScalar()
          .$notNull()
          .as('held_snapshots'),
        eb
          .selectFrom('document_versions')
          .innerJoin('documents', 'documents.id', 'document_versions.document_id')
          .select((inner) => inner.fn.countAll<number>().as('count'))
          .where('documents.room_id', '=', id)
          .$asScalar()
          .$notNull()
          .as('versions'),
      ]
    })
    .executeTakeFirstOrThrow()
  const files = await db
    .selectFrom('blobs')
    .select((eb) => eb.fn.coalesce(eb.fn.sum<number>('size_bytes'), eb.lit(0)).as('bytes'))
    .where('sha256', 'in', (eb) =>
      eb
        .selectFrom('document_versions')
        .innerJoin('documents', 'documents.id', 'document_versions.document_id')
        .select('document_versions.blob_sha256')
        .where('documents.room_id', '=', id)
        .union(
          eb
            .selectFrom('snapshots')
            .select('snapshots.blob_sha256')
            .where('snapshots.room_id', '=', id)
            .where('snapshots.blob_sha256', 'is not', null)
            .$narrowType<{ blob_sha256: string }>(),
        )
        .union(
          eb
            .selectFrom('snapshots')
            .select('snapshots.model_sha256 as blob_sha256')
            .where('snapshots.room_id', '=', id)
            .where('snapshots.model_sha256', 'is not', null)
            .$narrowType<{ blob_sha256: string }>(),
        ),
    )
    .executeTakeFirstOrThrow()
  return { ...counted, bytes: files.bytes }
}

/** Time of the newest completed snapshot of each of these rooms. */
export async function lastSnapshots(
  db: Db,
  roomIds: readonly string[],
): Promise<Map<string, string>> {
  // One step into the index for each room: a `max` would read every snapshot of the rooms.
  const rows = await db
    .selectFrom('rooms')
    .select((eb) => [
      'rooms.id as room_id',
      eb
        .selectFrom('snapshots')
        .select('snapshots.completed_at')
        .whereRef('snapshots.room_id', '=', 'rooms.id')
        .where('snapshots.status', '=', 'completed')
        .orderBy('snapshots.created_at', 'desc')
        .orderBy('snapshots.id', 'desc')
        .limit(1)
        .as('at'),
    ])
    .where('rooms.id', 'in', roomIds)
    .execute()
  return new Map(rows.flatMap((row) => (row.at === null ? [] : [[row.room_id, row.at]])))
}
