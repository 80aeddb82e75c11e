import { Button, Drawer, Group, Skeleton, Stack, Text } from '@mantine/core'
import { IconBellCheck } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import type { Notice } from '../../../src-shared/contract/notices.ts'
import { errorSentence } from '../../rpc/errors.ts'
import { useMay } from '../../rpc/permissions.ts'
import { api, queryClient } from '../../rpc/queries.ts'
import { usePanels } from '../../state/panels.ts'
import { AllowedButton } from '../../ui/allowed-button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { TimeText } from '../../ui/time-text.tsx'
import { NoticeLink } from './notice-link.tsx'
import classes from './notices.module.css'
import { useOpenNotices } from './use-open-notices.ts'

/** What people have to be told, newest first, until somebody has taken note of it. */
export function NoticesDrawer() {
  const { noticesOpen, setNoticesOpen } = usePanels()
  return (
    <Drawer
      opened={noticesOpen}
      onClose={() => setNoticesOpen(false)}
      position="right"
      size={420}
      title="Notices"
      styles={{ title: { fontWeight: 600 } }}
    >
      <Notices />
    </Drawer>
  )
}

function Notices() {
  const setNoticesOpen = usePanels((panels) => panels.setNoticesOpen)
  const list = useOpenNotices()
  const may = useMay()('runs.write')
  const acknowledge = useMutation(
    api.notices.acknowledge.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries({ queryKey: api.notices.key() }),
    }),
  )
  if (list.data === undefined) {
    return list.error === null ? (
      <Stack gap="sm" aria-label="Reading the notices">
        <Skeleton h={72} />
        <Skeleton h={72} />
      </Stack>
    ) : (
      <ErrorState message={errorSentence(list.error)} onRetry={() => void list.refetch()} />
    )
  }
  const { notices, total } = list.data
  if (notices.length === 0) {
    return (
      <EmptyState
        icon={IconBellCheck}
        title="Nothing to tell"
        text="Runs that fail or are blocked, rooms that are overdue, damaged files, and pauses that end are told here."
      />
    )
  }
  const acknowledgeAll = (some: readonly Notice[]) =>
    acknowledge.mutate({ notice_ids: some.map(({ id }) => id) })
  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <Text size="sm" c="dimmed">
          {total > notices.length ? `The newest ${notices.length} of ${total}` : `${total} open`}
        </Text>
        <AllowedButton
          variant="default"
          size="compact-sm"
          allowed={may}
          loading={acknowledge.isPending}
          onClick={() => acknowledgeAll(notices)}
        >
          Acknowledge all
        </AllowedButton>
      </Group>
      <FormError
        message={acknowledge.error === null ? undefined : errorSentence(acknowledge.error)}
      />
      <ul className={classes.list} aria-label="Notices, newest first">
        {notices.map((notice) => (
          <li key={notice.id}>
            <Group justify="space-between">
              <StatusBadge kind="notice" status={notice.kind} />
              <TimeText at={notice.created_at} />
            </Group>
            <p className={classes.text}>{notice.text}</p>
            <Group justify="space-between">
              <NoticeLink notice={notice} onOpen={() => setNoticesOpen(false)} />
              {may.allowed && (
                <Button
                  variant="subtle"
                  size="compact-sm"
                  onClick={() => acknowledgeAll([notice])}
                  aria-label={`Acknowledge: ${notice.text}`}
                >
                  Acknowledge
                </Button>
              )}
            </Group>
          </li>
        ))}
      </ul>
    </Stack>
  )
}
