import {
  type ManifestCheck,
  type ManifestFile,
  manifestFileSchema,
} from '../../../src-shared/contract/manifest.ts'
import type { Executor } from '../../platform/db/index.ts'
import { DomainError } from '../../platform/domain-error.ts'
import { type Audit, type Call, isSigned, type Signer, seqOf } from '../audit/index.ts'
import { roomRow } from '../rooms/index.ts'
import type { Tables } from '../tables.ts'
import { fileNameOf, readyBlob } from './shapes.ts'
import type { SnapshotRow } from './store.ts'

/** A manifest is a page of text; what is larger is none. */
const mostBytes = 64 * 1024

/** Facts of a manifest that the workspace has on record too. */
const onRecord = [
  'snapshot_id',
  'room_id',
  'snapshot_type',
  'trigger',
  'sha256',
  'size_bytes',
  'page_count',
  'content_hash',
  'room_revision',
  'created_by',
  'created_at',
  'completed_at',
  'audit_seq',
] as const
type Recorded = Pick<ManifestFile, Exclude<(typeof onRecord)[number], 'audit_seq'>>

/**
 * What a completed snapshot is, signed.
 * @throws what `readyBlob` does, NOT_FOUND where the trail does not say that it was completed
 */
export async function signManifest(
  { audit, signer }: { audit: Audit; signer: Signer },
  row: SnapshotRow,
  call: Call,
): Promise<ManifestFile> {
  const recorded = recordedOf(row, readyBlob(row))
  const signing = await signer.ready()
  return audit.change(call, async (change) => {
    const { trx, record } = change
    const room = await roomRow(trx, row.room_id)
    const audit_seq = await seqOf(trx, 'snapshot.completed', 'snapshot', row.id)
    if (room === undefined || audit_seq === null) {
      throw new DomainError('NOT_FOUND', 'The trail has no entry of this snapshot to sign.')
    }
    const stand = await signing.stand(change)
    await record({
      action: 'snapshot.manifest_exported',
      resource_type: 'snapshot',
      resource_id: row.id,
      detail: { sha256: recorded.sha256, seq: stand.seq, public_key: stand.public_key },
    })
    return signing.sign({
      schema: 'sts.snapshot-manifest/1' as const,
      ...recorded,
      title: row.title,
      room_code: room.code,
      room_title: room.title,
      file_name: fileNameOf(row),
      audit_seq,
      exported_by: call.actor.email,
      ...stand,
    })
  })
}

/** The manifest that these bytes are; undefined for every other file. */
export function manifestOf(bytes: Uint8Array): ManifestFile | undefined {
  if (bytes.byteLength > mostBytes || bytes[0] !== 0x7b) return undefined
  try {
    return manifestFileSchema.safeParse(JSON.parse(Buffer.from(bytes).toString('utf8'))).data
  } catch {
    return undefined
  }
}

/** Holds a manifest against what the workspace has on record. @param row of the snapshot it names */
export async function checkManifest(
  db: Executor<Tables>,
  signer: Signer,
  file: ManifestFile,
  row: SnapshotRow | undefined,
): Promise<ManifestCheck> {
  const checked = {
    signature_fits: isSigned(file),
    key_is_ours: await signer.knows(file.public_key),
    file_sha256: file.sha256,
  }
  if (row === undefined || row.blob_sha256 === null) return { ...checked, differs: [] }
  const recorded = {
    ...recordedOf(row, row.blob_sha256),
    audit_seq: await seqOf(db, 'snapshot.completed', 'snapshot', row.id),
  }
  return { ...checked, differs: onRecord.filter((name) => file[name] !== recorded[name]) }
}

function recordedOf(row: SnapshotRow, sha256: string): Recorded {
  return {
    snapshot_id: row.id,
    room_id: row.room_id,
    snapshot_type: row.format,
    trigger: row.trigger,
    sha256,
    size_bytes: row.file_size,
    page_count: row.page_count,
    content_hash: row.content_hash ?? '',
    room_revision: row.room_revision,
    created_by: row.created_by,
    created_at: row.created_at,
    completed_at: row.completed_at ?? '',
  }
}
