import { ActionIcon, Indicator, Kbd, Tooltip, UnstyledButton } from '@mantine/core'
import { IconListCheck, IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { AccountMenu } from '../features/accounts/account-menu.tsx'
import { NoticesButton } from '../features/notices/notices-button.tsx'
import { api } from '../rpc/queries.ts'
import classes from './shell.module.css'
import { ThemeSwitch } from './theme-switch.tsx'

const isMac = navigator.platform.startsWith('Mac')

/** The palette, the tasks, the theme, and who is signed in. */
export function Header({ onPalette, onTasks }: { onPalette(): void; onTasks(): void }) {
  const running = useRunningTasks()
  const label = running === 0 ? 'Tasks' : `Tasks, ${running} running`
  return (
    <header className={classes.header}>
      <UnstyledButton className={classes.palette} onClick={onPalette} aria-keyshortcuts="Control+K">
        <IconSearch size={16} aria-hidden />
        Go to, do, find
        <Kbd className={classes.keys} aria-hidden>
          {isMac ? '⌘ K' : 'Ctrl K'}
        </Kbd>
      </UnstyledButton>
      <div style={{ flex: 1 }} />
      <Tooltip label={label}>
        <Indicator label={running} size={16} offset={4} disabled={running === 0}>
          <ActionIcon variant="subtle" color="gray" size={32} aria-label={label} onClick={onTasks}>
            <IconListCheck size={18} aria-hidden />
          </ActionIcon>
        </Indicator>
      </Tooltip>
      <NoticesButton />
      <ThemeSwitch />
      <AccountMenu />
    </header>
  )
}

/** How many background tasks are queued or running, kept up by events. */
function useRunningTasks(): number {
  const tasks = useQuery(api.tasks.list.queryOptions({ input: { limit: 50 } })).data
  return (
    tasks?.body.filter(({ status }) => status === 'running' || status === 'pending').length ?? 0
  )
}
