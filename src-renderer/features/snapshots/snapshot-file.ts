import { z } from 'zod'
import type { Snapshot } from '../../../src-shared/contract/snapshots.ts'
import { ConnectionLost } from '../../rpc/connection.ts'
import { RestError } from '../../rpc/errors.ts'

/** A snapshot's file as the door served it, with the SHA-256 of what arrived (64 hex digits). */
export interface SnapshotFile {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly sha256: string
}

const envelope = z.object({ code: z.string(), message: z.string(), data: z.unknown() })

/**
 * Fetches a snapshot's file over this page's own door and hashes what arrived. Every call is a
 * download in the audit trail.
 *
 * @throws RestError with the door's code (`BLOB_DAMAGED`, `SNAPSHOT_NOT_READY`, …) and sentence
 * @throws ConnectionLost when the door did not answer
 */
export async function fetchSnapshotFile(
  snapshot: Pick<Snapshot, 'download_url'>,
  disposition: 'inline' | 'attachment',
  signal?: AbortSignal,
): Promise<SnapshotFile> {
  const response = await answerOf(`${snapshot.download_url}?disposition=${disposition}`, signal)
  if (!response.ok) throw await refusalOf(response)
  const bytes = new Uint8Array(await response.arrayBuffer())
  return { bytes, sha256: await sha256Of(bytes) }
}

/**
 * The same, checked against the record.
 * @throws RestError `HASH_DIFFERS` when what arrived is not what is on record
 */
export async function checkedFile(
  snapshot: Pick<Snapshot, 'download_url' | 'sha256'>,
  disposition: 'inline' | 'attachment',
  signal?: AbortSignal,
): Promise<SnapshotFile> {
  const file = await fetchSnapshotFile(snapshot, disposition, signal)
  if (file.sha256 === snapshot.sha256) return file
  throw new RestError(
    'HASH_DIFFERS',
    `The file that arrived has SHA-256 ${file.sha256}, not the one of the record, and was not saved.`,
    {},
  )
}

async function answerOf(url: string, signal: AbortSignal | undefined): Promise<Response> {
  try {
    // Never from the browser's cache: the question is what the workspace holds now.
    return await fetch(url, { cache: 'no-store', ...(signal === undefined ? {} : { signal }) })
  } catch (error) {
    if (signal?.aborted === true) throw error
    throw new ConnectionLost()
  }
}

async function refusalOf(response: Response): Promise<RestError> {
  const told = envelope.safeParse(await response.json().catch(() => null))
  return told.success
    ? new RestError(told.data.code, told.data.message, told.data.data)
    : new RestError('INTERNAL_SERVER_ERROR', `The file was not served (${response.status}).`, {})
}

/** The SHA-256 of bytes: 64 lower-case hex digits. */
export async function sha256Of(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Codes of a file that making the snapshot again brings back. */
export const mendableCodes: readonly string[] = ['BLOB_DAMAGED', 'BLOB_MISSING', 'SNAPSHOT_FAILED']
