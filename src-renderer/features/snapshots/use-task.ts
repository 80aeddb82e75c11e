import { useQuery } from '@tanstack/react-query'
import type { Task } from '../../../src-shared/contract/snapshots.ts'
import { api } from '../../rpc/queries.ts'
import { hasEnded } from './words.ts'

/** How often to ask, for the case that the stream of events is down, in milliseconds. */
const askAgain = 2_000

/** A task with its live progress: events put each step here, asking is only the second way. */
export function useTask(taskId: string): Task | undefined {
  return useQuery(
    api.tasks.get.queryOptions({
      input: { task_id: taskId },
      refetchInterval: ({ state }) =>
        state.data !== undefined && hasEnded(state.data) ? false : askAgain,
    }),
  ).data
}
