import { z } from 'zod'
import { snapshotOptionsSchema } from '../../../src-shared/contract/room-model.ts'
import type { BlobStore } from '../../platform/blobs/index.ts'
import type { Executor } from '../../platform/db/index.ts'
import { DomainError } from '../../platform/domain-error.ts'
import type { Tables } from '../tables.ts'
import { contentHash } from './content-hash.ts'
import type { Known, RenderedSnapshot } from './job.ts'
import { buildRoomModel } from './model.ts'
import { type RenderSignal, renderArtefact } from './render/index.ts'
import { renderJson } from './render/json.ts'
import * as store from './store.ts'

const viewpointSchema = z.object({ organization: z.string(), reason: z.string() }).nullable()

/**
 * Makes one snapshot’s artefact, on a render thread: reads the room in one read transaction,
 * hashes the content, looks whether a blob has it already, renders it where none has, and stores
 * it durably. Commits nothing: that is the main thread’s.
 * @param mayStore asked with the real size, before anything is written
 * @param ask whether the memory of the main thread has this content, or another thread is making it
 */
export async function renderSnapshot(options: {
  db: Executor<Tables>
  blobs: BlobStore
  snapshotId: string
  today: string
  fontsDirectory: string
  signal: RenderSignal
  report: (progress: number, step: string) => void
  ask: (contentHash: string) => Promise<Known | null>
  mayStore: (bytes: number) => Promise<boolean>
}): Promise<RenderedSnapshot> {
  const { db, blobs, snapshotId, today, signal, report, ask } = options
  const { row, model, snapshotOptions } = await db.transaction().execute(async (trx) => {
    const snapshot = await store.byId(trx, snapshotId)
    if (snapshot === undefined) throw new DomainError('NOT_FOUND', 'The snapshot is gone.')
    const parsed = snapshotOptionsSchema.parse(JSON.parse(snapshot.options))
    return {
      row: snapshot,
      snapshotOptions: parsed,
      model: await buildRoomModel(trx, {
        room_id: snapshot.room_id,
        options: parsed,
        viewpoint: viewpointSchema.parse(JSON.parse(snapshot.viewpoint)),
        today,
      }),
    }
  })
  const { format, heading } = row
  const content_hash = contentHash({ format, heading, options: snapshotOptions, model })
  report(30, 'data read and hashed')

  // After the artefact was looked at: of a JSON snapshot they are one file, and a damaged one that
  // was put right on the way would not be reported.
  const made = async () => {
    const { sha256, size_bytes } = await blobs.put(renderJson(model))
    return {
      content_hash,
      stored_model: { sha256, size_bytes },
      room_revision: model.room.revision,
    }
  }
  const known = (await ask(content_hash)) ?? (await onDisk(db, content_hash))
  let repaired: RenderedSnapshot['repaired'] = null
  if (known !== null) {
    const there = known.origin === 'memory' ? 'in memory' : await soundBytes(blobs, known.sha256)
    if (there !== 'damaged' && there !== 'missing') {
      report(60, 'artefact found')
      report(80, 'stored file found')
      return {
        ...(await made()),
        sha256: known.sha256,
        file_size: known.file_size,
        page_count: known.page_count,
        was_cached: known.origin,
        repaired,
        bytes: there === 'in memory' ? null : there,
      }
    }
    repaired = { sha256: known.sha256, state: there }
  }

  const artefact = await renderArtefact({
    format,
    heading,
    model,
    contentHash: content_hash,
    signal,
    fontsDirectory: options.fontsDirectory,
  })
  report(60, 'artefact rendered')
  if (!(await options.mayStore(artefact.bytes.byteLength))) {
    throw new Error('The main thread lets this artefact not be stored.')
  }
  const blob = await blobs.put(artefact.bytes)
  const stored = await made()
  report(80, 'stored')
  return {
    ...stored,
    sha256: blob.sha256,
    file_size: blob.size_bytes,
    page_count: artefact.pageCount,
    was_cached: false,
    repaired,
    bytes: artefact.bytes,
  }
}

/** The bytes of a blob, hashed again; or what keeps them from being used. */
async function soundBytes(
  blobs: BlobStore,
  sha256: string,
): Promise<Uint8Array | 'damaged' | 'missing'> {
  try {
    return await blobs.read(sha256)
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    return error.code === 'BLOB_MISSING' ? 'missing' : 'damaged'
  }
}

async function onDisk(db: Executor<Tables>, contentHash: string): Promise<Known | null> {
  const found = await store.withContent(db, contentHash)
  if (found === undefined || found.blob_sha256 === null) return null
  return {
    origin: 'disk',
    sha256: found.blob_sha256,
    file_size: found.file_size,
    page_count: found.page_count,
  }
}
