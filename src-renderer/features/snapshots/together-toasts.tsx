import { Button, Group, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'
import type { Task } from '../../../src-shared/contract/snapshots.ts'
import { api, queryClient } from '../../rpc/queries.ts'
import { openTasks, shownTasks } from '../../rpc/tasks.ts'
import { usePanels } from '../../state/panels.ts'
import { counted } from '../../ui/words.ts'
import { useStartedTasks } from './started-tasks.ts'

/** Tells once of the end of snapshots that were started together, when the last of them has ended. */
export function TogetherToasts() {
  const { together, toldMany } = useStartedTasks()
  const open = useQuery({ ...openTasks(), enabled: together.length > 0 }).data
  const navigate = useNavigate()
  const showTasks = usePanels((panels) => panels.setTaskDrawerOpen)

  useEffect(() => {
    // Those that are open stand oldest first: with many, some of these may be behind what is read.
    if (open === undefined || open.body.length === shownTasks) return
    const waiting = new Set(open.body.map(({ task_id }) => task_id))
    const stop = new AbortController()
    for (const ids of together) {
      if (ids.some((id) => waiting.has(id))) continue
      void endsOf(ids).then((ends) => {
        if (ends === undefined || stop.signal.aborted) return
        toldMany(ids)
        notify(ids, ends, {
          snapshots: () => void navigate({ to: '/snapshots' }),
          tasks: () => showTasks(true),
        })
      })
    }
    return () => stop.abort()
  }, [open, together, toldMany, navigate, showTasks])
  return null
}

/** How each has ended; undefined while one has not. */
async function endsOf(ids: readonly string[]): Promise<Task['status'][] | undefined> {
  const wanted = new Set(ids)
  const found: Task['status'][] = []
  const limit = 500
  for (let offset = 0; found.length < wanted.size; offset += limit) {
    const { body } = await queryClient.fetchQuery(
      api.tasks.list.queryOptions({ input: { ended: true, limit, offset }, staleTime: 0 }),
    )
    for (const { task_id, status } of body) if (wanted.has(task_id)) found.push(status)
    if (body.length < limit) break
  }
  return found.length < wanted.size ? undefined : found
}

function notify(
  ids: readonly string[],
  ends: readonly Task['status'][],
  show: { snapshots(): void; tasks(): void },
): void {
  const count = (status: Task['status']) => ends.filter((end) => end === status).length
  const [completed, failed, cancelled] = [count('completed'), count('failed'), count('cancelled')]
  const isWhole = completed === ends.length
  const id = `together ${ids[0]}`
  notifications.show({
    id,
    color: failed > 0 ? 'red' : 'green',
    title: isWhole
      ? `${counted(completed, 'snapshot')} completed`
      : `${completed} of ${counted(ends.length, 'snapshot')} completed`,
    ...(failed > 0 ? { autoClose: false } : {}),
    message: (
      <>
        {!isWhole && (
          <Text size="sm">
            {[
              ...(failed > 0 ? [`${failed} failed: the tasks say why`] : []),
              ...(cancelled > 0 ? [`${cancelled} cancelled`] : []),
            ].join('; ')}
            .
          </Text>
        )}
        <Group mt={4}>
          <Button
            size="compact-sm"
            variant="subtle"
            onClick={() => {
              notifications.hide(id)
              if (isWhole) show.snapshots()
              else show.tasks()
            }}
          >
            {isWhole ? 'Show snapshots' : 'Show tasks'}
          </Button>
        </Group>
      </>
    ),
  })
}
