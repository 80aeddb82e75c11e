import { Button, Group, Stack, Text } from '@mantine/core'
import { IconCircleCheck } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { Snapshot, Task } from '../../../src-shared/contract/snapshots.ts'
import { api } from '../../rpc/queries.ts'
import { BytesText } from '../../ui/bytes-text.tsx'
import { Mono } from '../../ui/mono.tsx'
import { Notice } from '../../ui/notice.tsx'
import { counted } from '../../ui/words.ts'
import { CancelButton } from './cancel-button.tsx'
import { SaveButton } from './save-button.tsx'
import classes from './snapshot-facts.module.css'
import { useStartedTasks } from './started-tasks.ts'
import { TaskProgress } from './task-progress.tsx'
import { useRetry } from './use-retry.ts'
import { useTask } from './use-task.ts'
import { formatWords, hasEnded } from './words.ts'

/** A snapshot on its way, live; then what can be done with it. */
export function SnapshotProgress(props: {
  snapshot: Snapshot
  onPreview: (snapshot: Snapshot) => void
  onClose: () => void
}) {
  const { snapshot, onPreview, onClose } = props
  const task = useTask(snapshot.task_id)
  useWatched(snapshot.task_id, task)
  const completed = task?.status === 'completed'
  const made = useQuery(
    api.snapshots.get.queryOptions({
      input: { room_id: snapshot.room_id, snapshot_id: snapshot.id },
      enabled: completed,
      staleTime: 0,
    }),
  ).data
  const ready = completed && made?.status === 'completed' ? made : undefined

  return (
    <Stack gap="md">
      <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
        {snapshot.title} ({formatWords[snapshot.snapshot_type].label})
      </Text>
      <TaskProgress task={task} title={snapshot.title} />
      <div aria-live="polite">
        {ready === undefined ? null : <Made snapshot={ready} />}
        {task?.status === 'failed' || task?.status === 'cancelled' ? <NotMade task={task} /> : null}
      </div>
      <Group justify="flex-end" gap="sm">
        {task === undefined || hasEnded(task) ? null : <CancelButton task={task} />}
        {task?.status === 'failed' || task?.status === 'cancelled' ? (
          <RetryButton snapshot={snapshot} />
        ) : null}
        <Button variant="default" onClick={onClose}>
          Close
        </Button>
        {ready === undefined ? null : (
          <>
            <SaveButton snapshot={ready} />
            <Button onClick={() => onPreview(ready)}>Preview</Button>
          </>
        )}
      </Group>
      {task === undefined || !hasEnded(task) ? (
        <Text size="xs" c="dimmed">
          You may close this; the work goes on, and Tasks shows how far it is.
        </Text>
      ) : null}
    </Stack>
  )
}

function Made({ snapshot }: { snapshot: Snapshot }) {
  return (
    <Stack gap={6}>
      <Group gap={6} c="var(--sts-green)">
        <IconCircleCheck size={16} aria-hidden="true" />
        <Text component="span" size="sm" fw={500}>
          Snapshot completed
        </Text>
      </Group>
      <Text size="sm" component="div">
        <BytesText bytes={snapshot.file_size} />
        {snapshot.page_count === null ? null : `, ${counted(snapshot.page_count, 'page')}`}
      </Text>
      {snapshot.sha256 === null ? null : (
        <Text size="sm" component="div" className={classes.whole} data-testid="sha256">
          SHA-256 <Mono text={snapshot.sha256} copy="SHA-256" />
        </Text>
      )}
    </Stack>
  )
}

function NotMade({ task }: { task: Task }) {
  const failed = task.status === 'failed'
  return (
    <Notice
      tone={failed ? 'red' : 'blue'}
      title={failed ? 'The snapshot could not be made' : 'Cancelled'}
    >
      {task.error?.message ?? 'The room was not changed.'}
    </Notice>
  )
}

function RetryButton({ snapshot }: { snapshot: Snapshot }) {
  const retry = useRetry()
  return (
    <Button
      loading={retry.isPending}
      onClick={() => retry.mutate({ room_id: snapshot.room_id, snapshot_id: snapshot.id })}
    >
      Retry
    </Button>
  )
}

/** While this is on screen the end of the task needs no toast; once seen it is told. */
function useWatched(taskId: string, task: Task | undefined): void {
  const { watch, told } = useStartedTasks.getState()
  useEffect(() => {
    watch(taskId)
    return () => watch(null)
  }, [taskId, watch])
  const ended = task !== undefined && hasEnded(task)
  useEffect(() => {
    if (ended) told(taskId)
  }, [ended, taskId, told])
}
