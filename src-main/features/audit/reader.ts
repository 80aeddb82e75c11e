import { createHash } from 'node:crypto'
import { open, rm } from 'node:fs/promises'
import type {
  AuditFilter,
  AuditStatistics,
  ExportFormat,
  TimelineBucket,
  VerifyChain,
} from '../../../src-shared/contract/audit.ts'
import type { Executor } from '../../platform/db/index.ts'
import { DomainError, systemCode } from '../../platform/domain-error.ts'
import type { Talk, ThreadFailure } from '../../platform/workers/index.ts'
import type { Tables } from '../tables.ts'
import { exportEntries } from './export.ts'
import {
  type Look,
  type StretchCount,
  scannedStatistics,
  scannedStretches,
} from './search-store.ts'
import { head } from './store.ts'
import { type HeldAgainst, verifyChain } from './verify.ts'

/** Long reads of the trail, by name. */
export type AuditReaderJob =
  | { kind: 'audit.verify'; from_seq: number; checkpoint: HeldAgainst | undefined }
  | { kind: 'audit.statistics'; filter: Look }
  | { kind: 'audit.timeline'; filter: Look; bucket: TimelineBucket }
  /** Into a file, where one is named; else in pieces over the port. */
  | { kind: 'audit.export'; filter: AuditFilter; format: ExportFormat; file: string | null }

export interface ExportedFile {
  count: number
  file_size: number
  sha256: string
}

export type AuditReaderAnswer =
  | { kind: 'audit.verify'; found: VerifyChain }
  | { kind: 'audit.statistics'; statistics: AuditStatistics }
  | { kind: 'audit.timeline'; counts: StretchCount[] }
  | { kind: 'audit.export'; exported: ExportedFile }
  | { kind: 'failed'; error: ThreadFailure }

/** What a thread posts while it works; `count` and `piece` want an answer. */
export type AuditReaderMessage =
  | { progress: number; step: string }
  | { count: number }
  | { piece: Uint8Array<ArrayBuffer> }

/** Does one job on a reader thread, on its own read-only connection. */
export async function readTrail(
  db: Executor<Tables>,
  job: AuditReaderJob,
  talk: Talk,
): Promise<AuditReaderAnswer> {
  const tellProgress = createProgress(talk)
  switch (job.kind) {
    case 'audit.verify': {
      const end = (await head(db))?.seq ?? 0
      const found = await verifyChain(
        db,
        job.from_seq,
        async (seq) => {
          tellProgress((seq - job.from_seq + 1) / Math.max(1, end - job.from_seq + 1), 'walking')
          await talk.pause()
        },
        job.checkpoint,
      )
      return { kind: job.kind, found }
    }
    case 'audit.statistics':
      return { kind: job.kind, statistics: await scannedStatistics(db, job.filter) }
    case 'audit.timeline':
      return { kind: job.kind, counts: await scannedStretches(db, job.bucket, job.filter) }
    case 'audit.export': {
      const exported =
        job.file === null
          ? await exportInPieces(db, job, talk)
          : await exportToFile(db, job, job.file, talk, tellProgress)
      return { kind: job.kind, exported }
    }
  }
}

/** Tells each percent once. */
function createProgress(talk: Talk) {
  let last = -1
  return (share: number, step: string) => {
    const progress = Math.min(99, Math.floor(share * 100))
    if (progress === last) return
    last = progress
    talk.tell({ progress, step } satisfies AuditReaderMessage)
  }
}

type ExportJob = Extract<AuditReaderJob, { kind: 'audit.export' }>

async function exportInPieces(
  db: Executor<Tables>,
  { filter, format }: ExportJob,
  talk: Talk,
): Promise<ExportedFile> {
  const hash = createHash('sha256')
  let size = 0
  const count = await exportEntries(db, filter, format, {
    begin: async (count) => void (await talk.ask({ count } satisfies AuditReaderMessage)),
    write: async (piece) => {
      hash.update(piece)
      size += piece.byteLength
      // The buffer moves to the other side; the answer comes when there is room for the next.
      await talk.ask({ piece } satisfies AuditReaderMessage, [piece.buffer])
    },
  })
  return { count, file_size: size, sha256: hash.digest('hex') }
}

async function exportToFile(
  db: Executor<Tables>,
  { filter, format }: ExportJob,
  file: string,
  talk: Talk,
  progress: (share: number, step: string) => void,
): Promise<ExportedFile> {
  const hash = createHash('sha256')
  let size = 0
  let all = 0
  try {
    const handle = await open(file, 'w', 0o600)
    try {
      const count = await exportEntries(db, filter, format, {
        begin: async (count) => {
          all = count
          progress(0, 'writing')
        },
        write: async (piece, done) => {
          hash.update(piece)
          size += piece.byteLength
          await handle.writeFile(piece)
          progress(all === 0 ? 1 : done / all, 'writing')
          await talk.pause()
        },
      })
      await handle.sync()
      return { count, file_size: size, sha256: hash.digest('hex') }
    } finally {
      await handle.close()
    }
  } catch (error) {
    await rm(file, { force: true })
    throw systemCode(error) === 'ENOSPC' ? new DomainError('DISK_FULL') : error
  }
}
