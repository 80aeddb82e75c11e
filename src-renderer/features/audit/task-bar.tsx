import { Button, Group } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { Task } from '../../../src-shared/contract/snapshots.ts'
import { api } from '../../rpc/queries.ts'
import { tellFailure } from '../../rpc/tell-failure.ts'
import { TaskProgress } from '../snapshots/index.ts'
import classes from './task-bar.module.css'

interface TaskBarProps {
  title: string
  /** Undefined until the task has been read. */
  task: Task | undefined
  taskId: string
}

/** Work on the trail that runs: a bar from end to end, and the way to stop it. */
export function TaskBar({ title, task, taskId }: TaskBarProps) {
  const cancel = useMutation(api.tasks.cancel.mutationOptions({ onError: tellFailure }))
  return (
    <section className={classes.bar} aria-label={title}>
      <p className={classes.title}>{title}</p>
      <Group gap="md" wrap="nowrap">
        <div className={classes.progress}>
          <TaskProgress task={task} title={title} />
        </div>
        <Button
          variant="default"
          loading={cancel.isPending}
          onClick={() => cancel.mutate({ task_id: taskId })}
        >
          Cancel
        </Button>
      </Group>
    </section>
  )
}
