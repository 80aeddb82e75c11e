import { SegmentedControl } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { type CoverageStatus, coverageStatuses } from '../../../../src-shared/contract/enums.ts'
import type { Coverage, CoverageRow } from '../../../../src-shared/contract/policies.ts'
import type { DataColumn } from '../../../ui/data-column.ts'
import { DataTable } from '../../../ui/data-table.tsx'
import { Mono } from '../../../ui/mono.tsx'
import type { Paging } from '../../../ui/pager.tsx'
import { statusLooks } from '../../../ui/status.ts'
import { StatusBadge } from '../../../ui/status-badge.tsx'
import { TimeText } from '../../../ui/time-text.tsx'
import classes from '../policies.module.css'

const columns: readonly DataColumn<CoverageRow>[] = [
  {
    id: 'room',
    header: 'Room',
    width: '168px',
    always: true,
    cell: ({ room_id, room_code, room_title }) => (
      <Link
        to="/rooms/$roomId/$tab"
        params={{ roomId: room_id, tab: 'protection' }}
        data-row-focus
        aria-label={`${room_code}, ${room_title}`}
      >
        <Mono text={room_code} />
      </Link>
    ),
  },
  { id: 'title', header: 'Title', cell: ({ room_title }) => room_title },
  {
    id: 'set',
    header: 'Policy set',
    width: '12%',
    cell: ({ policy_set_name }) => policy_set_name ?? <span className={classes.quiet}>None</span>,
  },
  {
    id: 'cadence',
    header: 'Cadence',
    width: '120px',
    cell: ({ cadence }) => cadence ?? <span className={classes.quiet}>–</span>,
  },
  {
    id: 'newest',
    header: 'Newest snapshot',
    width: '152px',
    cell: ({ newest, cadence }) => (
      <TimeText at={newest} empty={cadence === null ? '–' : 'None yet'} />
    ),
  },
  {
    id: 'status',
    header: 'Status',
    width: '124px',
    cell: ({ status }) => <StatusBadge kind="coverage" status={status} />,
  },
  { id: 'reason', header: 'Why', cell: ({ reason }) => <span className={classes.under}>{reason}</span> },
]

/** Each open room with each of its cadences, by status. */
export function CoverageRows(props: {
  coverage: Coverage
  status: CoverageStatus | undefined
  onStatus(status: CoverageStatus | undefined): void
  paging: Paging
}) {
  const { coverage, status, onStatus, paging } = props
  return (
    <section className={classes.part} aria-labelledby="coverage-rows">
      <h2 id="coverage-rows">Room by room</h2>
      <DataTable
        label="Rooms and their cadences"
        columns={columns}
        rows={coverage.rows}
        rowId={({ room_id, cadence }) => `${room_id} ${cadence}`}
        paging={paging}
        empty={<p className={classes.quiet}>No room has this status.</p>}
        toolbar={
          <SegmentedControl
            aria-label="Status"
            value={status ?? 'all'}
            data={[
              { value: 'all', label: 'All' },
              ...coverageStatuses.map((value) => ({
                value,
                label: `${statusLooks.coverage[value].word} ${coverage.summary[value] ?? 0}`,
              })),
            ]}
            onChange={(value) => onStatus(coverageStatuses.find((one) => one === value))}
          />
        }
      />
    </section>
  )
}
