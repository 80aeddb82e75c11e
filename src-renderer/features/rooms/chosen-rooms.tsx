import { IconCamera } from '@tabler/icons-react'
import { useState } from 'react'
import type { Room } from '../../../src-shared/contract/rooms.ts'
import { maxBatchRooms } from '../../../src-shared/contract/snapshots.ts'
import { AllowedButton } from '../../ui/allowed-button.tsx'
import { ChosenBar } from '../../ui/chosen-bar.tsx'
import type { ChosenRows } from '../../ui/chosen-rows.ts'
import { counted } from '../../ui/words.ts'
import { TakeManyDialog } from '../snapshots/index.ts'

/** What can be done with the rooms that are chosen; nothing while none is. */
export function ChosenRooms({ chosen }: { chosen: ChosenRows<Room> }) {
  const { rows: rooms, forget } = chosen
  const [taking, setTaking] = useState(false)
  if (rooms.length === 0) return null
  return (
    <ChosenBar noun={['room', 'rooms']} count={rooms.length} onNone={() => forget()}>
      <AllowedButton
        size="xs"
        leftSection={<IconCamera size={16} aria-hidden />}
        allowed={{
          allowed: rooms.length <= maxBatchRooms,
          reason: `At most ${counted(maxBatchRooms, 'room')} at a time: choose fewer.`,
        }}
        onClick={() => setTaking(true)}
      >
        Take {counted(rooms.length, 'snapshot')}…
      </AllowedButton>
      {taking && (
        <TakeManyDialog
          rooms={rooms}
          onLeaveOut={forget}
          onTaken={() => forget()}
          onClose={() => setTaking(false)}
        />
      )}
    </ChosenBar>
  )
}
