import { IconFileCheck } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useMay } from '../../rpc/permissions.ts'
import { api, queryClient } from '../../rpc/queries.ts'
import { openTasks } from '../../rpc/tasks.ts'
import { tellFailure } from '../../rpc/tell-failure.ts'
import { usePanels } from '../../state/panels.ts'
import { AllowedButton } from '../../ui/allowed-button.tsx'
import { hasEnded, useStartedTasks } from '../snapshots/index.ts'

const running = { allowed: false, reason: 'The files are being checked: see the tasks.' }

/** “Check every file now”: it runs as a task, in the drawer. */
export function CheckButton() {
  const may = useMay()('backups.create')
  const setTaskDrawerOpen = usePanels((panels) => panels.setTaskDrawerOpen)
  const tasks = useQuery(openTasks()).data?.body ?? []
  const isRunning = tasks.some((task) => task.task_type === 'check_storage' && !hasEnded(task))
  const check = useMutation(
    api.storage.check.mutationOptions({
      onSuccess: async ({ task_id }) => {
        useStartedTasks.getState().start(task_id)
        await queryClient.invalidateQueries({ queryKey: api.tasks.list.key() })
        setTaskDrawerOpen(true)
      },
      onError: tellFailure,
    }),
  )
  return (
    <AllowedButton
      allowed={may.allowed && isRunning ? running : may}
      leftSection={<IconFileCheck size={16} aria-hidden />}
      loading={check.isPending}
      onClick={() => check.mutate({})}
    >
      Check every file now
    </AllowedButton>
  )
}
