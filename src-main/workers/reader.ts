import type { MessagePort } from 'node:worker_threads'
import { type AuditReaderAnswer, type AuditReaderJob, readTrail } from '../features/audit/index.ts'
import type { Tables } from '../features/tables.ts'
import { openReadOnly } from '../platform/db/index.ts'
import { DomainError, systemCode } from '../platform/domain-error.ts'
import { createTalk } from '../platform/workers/index.ts'

/** Long reads, by name, each on a read-only connection of its own. */
export type ReaderJob = AuditReaderJob & { database: string }

/** The entry of a reader thread. What it meets, it answers: a class does not survive the way. */
export default async function read(
  job: ReaderJob & { port: MessagePort },
): Promise<AuditReaderAnswer> {
  const talk = createTalk(job.port)
  try {
    const db = openReadOnly<Tables>(job.database)
    try {
      return await readTrail(db.kysely, job, talk)
    } finally {
      db.close()
    }
  } catch (error) {
    return {
      kind: 'failed',
      error: {
        code: error instanceof DomainError ? error.code : null,
        system_code: systemCode(error) ?? null,
        message: error instanceof Error ? error.message : String(error),
        stack: error instanceof Error ? (error.stack ?? '') : '',
      },
    }
  } finally {
    talk.close()
  }
}
