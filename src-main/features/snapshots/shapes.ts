import { snapshotOptionsSchema } from '../../../src-shared/contract/room-model.ts'
import type { Snapshot } from '../../../src-shared/contract/snapshots.ts'
import { snapshotFileName } from '../../../src-shared/rules/file-names.ts'
import { DomainError } from '../../platform/domain-error.ts'
import type { SnapshotRow } from './store.ts'

export const taskId = (snapshotId: string): string => `snapshot-${snapshotId}`

export function fileNameOf(row: SnapshotRow): string {
  return snapshotFileName({
    room_code: row.room_code,
    created_at: row.created_at,
    title: row.heading,
    format: row.format,
  })
}

/** Is it held at this moment? A hold ends by itself at `hold_until`; nothing is written then. */
export const isHeld = (row: Pick<SnapshotRow, 'hold' | 'hold_until'>, now: string): boolean =>
  row.hold === 1 && (row.hold_until === null || row.hold_until > now)

/** @param now ISO time at which a hold is judged */
export function toSnapshot(row: SnapshotRow, now: string): Snapshot {
  const held = isHeld(row, now)
  return {
    id: row.id,
    room_id: row.room_id,
    room_code: row.room_code,
    title: row.title,
    snapshot_type: row.format,
    status: row.status,
    trigger: row.trigger,
    options: snapshotOptionsSchema.parse(JSON.parse(row.options)),
    room_revision: row.room_revision,
    content_hash: row.content_hash,
    sha256: row.blob_sha256,
    file_size: row.file_size,
    file_name: fileNameOf(row),
    page_count: row.page_count,
    verified_at: row.verified_at,
    held,
    hold_reason: held ? row.hold_reason : null,
    hold_until: held ? row.hold_until : null,
    held_by: held ? row.held_by : null,
    error_code: row.error_code,
    error_message: row.error_message,
    created_by: row.created_by,
    created_at: row.created_at,
    completed_at: row.completed_at,
    deleted_at: row.deleted_at,
    deleted_by: row.deleted_by,
    deleted_reason: row.deleted_reason,
    download_url: `/api/v1/rooms/${row.room_id}/snapshots/${row.id}/download`,
    task_id: taskId(row.id),
  }
}

/** The blob of a completed snapshot. @throws what keeps it from being served */
export function readyBlob(row: SnapshotRow): string {
  if (row.status === 'generating') throw new DomainError('SNAPSHOT_NOT_READY')
  if (row.status === 'failed') {
    throw new DomainError(
      'SNAPSHOT_FAILED',
      `The snapshot could not be made: ${row.error_message ?? ''} Try it again.`,
    )
  }
  if (row.status === 'deleted' || row.blob_sha256 === null) {
    throw new DomainError('NOT_FOUND', 'The snapshot was deleted.')
  }
  return row.blob_sha256
}
