import type { BlobStore } from '../../platform/blobs/index.ts'
import type { Clock } from '../../platform/clock/index.ts'
import type { Executor } from '../../platform/db/index.ts'
import { DomainError } from '../../platform/domain-error.ts'
import type { Log } from '../../platform/log/index.ts'
import type { Meter } from '../../platform/metrics/index.ts'
import type { TaskError, TaskHandler, Tasks } from '../../platform/tasks/index.ts'
import type { WorkerPool } from '../../platform/workers/index.ts'
import { type Audit, type Call, type Change, systemCall } from '../audit/index.ts'
import { noteBlob } from '../documents/index.ts'
import { roomRow } from '../rooms/index.ts'
import type { Budgets } from '../storage/index.ts'
import type { Tables } from '../tables.ts'
import type { ArtefactCache } from './artefact-cache.ts'
import type { Known, RenderAnswer, RenderedSnapshot, RenderJob, RenderReply } from './job.ts'
import * as store from './store.ts'

/** How a snapshot ended. */
export type SnapshotEnd =
  | { status: 'completed'; file_size: number }
  | { status: 'failed' | 'cancelled'; error: TaskError }

export type SnapshotEnded = (
  change: Change,
  snapshot: Tables['snapshots'],
  end: SnapshotEnd,
) => Promise<void>

/** The task that turns a `generating` row into a file on disk and a `completed` row. */
export function createSnapshotGenerator(options: {
  db: Executor<Tables>
  audit: Audit
  blobs: BlobStore
  cache: ArtefactCache
  clock: Clock
  log: Log
  pool: WorkerPool<RenderJob, RenderAnswer>
  places: Pick<RenderJob, 'database' | 'workspaceDir' | 'fontsDirectory'>
  settle: Tasks['settle']
  budgets: Budgets
  /** Told in the transaction that ends a snapshot. */
  onEnded?: SnapshotEnded
  meter: Pick<Meter, 'observe' | 'count'>
}): TaskHandler<Call> {
  const { db, audit, blobs, cache, clock, log, pool, places, settle, budgets, meter } = options
  const { onEnded = async () => undefined } = options
  /** Content that a thread is making now: the others wait for it instead of making it again. */
  const inTheMaking = new Map<string, Finish>()

  /** What there is of this content; null where whoever asks is the one to make it. */
  const whoHas = async (contentHash: string, finish: Finish): Promise<Known | null> => {
    for (;;) {
      const kept = await cache.find(contentHash)
      if (kept !== undefined) return { ...kept, origin: 'memory' }
      const other = inTheMaking.get(contentHash)
      if (other === undefined) break
      const made = await other.promise
      // Memory has it now; if it was too large for that, it is to be looked at on disk.
      if (made !== null && (await cache.find(contentHash)) === undefined) return made
    }
    inTheMaking.set(contentHash, finish)
    finish.contentHash = contentHash
    return null
  }

  return {
    run: async (task, { signal, report }) => {
      const started = performance.now()
      const finish = createFinish()
      try {
        report(0, 'reading the room')
        await afford(task.room_id, db, { snapshots: 1, bytes: 0 })
        await budgets.checkDisk(0)
        let refusal: Error | undefined
        const reply = async (message: object): Promise<RenderReply | undefined> => {
          if ('ask' in message) return { known: await whoHas(String(message.ask), finish) }
          if (!('store' in message)) return undefined
          try {
            const bytes = Number(message.store)
            await afford(task.room_id, db, { snapshots: 1, bytes })
            await budgets.checkDisk(bytes)
            return { may: true }
          } catch (error) {
            refusal = error instanceof Error ? error : new Error(String(error))
            return { may: false }
          }
        }
        const answer = await pool.run(
          { kind: 'snapshot', ...places, snapshot_id: task.subject_id, today: clock.today() },
          {
            signal,
            onMessage: (message) => {
              if (typeof message !== 'object' || message === null) return undefined
              if ('progress' in message && 'step' in message) {
                report(Number(message.progress), String(message.step))
                return undefined
              }
              return reply(message)
            },
          },
        )
        signal.throwIfAborted()
        if (refusal !== undefined) throw refusal
        const rendered = unwrap(answer)
        await commit(task, rendered, performance.now() - started)
        const artefact = {
          sha256: rendered.sha256,
          file_size: rendered.file_size,
          page_count: rendered.page_count,
        }
        if (rendered.bytes !== null) {
          await cache.keep(rendered.content_hash, artefact, rendered.bytes)
        }
        finish.resolve({ ...artefact, origin: 'disk' })
        measure(rendered, performance.now() - started)
      } catch (error) {
        // What a thread that died, or was ended, has left half-written.
        await blobs.sweepTemporary(task.subject_id)
        throw error
      } finally {
        finish.resolve(null)
        if (finish.contentHash !== undefined) inTheMaking.delete(finish.contentHash)
      }
    },

    abandon: async (task, { status, error, by }) => {
      const snapshot = await store.byId(db, task.subject_id)
      const own = await callOf(snapshot?.room_id ?? null)
      await audit.change(by ?? own, async (change) => {
        const { trx, record } = change
        if (snapshot?.status === 'generating') {
          await store.change(trx, snapshot.id, {
            status: 'failed',
            error_code: error.code,
            error_message: error.message,
          })
          await onEnded(change, snapshot, { status, error })
        }
        await settle(trx, task.id, { status, error })
        await record(
          {
            action: status === 'cancelled' ? 'snapshot.cancelled' : 'snapshot.failed',
            resource_type: 'snapshot',
            resource_id: task.subject_id,
            outcome: 'failed',
            detail: { code: error.code, message: error.message },
          },
          own,
        )
        if (by !== undefined) {
          await record({
            action: 'task.cancelled',
            resource_type: 'task',
            resource_id: task.id,
            detail: { title: task.title, before: task.status },
          })
        }
      })
      meter.count('snapshot', status)
    },
  }

  async function commit(
    task: Parameters<TaskHandler['run']>[0],
    rendered: RenderedSnapshot,
    durationMs: number,
  ): Promise<void> {
    const at = clock.iso()
    const snapshot = await store.byId(db, task.subject_id)
    if (snapshot === undefined)
      throw new DomainError('NOT_FOUND', 'The room was deleted meanwhile.')
    await audit.change(await callOf(snapshot.room_id), async (change) => {
      const { trx, record } = change
      const bytes = rendered.was_cached === false ? rendered.file_size : 0
      await afford(snapshot.room_id, trx, { snapshots: 1, bytes })
      await noteBlob(trx, { sha256: rendered.sha256, size_bytes: rendered.file_size }, at)
      await noteBlob(trx, rendered.stored_model, at)
      await store.change(trx, snapshot.id, {
        status: 'completed',
        room_revision: rendered.room_revision,
        content_hash: rendered.content_hash,
        blob_sha256: rendered.sha256,
        model_sha256: rendered.stored_model.sha256,
        file_size: rendered.file_size,
        page_count: rendered.page_count,
        verified_at: at,
        completed_at: at,
        error_code: null,
        error_message: null,
      })
      await settle(trx, task.id, {
        status: 'completed',
        result: {
          snapshot_id: snapshot.id,
          file_size: rendered.file_size,
          was_cached: rendered.was_cached,
          duration_ms: Math.round(durationMs),
        },
      })
      await record({
        action: 'snapshot.completed',
        resource_type: 'snapshot',
        resource_id: snapshot.id,
        detail: {
          title: snapshot.title,
          format: snapshot.format,
          sha256: rendered.sha256,
          content_hash: rendered.content_hash,
          size_bytes: rendered.file_size,
          room_revision: rendered.room_revision,
        },
      })
      await onEnded(change, snapshot, { status: 'completed', file_size: rendered.file_size })
      // In the same transaction: nothing that fails after the commit may decide how the task ended.
      if (rendered.repaired !== null) {
        await record({
          action: 'blob.repaired',
          resource_type: 'blob',
          resource_id: rendered.repaired.sha256,
          detail: { ...rendered.repaired, snapshot_id: snapshot.id },
        })
      }
    })
    if (rendered.repaired !== null) {
      log.warn({ ...rendered.repaired }, 'a stored file was not sound and was made again')
    }
  }

  /** @throws BUDGET_EXCEEDED */
  async function afford(
    roomId: string | null,
    executor: Executor<Tables>,
    wanted: { snapshots: number; bytes: number },
  ): Promise<void> {
    const room = roomId === null ? undefined : await roomRow(executor, roomId)
    if (room === undefined) return
    await budgets.check(executor, { organization_id: room.organization_id, ...wanted })
  }

  function measure({ was_cached }: RenderedSnapshot, millis: number): void {
    meter.observe('snapshot', was_cached === false ? 'made' : was_cached, millis)
    meter.count('cache', was_cached === false ? 'miss' : was_cached)
  }

  async function callOf(roomId: string | null) {
    const room = roomId === null ? undefined : await roomRow(db, roomId)
    return systemCall(
      'system',
      room === undefined
        ? null
        : {
            id: room.id,
            organization_id: room.organization_id,
            terminal_id: room.terminal_id,
            party: null,
          },
    )
  }
}

interface Finish {
  promise: Promise<Known | null>
  resolve: (known: Known | null) => void
  contentHash: string | undefined
}

function createFinish(): Finish {
  const { promise, resolve } = Promise.withResolvers<Known | null>()
  return { promise, resolve, contentHash: undefined }
}

/** @throws what the thread met, as an error again */
function unwrap(answer: RenderAnswer): RenderedSnapshot {
  if (answer.ok) {
    if (answer.rendered === null) throw new Error('A render thread answered without a snapshot.')
    return answer.rendered
  }
  const { code, system_code, message, stack } = answer.error
  if (code !== null) throw new DomainError(code, message)
  throw Object.assign(new Error(message), { code: system_code, stack })
}
