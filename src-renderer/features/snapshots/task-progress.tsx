import { Group, Progress, Text } from '@mantine/core'
import type { Task } from '../../../src-shared/contract/snapshots.ts'
import { sentenceCase, taskStatusWords } from './words.ts'

/** How far a task is: a bar that moves with its steps, the step in words, and the figure. */
export function TaskProgress({ task, title, compact }: { task: Task | undefined; title: string; compact?: boolean }) {
  const progress = task?.progress ?? 0
  const step = stepInWords(task)
  return (
    <div>
      <Progress.Root size={compact === true ? 6 : 8} bg="var(--sts-track)">
        <Progress.Section
          value={progress}
          color={task?.status === 'failed' ? 'var(--sts-red)' : 'var(--sts-blue)'}
          aria-label={`Progress of ${title}`}
          aria-valuetext={`${progress} %, ${step}`}
        />
      </Progress.Root>
      <Group justify="space-between" gap="xs" mt={compact === true ? 2 : 6} wrap="nowrap">
        <Text size={compact === true ? 'xs' : 'sm'} c="dimmed" truncate>
          {step}
        </Text>
        <Text size={compact === true ? 'xs' : 'sm'} style={{ fontVariantNumeric: 'tabular-nums' }}>
          {progress} %
        </Text>
      </Group>
    </div>
  )
}

function stepInWords(task: Task | undefined): string {
  if (task === undefined) return 'Queued'
  return task.status === 'running' ? sentenceCase(task.step) : taskStatusWords[task.status]
}
