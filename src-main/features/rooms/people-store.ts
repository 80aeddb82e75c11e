import type { Executor } from '../../platform/db/index.ts'
import type { Tables } from '../tables.ts'

type Db = Executor<Tables>

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

export async function changeParty(
  db: Db,
  id: string,
  fields: Partial<Tables['parties']>,
): Promise<void> {
  await db.updateTable('parties').set(fields).where('id', '=', id).execute()
}

export async function removeParty(db: Db, id: string): Promise<void> {
  await db.deleteFrom('parties').where('id', '=', id).execute()
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

export async function removeApproval(db: Db, id: string): Promise<void> {
  await db.deleteFrom('approvals').where('id', '=', id).execute()
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
