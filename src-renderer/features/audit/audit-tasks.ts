import { useMutation } from '@tanstack/react-query'
import { create } from 'zustand'
import { createJSONStorage, persist } from 'zustand/middleware'
import type { VerifyChain } from '../../../src-shared/contract/audit.ts'
import type { Task } from '../../../src-shared/contract/snapshots.ts'
import { api, queryClient } from '../../rpc/queries.ts'

interface AuditTasks {
  /** The walk of the chain whose bar or answer stands on the page. */
  verify: string | null
  /** The export whose bar or file stands on the page. */
  export: string | null
  show(part: Partial<Pick<AuditTasks, 'verify' | 'export'>>): void
}

/** What the page of the trail shows of the work that it has started; it outlives leaving the page. */
export const useAuditTasks = create<AuditTasks>()(
  persist(
    (set) => ({
      verify: null,
      export: null,
      show: (part) => set(part),
    }),
    { name: 'sts-audit-tasks', storage: createJSONStorage(() => sessionStorage) },
  ),
)

const started = () => queryClient.invalidateQueries({ queryKey: api.tasks.list.key() })

/** Starts a walk of the chain: all of it, or held against the text of a checkpoint file. */
export function useStartVerify() {
  return useMutation(
    api.audit.startVerify.mutationOptions({
      onSuccess: ({ task_id }) => {
        useAuditTasks.getState().show({ verify: task_id })
        return started()
      },
    }),
  )
}

/** Starts an export of every entry that the filter leaves. */
export function useStartExport() {
  return useMutation(
    api.audit.startExport.mutationOptions({
      onSuccess: ({ task_id }) => {
        useAuditTasks.getState().show({ export: task_id })
        return started()
      },
    }),
  )
}

/** What a walk of the chain found, once its task has completed. */
export function verifyOf(task: Task | undefined): VerifyChain | undefined {
  const result = task?.result ?? null
  return result !== null && 'verify' in result ? result.verify : undefined
}

/** The file that an export made, once its task has completed. */
export function exportOf(task: Task | undefined) {
  const result = task?.result ?? null
  return result !== null && 'export' in result ? result.export : undefined
}
