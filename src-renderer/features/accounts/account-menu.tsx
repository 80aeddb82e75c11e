import { ActionIcon, Menu, Text, VisuallyHidden } from '@mantine/core'
import { IconLock, IconLogout, IconPassword, IconUser } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { lockSession, signOut, useMe } from '../../rpc/session.ts'
import { tellFailure } from '../../rpc/tell-failure.ts'
import { ChangePasswordDialog } from './change-password.tsx'

/** Who is signed in, as what, and the way out. */
export function AccountMenu() {
  const me = useMe()
  const router = useRouter()
  const [changing, setChanging] = useState(false)
  const leave = useMutation({
    mutationFn: signOut,
    onSuccess: () => router.invalidate(),
  })
  return (
    <>
      <ChangePasswordDialog opened={changing} onClose={() => setChanging(false)} />
      <Menu position="bottom-end" width={260}>
        <Menu.Target>
          <ActionIcon variant="light" size={32} radius="xl">
            <Initials name={me?.account.name} />
            <VisuallyHidden>
              {me === undefined ? 'Account' : `Account: ${me.account.name}`}
            </VisuallyHidden>
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {me !== undefined && (
            <div style={{ padding: '8px 12px' }}>
              <Text fw={600}>{me.account.name}</Text>
              <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
                {me.account.email}
              </Text>
              <Text size="sm" c="dimmed">{`Console role: ${me.console_role}`}</Text>
            </div>
          )}
          <Menu.Divider />
          <Menu.Item
            leftSection={<IconPassword size={16} aria-hidden />}
            onClick={() => setChanging(true)}
          >
            Change password
          </Menu.Item>
          <Menu.Item
            leftSection={<IconLock size={16} aria-hidden />}
            onClick={() => {
              lockSession().catch(tellFailure)
            }}
          >
            Lock the screen
          </Menu.Item>
          <Menu.Item
            leftSection={<IconLogout size={16} aria-hidden />}
            disabled={leave.isPending}
            onClick={() => leave.mutate()}
          >
            Sign out
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </>
  )
}

/** The button’s hidden text says the whole name, so this is for the eyes alone. */
function Initials({ name }: { name: string | undefined }) {
  const initials = initialsOf(name)
  if (initials === undefined) return <IconUser size={18} aria-hidden />
  return <span aria-hidden>{initials}</span>
}

/** `Maria Lindqvist` → `ML`. */
function initialsOf(name: string | undefined): string | undefined {
  const words = name?.trim().split(/\s+/).filter(Boolean) ?? []
  const letters = [words.at(0), words.length > 1 ? words.at(-1) : undefined]
  const initials = letters.map((word) => word?.charAt(0) ?? '').join('')
  return initials === '' ? undefined : initials.toUpperCase()
}
