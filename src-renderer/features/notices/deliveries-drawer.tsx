import { Alert, Button, Drawer, Group, Skeleton, Stack, Text } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import type { NoticeDelivery, Webhook } from '../../../src-shared/contract/notices.ts'
import { errorSentence } from '../../rpc/errors.ts'
import { api, queryClient } from '../../rpc/queries.ts'
import { ErrorState } from '../../ui/error-state.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { TimeText } from '../../ui/time-text.tsx'
import { counted } from '../../ui/words.ts'
import classes from './notices.module.css'

const shownAtMost = 50

/** What was sent to a webhook and how that went; a test, and what was given up once more. */
export function DeliveriesDrawer({ webhook, onClose }: { webhook: Webhook; onClose(): void }) {
  const input = { webhook_id: webhook.id, limit: shownAtMost }
  const list = useQuery(api.webhooks.deliveries.queryOptions({ input }))
  const again = () => queryClient.invalidateQueries({ queryKey: api.webhooks.key() })
  const test = useMutation(api.webhooks.test.mutationOptions())
  const retry = useMutation(api.webhooks.retry.mutationOptions({ onSuccess: again }))
  const error = test.error ?? retry.error
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size={480}
      title={webhook.name}
      styles={{ title: { fontWeight: 600 } }}
    >
      <Stack gap="sm">
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          {webhook.url}
        </Text>
        <Group gap="xs">
          <Button
            variant="default"
            loading={test.isPending}
            onClick={() => test.mutate({ webhook_id: webhook.id })}
          >
            Send a test
          </Button>
          {webhook.dead > 0 && (
            <Button
              variant="default"
              loading={retry.isPending}
              onClick={() => retry.mutate({ webhook_id: webhook.id })}
            >
              {`Try ${webhook.dead} once more`}
            </Button>
          )}
        </Group>
        <div aria-live="polite">
          {error !== null && <Alert color="red">{errorSentence(error)}</Alert>}
          {test.data !== undefined && (
            <Alert color={test.data.delivered ? 'green' : 'red'}>
              {test.data.delivered ? 'The test was taken.' : test.data.error}
            </Alert>
          )}
        </div>
        <Deliveries list={list} />
      </Stack>
    </Drawer>
  )
}

function Deliveries({
  list,
}: {
  list: {
    data: { body: NoticeDelivery[]; headers: { 'x-total-count': string } } | undefined
    error: unknown
    refetch(): unknown
  }
}) {
  if (list.data === undefined) {
    if (list.error === null) return <Skeleton h={120} aria-label="Reading what was sent" />
    return <ErrorState message={errorSentence(list.error)} onRetry={() => void list.refetch()} />
  }
  const { body, headers } = list.data
  const total = Number(headers['x-total-count'])
  return (
    <>
      <Text size="sm" c="dimmed">
        {total > body.length
          ? `The newest ${body.length} of ${total} notices`
          : counted(total, 'notice')}
      </Text>
      <ul className={classes.list} aria-label="Sent, newest first">
        {body.map((one) => (
          <li key={one.id}>
            <Group justify="space-between">
              <StatusBadge kind="delivery" status={one.status} />
              <TimeText at={one.delivered_at ?? one.notice.created_at} />
            </Group>
            <p className={classes.text}>{one.notice.text}</p>
            {one.last_error !== null && (
              <Text size="sm" c="dimmed">
                {`${counted(one.attempts, 'attempt')}. ${one.last_error}`}
                {one.next_attempt_at !== null && (
                  <>
                    {' Next '}
                    <TimeText at={one.next_attempt_at} />
                  </>
                )}
              </Text>
            )}
          </li>
        ))}
      </ul>
    </>
  )
}
