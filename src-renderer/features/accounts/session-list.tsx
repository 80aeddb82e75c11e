import { Button, Group, Table, Text } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import type { Account } from '../../../src-shared/contract/accounts.ts'
import { errorSentence } from '../../rpc/errors.ts'
import { useMay } from '../../rpc/permissions.ts'
import { api, queryClient } from '../../rpc/queries.ts'
import { useMe } from '../../rpc/session.ts'
import { tellFailure } from '../../rpc/tell-failure.ts'
import { AllowedButton } from '../../ui/allowed-button.tsx'
import { AllowedIcon } from '../../ui/allowed-icon.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { ToneBadge } from '../../ui/status-badge.tsx'
import { TimeText } from '../../ui/time-text.tsx'
import { WaitingLines } from '../../ui/waiting-lines.tsx'
import { inWords } from '../../ui/words.ts'

/** The live sessions of an account, and how to end them. */
export function SessionList({ account }: { account: Account }) {
  const input = { account_id: account.id }
  const isOwn = useMe()?.account.id === account.id
  const may = useMay()('accounts.update')
  const allowed = isOwn ? undefined : may
  const list = useQuery(api.accounts.sessions.queryOptions({ input }))
  const settled = {
    onSuccess: () => queryClient.invalidateQueries({ queryKey: api.accounts.sessions.key() }),
    onError: tellFailure,
  }
  const endOne = useMutation(api.accounts.endSession.mutationOptions(settled))
  const endAll = useMutation(api.accounts.endSessions.mutationOptions(settled))
  if (list.error !== null) {
    return <ErrorState message={errorSentence(list.error)} onRetry={() => void list.refetch()} />
  }
  if (list.data === undefined) return <WaitingLines count={2} />
  if (list.data.length === 0) return <Text c="dimmed">Not signed in anywhere.</Text>
  return (
    <>
      <Table fz={13} verticalSpacing={6} aria-label="Sessions">
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">Where</Table.Th>
            <Table.Th scope="col">Since</Table.Th>
            <Table.Th scope="col">Last seen</Table.Th>
            <Table.Td />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {list.data.map((session) => (
            <Table.Tr key={session.id}>
              <Table.Td>
                <Group gap={6}>
                  {inWords(session.source)}
                  {session.is_current && <ToneBadge tone="green" word="This one" />}
                  {session.is_locked && <ToneBadge tone="grey" word="Locked" />}
                </Group>
              </Table.Td>
              <Table.Td>
                <TimeText at={session.created_at} />
              </Table.Td>
              <Table.Td>
                <TimeText at={session.last_seen_at} />
              </Table.Td>
              <Table.Td>
                <AllowedIcon
                  icon={IconX}
                  label={`End the ${session.source} session`}
                  allowed={allowed}
                  onClick={() => endOne.mutate({ ...input, session_id: session.id })}
                />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Group justify="flex-end" mt="xs">
        {allowed === undefined ? (
          <Button
            variant="default"
            size="xs"
            loading={endAll.isPending}
            onClick={() => endAll.mutate(input)}
          >
            End all sessions
          </Button>
        ) : (
          <AllowedButton
            variant="default"
            size="xs"
            allowed={allowed}
            loading={endAll.isPending}
            onClick={() => endAll.mutate(input)}
          >
            End all sessions
          </AllowedButton>
        )}
      </Group>
    </>
  )
}
