import { ActionIcon, Menu, Tooltip } from '@mantine/core'
import { IconDots, IconDownload, IconListSearch, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import type { PolicySet } from '../../../../src-shared/contract/policy-sets.ts'
import { useMay } from '../../../rpc/permissions.ts'
import { AllowedMenuItem } from '../../../ui/allowed-menu-item.tsx'
import { PruneDialog } from '../runs/mass-deletion.tsx'
import { DeleteSetDialog } from './delete-set-dialog.tsx'
import { saveSet } from './set-file.ts'

/** What one seldom does with a set: takes it along, looks at what would go, deletes it. */
export function SetMenu({ set, onDeleted }: { set: PolicySet; onDeleted(): void }) {
  const may = useMay()
  const [open, setOpen] = useState<'prune' | 'delete'>()
  const close = () => setOpen(undefined)
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Tooltip label="More">
            <ActionIcon variant="default" size={36} aria-label="More for this policy set">
              <IconDots size={16} aria-hidden />
            </ActionIcon>
          </Tooltip>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<IconDownload size={16} aria-hidden />}
            onClick={() => saveSet(set)}
          >
            Export as JSON
          </Menu.Item>
          <AllowedMenuItem
            leftSection={<IconListSearch size={16} aria-hidden />}
            allowed={may('runs.admin')}
            onClick={() => setOpen('prune')}
          >
            See what would go now…
          </AllowedMenuItem>
          <AllowedMenuItem
            c="var(--sts-red)"
            leftSection={<IconTrash size={16} aria-hidden />}
            allowed={may('policy_sets.admin')}
            onClick={() => setOpen('delete')}
          >
            Delete…
          </AllowedMenuItem>
        </Menu.Dropdown>
      </Menu>
      {open === 'prune' && <PruneDialog setId={set.id} onClose={close} />}
      {open === 'delete' && <DeleteSetDialog set={set} onDeleted={onDeleted} onClose={close} />}
    </>
  )
}
