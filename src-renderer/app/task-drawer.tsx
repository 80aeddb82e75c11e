import { Drawer, Group, Skeleton, Stack, Text, Title } from '@mantine/core'
import { IconListCheck } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { Task } from '../../src-shared/contract/snapshots.ts'
import { AuditTaskResult } from '../features/audit/audit-task-result.tsx'
import { hasEnded, TaskCard } from '../features/snapshots/index.ts'
import { StorageTaskResult } from '../features/storage/storage-task-result.tsx'
import { errorSentence } from '../rpc/errors.ts'
import { endedTasks, openTasks, shownTasks } from '../rpc/tasks.ts'
import { usePanels } from '../state/panels.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { grouped } from '../ui/words.ts'

/** Background work: what runs and waits, with live progress, and what has ended lately. */
export function TaskDrawer() {
  const { taskDrawerOpen, setTaskDrawerOpen } = usePanels()
  return (
    <Drawer
      opened={taskDrawerOpen}
      onClose={() => setTaskDrawerOpen(false)}
      position="right"
      size={420}
      title="Tasks"
      styles={{ title: { fontWeight: 600 } }}
    >
      <Tasks onLeave={() => setTaskDrawerOpen(false)} />
    </Drawer>
  )
}

function Tasks({ onLeave }: { onLeave: () => void }) {
  // The first is the header's question too: one answer serves both, and events keep them up.
  const open = useQuery(openTasks())
  const ended = useQuery(endedTasks())
  const navigate = useNavigate()
  const error = open.error ?? ended.error
  if (open.data === undefined || ended.data === undefined) {
    return error === null ? (
      <Stack gap="sm" aria-label="Reading the tasks">
        <Skeleton h={72} />
        <Skeleton h={72} />
      </Stack>
    ) : (
      <ErrorState
        message={errorSentence(error)}
        onRetry={() => {
          void open.refetch()
          void ended.refetch()
        }}
      />
    )
  }
  if (open.data.body.length + ended.data.body.length === 0) {
    return (
      <EmptyState
        icon={IconListCheck}
        title="Nothing has run yet"
        text="Snapshots, exports, walks of the audit trail and checks of the store appear here with their progress."
      />
    )
  }
  const showRoom = (roomId: string) => {
    onLeave()
    void navigate({ to: '/rooms/$roomId/$tab', params: { roomId, tab: 'snapshots' } })
  }
  return (
    <Stack gap="lg">
      <Section
        title="Running and queued"
        none="Nothing is running."
        tasks={open.data.body.filter((task) => !hasEnded(task))}
        total={Number(open.data.headers['x-total-count'])}
        onShowRoom={showRoom}
      />
      <Section
        title="Ended"
        none=""
        tasks={ended.data.body.filter(hasEnded)}
        total={Number(ended.data.headers['x-total-count'])}
        onShowRoom={showRoom}
      />
    </Stack>
  )
}

function Section(props: {
  title: string
  none: string
  /** The first of them. */
  tasks: readonly Task[]
  total: number
  onShowRoom: (roomId: string) => void
}) {
  const { title, none, tasks, total, onShowRoom } = props
  const more = tasks.length < shownTasks ? 0 : total - tasks.length
  if (tasks.length === 0 && none === '') return null
  return (
    <section aria-label={title}>
      <Group justify="space-between" mb="xs">
        <Title order={3}>{title}</Title>
        <Text size="sm" c="dimmed">
          {grouped(String(tasks.length + more))}
        </Text>
      </Group>
      {tasks.length === 0 ? (
        <Text size="sm" c="dimmed">
          {none}
        </Text>
      ) : (
        <Stack gap={0} component="ul" p={0} m={0} style={{ listStyle: 'none' }}>
          {tasks.map((task) => (
            <li key={task.task_id}>
              <TaskCard
                task={task}
                onShowRoom={onShowRoom}
                result={
                  <>
                    <AuditTaskResult task={task} />
                    <StorageTaskResult task={task} />
                  </>
                }
              />
            </li>
          ))}
        </Stack>
      )}
      {more > 0 && (
        <Text size="sm" c="dimmed" mt="xs">
          And {grouped(String(more))} more.
        </Text>
      )}
    </section>
  )
}
