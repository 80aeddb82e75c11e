import { Button, Menu } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { useState } from 'react'
import type { RoomStatus } from '../../../src-shared/contract/enums.ts'
import type { Room } from '../../../src-shared/contract/rooms.ts'
import {
  isClosed,
  roomTransitions,
  transitionPermission,
} from '../../../src-shared/rules/transitions.ts'
import { useMay } from '../../rpc/permissions.ts'
import { AllowedButton } from '../../ui/allowed-button.tsx'
import { AllowedMenuItem } from '../../ui/allowed-menu-item.tsx'
import { TransitionDialog } from './transition-dialog.tsx'
import { transitionVerbs } from './transition-words.ts'

/** Where the room may go from here; steps that are not for this person say why. */
export function TransitionMenu({ room }: { room: Room }) {
  const may = useMay(room.id)
  const [to, setTo] = useState<RoomStatus>()
  if (isClosed(room.status)) {
    const reason = `The room is ${room.status}: nothing in it can change.`
    return (
      <AllowedButton variant="default" allowed={{ allowed: false, reason }}>
        Change status
      </AllowedButton>
    )
  }
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" rightSection={<IconChevronDown size={16} aria-hidden />}>
            Change status
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {roomTransitions[room.status].map((next) => (
            <AllowedMenuItem
              key={next}
              allowed={may(transitionPermission(room.status, next))}
              onClick={() => setTo(next)}
            >
              {transitionVerbs[next].verb}
            </AllowedMenuItem>
          ))}
        </Menu.Dropdown>
      </Menu>
      {to !== undefined && (
        <TransitionDialog room={room} to={to} onClose={() => setTo(undefined)} />
      )}
    </>
  )
}
