import type { ErrorCode } from '../../../src-shared/contract/errors.ts'

/** What a render thread is told: ids and places, never the room itself. */
export interface RenderJob {
  kind: 'snapshot' | 'warm'
  database: string
  workspaceDir: string
  fontsDirectory: string
  snapshot_id: string
  /** UTC date by which expiry is judged. */
  today: string
}

/** Where the bytes of an artefact came from. */
export type Origin = 'memory' | 'disk' | false

export interface RenderedSnapshot {
  content_hash: string
  /** The model that it was made of, stored too: what comparing and restoring read. */
  stored_model: { sha256: string; size_bytes: number }
  sha256: string
  file_size: number
  page_count: number | null
  room_revision: number
  was_cached: Origin
  /** A blob that should have served and was damaged or gone; it was made again. */
  repaired: { sha256: string; state: 'damaged' | 'missing' } | null
  /** The artefact, made or read and verified, for the memory; null when memory has it. */
  bytes: Uint8Array | null
}

/** Errors cross the thread as values: a class does not survive the way. */
export type RenderAnswer =
  | { ok: true; rendered: RenderedSnapshot | null }
  | {
      ok: false
      error: { code: ErrorCode | null; system_code: string | null; message: string; stack: string }
    }

/** What a thread posts while it works. */
export type RenderMessage =
  | { progress: number; step: string }
  /** Asks whether somebody has, or is making, this content; the answer is a `Known` or null. */
  | { ask: string }
  /** Asks whether so many bytes may be stored; the answer is `may`. */
  | { store: number }

/** What the main thread answers to a question. */
export interface RenderReply {
  known?: Known | null
  may?: boolean
}

export interface Known {
  /** From `memory` its file is known to be sound; from `disk` it has to be looked at. */
  origin: 'memory' | 'disk'
  sha256: string
  file_size: number
  page_count: number | null
}
