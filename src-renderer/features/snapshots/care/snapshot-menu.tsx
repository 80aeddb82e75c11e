import { ActionIcon, Menu } from '@mantine/core'
import { IconDots, IconLock, IconLockOpen, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import type { Snapshot } from '../../../../src-shared/contract/snapshots.ts'
import { useMay } from '../../../rpc/permissions.ts'
import { AllowedMenuItem } from '../../../ui/allowed-menu-item.tsx'
import { DeleteDialog } from '../delete-dialog.tsx'
import { HoldDialog } from './hold-dialog.tsx'

/** What one seldom does with a snapshot, in its row. */
export function SnapshotMenu({ snapshot }: { snapshot: Snapshot }) {
  const may = useMay(snapshot.room_id)
  const [asking, setAsking] = useState<'hold' | 'delete'>()
  const close = () => setAsking(undefined)
  const HoldSign = snapshot.held ? IconLockOpen : IconLock
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon
            variant="subtle"
            color="gray"
            size={26}
            aria-label={`More for ${snapshot.title}`}
          >
            <IconDots size={16} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <AllowedMenuItem
            leftSection={<HoldSign size={16} aria-hidden />}
            allowed={may('snapshots.hold')}
            onClick={() => setAsking('hold')}
          >
            {snapshot.held ? 'Release…' : 'Hold…'}
          </AllowedMenuItem>
          <AllowedMenuItem
            leftSection={<IconTrash size={16} aria-hidden />}
            allowed={mayDelete(snapshot, may('snapshots.delete'))}
            onClick={() => setAsking('delete')}
          >
            Delete…
          </AllowedMenuItem>
        </Menu.Dropdown>
      </Menu>
      {asking === 'hold' && <HoldDialog snapshot={snapshot} onClose={close} />}
      <DeleteDialog
        snapshot={snapshot}
        opened={asking === 'delete'}
        onClose={close}
        onDeleted={close}
      />
    </>
  )
}

/** One that is held, or on its way, is not deleted, whoever asks. */
export function mayDelete(
  { held, status }: Pick<Snapshot, 'held' | 'status'>,
  may: { allowed: boolean; reason: string },
): { allowed: boolean; reason: string } {
  if (!may.allowed) return may
  if (held) return { allowed: false, reason: 'The snapshot is held: release it first.' }
  if (status === 'generating') {
    return { allowed: false, reason: 'The snapshot is still being made: cancel it first.' }
  }
  return may
}
