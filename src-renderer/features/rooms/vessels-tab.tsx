import { useMediaQuery } from '@mantine/hooks'
import { IconPencil, IconShip, IconTrash } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import type { RoomVessel } from '../../../src-shared/contract/rooms.ts'
import { errorSentence } from '../../rpc/errors.ts'
import { type Allowed, useMayChange } from '../../rpc/permissions.ts'
import { api } from '../../rpc/queries.ts'
import { useColumnChoice } from '../../state/tables.ts'
import { AllowedButton } from '../../ui/allowed-button.tsx'
import { AllowedIcon } from '../../ui/allowed-icon.tsx'
import type { DataColumn } from '../../ui/data-column.ts'
import { DataTable } from '../../ui/data-table.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Mono } from '../../ui/mono.tsx'
import { ToneBadge } from '../../ui/status-badge.tsx'
import { counted, grouped, inWords } from '../../ui/words.ts'
import { AddVesselDialog } from './add-vessel-dialog.tsx'
import { EditVesselDialog } from './edit-vessel-dialog.tsx'
import { RemoveVesselDialog } from './remove-vessel-dialog.tsx'
import classes from './tab.module.css'

/** The ships of the room. */
export function VesselsTab({ roomId }: { roomId: string }) {
  const list = useQuery(api.roomVessels.list.queryOptions({ input: { room_id: roomId } }))
  const may = useMayChange(roomId)
  const [adding, setAdding] = useState(false)
  const [editing, setEditing] = useState<RoomVessel>()
  const [removing, setRemoving] = useState<RoomVessel>()
  const choice = useColumnChoice('vessels')
  const wide = useMediaQuery('(min-width: 1600px)') ?? false
  const columns = useMemo(() => vesselColumns(wide), [wide])
  const addButton = (
    <AllowedButton
      variant="default"
      allowed={may('vessels.create')}
      leftSection={<IconShip size={16} aria-hidden />}
      onClick={() => setAdding(true)}
    >
      Add a vessel
    </AllowedButton>
  )
  return (
    <>
      <DataTable
        label="Vessels"
        columns={[...columns, actionsColumn(may('vessels.update'), setEditing, setRemoving)]}
        rows={list.data}
        rowId={(vessel) => vessel.id}
        error={
          list.error === null
            ? undefined
            : { message: errorSentence(list.error), retry: () => void list.refetch() }
        }
        empty={
          <EmptyState
            icon={IconShip}
            title="No vessels yet"
            text="Add the mother vessel first: the first one leads the room."
            action={addButton}
          />
        }
        toolbar={
          <>
            <span className={classes.count}>
              {list.data === undefined ? '' : counted(list.data.length, 'vessel')}
            </span>
            {addButton}
          </>
        }
        {...choice}
      />
      <AddVesselDialog roomId={roomId} opened={adding} onClose={() => setAdding(false)} />
      {editing !== undefined && (
        <EditVesselDialog vessel={editing} onClose={() => setEditing(undefined)} />
      )}
      {removing !== undefined && (
        <RemoveVesselDialog vessel={removing} onClose={() => setRemoving(undefined)} />
      )}
    </>
  )
}

const figure = (value: number | null, unit = ''): string =>
  value === null ? '–' : `${grouped(String(value))}${unit}`

/**
 * @param wide whether type and flag have columns of their own from the start; where there is no room
 *   for them they stand under the name
 */
const vesselColumns = (wide: boolean): readonly DataColumn<RoomVessel>[] => [
  {
    id: 'name',
    header: 'Name',
    sort: (vessel) => vessel.name,
    always: true,
    cell: (vessel) => (
      <>
        <span className={classes.name}>
          {vessel.name}
          {vessel.is_lead && <ToneBadge tone="blue" word="Lead" />}
        </span>
        {!wide && <span className={classes.under}>{`${vessel.vessel_type}, ${vessel.flag}`}</span>}
      </>
    ),
  },
  {
    id: 'imo',
    header: 'IMO',
    sort: (vessel) => vessel.imo,
    width: '132px',
    cell: (vessel) => (
      <span className={classes.name}>
        <Mono text={vessel.imo} copy="IMO number" />
        {!vessel.imo_verified && <ToneBadge tone="amber" word="Unverified" />}
      </span>
    ),
  },
  {
    id: 'role',
    header: 'Role',
    sort: (vessel) => vessel.role,
    width: '88px',
    cell: (vessel) => inWords(vessel.role),
  },
  {
    id: 'type',
    header: 'Type',
    hidden: !wide,
    sort: (vessel) => vessel.vessel_type,
    cell: (vessel) => vessel.vessel_type,
  },
  {
    id: 'flag',
    header: 'Flag',
    hidden: !wide,
    sort: (vessel) => vessel.flag,
    cell: (vessel) => vessel.flag,
  },
  {
    id: 'owner',
    header: 'Owner',
    width: '200px',
    sort: (vessel) => vessel.owner,
    cell: (vessel) => vessel.owner ?? '–',
  },
  {
    id: 'charterer',
    header: 'Charterer',
    hidden: true,
    sort: (vessel) => vessel.charterer,
    cell: (vessel) => vessel.charterer ?? '–',
  },
  {
    id: 'size',
    header: 'Length × beam × draft',
    sort: (vessel) => vessel.length_m,
    width: '160px',
    align: 'end',
    cell: (vessel) =>
      `${figure(vessel.length_m)} × ${figure(vessel.beam_m)} × ${figure(vessel.draft_m)} m`,
  },
  {
    id: 'gross_tonnage',
    header: 'Gross tonnage',
    sort: (vessel) => vessel.gross_tonnage,
    width: '124px',
    align: 'end',
    cell: (vessel) => figure(vessel.gross_tonnage),
  },
  {
    id: 'net_tonnage',
    header: 'Net tonnage',
    hidden: true,
    sort: (vessel) => vessel.net_tonnage,
    align: 'end',
    cell: (vessel) => figure(vessel.net_tonnage),
  },
  {
    id: 'built_year',
    header: 'Built',
    sort: (vessel) => vessel.built_year,
    width: '72px',
    align: 'end',
    cell: (vessel) => vessel.built_year ?? '–',
  },
  {
    id: 'class_society',
    header: 'Class',
    hidden: true,
    sort: (vessel) => vessel.class_society,
    cell: (vessel) => vessel.class_society ?? '–',
  },
  {
    id: 'mmsi',
    header: 'MMSI',
    hidden: true,
    sort: (vessel) => vessel.mmsi,
    cell: (vessel) => (vessel.mmsi === null ? '–' : <Mono text={vessel.mmsi} />),
  },
]

function actionsColumn(
  allowed: Allowed,
  onEdit: (vessel: RoomVessel) => void,
  onRemove: (vessel: RoomVessel) => void,
): DataColumn<RoomVessel> {
  return {
    id: 'actions',
    header: 'Edit and remove',
    quietHeader: true,
    always: true,
    width: '76px',
    align: 'end',
    cell: (vessel) => (
      <span className={classes.actions}>
        <AllowedIcon
          icon={IconPencil}
          label={`Edit ${vessel.name}`}
          allowed={allowed}
          onClick={() => onEdit(vessel)}
        />
        <AllowedIcon
          icon={IconTrash}
          label={`Take ${vessel.name} out of the room`}
          allowed={allowed}
          onClick={() => onRemove(vessel)}
        />
      </span>
    ),
  }
}
