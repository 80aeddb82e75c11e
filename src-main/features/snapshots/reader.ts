import type { Comparison } from '../../../src-shared/contract/comparison.ts'
import { type RoomModel, roomModelSchema } from '../../../src-shared/contract/room-model.ts'
import { compareModels } from '../../../src-shared/rules/compare-models.ts'
import type { BlobStore } from '../../platform/blobs/index.ts'
import type { Executor } from '../../platform/db/index.ts'
import { DomainError } from '../../platform/domain-error.ts'
import type { ThreadFailure } from '../../platform/workers/index.ts'
import type { Tables } from '../tables.ts'
import { contentHash } from './content-hash.ts'
import { buildRoomModel } from './model.ts'
import { renderJson } from './render/json.ts'
import { wholeRoom } from './whole-room.ts'

/** A model: one that is stored, or the whole room as it is now. */
export type ModelSource =
  | { sha256: string }
  | { room_id: string; heading: string; today: string; keep: boolean }

/** Long reads of snapshots, by name. */
export type SnapshotReaderJob =
  | { kind: 'snapshots.model'; workspaceDir: string; source: ModelSource }
  | { kind: 'snapshots.compare'; workspaceDir: string; from: ModelSource; to: ModelSource }

/** A model with where it is stored and, of a room as it is now, what its snapshot’s hash is. */
export interface ReadModel {
  model: RoomModel
  sha256: string | null
  size_bytes: number
  content_hash: string | null
}

export type Differences = Pick<Comparison, 'equal' | 'notes' | 'sections'>

export type SnapshotReaderAnswer =
  | { kind: 'snapshots.model'; read: ReadModel }
  | {
      kind: 'snapshots.compare'
      differences: Differences
      /** Of the room in each model. */
      revisions: { from: number; to: number }
      as_of: { from: string; to: string }
    }
  | { kind: 'failed'; error: ThreadFailure }

/** Does one job on a reader thread, on its own read-only connection. */
export async function readModels(
  db: Executor<Tables>,
  blobs: BlobStore,
  job: SnapshotReaderJob,
): Promise<SnapshotReaderAnswer> {
  if (job.kind === 'snapshots.model') {
    return { kind: job.kind, read: await readModel(db, blobs, job.source) }
  }
  const from = await readModel(db, blobs, job.from)
  const to = await readModel(db, blobs, job.to)
  return {
    kind: job.kind,
    differences: compareModels(from.model, to.model),
    revisions: { from: from.model.room.revision, to: to.model.room.revision },
    as_of: { from: from.model.state_as_of, to: to.model.state_as_of },
  }
}

async function readModel(
  db: Executor<Tables>,
  blobs: BlobStore,
  source: ModelSource,
): Promise<ReadModel> {
  if ('sha256' in source) {
    const bytes = await blobs.read(source.sha256)
    const model = parseModel(bytes.toString('utf8'))
    return { model, sha256: source.sha256, size_bytes: bytes.byteLength, content_hash: null }
  }
  const model = await db.transaction().execute((trx) =>
    buildRoomModel(trx, {
      room_id: source.room_id,
      options: wholeRoom,
      viewpoint: null,
      today: source.today,
    }),
  )
  const bytes = renderJson(model)
  const kept = source.keep ? await blobs.put(bytes) : undefined
  return {
    model,
    sha256: kept?.sha256 ?? null,
    size_bytes: bytes.byteLength,
    content_hash: contentHash({
      format: 'json',
      heading: source.heading,
      options: wholeRoom,
      model,
    }),
  }
}

/**
 * Reads the text of a JSON snapshot.
 * @throws UNSUPPORTED_FILE saying what it is instead
 */
export function parseModel(text: string): RoomModel {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new DomainError(
      'UNSUPPORTED_FILE',
      text.startsWith('%PDF') || text.startsWith('PK')
        ? 'A room is restored from a JSON snapshot; a PDF or CSV file does not hold all of it.'
        : 'The file is no JSON; choose the JSON snapshot of a room.',
    )
  }
  const parsed = roomModelSchema.safeParse(value)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new DomainError(
    'UNSUPPORTED_FILE',
    `The file is no snapshot of a room (sts.room-snapshot/1): ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim(),
  )
}
