import { Button, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { Task } from '../../../src-shared/contract/snapshots.ts'
import { errorSentence } from '../../rpc/errors.ts'
import { api } from '../../rpc/queries.ts'

/** Cancels a task; whoever started it may. */
export function CancelButton({ task, size }: { task: Task; size?: 'xs' }) {
  const words = task.task_type === 'generate_snapshot' ? 'Cancel snapshot' : 'Cancel'
  const cancel = useMutation(api.tasks.cancel.mutationOptions())
  return (
    <>
      {cancel.error === null ? null : (
        <Text role="alert" size="xs" c="var(--sts-red)">
          {errorSentence(cancel.error)}
        </Text>
      )}
      <Button
        variant="default"
        {...(size === undefined ? {} : { size })}
        loading={cancel.isPending}
        aria-label={`${words} ${task.title}`}
        onClick={() => cancel.mutate({ task_id: task.task_id })}
      >
        {words}
      </Button>
    </>
  )
}
