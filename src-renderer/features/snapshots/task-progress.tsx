import { Group, Text } from '@mantine/core'
import type { Task } from '../../../src-shared/contract/snapshots.ts'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { statusLooks, type Tone } from '../../ui/status.ts'
import classes from './task-progress.module.css'
import { sentenceCase } from './words.ts'

/** How far a task is: a bar that moves with its steps, the step in words, and the figure. */
export function TaskProgress({ task, title }: { task: Task | undefined; title: string }) {
  const progress = task?.progress ?? 0
  return (
    <div className={classes.progress}>
      <ProgressBar
        value={progress}
        label={`Progress of ${title}`}
        tone={toneOf(task)}
        figure={false}
        width="100%"
      />
      <Group justify="space-between" gap="xs" mt={2} wrap="nowrap">
        <Text size="xs" c="dimmed" truncate>
          {stepInWords(task)}
        </Text>
        <Text size="xs" component="span" style={{ whiteSpace: 'nowrap' }}>
          {progress} %
        </Text>
      </Group>
    </div>
  )
}

function stepInWords(task: Task | undefined): string {
  if (task === undefined) return statusLooks.task.pending.word
  return task.status === 'running' ? sentenceCase(task.step) : statusLooks.task[task.status].word
}

function toneOf(task: Task | undefined): Tone {
  return task === undefined || task.status === 'pending'
    ? 'blue'
    : statusLooks.task[task.status].tone
}
