import { Box, Text } from '@mantine/core'
import { IconShieldCheck } from '@tabler/icons-react'
import type { VerifyChain } from '../../../src-shared/contract/audit.ts'
import type { Task } from '../../../src-shared/contract/snapshots.ts'
import { errorSentence } from '../../rpc/errors.ts'
import { useMay } from '../../rpc/permissions.ts'
import { AllowedButton } from '../../ui/allowed-button.tsx'
import { Mono } from '../../ui/mono.tsx'
import { Notice } from '../../ui/notice.tsx'
import { TimeText } from '../../ui/time-text.tsx'
import { counted } from '../../ui/words.ts'
import { hasEnded, useTask } from '../snapshots/index.ts'
import { useAuditTasks, type useStartVerify, verifyOf } from './audit-tasks.ts'
import { EntryLink } from './entry-drawer.tsx'
import { TaskBar } from './task-bar.tsx'
import { entryToLookAt, verifySentence, verifyTitle } from './verify-words.ts'

type Start = ReturnType<typeof useStartVerify>

/** “Verify chain”. */
export function VerifyChainButton({ start }: { start: Start }) {
  const may = useMay()
  return (
    <AllowedButton
      allowed={may('audit.verify')}
      leftSection={<IconShieldCheck size={16} aria-hidden />}
      loading={start.isPending}
      onClick={() => start.mutate({})}
    >
      Verify chain
    </AllowedButton>
  )
}

/** The walk that was asked for: refused, running with its bar, or what it found. */
export function VerifyChainAnswer({ start }: { start: Start }) {
  const taskId = useAuditTasks((tasks) => tasks.verify)
  if (start.error !== null) {
    return (
      <Box mb="md">
        <Notice tone="red" title="The chain could not be verified" onClose={start.reset}>
          {errorSentence(start.error)}
        </Notice>
      </Box>
    )
  }
  return taskId === null ? null : <Walk taskId={taskId} />
}

function Walk({ taskId }: { taskId: string }) {
  const task = useTask(taskId)
  const found = verifyOf(task)
  const close = () => useAuditTasks.getState().show({ verify: null })
  if (task === undefined || !hasEnded(task)) {
    return <TaskBar title="Verifying the chain" task={task} taskId={taskId} />
  }
  return (
    <Box mb="md">
      {found === undefined ? (
        <NotWalked task={task} onClose={close} />
      ) : (
        <Found found={found} onClose={close} />
      )}
    </Box>
  )
}

function NotWalked({ task, onClose }: { task: Task; onClose(): void }) {
  const cancelled = task.status === 'cancelled'
  return (
    <Notice
      tone={cancelled ? 'blue' : 'red'}
      title={cancelled ? 'The walk was cancelled' : 'The chain could not be verified'}
      onClose={onClose}
    >
      {cancelled
        ? 'Nothing has been said about the chain.'
        : (task.error?.message ?? 'Nothing has been said about the chain.')}
    </Notice>
  )
}

function Found({ found, onClose }: { found: VerifyChain; onClose(): void }) {
  const { ok, entries, head, checkpoint, clock_set_back } = found
  const lookAt = entryToLookAt(found)
  return (
    <Notice tone={ok ? 'green' : 'red'} title={verifyTitle(found)} onClose={onClose}>
      {ok ? (
        <>
          {verifySentence(found)} The head is entry {head.seq}, hash{' '}
          <Mono text={head.hash} first={12} copy="head hash" />
        </>
      ) : (
        <>
          <Text size="sm" c="var(--sts-red)" fw={600}>
            {verifySentence(found)}{' '}
            {lookAt !== undefined && <EntryLink seq={lookAt}>Show entry {lookAt}</EntryLink>}
          </Text>
          {counted(entries, 'entry', 'entries')} before it {entries === 1 ? 'is' : 'are'} whole.
          Keep a copy of the workspace as it is, and tell who is responsible for it.
        </>
      )}
      {checkpoint !== undefined && (
        <Text size="sm">
          {ok
            ? 'It holds the checkpoint of entry '
            : 'It was held against the checkpoint of entry '}
          {checkpoint.seq}, <TimeText at={checkpoint.at} />
          {ok && ': nothing up to there was cut or written anew.'}
        </Text>
      )}
      {clock_set_back !== undefined && <Text size="sm">{clock_set_back.message}</Text>}
    </Notice>
  )
}
