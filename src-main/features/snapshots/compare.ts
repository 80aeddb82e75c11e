import type { Comparison } from '../../../src-shared/contract/comparison.ts'
import { DomainError } from '../../platform/domain-error.ts'
import type { Call } from '../audit/index.ts'
import type { Find } from './find.ts'
import type { ModelReader } from './model-reader.ts'
import type { SnapshotRow } from './store.ts'

/** @throws what keeps the model of a snapshot from being read */
export function modelOf(row: SnapshotRow): { sha256: string } {
  if (row.status === 'generating') throw new DomainError('SNAPSHOT_NOT_READY')
  if (row.status === 'failed') {
    throw new DomainError('SNAPSHOT_FAILED', 'The snapshot could not be made; try it again first.')
  }
  if (row.status === 'deleted') throw new DomainError('NOT_FOUND', 'The snapshot was deleted.')
  if (row.model_sha256 === null) {
    throw new DomainError(
      'CONFLICT',
      'This snapshot was made before the program kept what it was made of. Only JSON snapshots of that time can be compared and restored.',
    )
  }
  return { sha256: row.model_sha256 }
}

/**
 * Compares two snapshots of one room by the models that they were made of, whatever their formats.
 * @throws NOT_FOUND where one is not of this room, or not for the caller’s eyes
 */
export async function compareSnapshots(
  tools: { find: Find; models: ModelReader },
  ids: { from: string; to: string },
  call: Call,
): Promise<Comparison> {
  const from = await tools.find.found(call, ids.from)
  const to = await tools.find.found(call, ids.to)
  const { differences, as_of } = await tools.models.compare(modelOf(from), modelOf(to))
  return { from: shown(from, as_of.from), to: shown(to, as_of.to), ...differences }
}

const shown = (row: SnapshotRow, state_as_of: string) => ({
  id: row.id,
  title: row.title,
  snapshot_type: row.format,
  room_revision: row.room_revision,
  state_as_of,
  created_by: row.created_by,
  created_at: row.created_at,
})
