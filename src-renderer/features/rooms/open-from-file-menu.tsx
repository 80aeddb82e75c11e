import { ActionIcon, Menu, Tooltip } from '@mantine/core'
import { IconDots, IconFileImport } from '@tabler/icons-react'
import { lazy, Suspense, useState } from 'react'
import { useMay } from '../../rpc/permissions.ts'
import { AllowedMenuItem } from '../../ui/allowed-menu-item.tsx'

const OpenFileDialog = lazy(() =>
  import('../snapshots/index.ts').then((m) => ({ default: m.OpenFileDialog })),
)

/** What one seldom does in the list of rooms: opens one out of a file. */
export function OpenFromFileMenu() {
  const may = useMay()
  const [opened, setOpened] = useState(false)
  const restore = may('snapshots.restore')
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Tooltip label="More">
            <ActionIcon variant="default" size={36} aria-label="More for the rooms">
              <IconDots size={16} aria-hidden />
            </ActionIcon>
          </Tooltip>
        </Menu.Target>
        <Menu.Dropdown>
          <AllowedMenuItem
            leftSection={<IconFileImport size={16} aria-hidden />}
            allowed={restore.allowed ? may('rooms.create') : restore}
            onClick={() => setOpened(true)}
          >
            Open a JSON snapshot…
          </AllowedMenuItem>
        </Menu.Dropdown>
      </Menu>
      <Suspense>{opened && <OpenFileDialog onClose={() => setOpened(false)} />}</Suspense>
    </>
  )
}
