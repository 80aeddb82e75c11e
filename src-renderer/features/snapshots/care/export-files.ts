import { Zip, ZipDeflate, ZipPassThrough } from 'fflate'
import type { Snapshot } from '../../../../src-shared/contract/snapshots.ts'
import { numbered } from '../../../../src-shared/rules/file-names.ts'
import { errorCode, errorSentence, RestError } from '../../../rpc/errors.ts'
import { checkedFile } from '../snapshot-file.ts'

/** So much is put together in this window at most, in bytes. */
export const mostExportBytes = 256 * 1024 * 1024

/**
 * The files of these snapshots in one zip, each fetched by the snapshot's own door (its permission,
 * its entry in the trail) and checked against its record before it goes in.
 *
 * @param onFile told after each file how many are in
 * @throws RestError naming the snapshot whose file was not served or is not the one on record; then
 *   there is no zip
 */
export async function zipOf(
  snapshots: readonly Snapshot[],
  onFile: (done: number) => void,
  signal: AbortSignal,
): Promise<Blob> {
  const parts: Uint8Array<ArrayBuffer>[] = []
  const zip = new Zip((error, part) => {
    if (error !== null) throw error
    parts.push(new Uint8Array(part))
  })
  const names = numbered(snapshots.map(({ file_name }) => file_name))
  for (const [at, snapshot] of snapshots.entries()) {
    const bytes = await fileOf(snapshot, signal)
    const name = names[at] ?? snapshot.file_name
    // PDF and CSV are packed already.
    const entry =
      snapshot.snapshot_type === 'json' ? new ZipDeflate(name) : new ZipPassThrough(name)
    entry.mtime = snapshot.completed_at ?? snapshot.created_at
    zip.add(entry)
    entry.push(bytes, true)
    onFile(at + 1)
  }
  zip.end()
  return new Blob(parts, { type: 'application/zip' })
}

async function fileOf(snapshot: Snapshot, signal: AbortSignal) {
  try {
    return (await checkedFile(snapshot, 'attachment', signal)).bytes
  } catch (error) {
    const code = errorCode(error)
    if (code === undefined) throw error
    const sentence = `“${snapshot.title}”: ${errorSentence(error)} Nothing was saved.`
    throw new RestError(code, sentence, {})
  }
}
