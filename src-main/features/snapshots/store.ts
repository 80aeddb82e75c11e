import type { SnapshotFormat, SnapshotStatus } from '../../../src-shared/contract/enums.ts'
import type { Executor } from '../../platform/db/index.ts'
import type { Tables } from '../tables.ts'

type Db = Executor<Tables>
export type SnapshotRow = Tables['snapshots'] & { room_code: string }

const snapshotsWithRoom = (db: Db) =>
  db
    .selectFrom('snapshots')
    .innerJoin('rooms', 'rooms.id', 'snapshots.room_id')
    .selectAll('snapshots')
    .select('rooms.code as room_code')

/** A row of which nothing is known yet: to be spread into a new one. */
export const blankSnapshot = {
  status: 'generating',
  trigger: 'manual',
  policy_set_id: null,
  cadence: null,
  period_key: null,
  run_id: null,
  content_hash: null,
  blob_sha256: null,
  model_sha256: null,
  file_size: 0,
  page_count: null,
  verified_at: null,
  hold: 0,
  hold_reason: null,
  hold_until: null,
  held_by: null,
  error_code: null,
  error_message: null,
  completed_at: null,
  deleted_at: null,
  deleted_by: null,
  deleted_reason: null,
} as const satisfies Partial<Tables['snapshots']>

/** What a deletion writes: the row stays. */
export const deletedBy = (email: string, at: string, reason: string | null) => ({
  status: 'deleted' as const,
  deleted_at: at,
  deleted_by: email,
  deleted_reason: reason,
})

export async function insert(db: Db, row: Tables['snapshots']): Promise<void> {
  await db.insertInto('snapshots').values(row).execute()
}

/** @returns false where the period that it is for has a snapshot of this format already */
export async function insertOnce(db: Db, row: Tables['snapshots']): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('snapshots')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow()
  return numInsertedOrUpdatedRows === 1n
}

/** Has the period that a failed snapshot was for another one, of the same format? */
export async function periodIsTaken(
  db: Db,
  { id, room_id, policy_set_id, cadence, period_key, format }: Tables['snapshots'],
): Promise<boolean> {
  if (period_key === null) return false
  const row = await db
    .selectFrom('snapshots')
    .select('id')
    .where('room_id', '=', room_id)
    .where('policy_set_id', '=', policy_set_id)
    .where('cadence', '=', cadence)
    .where('period_key', '=', period_key)
    .where('format', '=', format)
    .where('status', '<>', 'failed')
    .where('id', '<>', id)
    .executeTakeFirst()
  return row !== undefined
}

export async function byId(db: Db, id: string): Promise<SnapshotRow | undefined> {
  return snapshotsWithRoom(db).where('snapshots.id', '=', id).executeTakeFirst()
}

export async function change(
  db: Db,
  id: string,
  fields: Partial<Tables['snapshots']>,
): Promise<void> {
  await db.updateTable('snapshots').set(fields).where('id', '=', id).execute()
}

/** Newest first. */
export async function ofRoom(
  db: Db,
  roomId: string,
  filter: {
    status?: SnapshotStatus | undefined
    snapshot_type?: SnapshotFormat | undefined
    /** Only snapshots that were made for this viewpoint; undefined: all. */
    viewpoint?: string | undefined
    limit: number
    offset: number
  },
): Promise<{ rows: SnapshotRow[]; total: number }> {
  let rows = snapshotsWithRoom(db).where('snapshots.room_id', '=', roomId)
  let counted = db.selectFrom('snapshots').where('room_id', '=', roomId)
  if (filter.status !== undefined) {
    rows = rows.where('snapshots.status', '=', filter.status)
    counted = counted.where('status', '=', filter.status)
  }
  if (filter.snapshot_type !== undefined) {
    rows = rows.where('snapshots.format', '=', filter.snapshot_type)
    counted = counted.where('format', '=', filter.snapshot_type)
  }
  if (filter.viewpoint !== undefined) {
    rows = rows.where('snapshots.viewpoint', '=', filter.viewpoint)
    counted = counted.where('viewpoint', '=', filter.viewpoint)
  }
  const { count } = await counted
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return {
    rows: await rows
      .orderBy('snapshots.created_at', 'desc')
      .orderBy('snapshots.id', 'desc')
      .limit(filter.limit)
      .offset(filter.offset)
      .execute(),
    total: count,
  }
}

/** A completed snapshot with this content: its blob can serve the next one too. */
export async function withContent(db: Db, contentHash: string) {
  return db
    .selectFrom('snapshots')
    .select(['blob_sha256', 'file_size', 'page_count'])
    .where('content_hash', '=', contentHash)
    .where('status', '=', 'completed')
    .where('blob_sha256', 'is not', null)
    .orderBy('completed_at', 'desc')
    .limit(1)
    .executeTakeFirst()
}

/** The newest snapshot that has this file. */
export async function withBlob(db: Db, sha256: string): Promise<SnapshotRow | undefined> {
  return snapshotsWithRoom(db)
    .where('snapshots.blob_sha256', '=', sha256)
    .orderBy('snapshots.created_at', 'desc')
    .limit(1)
    .executeTakeFirst()
}

/** The newest snapshot that was made of exactly this model. */
export async function withModel(db: Db, sha256: string): Promise<SnapshotRow | undefined> {
  return snapshotsWithRoom(db)
    .where('snapshots.model_sha256', '=', sha256)
    .orderBy('snapshots.created_at', 'desc')
    .limit(1)
    .executeTakeFirst()
}

/** Which of these blobs the database knows. */
export async function knownBlobs(db: Db, hashes: readonly string[]): Promise<string[]> {
  const known: string[] = []
  for (let from = 0; from < hashes.length; from += hashesAtOnce) {
    const rows = await db
      .selectFrom('blobs')
      .select('sha256')
      .where('sha256', 'in', hashes.slice(from, from + hashesAtOnce))
      .execute()
    known.push(...rows.map((row) => row.sha256))
  }
  return known
}

const hashesAtOnce = 500

/**
 * How many bytes no living row would point to any more without these snapshots: the files and models
 * that they alone have.
 */
export async function bytesFreedWithout(db: Db, ids: readonly string[]): Promise<number> {
  const rows = await db
    .selectFrom('snapshots')
    .select(['blob_sha256', 'model_sha256'])
    .where('id', 'in', ids)
    .execute()
  const hashes = new Set(
    rows.flatMap((row) => [row.blob_sha256, row.model_sha256]).filter((hash) => hash !== null),
  )
  let bytes = 0
  for (const hash of hashes) {
    const row = await db
      .selectFrom('blobs')
      .select('size_bytes')
      .where('sha256', '=', hash)
      .where((eb) =>
        eb.and([
          eb.not(
            eb.exists(
              eb
                .selectFrom('snapshots')
                .select('snapshots.id')
                .where('snapshots.status', '<>', 'deleted')
                .where('snapshots.id', 'not in', ids)
                .where((inner) =>
                  inner.or([
                    inner('snapshots.blob_sha256', '=', hash),
                    inner('snapshots.model_sha256', '=', hash),
                  ]),
                ),
            ),
          ),
          eb.not(
            eb.exists(
              eb
                .selectFrom('document_versions')
                .select('document_versions.id')
                .where('document_versions.blob_sha256', '=', hash),
            ),
          ),
        ]),
      )
      .executeTakeFirst()
    bytes += row?.size_bytes ?? 0
  }
  return bytes
}
