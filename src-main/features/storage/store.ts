import type { ExpressionBuilder } from 'kysely'
import type { RoomUsageSort } from '../../../src-shared/contract/storage.ts'
import type { Executor } from '../../platform/db/index.ts'
import type { Tables } from '../tables.ts'

type Db = Executor<Tables>

/** Something that is kept points to this blob: a version of a document, a snapshot not deleted. */
const isUsed = (eb: ExpressionBuilder<Tables, 'blobs'>) =>
  eb.or([
    eb.exists(
      eb
        .selectFrom('document_versions')
        .select('document_versions.id')
        .whereRef('document_versions.blob_sha256', '=', 'blobs.sha256'),
    ),
    eb.exists(
      eb
        .selectFrom('snapshots')
        .select('snapshots.id')
        .whereRef('snapshots.blob_sha256', '=', 'blobs.sha256')
        .where('snapshots.status', '<>', 'deleted'),
    ),
    eb.exists(
      eb
        .selectFrom('snapshots')
        .select('snapshots.id')
        .whereRef('snapshots.model_sha256', '=', 'blobs.sha256')
        .where('snapshots.status', '<>', 'deleted'),
    ),
  ])

/** The columns that `isUsed` looks at: a test holds them against those that refer to `blobs`. */
export const blobReferences = [
  'document_versions.blob_sha256',
  'snapshots.blob_sha256',
  'snapshots.model_sha256',
] as const

/** Files that are there, in the order of their names, and whether something points to each. */
export async function blobsAfter(db: Db, after: string, limit: number) {
  const rows = await db
    .selectFrom('blobs')
    .select(['blobs.sha256', 'blobs.unused_since'])
    .select((eb) => isUsed(eb).as('used'))
    .where('blobs.sha256', '>', after)
    .where('blobs.removed_at', 'is', null)
    .orderBy('blobs.sha256')
    .limit(limit)
    .execute()
  return rows.map(({ sha256, unused_since, used }) => ({
    sha256,
    unused_since,
    used: Number(used) === 1,
  }))
}

export async function markUnused(
  db: Db,
  sha256s: readonly string[],
  since: string | null,
): Promise<void> {
  if (sha256s.length === 0) return
  await db
    .updateTable('blobs')
    .set({ unused_since: since })
    .where('sha256', 'in', sha256s)
    .execute()
}

/** Files that nothing has pointed to since before this time, the longest first. */
export async function unusedSince(db: Db, before: string, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('blobs')
    .select('sha256')
    .where('unused_since', 'is not', null)
    .where('unused_since', '<=', before)
    .where('removed_at', 'is', null)
    .orderBy('unused_since')
    .orderBy('sha256')
    .limit(limit)
    .execute()
  return rows.map(({ sha256 }) => sha256)
}

/** Which of these are there and pointed to by nothing, with their sizes. */
export async function stillUnused(db: Db, sha256s: readonly string[]) {
  return db
    .selectFrom('blobs')
    .select(['blobs.sha256', 'blobs.size_bytes'])
    .where('blobs.sha256', 'in', sha256s)
    .where('blobs.removed_at', 'is', null)
    .where((eb) => eb.not(isUsed(eb)))
    .execute()
}

/** Files of these that the database knows to be there. */
export async function knownBlobs(db: Db, sha256s: readonly string[]): Promise<Set<string>> {
  const rows = await db
    .selectFrom('blobs')
    .select('sha256')
    .where('sha256', 'in', sha256s)
    .where('removed_at', 'is', null)
    .execute()
  return new Set(rows.map(({ sha256 }) => sha256))
}

/** What a deleted snapshot was made of stays known, though its file is gone; else the row goes too. */
export async function forgetBlobs(db: Db, sha256s: readonly string[], at: string): Promise<void> {
  await db
    .updateTable('blobs')
    .set({ removed_at: at })
    .where('sha256', 'in', sha256s)
    .where((eb) =>
      eb.or(
        (['snapshots.blob_sha256', 'snapshots.model_sha256'] as const).map((column) =>
          eb.exists(
            eb.selectFrom('snapshots').select('snapshots.id').whereRef(column, '=', 'blobs.sha256'),
          ),
        ),
      ),
    )
    .execute()
  await db
    .deleteFrom('blobs')
    .where('sha256', 'in', sha256s)
    .where('removed_at', 'is', null)
    .execute()
}

/** A file as the checks go through them: by when it was looked at last. */
export interface Checked {
  sha256: string
  verified_at: string
}

/** What nobody has looked at yet counts from when it came. */
export async function startChecks(db: Db): Promise<void> {
  await db
    .updateTable('blobs')
    .set((eb) => ({ verified_at: eb.ref('created_at') }))
    .where('verified_at', 'is', null)
    .where('removed_at', 'is', null)
    .execute()
}

/** Files that were last looked at before this time, the longest ago first. */
export async function toCheck(
  db: Db,
  before: string,
  after: Checked,
  limit: number,
): Promise<Checked[]> {
  return db
    .selectFrom('blobs')
    .select(['sha256', 'verified_at'])
    .where('removed_at', 'is', null)
    .where('verified_at', '<', before)
    .where('verified_at', '>=', after.verified_at)
    .where((eb) =>
      eb.or([eb('verified_at', '>', after.verified_at), eb('sha256', '>', after.sha256)]),
    )
    .orderBy('verified_at')
    .orderBy('sha256')
    .limit(limit)
    .$narrowType<{ verified_at: string }>()
    .execute()
}

export async function countToCheck(db: Db, before: string): Promise<number> {
  const { count } = await db
    .selectFrom('blobs')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('removed_at', 'is', null)
    .where('verified_at', '<', before)
    .executeTakeFirstOrThrow()
  return count
}

export async function noteSound(db: Db, sha256s: readonly string[], at: string): Promise<void> {
  if (sha256s.length === 0) return
  await db
    .updateTable('blobs')
    .set({ verified_at: at, damaged_at: null })
    .where('sha256', 'in', sha256s)
    .execute()
}

/** Not known to be damaged, as far as the database knows of it. */
export async function isSound(db: Db, sha256: string): Promise<boolean> {
  const row = await db
    .selectFrom('blobs')
    .select('damaged_at')
    .where('sha256', '=', sha256)
    .where('removed_at', 'is', null)
    .executeTakeFirst()
  return row !== undefined && row.damaged_at === null
}

export async function noteDamaged(db: Db, sha256: string, at: string): Promise<void> {
  await db.updateTable('blobs').set({ damaged_at: at }).where('sha256', '=', sha256).execute()
}

/** The snapshots that would be served, compared, or restored from this file. */
export async function snapshotsOf(db: Db, sha256: string, limit: number) {
  return db
    .selectFrom('snapshots')
    .innerJoin('rooms', 'rooms.id', 'snapshots.room_id')
    .select(['snapshots.id', 'snapshots.room_id', 'rooms.code as room_code', 'snapshots.title'])
    .where((eb) =>
      eb.or([eb('snapshots.blob_sha256', '=', sha256), eb('snapshots.model_sha256', '=', sha256)]),
    )
    .where('snapshots.status', '=', 'completed')
    .orderBy('snapshots.created_at', 'desc')
    .limit(limit)
    .execute()
}

export async function damaged(db: Db, limit: number) {
  return db
    .selectFrom('blobs')
    .select(['sha256', 'size_bytes', 'damaged_at'])
    .where('damaged_at', 'is not', null)
    .where('removed_at', 'is', null)
    .orderBy('damaged_at', 'desc')
    .limit(limit)
    .execute()
}

export async function countDamaged(db: Db): Promise<number> {
  const { count } = await db
    .selectFrom('blobs')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('damaged_at', 'is not', null)
    .where('removed_at', 'is', null)
    .executeTakeFirstOrThrow()
  return count
}

export async function blobUsage(db: Db): Promise<{ blobs: number; bytes: number }> {
  return db.selectFrom('blob_usage').select(['blobs', 'bytes']).executeTakeFirstOrThrow()
}

/** Files on their way out: nothing points to them, and their grace is not over. */
export async function unusedUsage(db: Db): Promise<{ blobs: number; bytes: number }> {
  return db
    .selectFrom('blobs')
    .select((eb) => [
      eb.fn.countAll<number>().as('blobs'),
      eb.fn.coalesce(eb.fn.sum<number>('size_bytes'), eb.lit(0)).as('bytes'),
    ])
    .where('unused_since', 'is not', null)
    .where('removed_at', 'is', null)
    .executeTakeFirstOrThrow()
}

export async function oldestCheck(db: Db): Promise<string | null> {
  const row = await db
    .selectFrom('blobs')
    .select('verified_at')
    .where('removed_at', 'is', null)
    .orderBy('verified_at')
    .orderBy('sha256')
    .limit(1)
    .executeTakeFirst()
  return row?.verified_at ?? null
}

export async function usageByFormat(db: Db) {
  return db
    .selectFrom('snapshot_usage')
    .select((eb) => [
      'format',
      eb.fn.sum<number>('snapshots').as('snapshots'),
      eb.fn.sum<number>('bytes').as('bytes'),
      eb.fn.sum<number>('distinct_bytes').as('distinct_bytes'),
    ])
    .groupBy('format')
    .orderBy('format')
    .execute()
}

/** Which rooms, and in which order. */
export interface RoomUsagePage {
  sort: RoomUsageSort
  direction: 'asc' | 'desc'
  limit: number
  offset: number
}

/** Rooms with what their snapshots take on disk. */
export async function usageByRoom(db: Db, { sort, direction, limit, offset }: RoomUsagePage) {
  return db
    .selectFrom('snapshot_usage')
    .innerJoin('rooms', 'rooms.id', 'snapshot_usage.room_id')
    .select((eb) => [
      'rooms.id as room_id',
      'rooms.code as room_code',
      'rooms.title as room_title',
      eb.fn.sum<number>('snapshot_usage.snapshots').as('snapshots'),
      eb.fn.sum<number>('snapshot_usage.bytes').as('bytes'),
      eb.fn.sum<number>('snapshot_usage.distinct_bytes').as('distinct_bytes'),
    ])
    .where('snapshot_usage.snapshots', '>', 0)
    .groupBy(['rooms.id', 'rooms.code', 'rooms.title'])
    .orderBy(sort, direction)
    .orderBy('rooms.code')
    .limit(limit)
    .offset(offset)
    .execute()
}

export async function countRoomsWithUsage(db: Db): Promise<number> {
  const { count } = await db
    .selectFrom('snapshot_usage')
    .select((eb) => eb.fn.count<number>('room_id').distinct().as('count'))
    .where('snapshots', '>', 0)
    .executeTakeFirstOrThrow()
  return count
}

/** @param organizationId null: of all of them together */
export async function usageOf(
  db: Db,
  organizationId: string | null,
): Promise<{ snapshots: number; bytes: number }> {
  let query = db
    .selectFrom('organization_usage')
    .select((eb) => [
      eb.fn.coalesce(eb.fn.sum<number>('snapshots'), eb.lit(0)).as('snapshots'),
      eb.fn.coalesce(eb.fn.sum<number>('bytes'), eb.lit(0)).as('bytes'),
    ])
  if (organizationId !== null) query = query.where('organization_id', '=', organizationId)
  return query.executeTakeFirstOrThrow()
}

export async function usageByOrganization(db: Db) {
  return db
    .selectFrom('organization_usage')
    .innerJoin('organizations', 'organizations.id', 'organization_usage.organization_id')
    .select([
      'organizations.id as organization_id',
      'organizations.name as organization_name',
      'organization_usage.snapshots',
      'organization_usage.bytes',
    ])
    .orderBy('organization_usage.bytes', 'desc')
    .orderBy('organizations.name')
    .execute()
}

export async function care(db: Db): Promise<{ ran_at: string | null; report: string | null }> {
  return db.selectFrom('storage_care').select(['ran_at', 'report']).executeTakeFirstOrThrow()
}

export async function changeCare(
  db: Db,
  fields: { ran_at?: string; report?: string },
): Promise<void> {
  await db.updateTable('storage_care').set(fields).where('id', '=', 1).execute()
}
