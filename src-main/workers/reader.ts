import type { MessagePort } from 'node:worker_threads'
import type { VerifyChain } from '../../src-shared/contract/audit.ts'
import { verifyChain } from '../features/audit/index.ts'
import type { Tables } from '../features/tables.ts'
import { openReadOnly } from '../platform/db/index.ts'

/** Long reads, by name, each on a read-only connection of its own. */
export type ReaderJob = { kind: 'audit.verify'; database: string; from_seq: number }

/** The entry of a reader thread. Posts `{ progress: seq }` while it walks. */
export default async function read(job: ReaderJob & { port: MessagePort }): Promise<VerifyChain> {
  const db = openReadOnly<Tables>(job.database)
  try {
    return await verifyChain(db.kysely, job.from_seq, (seq) =>
      job.port.postMessage({ progress: seq }),
    )
  } finally {
    job.port.close()
    db.close()
  }
}
