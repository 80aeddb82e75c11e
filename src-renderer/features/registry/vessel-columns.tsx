import type { ReactNode } from 'react'
import type { ListedVessel } from '../../../src-shared/contract/registry.ts'
import type { DataColumn } from '../../ui/data-column.ts'
import { Mono } from '../../ui/mono.tsx'
import { ToneBadge } from '../../ui/status-badge.tsx'
import { actionsColumn, type RowActionsOf, Word } from './row-actions.tsx'

interface VesselColumns extends RowActionsOf<ListedVessel> {
  name(row: ListedVessel): ReactNode
}

export const vesselColumns = (of: VesselColumns): DataColumn<ListedVessel>[] => [
  { id: 'name', header: 'Name', sort: true, always: true, cell: of.name },
  {
    id: 'imo',
    header: 'IMO number',
    sort: true,
    width: '140px',
    cell: (row) => (
      <>
        <Mono text={row.imo} /> {!row.imo_verified && <ToneBadge tone="amber" word="Unverified" />}
      </>
    ),
  },
  { id: 'vessel_type', header: 'Type', sort: true, width: '21%', cell: (row) => row.vessel_type },
  { id: 'flag', header: 'Flag', sort: true, width: '96px', cell: (row) => row.flag },
  { id: 'owner', header: 'Owner', cell: (row) => <Word text={row.owner} /> },
  {
    id: 'charterer',
    header: 'Charterer',
    hidden: true,
    cell: (row) => <Word text={row.charterer} />,
  },
  {
    id: 'built_year',
    header: 'Built',
    sort: true,
    width: '72px',
    align: 'end',
    cell: (row) => <Word text={row.built_year} />,
  },
  {
    id: 'rooms',
    header: 'Rooms',
    width: '72px',
    align: 'end',
    cell: (row) => <Word text={row.room_count === 0 ? null : row.room_count} />,
  },
  actionsColumn(of),
]
