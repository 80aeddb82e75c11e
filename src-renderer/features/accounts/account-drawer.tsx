import { Drawer, Group, Stack, Text, Title } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconEdit, IconKey, IconLockOpen, IconUserCheck, IconUserOff } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import type { Account } from '../../../src-shared/contract/accounts.ts'
import { consoleRoles } from '../../../src-shared/contract/enums.ts'
import { errorSentence } from '../../rpc/errors.ts'
import { type Allowed, useMay } from '../../rpc/permissions.ts'
import { api, queryClient } from '../../rpc/queries.ts'
import { useMe } from '../../rpc/session.ts'
import { tellFailure } from '../../rpc/tell-failure.ts'
import { AllowedButton } from '../../ui/allowed-button.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { TextLink } from '../../ui/text-link.tsx'
import { TimeText } from '../../ui/time-text.tsx'
import { WaitingLines } from '../../ui/waiting-lines.tsx'
import { inWords } from '../../ui/words.ts'
import classes from './account-drawer.module.css'
import { DeactivateDialog } from './deactivate-dialog.tsx'
import { EditAccountDialog } from './edit-account-dialog.tsx'
import { ResetPasswordDialog } from './reset-password-dialog.tsx'
import { SessionList } from './session-list.tsx'
import { useOrganizationNames } from './use-organizations.ts'

/** Everything about one account: its facts, its sessions, and what can be done with it. */
export function AccountDrawer(props: { accountId: string | null; onClose(): void }) {
  const { accountId, onClose } = props
  return (
    <Drawer
      opened={accountId !== null}
      onClose={onClose}
      position="right"
      size={560}
      title="Account"
    >
      {accountId === null ? null : <Details key={accountId} accountId={accountId} />}
    </Drawer>
  )
}

function Details({ accountId }: { accountId: string }) {
  const input = { account_id: accountId }
  const found = useQuery(api.accounts.get.queryOptions({ input }))
  if (found.error !== null) {
    return <ErrorState message={errorSentence(found.error)} onRetry={() => void found.refetch()} />
  }
  if (found.data === undefined) return <WaitingLines count={6} />
  return (
    <Stack gap="lg">
      <Facts account={found.data} />
      <Actions account={found.data} />
      <section>
        <Title order={3} mb={4}>
          Sessions
        </Title>
        <SessionList account={found.data} />
      </section>
      <TextLink to="/audit" search={{ resource_type: 'account', resource_id: accountId }} size="sm">
        What happened to this account, in the audit trail
      </TextLink>
    </Stack>
  )
}

function Facts({ account }: { account: Account }) {
  const organizations = useOrganizationNames()
  return (
    <div>
      <Title order={2}>{account.name}</Title>
      <Text c="dimmed" mb="sm" style={{ overflowWrap: 'anywhere' }}>
        {account.email}
      </Text>
      <dl className={classes.facts}>
        <Fact name="State">
          <StatusBadge kind="account" status={account.state} />
          {account.state === 'locked' && (
            <Text span size="sm" c="dimmed" ml={8}>
              until <TimeText at={account.locked_until} />
            </Text>
          )}
        </Fact>
        <Fact name="Console role">{inWords(account.console_role)}</Fact>
        <Fact name="Organization">{organizations.get(account.organization_id ?? '') ?? '–'}</Fact>
        <Fact name="Password">
          {account.must_change_password ? 'To be changed at the next sign-in' : 'Chosen'}
        </Fact>
        <Fact name="Last sign-in">
          <TimeText at={account.last_sign_in_at} empty="Never" />
        </Fact>
        <Fact name="Added">
          <TimeText at={account.created_at} />
        </Fact>
      </dl>
    </div>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={classes.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

/** What may be done with an account: the matrices, and never to somebody above oneself. */
function useMayActOn(account: Account) {
  const may = useMay()
  const me = useMe()
  const isAbove =
    consoleRoles.indexOf(account.console_role) > consoleRoles.indexOf(me?.console_role ?? 'viewer')
  const isOwn = account.id === me?.account.id
  const acting = (permission: Parameters<typeof may>[0]): Allowed =>
    isAbove
      ? {
          allowed: false,
          reason: `A ${me?.console_role} cannot act on the account of a superadmin.`,
        }
      : may(permission)
  return { acting, isOwn }
}

function Actions({ account }: { account: Account }) {
  const { acting, isOwn } = useMayActOn(account)
  const [open, setOpen] = useState<'edit' | 'reset' | 'deactivate' | null>(null)
  const close = () => setOpen(null)
  const unlock = useMutation(
    api.accounts.unlock.mutationOptions({
      onSuccess: async () => {
        await accountsChanged()
        notifications.show({ message: `${account.name} can sign in again.` })
      },
      onError: tellFailure,
    }),
  )
  const activate = useMutation(
    api.accounts.update.mutationOptions({ onSuccess: accountsChanged, onError: tellFailure }),
  )
  const input = { account_id: account.id }
  const reset: Allowed = isOwn
    ? { allowed: false, reason: 'Change your own password in the account menu.' }
    : acting('accounts.update')
  return (
    <Group gap="xs">
      <AllowedButton
        variant="default"
        allowed={acting('accounts.update')}
        leftSection={<IconEdit size={16} aria-hidden />}
        onClick={() => setOpen('edit')}
      >
        Edit
      </AllowedButton>
      {account.state === 'locked' && (
        <AllowedButton
          variant="default"
          allowed={acting('accounts.update')}
          loading={unlock.isPending}
          leftSection={<IconLockOpen size={16} aria-hidden />}
          onClick={() => unlock.mutate(input)}
        >
          Unlock
        </AllowedButton>
      )}
      <AllowedButton
        variant="default"
        allowed={reset}
        leftSection={<IconKey size={16} aria-hidden />}
        onClick={() => setOpen('reset')}
      >
        Reset password
      </AllowedButton>
      {account.is_active ? (
        <AllowedButton
          variant="default"
          allowed={acting('accounts.deactivate')}
          leftSection={<IconUserOff size={16} aria-hidden />}
          onClick={() => setOpen('deactivate')}
        >
          Take out of use
        </AllowedButton>
      ) : (
        <AllowedButton
          variant="default"
          allowed={acting('accounts.deactivate')}
          loading={activate.isPending}
          leftSection={<IconUserCheck size={16} aria-hidden />}
          onClick={() => activate.mutate({ ...input, is_active: true })}
        >
          Bring back
        </AllowedButton>
      )}
      {open === 'edit' && <EditAccountDialog account={account} isOwn={isOwn} onClose={close} />}
      {open === 'reset' && <ResetPasswordDialog account={account} onClose={close} />}
      {open === 'deactivate' && <DeactivateDialog account={account} onClose={close} />}
    </Group>
  )
}

async function accountsChanged(): Promise<void> {
  await queryClient.invalidateQueries({ queryKey: api.accounts.key() })
}
