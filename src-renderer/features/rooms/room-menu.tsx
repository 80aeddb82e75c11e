import { ActionIcon, Menu, Tooltip } from '@mantine/core'
import { IconDots, IconPencil, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import type { Room } from '../../../src-shared/contract/rooms.ts'
import { useMay, useMayChange } from '../../rpc/permissions.ts'
import { AllowedMenuItem } from '../../ui/allowed-menu-item.tsx'
import { DeleteRoomDialog } from './delete-room-dialog.tsx'
import { EditRoomDialog } from './edit-room-dialog.tsx'

/** What one seldom does with a room. */
export function RoomMenu({ room }: { room: Room }) {
  const may = useMay(room.id)
  const mayChange = useMayChange(room.id)
  const [asking, setAsking] = useState<'edit' | 'delete'>()
  const close = () => setAsking(undefined)
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Tooltip label="More">
            <ActionIcon variant="default" size={36} aria-label="More for this room">
              <IconDots size={16} aria-hidden />
            </ActionIcon>
          </Tooltip>
        </Menu.Target>
        <Menu.Dropdown>
          <AllowedMenuItem
            leftSection={<IconPencil size={16} aria-hidden />}
            allowed={mayChange('rooms.update')}
            onClick={() => setAsking('edit')}
          >
            Edit facts
          </AllowedMenuItem>
          <AllowedMenuItem
            leftSection={<IconTrash size={16} aria-hidden />}
            allowed={may('rooms.delete')}
            onClick={() => setAsking('delete')}
          >
            Delete the room
          </AllowedMenuItem>
        </Menu.Dropdown>
      </Menu>
      {asking === 'edit' && <EditRoomDialog room={room} onClose={close} />}
      {asking === 'delete' && <DeleteRoomDialog room={room} onClose={close} />}
    </>
  )
}
