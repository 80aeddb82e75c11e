import type { Executor } from '../../platform/db/index.ts'
import type { Tables } from '../tables.ts'

type Db = Executor<Tables>

/** A statement has no room for many more rows. */
const rowsAtOnce = 50

/** What a restored room is written into. */
type Written =
  | 'organizations'
  | 'terminals'
  | 'vessels'
  | 'room_vessels'
  | 'parties'
  | 'document_types'
  | 'documents'
  | 'document_versions'
  | 'approvals'
  | 'messages'

export async function insert<Table extends Written>(
  db: Db,
  table: Table,
  rows: readonly Tables[Table][],
): Promise<void> {
  for (let from = 0; from < rows.length; from += rowsAtOnce) {
    await db
      .insertInto<Written>(table)
      .values(rows.slice(from, from + rowsAtOnce))
      .execute()
  }
}

export async function organizationLike(
  db: Db,
  { id, name }: { id: string; name: string },
): Promise<string | undefined> {
  const rows = await db
    .selectFrom('organizations')
    .select(['id', 'name'])
    .where((eb) => eb.or([eb('id', '=', id), eb('name', '=', name)]))
    .execute()
  return (rows.find((row) => row.id === id) ?? rows[0])?.id
}

export async function terminalLike(
  db: Db,
  { id, name }: { id: string; name: string },
): Promise<string | undefined> {
  const rows = await db
    .selectFrom('terminals')
    .select(['id', 'name'])
    .where((eb) => eb.or([eb('id', '=', id), eb('name', '=', name)]))
    .execute()
  return (rows.find((row) => row.id === id) ?? rows[0])?.id
}

export const vesselByImo = (db: Db, imo: string) =>
  db.selectFrom('vessels').selectAll().where('imo', '=', imo).executeTakeFirst()

export const factOf = (row: Tables['vessels'], name: string): unknown =>
  Object.entries(row).find(([column]) => column === name)?.[1]

export const roomVessels = (db: Db, roomId: string) =>
  db
    .selectFrom('room_vessels')
    .innerJoin('vessels', 'vessels.id', 'room_vessels.vessel_id')
    .select(['room_vessels.vessel_id', 'vessels.name'])
    .where('room_vessels.room_id', '=', roomId)
    .execute()

export async function changeRoomVessel(
  db: Db,
  roomId: string,
  vesselId: string,
  fields: Pick<Tables['room_vessels'], 'role' | 'position'>,
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
    .deleteFrom('room_vessels')
    .where('room_id', '=', roomId)
    .where('vessel_id', '=', vesselId)
    .execute()
}

/** Has anybody uploaded a file for this ship in this room? */
export async function hasFiles(db: Db, roomId: string, vesselId: string): Promise<boolean> {
  const row = await db
    .selectFrom('document_versions')
    .innerJoin('documents', 'documents.id', 'document_versions.document_id')
    .select('document_versions.id')
    .where('documents.room_id', '=', roomId)
    .where('documents.vessel_id', '=', vesselId)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

export const parties = (db: Db, roomId: string) =>
  db.selectFrom('parties').select(['id', 'email']).where('room_id', '=', roomId).execute()

export async function changeParty(
  db: Db,
  id: string,
  fields: Pick<Tables['parties'], 'role' | 'name' | 'organization'>,
): Promise<void> {
  await db.updateTable('parties').set(fields).where('id', '=', id).execute()
}

export async function removeParty(db: Db, id: string): Promise<void> {
  await db.deleteFrom('parties').where('id', '=', id).execute()
}

/** The documents of a room, each with the SHA-256 of its newest version; null without one. */
export const documents = (db: Db, roomId: string) =>
  db
    .selectFrom('documents')
    .innerJoin('document_types', 'document_types.id', 'documents.type_id')
    .select((eb) => [
      'documents.id',
      'documents.type_id',
      'documents.vessel_id',
      'document_types.name as type_name',
      eb
        .selectFrom('document_versions')
        .select('document_versions.blob_sha256')
        .whereRef('document_versions.document_id', '=', 'documents.id')
        .orderBy('document_versions.created_at', 'desc')
        .orderBy('document_versions.id', 'desc')
        .limit(1)
        .as('newest'),
    ])
    .where('documents.room_id', '=', roomId)
    .execute()

export async function changeDocument(
  db: Db,
  id: string,
  fields: Partial<Tables['documents']>,
): Promise<void> {
  await db.updateTable('documents').set(fields).where('id', '=', id).execute()
}

export async function removeDocument(db: Db, id: string): Promise<void> {
  await db.deleteFrom('documents').where('id', '=', id).execute()
}

export const typeByCode = (db: Db, code: string) =>
  db.selectFrom('document_types').selectAll().where('code', '=', code).executeTakeFirst()

export async function lastPosition(db: Db): Promise<number> {
  const row = await db
    .selectFrom('document_types')
    .select((eb) => eb.fn.max('position').as('last'))
    .executeTakeFirst()
  return row?.last ?? 0
}

export async function removeApprovals(db: Db, roomId: string): Promise<void> {
  await db.deleteFrom('approvals').where('room_id', '=', roomId).execute()
}

export async function hasMessages(db: Db, roomId: string): Promise<boolean> {
  const row = await db
    .selectFrom('messages')
    .select('id')
    .where('room_id', '=', roomId)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}
