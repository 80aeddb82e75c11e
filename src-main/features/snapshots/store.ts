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

export async function insert(db: Db, row: Tables['snapshots']): Promise<void> {
  await db.insertInto('snapshots').values(row).execute()
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
