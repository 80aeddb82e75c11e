import { IconDatabase } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { StorageFigures } from '../../../src-shared/contract/storage.ts'
import type { DataColumn, TableSorting } from '../../ui/data-column.ts'
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
    sort: true,
    width: '176px',
    cell: ({ room_id, room_code }) => (
      <Link to="/rooms/$roomId/$tab" params={{ roomId: room_id, tab: 'snapshots' }} data-row-focus>
        {room_code}
      </Link>
    ),
  },
  { id: 'room_title', header: 'Title', sort: true, cell: ({ room_title }) => room_title },
  ...usageColumns<Room>().map((column) =>
    column.id === 'shared' ? column : { ...column, sort: true as const },
  ),
]

/** Rooms with what their snapshots take on disk. */
export function RoomsPart(props: {
  rooms: readonly Room[]
  paging: Paging
  sorting: { value: TableSorting; onChange(sorting: TableSorting): void }
}) {
  const { rooms, paging, sorting } = props
  return (
    <section className={classes.part} aria-labelledby="storage-rooms">
      <h2 id="storage-rooms">By room</h2>
      <DataTable
        label="Snapshots by room"
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
        sorting={sorting}
      />
    </section>
  )
}
