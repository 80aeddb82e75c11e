import { Button, Group, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import type { Task } from '../../../src-shared/contract/snapshots.ts'
import { endedTasks } from '../../rpc/tasks.ts'
import { statusLooks } from '../../ui/status.ts'
import { useStartedTasks } from './started-tasks.ts'
import { TogetherToasts } from './together-toasts.tsx'
import { hasEnded, taskKindWords } from './words.ts'

/**
 * Tells once of the end of each task that this window has asked for, also when the page was
 * loaded anew in between. Belongs into the shell, beside what opens over every screen.
 */
export function TaskToasts({ onShowRoom }: { onShowRoom: (roomId: string) => void }) {
  const { ids, watched, told } = useStartedTasks()
  const tasks = useQuery({ ...endedTasks(), enabled: ids.length > 0 }).data?.body
  const show = useRef(onShowRoom)
  useEffect(() => {
    show.current = onShowRoom
  }, [onShowRoom])

  useEffect(() => {
    for (const task of tasks ?? []) {
      if (!ids.includes(task.task_id) || task.task_id === watched || !hasEnded(task)) continue
      told(task.task_id)
      notify(task, (roomId) => show.current(roomId))
    }
  }, [ids, watched, tasks, told])
  return <TogetherToasts />
}

function notify(task: Task, onShowRoom: (roomId: string) => void): void {
  const { room_id } = task
  const id = `task ${task.task_id}`
  const failed = task.status === 'failed'
  notifications.show({
    id,
    color: failed ? 'red' : 'green',
    title: titleOf(task),
    // A failure stays until it is read.
    ...(failed ? { autoClose: false } : {}),
    message: (
      <>
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          {task.title}
          {task.error === null ? '' : `: ${task.error.message}`}
        </Text>
        {room_id === null ? null : (
          <Group mt={4}>
            <Button
              size="compact-sm"
              variant="subtle"
              onClick={() => {
                notifications.hide(id)
                onShowRoom(room_id)
              }}
            >
              Show snapshots
            </Button>
          </Group>
        )}
      </>
    ),
  })
}

/** `Snapshot completed`. */
const titleOf = ({ task_type, status }: Task): string =>
  `${taskKindWords[task_type]} ${statusLooks.task[status].word.toLowerCase()}`
