import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import {
  type AuditFilter,
  auditFilterSchema,
  type ExportFormat,
  exportFormats,
} from '../../../src-shared/contract/audit.ts'
import type { TaskKind } from '../../../src-shared/contract/enums.ts'
import type { Clock } from '../../platform/clock/index.ts'
import type { Executor } from '../../platform/db/index.ts'
import { DomainError } from '../../platform/domain-error.ts'
import { exportMimes } from '../../platform/exports/index.ts'
import type { Ids } from '../../platform/ids/index.ts'
import type { TaskHandler, TaskRow, Tasks } from '../../platform/tasks/index.ts'
import type { Tables } from '../tables.ts'
import { type Call, systemCall } from './call.ts'
import * as jobs from './checkpoint-store.ts'
import { exportDetail, exportName } from './exports.ts'
import { verifiedEntry } from './log.ts'
import type { Audit } from './service.ts'
import type { TrailReader } from './trail-reader.ts'

/** A file that an export task made, while it is kept. */
interface KeptFile {
  path: string
  sha256: string
  size_bytes: number
  file_name: string
  mime: string
}

/** Walks and exports as tasks: started by a call, watched by their progress. */
export interface AuditBackground {
  startVerify(input: VerifyInput, call: Call): Promise<{ task_id: string }>
  startExport(
    input: AuditFilter & { format: ExportFormat },
    call: Call,
  ): Promise<{ task_id: string }>
  /** What a download needs of an export task's file. @throws CONFLICT, NOT_FOUND */
  downloadExport(taskId: string, call: Call): Promise<Omit<KeptFile, 'path'>>
  /** Where the file of this SHA-256 lies, when an export task made it. */
  pathOf(sha256: string): string | undefined
  handlers: Record<Extract<TaskKind, 'verify_audit' | 'export_audit'>, TaskHandler<Call>>
}

const heldAgainstSchema = z.object({ seq: z.number(), hash: z.string(), at: z.string() })
const verifyInputSchema = z.object({
  from_seq: z.number(),
  checkpoint: heldAgainstSchema.optional(),
})
export type VerifyInput = z.infer<typeof verifyInputSchema>
const exportInputSchema = z.object({ format: z.enum(exportFormats), filter: auditFilterSchema })

/** A million entries take seconds; this is for a thousand times as many. */
const timeoutSeconds = 3600
/** How long the file of an export is kept, at most: the next start of the program removes it too. */
const keepMillis = 24 * 3_600_000

export function createAuditBackground(options: {
  db: Executor<Tables>
  audit: Audit
  clock: Clock
  ids: Ids
  reader: TrailReader
  /** A directory that is emptied at each start. */
  temporary: string
  tasks: () => Tasks<Call>
}): AuditBackground {
  const { db, audit, clock, ids, reader, temporary, tasks } = options
  const kept = new Map<string, KeptFile & { until: number }>()

  const start = async (
    kind: 'verify_audit' | 'export_audit',
    title: string,
    input: VerifyInput | z.infer<typeof exportInputSchema>,
    call: Call,
  ) => {
    const id = ids.uuid()
    const task_id = `${kind === 'verify_audit' ? 'verify' : 'export'}-${id}`
    await audit.change(call, async ({ trx, record, afterCommit }) => {
      await jobs.addJob(trx, { id, input: JSON.stringify(input), asked_by: call.actor.email })
      await tasks().add(trx, {
        id: task_id,
        kind,
        subject_id: id,
        room_id: null,
        title,
        created_by: call.actor.account_id,
        timeout_s: timeoutSeconds,
        priority: 1,
      })
      await record({
        action: kind === 'verify_audit' ? 'audit.verify_started' : 'audit.export_started',
        resource_type: 'task',
        resource_id: task_id,
        detail: { ...input },
      })
      afterCommit(tasks().kick)
    })
    return { task_id }
  }

  const jobOf = async (task: TaskRow) => {
    const job = await jobs.job(db, task.subject_id)
    if (job === undefined) throw new Error(`Task ${task.id} has lost what it was to do.`)
    return { input: JSON.parse(job.input), asked_by: job.asked_by }
  }

  const progressOf =
    (report: (progress: number, step: string) => void) =>
    (message: unknown): undefined => {
      if (typeof message !== 'object' || message === null) return
      if ('progress' in message && 'step' in message) {
        report(Number(message.progress), String(message.step))
      }
    }

  const abandon: TaskHandler<Call>['abandon'] = async (task, { status, error, by }) => {
    const own = systemCall()
    await audit.change(by ?? own, async ({ trx, record }) => {
      await tasks().settle(trx, task.id, { status, error })
      if (by === undefined) {
        await record({
          action: task.kind === 'verify_audit' ? 'audit.verified' : 'audit.exported',
          resource_type: 'task',
          resource_id: task.id,
          outcome: 'failed',
          detail: { code: error.code, message: error.message },
        })
      } else {
        await record({
          action: 'task.cancelled',
          resource_type: 'task',
          resource_id: task.id,
          detail: { title: task.title, before: task.status },
        })
      }
    })
  }

  const forgetOld = async () => {
    for (const [taskId, file] of kept) {
      if (file.until > clock.millis()) continue
      kept.delete(taskId)
      await rm(file.path, { force: true })
    }
  }

  return {
    startVerify: (input, call) => start('verify_audit', 'Verify the audit trail', input, call),
    startExport: ({ format, ...filter }, call) =>
      start(
        'export_audit',
        `Export the audit trail as ${format === 'csv' ? 'CSV' : 'JSON Lines'}`,
        { format, filter },
        call,
      ),
    downloadExport: async (taskId, call) => {
      await forgetOld()
      const task = await tasks().get(taskId)
      if (task?.kind !== 'export_audit') {
        throw new DomainError('NOT_FOUND', 'There is no such export.')
      }
      const file = kept.get(taskId)
      if (file === undefined) {
        throw new DomainError(
          'CONFLICT',
          task.status === 'pending' || task.status === 'running'
            ? 'The export is still being made.'
            : 'The file of this export is not kept any more; export again.',
        )
      }
      const { path: _, until: __, ...ticket } = file
      await audit.record(call, {
        action: 'audit.export_downloaded',
        resource_type: 'task',
        resource_id: taskId,
        detail: { file_name: file.file_name, sha256: file.sha256, size_bytes: file.size_bytes },
      })
      return ticket
    },
    pathOf: (sha256) => [...kept.values()].find((file) => file.sha256 === sha256)?.path,
    handlers: {
      verify_audit: {
        run: async (task, { signal, report }) => {
          const { input, asked_by } = await jobOf(task)
          const asked = verifyInputSchema.parse(input)
          report(0, 'walking')
          const found = await reader.verify(
            { from_seq: asked.from_seq, checkpoint: asked.checkpoint },
            { signal, onMessage: progressOf(report) },
          )
          signal.throwIfAborted()
          await audit.change(systemCall(), async ({ trx, record }) => {
            await tasks().settle(trx, task.id, { status: 'completed', result: { verify: found } })
            await record(verifiedEntry(found, { ...asked, asked_by, task_id: task.id }))
          })
        },
        abandon,
      },
      export_audit: {
        run: async (task, { signal, report }) => {
          const { input, asked_by } = await jobOf(task)
          const { filter, format } = exportInputSchema.parse(input)
          const path = join(temporary, `${task.id}.${format}`)
          report(0, 'writing')
          const made = await reader.export(
            { filter, format, file: path },
            { signal, onMessage: progressOf(report) },
          )
          const file_name = exportName(clock, format)
          try {
            signal.throwIfAborted()
            await audit.change(systemCall(), async ({ trx, record }) => {
              await tasks().settle(trx, task.id, {
                status: 'completed',
                result: {
                  export: {
                    ...made,
                    format,
                    file_name,
                    download_url: `/api/v1/audit/exports/${task.id}/download`,
                  },
                },
              })
              await record({
                action: 'audit.exported',
                resource_type: 'task',
                resource_id: task.id,
                detail: {
                  ...exportDetail(filter, format, made.count),
                  asked_by,
                  sha256: made.sha256,
                },
              })
            })
          } catch (error) {
            await rm(path, { force: true })
            throw error
          }
          await forgetOld()
          kept.set(task.id, {
            path,
            sha256: made.sha256,
            size_bytes: made.file_size,
            file_name,
            mime: exportMimes[format],
            until: clock.millis() + keepMillis,
          })
        },
        abandon,
      },
    },
  }
}
