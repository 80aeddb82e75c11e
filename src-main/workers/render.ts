import { type MessagePort, receiveMessageOnPort } from 'node:worker_threads'
import type { ErrorCode } from '../../src-shared/contract/errors.ts'
import type {
  RenderAnswer,
  RenderJob,
  RenderMessage,
  RenderReply,
} from '../features/snapshots/job.ts'
import { renderArtefact } from '../features/snapshots/render/index.ts'
import { warmModel } from '../features/snapshots/render/warm-model.ts'
import { renderSnapshot } from '../features/snapshots/render-snapshot.ts'
import type { Tables } from '../features/tables.ts'
import { createBlobStore } from '../platform/blobs/index.ts'
import { systemClock } from '../platform/clock/index.ts'
import { type Db, openReadOnly } from '../platform/db/index.ts'
import { DomainError, systemCode } from '../platform/domain-error.ts'
import { randomIds } from '../platform/ids/index.ts'

/** One read-only connection a thread, kept as long as the thread works on the same database. */
let open: { file: string; db: Db<Tables> } | undefined

function connection(file: string): Db<Tables> {
  if (open?.file !== file) {
    open?.db.close()
    open = { file, db: openReadOnly<Tables>(file) }
  }
  return open.db
}

/** The entry of a render thread: one job in, one answer out. */
export default async function render(
  job: RenderJob & { port: MessagePort },
): Promise<RenderAnswer> {
  const { port } = job
  const mailbox = readMailbox(port)
  const post = (message: RenderMessage) => port.postMessage(message)
  try {
    if (job.kind === 'warm') {
      await renderArtefact({
        format: 'pdf',
        heading: 'Room snapshot',
        model: warmModel,
        contentHash: '0'.repeat(64),
        fontsDirectory: job.fontsDirectory,
      })
      connection(job.database)
      return { ok: true, rendered: null }
    }
    const rendered = await renderSnapshot({
      db: connection(job.database).kysely,
      blobs: createBlobStore(job.workspaceDir, randomIds(systemClock), job.snapshot_id),
      snapshotId: job.snapshot_id,
      today: job.today,
      fontsDirectory: job.fontsDirectory,
      signal: mailbox,
      report: (progress, step) => post({ progress, step }),
      ask: async (hash) => {
        post({ ask: hash })
        return (await mailbox.answer()).known ?? null
      },
      mayStore: async (bytes) => {
        post({ store: bytes })
        return (await mailbox.answer()).may === true
      },
    })
    return { ok: true, rendered }
  } catch (error) {
    return { ok: false, error: errorValue(error) }
  } finally {
    port.close()
  }
}

/** Reads the job's port: the wish to cancel at any moment, the answers in the order of the questions. */
function readMailbox(port: MessagePort) {
  let cancelled = false
  const answers: RenderReply[] = []
  let waiting: ((reply: RenderReply) => void) | undefined
  const take = (message: unknown) => {
    if (typeof message !== 'object' || message === null) return
    if ('cancel' in message) cancelled = true
    if ('answer' in message) {
      const reply = message.answer as RenderReply
      if (waiting === undefined) answers.push(reply)
      else waiting(reply)
      waiting = undefined
    }
  }
  port.on('message', take)
  return {
    /** Also reads what has arrived while the thread was busy drawing. */
    get aborted(): boolean {
      for (
        let got = receiveMessageOnPort(port);
        got !== undefined;
        got = receiveMessageOnPort(port)
      ) {
        take(got.message)
      }
      return cancelled
    },
    answer: (): Promise<RenderReply> => {
      const first = answers.shift()
      if (first !== undefined) return Promise.resolve(first)
      return new Promise((resolve) => {
        waiting = resolve
      })
    },
  }
}

function errorValue(error: unknown): Extract<RenderAnswer, { ok: false }>['error'] {
  const code: ErrorCode | null = error instanceof DomainError ? error.code : null
  return {
    code,
    system_code: systemCode(error) ?? null,
    message: error instanceof Error ? error.message : String(error),
    stack: error instanceof Error ? (error.stack ?? '') : '',
  }
}
