import type { Executor } from '../../platform/db/index.ts'
import type { Tables } from '../tables.ts'

type Db = Executor<Tables>

export type DocumentRow = Tables['documents'] & {
  type_code: string
  type_name: string
  category: Tables['document_types']['category']
  required: number
  criticality: Tables['document_types']['criticality']
  expiry_warning_days: number | null
  type_position: number
  vessel_name: string | null
  vessel_imo: string | null
}

const documentsWithTypes = (db: Db) =>
  db
    .selectFrom('documents')
    .innerJoin('document_types', 'document_types.id', 'documents.type_id')
    .leftJoin('vessels', 'vessels.id', 'documents.vessel_id')
    .selectAll('documents')
    .select([
      'document_types.code as type_code',
      'document_types.name as type_name',
      'document_types.category',
      'document_types.required',
      'document_types.criticality',
      'document_types.expiry_warning_days',
      'document_types.position as type_position',
      'vessels.name as vessel_name',
      'vessels.imo as vessel_imo',
    ])

export async function ofRoom(db: Db, roomId: string): Promise<DocumentRow[]> {
  return documentsWithTypes(db)
    .where('documents.room_id', '=', roomId)
    .orderBy('document_types.position')
    .orderBy('documents.created_at')
    .orderBy('documents.id')
    .execute()
}

export async function byId(db: Db, id: string): Promise<DocumentRow | undefined> {
  return documentsWithTypes(db).where('documents.id', '=', id).executeTakeFirst()
}

/** The room's document of this type, for this vessel or for the room as a whole. */
export async function ofType(
  db: Db,
  roomId: string,
  typeId: string,
  vesselId: string | null,
): Promise<DocumentRow | undefined> {
  return documentsWithTypes(db)
    .where('documents.room_id', '=', roomId)
    .where('documents.type_id', '=', typeId)
    .where('documents.vessel_id', vesselId === null ? 'is' : '=', vesselId)
    .executeTakeFirst()
}

export async function insert(db: Db, rows: Tables['documents'][]): Promise<void> {
  if (rows.length > 0) await db.insertInto('documents').values(rows).execute()
}

export async function change(
  db: Db,
  id: string,
  fields: Partial<Tables['documents']>,
): Promise<void> {
  await db.updateTable('documents').set(fields).where('id', '=', id).execute()
}

export async function remove(db: Db, id: string): Promise<void> {
  await db.deleteFrom('documents').where('id', '=', id).execute()
}

/** Newest first. */
export async function versions(
  db: Db,
  documentIds: readonly string[],
): Promise<Tables['document_versions'][]> {
  if (documentIds.length === 0) return []
  return db
    .selectFrom('document_versions')
    .selectAll()
    .where('document_id', 'in', documentIds)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .execute()
}

export async function insertVersion(db: Db, row: Tables['document_versions']): Promise<void> {
  await db.insertInto('document_versions').values(row).execute()
}

/** Notes a blob that is durable on disk. One that was noted as gone, damaged, or unused is there again. */
export async function noteBlob(
  db: Db,
  blob: { sha256: string; size_bytes: number },
  at: string,
): Promise<void> {
  await db
    .insertInto('blobs')
    .values({
      ...blob,
      created_at: at,
      verified_at: at,
      unused_since: null,
      damaged_at: null,
      removed_at: null,
    })
    .onConflict((conflict) =>
      conflict
        .column('sha256')
        .doUpdateSet({ verified_at: at, unused_since: null, damaged_at: null, removed_at: null })
        .where((eb) =>
          eb.or([
            eb('blobs.unused_since', 'is not', null),
            eb('blobs.damaged_at', 'is not', null),
            eb('blobs.removed_at', 'is not', null),
          ]),
        ),
    )
    .execute()
}
