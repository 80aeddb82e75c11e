import { IconDatabase } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { StorageFigures } from '../../../src-shared/contract/storage.ts'
import type { DataColumn } from '../../ui/data-column.ts'
import { DataTable } from '../../ui/data-table.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import type { Paging } from '../../ui/pager.tsx'
import { usageColumns } from './formats-part.tsx'
import classes from './storage.module.css'

type Room = StorageFigures['by_room'][number]

const columns: readonly DataColumn<Room>[] = [
  {
    id: 'room_code',
    header: 'Room',
    width: '176px',
    cell: ({ room_id, room_code }) => (
      <Link to="/rooms/$roomId/$tab" params={{ roomId: room_id, tab: 'snapshots' }} data-row-focus>
        {room_code}
      </Link>
    ),
  },
  { id: 'room_title', header: 'Title', cell: ({ room_title }) => room_title },
  ...usageColumns<Room>(),
]

/** Rooms by what their snapshots take on disk, the most first. */
export function RoomsPart({ rooms, paging }: { rooms: readonly Room[]; paging: Paging }) {
  return (
    <section className={classes.part} aria-labelledby="storage-rooms">
      <h2 id="storage-rooms">By room</h2>
      <DataTable
        label="Snapshots by room, the most first"
        columns={columns}
        rows={rooms}
        rowId={({ room_id }) => room_id}
        empty={
          <EmptyState
            icon={IconDatabase}
            level={3}
            title="No snapshot is stored yet"
            text="Take one in a room: what it takes on disk appears here."
          />
        }
        paging={paging}
      />
    </section>
  )
}
