import type { Expression, SqlBool } from 'kysely'
import type { RoomStatus } from '../../../src-shared/contract/enums.ts'
import { contains, type Executor } from '../../platform/db/index.ts'
import type { Tables } from '../tables.ts'

type Db = Executor<Tables>

export interface RoomFilter {
  status?: RoomStatus | undefined
  organization_id?: string | undefined
  terminal_id?: string | undefined
  q?: string | undefined
  sort: 'eta' | 'code' | 'title' | 'status' | 'updated_at'
  direction: 'asc' | 'desc'
  limit: number
  offset: number
}

const roomsWithNames = (db: Db) =>
  db
    .selectFrom('rooms')
    .innerJoin('organizations', 'organizations.id', 'rooms.organization_id')
    .leftJoin('terminals', 'terminals.id', 'rooms.terminal_id')
    .selectAll('rooms')
    .select(['organizations.name as organization_name', 'terminals.name as terminal_name'])

export type RoomRow = Tables['rooms'] & { organization_name: string; terminal_name: string | null }

/** @param email only rooms in which this e-mail is a party; null: all rooms */
function matching(filter: RoomFilter, email: string | null) {
  return (eb: import('kysely').ExpressionBuilder<Tables, 'rooms'>) => {
    const all: Expression<SqlBool>[] = []
    if (filter.status !== undefined) all.push(eb('rooms.status', '=', filter.status))
    if (filter.organization_id !== undefined) {
      all.push(eb('rooms.organization_id', '=', filter.organization_id))
    }
    if (filter.terminal_id !== undefined) all.push(eb('rooms.terminal_id', '=', filter.terminal_id))
    if (filter.q !== undefined && filter.q !== '') {
      const text = filter.q
      all.push(
        eb.or([
          contains(eb.ref('rooms.code'), text),
          contains(eb.ref('rooms.title'), text),
          contains(eb.ref('rooms.location'), text),
          eb.exists(
            eb
              .selectFrom('room_vessels')
              .innerJoin('vessels', 'vessels.id', 'room_vessels.vessel_id')
              .select('vessels.id')
              .whereRef('room_vessels.room_id', '=', 'rooms.id')
              .where((inner) =>
                inner.or([
                  contains(inner.ref('vessels.name'), text),
                  contains(inner.ref('vessels.imo'), text),
                ]),
              ),
          ),
        ]),
      )
    }
    if (email !== null) {
      all.push(
        // Not `exists`: that would walk all rooms for somebody who is a party in three.
        eb(
          'rooms.id',
          'in',
          eb.selectFrom('parties').select('parties.room_id').where('parties.email', '=', email),
        ),
      )
    }
    return eb.and(all)
  }
}

export async function list(db: Db, filter: RoomFilter, email: string | null): Promise<RoomRow[]> {
  let query = roomsWithNames(db)
    .where(matching(filter, email))
    .orderBy(`rooms.${filter.sort}`, filter.direction)
  // As the index has it; and within one status, time is the order that people expect.
  if (filter.sort === 'status') query = query.orderBy('rooms.eta', filter.direction)
  return query
    .orderBy('rooms.id', filter.direction)
    .limit(filter.limit)
    .offset(filter.offset)
    .execute()
}

export async function count(db: Db, filter: RoomFilter, email: string | null): Promise<number> {
  const row = await db
    .selectFrom('rooms')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where(matching(filter, email))
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

/** Makes the room one revision older: called with every change of the room or of anything in it. */
export async function touch(db: Db, id: string, by: string, at: string): Promise<void> {
  await db
    .updateTable('rooms')
    .set((eb) => ({ revision: eb('revision', '+', 1), updated_by: by, updated_at: at }))
    .where('id', '=', id)
    .execute()
}

export async function removeRoom(db: Db, id: string): Promise<void> {
  await db.deleteFrom('rooms').where('id', '=', id).execute()
}

/** Name of the lead vessel (the first mother) of each of these rooms. */
export async function leadVessels(
  db: Db,
  roomIds: readonly string[],
): Promise<Map<string, string>> {
  const rows = await db
    .selectFrom('room_vessels')
    .innerJoin('vessels', 'vessels.id', 'room_vessels.vessel_id')
    .select(['room_vessels.room_id', 'vessels.name'])
    .where('room_vessels.room_id', 'in', roomIds)
    .where('room_vessels.role', '=', 'mother')
    .orderBy('room_vessels.position', 'desc')
    .execute()
  return new Map(rows.map((row) => [row.room_id, row.name]))
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

/** Per room: required documents, and those of them that are resolved (approved, not expired today). */
export async function clearance(
  db: Db,
  roomIds: readonly string[],
  today: string,
): Promise<Map<string, { required: number; resolved: number }>> {
  const rows = await db
    .selectFrom('documents')
    .innerJoin('document_types', 'document_types.id', 'documents.type_id')
    .select((eb) => [
      'documents.room_id',
      eb.fn.countAll<number>().as('required'),
      eb.fn
        .sum<number>(
          eb
            .case()
            .when(
              eb.and([
                eb('documents.status', '=', 'approved'),
                eb.or([
                  eb('documents.expires_on', 'is', null),
                  eb('documents.expires_on', '>=', today),
                ]),
              ]),
            )
            .then(1)
            .else(0)
            .end(),
        )
        .as('resolved'),
    ])
    .where('documents.room_id', 'in', roomIds)
    .where('document_types.required', '=', 1)
    .groupBy('documents.room_id')
    .execute()
  return new Map(
    rows.map((row) => [row.room_id, { required: row.required, resolved: row.resolved }]),
  )
}

export async function parties(db: Db, roomId: string): Promise<Tables['parties'][]> {
  return db
    .selectFrom('parties')
    .selectAll()
    .where('room_id', '=', roomId)
    .orderBy('created_at')
    .orderBy('id')
    .execute()
}

export async function insertParty(db: Db, row: Tables['parties']): Promise<void> {
  await db.insertInto('parties').values(row).execute()
}

export async function removeParty(db: Db, id: string): Promise<void> {
  await db.deleteFrom('parties').where('id', '=', id).execute()
}

export type RoomVesselRow = Tables['vessels'] &
  Pick<Tables['room_vessels'], 'room_id' | 'role' | 'position'>

export async function roomVessels(db: Db, roomId: string): Promise<RoomVesselRow[]> {
  return db
    .selectFrom('room_vessels')
    .innerJoin('vessels', 'vessels.id', 'room_vessels.vessel_id')
    .selectAll('vessels')
    .select(['room_vessels.room_id', 'room_vessels.role', 'room_vessels.position'])
    .where('room_vessels.room_id', '=', roomId)
    .orderBy('room_vessels.position')
    .execute()
}

export async function vesselByImo(db: Db, imo: string): Promise<Tables['vessels'] | undefined> {
  return db.selectFrom('vessels').selectAll().where('imo', '=', imo).executeTakeFirst()
}

export async function insertVessel(db: Db, row: Tables['vessels']): Promise<void> {
  await db.insertInto('vessels').values(row).execute()
}

export async function changeVessel(
  db: Db,
  id: string,
  fields: Partial<Tables['vessels']>,
): Promise<void> {
  await db.updateTable('vessels').set(fields).where('id', '=', id).execute()
}

/** The rooms that name a ship: a change of the ship is a change of each of them. */
export async function roomsOfVessel(db: Db, vesselId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('room_vessels')
    .select('room_id')
    .where('vessel_id', '=', vesselId)
    .execute()
  return rows.map((row) => row.room_id)
}

export async function insertRoomVessel(db: Db, row: Tables['room_vessels']): Promise<void> {
  await db.insertInto('room_vessels').values(row).execute()
}

export async function changeRoomVessel(
  db: Db,
  roomId: string,
  vesselId: string,
  fields: Partial<Tables['room_vessels']>,
): Promise<void> {
  await db
    .updateTable('room_vessels')
    .set(fields)
    .where('room_id', '=', roomId)
    .where('vessel_id', '=', vesselId)
    .execute()
}

export async function removeRoomVessel(db: Db, roomId: string, vesselId: string): Promise<void> {
  await db
    .deleteFrom('approvals')
    .where('room_id', '=', roomId)
    .where('vessel_id', '=', vesselId)
    .execute()
  await db
    .deleteFrom('room_vessels')
    .where('room_id', '=', roomId)
    .where('vessel_id', '=', vesselId)
    .execute()
}

export type ApprovalRow = Tables['approvals'] & {
  party_name: string
  party_role: Tables['parties']['role']
  vessel_name: string | null
  vessel_imo: string | null
}

export async function approvals(db: Db, roomId: string): Promise<ApprovalRow[]> {
  return db
    .selectFrom('approvals')
    .innerJoin('parties', 'parties.id', 'approvals.party_id')
    .leftJoin('vessels', 'vessels.id', 'approvals.vessel_id')
    .selectAll('approvals')
    .select([
      'parties.name as party_name',
      'parties.role as party_role',
      'vessels.name as vessel_name',
      'vessels.imo as vessel_imo',
    ])
    .where('approvals.room_id', '=', roomId)
    .orderBy('approvals.created_at')
    .orderBy('approvals.id')
    .execute()
}

export async function insertApproval(db: Db, row: Tables['approvals']): Promise<void> {
  await db.insertInto('approvals').values(row).execute()
}

export async function changeApproval(
  db: Db,
  id: string,
  fields: Partial<Tables['approvals']>,
): Promise<void> {
  await db.updateTable('approvals').set(fields).where('id', '=', id).execute()
}

export type MessageRow = Tables['messages'] & {
  vessel_name: string | null
  vessel_imo: string | null
}

/** Newest first. @param vesselIds room-level messages and those about these vessels; null: all */
export async function messages(
  db: Db,
  roomId: string,
  vesselIds: readonly string[] | null,
  limit: number,
  offset: number,
): Promise<MessageRow[]> {
  let query = db
    .selectFrom('messages')
    .leftJoin('vessels', 'vessels.id', 'messages.vessel_id')
    .selectAll('messages')
    .select(['vessels.name as vessel_name', 'vessels.imo as vessel_imo'])
    .where('messages.room_id', '=', roomId)
  if (vesselIds !== null) {
    query = query.where((eb) =>
      eb.or([eb('messages.vessel_id', 'is', null), eb('messages.vessel_id', 'in', vesselIds)]),
    )
  }
  return query
    .orderBy('messages.created_at', 'desc')
    .orderBy('messages.id', 'desc')
    .limit(limit)
    .offset(offset)
    .execute()
}

export async function countMessages(
  db: Db,
  roomId: string,
  vesselIds: readonly string[] | null,
): Promise<number> {
  let query = db
    .selectFrom('messages')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('room_id', '=', roomId)
  if (vesselIds !== null) {
    query = query.where((eb) =>
      eb.or([eb('vessel_id', 'is', null), eb('vessel_id', 'in', vesselIds)]),
    )
  }
  return (await query.executeTakeFirstOrThrow()).count
}

export async function insertMessage(db: Db, row: Tables['messages']): Promise<void> {
  await db.insertInto('messages').values(row).execute()
}

export async function organizations(db: Db): Promise<Tables['organizations'][]> {
  return db.selectFrom('organizations').selectAll().orderBy('name').execute()
}

export async function organizationById(
  db: Db,
  id: string,
): Promise<Tables['organizations'] | undefined> {
  return db.selectFrom('organizations').selectAll().where('id', '=', id).executeTakeFirst()
}

export async function insertOrganization(db: Db, row: Tables['organizations']): Promise<void> {
  await db.insertInto('organizations').values(row).execute()
}

export async function terminals(db: Db): Promise<Tables['terminals'][]> {
  return db.selectFrom('terminals').selectAll().orderBy('name').execute()
}

export async function terminalById(db: Db, id: string): Promise<Tables['terminals'] | undefined> {
  return db.selectFrom('terminals').selectAll().where('id', '=', id).executeTakeFirst()
}

export async function insertTerminal(db: Db, row: Tables['terminals']): Promise<void> {
  await db.insertInto('terminals').values(row).execute()
}
