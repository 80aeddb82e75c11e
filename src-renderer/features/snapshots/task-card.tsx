import { Button, Group, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { snapshotResultOf, type Task } from '../../../src-shared/contract/snapshots.ts'
import { errorSentence } from '../../rpc/errors.ts'
import { useMay } from '../../rpc/permissions.ts'
import { AllowedButton } from '../../ui/allowed-button.tsx'
import { BytesText } from '../../ui/bytes-text.tsx'
import { durationInWords } from '../../ui/duration.ts'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { TimeText } from '../../ui/time-text.tsx'
import { CancelButton } from './cancel-button.tsx'
import { TaskProgress } from './task-progress.tsx'
import { useRetry } from './use-retry.ts'
import { hasEnded } from './words.ts'

/** A task's id is `snapshot-<snapshot id>`. */
const snapshotIdOf = (task: Task): string => task.task_id.replace(/^snapshot-/, '')

/** One task: what it is, how far it is or how it ended, and what can be done. */
export function TaskCard(props: {
  task: Task
  onShowRoom: (roomId: string) => void
  /** What came of work that is no snapshot, and what can be done with it. */
  result?: ReactNode
}) {
  const { task, onShowRoom, result } = props
  const { room_id } = task
  return (
    <Stack gap={6} py="sm" style={{ borderTop: '1px solid var(--sts-hairline)' }}>
      <Group justify="space-between" align="flex-start" wrap="nowrap" gap="sm">
        <Text size="sm" fw={500} style={{ overflowWrap: 'anywhere' }}>
          {task.title}
        </Text>
        <StatusBadge kind="task" status={task.status} />
      </Group>
      {hasEnded(task) ? <Ended task={task} /> : <TaskProgress task={task} title={task.title} />}
      {result}
      <Group gap="xs">
        {hasEnded(task) ? null : <CancelButton task={task} size="xs" />}
        {(task.status === 'failed' || task.status === 'cancelled') && room_id !== null ? (
          <RetryTask roomId={room_id} task={task} />
        ) : null}
        {room_id === null ? null : (
          <Button size="compact-xs" variant="subtle" ml={-6} onClick={() => onShowRoom(room_id)}>
            Show snapshots
          </Button>
        )}
      </Group>
    </Stack>
  )
}

function Ended({ task }: { task: Task }) {
  const result = snapshotResultOf(task)
  return (
    <Text size="xs" c="dimmed" component="div">
      <TimeText at={task.completed_at} />
      {result === undefined ? null : (
        <>
          , <BytesText bytes={result.file_size} />, {origin[String(result.was_cached)]} in{' '}
          {durationInWords(result.duration_ms)}
        </>
      )}
      {task.error === null ? null : (
        <Text size="xs" c={task.status === 'failed' ? 'var(--sts-red)' : 'dimmed'} mt={2}>
          {task.error.message}
        </Text>
      )}
    </Text>
  )
}

const origin: Record<string, string> = {
  memory: 'found in memory',
  disk: 'found on disk',
  false: 'made',
}

function RetryTask({ roomId, task }: { roomId: string; task: Task }) {
  const may = useMay(roomId)
  const retry = useRetry()
  return (
    <>
      <AllowedButton
        size="xs"
        allowed={may('snapshots.create')}
        loading={retry.isPending}
        aria-label={`Retry ${task.title}`}
        onClick={() => retry.mutate({ room_id: roomId, snapshot_id: snapshotIdOf(task) })}
      >
        Retry
      </AllowedButton>
      {retry.error === null ? null : (
        <Text role="alert" size="xs" c="var(--sts-red)">
          {errorSentence(retry.error)}
        </Text>
      )}
    </>
  )
}
