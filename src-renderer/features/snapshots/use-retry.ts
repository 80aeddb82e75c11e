import { useMutation } from '@tanstack/react-query'
import type { Snapshot, Task } from '../../../src-shared/contract/snapshots.ts'
import { api, queryClient } from '../../rpc/queries.ts'
import { useStartedTasks } from './started-tasks.ts'

/** Puts a snapshot that is being made into every list, and remembers that this window asked for it. */
export function noteStarted(snapshot: Snapshot): void {
  const { id, room_id, task_id } = snapshot
  queryClient.setQueryData(
    api.snapshots.get.queryKey({ input: { room_id, snapshot_id: id } }),
    snapshot,
  )
  // The task of an earlier try has the same id: what was known of it is of the past.
  queryClient.removeQueries({ queryKey: api.tasks.get.queryKey({ input: { task_id } }) })
  queryClient.setQueriesData<{ headers: { 'x-total-count': string }; body: Task[] }>(
    { queryKey: api.tasks.list.key() },
    (list) => list && { ...list, body: list.body.filter((task) => task.task_id !== task_id) },
  )
  void queryClient.invalidateQueries({ queryKey: api.snapshots.list.key({ input: { room_id } }) })
  void queryClient.invalidateQueries({ queryKey: api.tasks.list.key() })
  useStartedTasks.getState().start(task_id)
}

/** Makes a failed or damaged snapshot again. */
export function useRetry() {
  return useMutation(api.snapshots.retry.mutationOptions({ onSuccess: noteStarted }))
}
