import {
  maxModelBytes,
  maxVerifyBytes,
  type VerifyAnswer,
  verifyAnswerSchema,
} from '../../../../src-shared/contract/snapshots.ts'
import { RestError } from '../../../rpc/errors.ts'
import { api } from '../../../rpc/queries.ts'
import { postForm } from '../../../rpc/rest.ts'
import type { DroppedFile } from '../../../state/verify-file.ts'
import { sha256Of } from '../snapshot-file.ts'

/** What is found out about a file. */
export interface Checked {
  answer: VerifyAnswer
  /** It is the JSON of a room, which can be opened as a new one. */
  isModel: boolean
}

/**
 * Hashes a file in this window, and asks whether the workspace has a snapshot of that hash: the file
 * itself goes nowhere, unless it is a manifest, whose words are looked at. Every question is in the
 * audit trail.
 *
 * @throws RestError for what cannot be a snapshot: a folder, nothing, too much, or what cannot be read
 */
export async function checkFile({ file, isFolder }: DroppedFile): Promise<Checked> {
  if (isFolder) {
    throw new RestError('BAD_REQUEST', 'This is a folder. Drop the file itself.', {})
  }
  if (file.size === 0) {
    throw new RestError('BAD_REQUEST', 'The file is empty, so there is nothing to verify.', {})
  }
  if (file.size > maxVerifyBytes) {
    throw new RestError(
      'PAYLOAD_TOO_LARGE',
      'The file is larger than 200 MB, and no snapshot is: it is none of ours.',
      {},
    )
  }
  const bytes = await bytesOf(file)
  const answer = isManifest(bytes)
    ? await verifyManifest(file)
    : await api.snapshots.verify.call({ sha256: await sha256Of(bytes) })
  return { answer, isModel: isRoomModel(bytes) }
}

async function bytesOf(file: File): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await file.arrayBuffer())
  } catch {
    throw new RestError(
      'BAD_REQUEST',
      'The file could not be read. It may have been moved, or be open elsewhere; drop it again.',
      {},
    )
  }
}

async function verifyManifest(file: File): Promise<VerifyAnswer> {
  const form = new FormData()
  form.set('file', file)
  const path = '/api/v1/snapshots/verify'
  const answer = await postForm(path, form, () => {}, new AbortController().signal)
  return verifyAnswerSchema.parse(answer)
}

/** A manifest is a few lines. */
const maxManifestBytes = 64 * 1024

const isManifest = (bytes: Uint8Array): boolean =>
  bytes.length <= maxManifestBytes &&
  new TextDecoder().decode(bytes).includes('"sts.snapshot-manifest/1"')

/** Only looks whether it may be one: opening it reads it properly. */
function isRoomModel(bytes: Uint8Array): boolean {
  if (bytes.length > maxModelBytes || bytes[0] !== '{'.charCodeAt(0)) return false
  return new TextDecoder().decode(bytes).includes('"sts.room-snapshot/1"')
}
