import { z } from 'zod'
import { type TaskKind, taskKinds } from '../../../src-shared/contract/enums.ts'
import { type Task, taskPermissions, taskSchema } from '../../../src-shared/contract/snapshots.ts'
import { DomainError } from '../../platform/domain-error.ts'
import type { TaskFilter, TaskRow, Tasks } from '../../platform/tasks/index.ts'
import type { Access } from '../access/index.ts'
import type { Call } from '../audit/index.ts'

/** Background work as the caller may see it. */
export interface SnapshotTasks {
  /** Every task with `tasks.view`; else one's own and those of the rooms one is a party in. */
  list(filter: TaskFilter, call: Call): Promise<{ tasks: Task[]; total: number }>
  get(taskId: string): Promise<Task>
  cancel(taskId: string, call: Call): Promise<Task>
}

export function createSnapshotTasks(options: {
  tasks: Tasks<Call>
  access: Access
}): SnapshotTasks {
  const { tasks, access } = options
  const get = async (taskId: string): Promise<Task> => {
    const row = await tasks.get(taskId)
    if (row === undefined) throw new DomainError('NOT_FOUND', 'There is no such task.')
    return toTask(row)
  }
  return {
    get,
    list: async (filter, call) => {
      const all = await access.decide(call.actor, 'tasks.view', null)
      const hidden_kinds: TaskKind[] = []
      for (const kind of taskKinds) {
        const needed = taskPermissions[kind]
        if (needed !== null && !(await access.decide(call.actor, needed, null)).allowed) {
          hidden_kinds.push(kind)
        }
      }
      const scope = {
        created_by: call.actor.account_id ?? '',
        room_ids: all.allowed
          ? null
          : (await access.roomsOf(call.actor)).map((room) => room.room_id),
        hidden_kinds,
      }
      const { rows, total } = await tasks.list(filter, scope)
      return { tasks: rows.map(toTask), total }
    },
    cancel: async (taskId, call) => {
      const before = await get(taskId)
      // Its entry is written in the transaction that ends the task: see `abandon`.
      if (!(await tasks.cancel(taskId, call))) {
        throw new DomainError(
          'CONFLICT',
          `The task is ${before.status} already; only one that is pending or running can be cancelled.`,
        )
      }
      return get(taskId)
    },
  }
}

const resultSchema = taskSchema.shape.result
const errorSchema = z.object({ code: z.string(), message: z.string() }).nullable()

export function toTask(row: TaskRow): Task {
  return {
    task_id: row.id,
    task_type: row.kind,
    room_id: row.room_id,
    title: row.title,
    status: row.status,
    progress: row.progress,
    step: row.step,
    attempts: row.attempts,
    created_at: row.created_at,
    started_at: row.started_at,
    completed_at: row.finished_at,
    result: resultSchema.parse(JSON.parse(row.result ?? 'null')),
    error: errorSchema.parse(JSON.parse(row.error ?? 'null')),
  }
}
