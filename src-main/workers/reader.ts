import type { MessagePort } from 'node:worker_threads'
import { type AuditReaderAnswer, type AuditReaderJob, readTrail } from '../features/audit/index.ts'
import {
  type RecordReaderAnswer,
  type RecordReaderJob,
  readRecords,
} from '../features/policies/index.ts'
import {
  readModels,
  type SnapshotReaderAnswer,
  type SnapshotReaderJob,
} from '../features/snapshots/index.ts'
import type { Tables } from '../features/tables.ts'
import { createBlobStore } from '../platform/blobs/index.ts'
import { systemClock } from '../platform/clock/index.ts'
import { openReadOnly } from '../platform/db/index.ts'
import { randomIds } from '../platform/ids/index.ts'
import { createTalk, failureValue } from '../platform/workers/index.ts'

/** Long reads, by name, each on a read-only connection of its own. */
export type ReaderJob = (AuditReaderJob | SnapshotReaderJob | RecordReaderJob) & {
  database: string
}
export type ReaderAnswer = AuditReaderAnswer | SnapshotReaderAnswer | RecordReaderAnswer

/** The entry of a reader thread. What it meets, it answers: a class does not survive the way. */
export default async function read(job: ReaderJob & { port: MessagePort }): Promise<ReaderAnswer> {
  const talk = createTalk(job.port)
  try {
    const db = openReadOnly<Tables>(job.database)
    try {
      return 'workspaceDir' in job
        ? await readModels(
            db.kysely,
            createBlobStore(job.workspaceDir, randomIds(systemClock)),
            job,
          )
        : isRecords(job)
          ? await readRecords(db.kysely, job, talk)
          : await readTrail(db.kysely, job, talk)
    } finally {
      db.close()
    }
  } catch (error) {
    return { kind: 'failed', error: failureValue(error) }
  } finally {
    talk.close()
  }
}

const isRecords = (job: ReaderJob): job is RecordReaderJob & { database: string } =>
  job.kind.startsWith('records.')
