import { IconPencil } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import type { Room } from '../../../src-shared/contract/rooms.ts'
import { useMayChange } from '../../rpc/permissions.ts'
import { AllowedButton } from '../../ui/allowed-button.tsx'
import { TimeText } from '../../ui/time-text.tsx'
import { grouped } from '../../ui/words.ts'
import { EditRoomDialog } from './edit-room-dialog.tsx'
import classes from './overview.module.css'

/** What the room is: place, cargo, money, and when it came to be. What is empty is left out. */
export function RoomFacts({ room }: { room: Room }) {
  const { cargo_quantity, cargo_unit, cargo_value, demurrage_rate_per_day, currency } = room
  const mayChange = useMayChange(room.id)
  const [editing, setEditing] = useState(false)
  const quantity =
    cargo_quantity === null ? null : `${grouped(String(cargo_quantity))} ${cargo_unit ?? ''}`.trim()
  const money = (amount: string | null) =>
    amount === null ? null : `${grouped(amount)} ${currency}`
  const facts: [string, ReactNode][] = [
    ['Organization', room.organization_name],
    ['Terminal', room.terminal_name],
    ['Location', room.location],
    ['Lead vessel', room.lead_vessel_name],
    ['ETA', <TimeText key="eta" at={room.eta} />],
    ['Started', room.started_at && <TimeText key="started" at={room.started_at} />],
    ['Completed', room.completed_at && <TimeText key="completed" at={room.completed_at} />],
    ['Cargo', room.cargo_type],
    ['Quantity', quantity],
    ['Cargo value', money(cargo_value)],
    ['Demurrage a day', money(demurrage_rate_per_day)],
    ['Tags', room.tags.length === 0 ? null : room.tags.join(', ')],
    ['Description', room.description],
    ['Opened', <Made key="opened" at={room.created_at} by={room.created_by} />],
    ['Last change', <Made key="changed" at={room.updated_at} by={room.updated_by} />],
    ['Revision', room.revision],
  ]
  return (
    <section aria-labelledby="facts" className={classes.section}>
      <div className={classes.titled}>
        <h2 id="facts">Facts</h2>
        <AllowedButton
          variant="default"
          size="compact-sm"
          allowed={mayChange('rooms.update')}
          leftSection={<IconPencil size={14} aria-hidden />}
          onClick={() => setEditing(true)}
        >
          Edit facts
        </AllowedButton>
      </div>
      <dl className={classes.facts}>
        {facts
          .filter(([, value]) => value !== null && value !== '')
          .map(([name, value]) => [
            <dt key={`${name} name`}>{name}</dt>,
            <dd key={`${name} value`}>{value}</dd>,
          ])}
      </dl>
      {editing && <EditRoomDialog room={room} onClose={() => setEditing(false)} />}
    </section>
  )
}

function Made({ at, by }: { at: string; by: string }) {
  return (
    <>
      <TimeText at={at} />
      {`, ${by}`}
    </>
  )
}
