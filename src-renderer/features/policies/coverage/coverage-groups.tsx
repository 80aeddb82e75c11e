import { Link } from '@tanstack/react-router'
import { coverageStatuses } from '../../../../src-shared/contract/enums.ts'
import type { Coverage, CoverageGroup } from '../../../../src-shared/contract/policies.ts'
import type { DataColumn } from '../../../ui/data-column.ts'
import { DataTable } from '../../../ui/data-table.tsx'
import { ProgressBar } from '../../../ui/progress-bar.tsx'
import type { Tone } from '../../../ui/status.ts'
import { StatusBadge } from '../../../ui/status-badge.tsx'
import { grouped } from '../../../ui/words.ts'
import classes from '../policies.module.css'

const columns: readonly DataColumn<CoverageGroup>[] = [
  {
    id: 'name',
    header: 'Policy set',
    always: true,
    sort: ({ policy_set_name }) => policy_set_name,
    cell: ({ policy_set_id, policy_set_name }) =>
      policy_set_id === null ? (
        'No policy set decides'
      ) : (
        <Link to="/policies/sets/$setId" params={{ setId: policy_set_id }} data-row-focus>
          {policy_set_name}
        </Link>
      ),
  },
  {
    id: 'rooms',
    header: 'Rooms',
    width: '88px',
    align: 'end',
    sort: ({ rooms }) => rooms,
    cell: ({ rooms }) => grouped(String(rooms)),
  },
  {
    id: 'percentage',
    header: 'Covered',
    width: '168px',
    sort: ({ percentage }) => percentage,
    cell: (group) =>
      asked(group) === 0 ? (
        <span className={classes.quiet}>Nothing is asked for</span>
      ) : (
        <ProgressBar
          value={group.percentage}
          label={`Coverage by ${group.policy_set_name ?? 'no policy set'}`}
          tone={toneOf(group.percentage)}
        />
      ),
  },
  {
    id: 'statuses',
    header: 'Rooms and cadences by status',
    width: '44%',
    cell: ({ summary }) => <StatusCounts summary={summary} />,
  },
]

/** A line for each policy set with its percentage; the rooms that none decides about come last. */
export function CoverageGroups({ groups }: { groups: readonly CoverageGroup[] }) {
  return (
    <section className={classes.part} aria-labelledby="coverage-groups">
      <h2 id="coverage-groups">By policy set</h2>
      <DataTable
        label="Coverage by policy set"
        columns={columns}
        rows={groups}
        rowId={({ policy_set_id }) => policy_set_id ?? 'none'}
        empty={<p className={classes.quiet}>There is no open room.</p>}
      />
    </section>
  )
}

const asked = ({ summary }: CoverageGroup): number =>
  (summary.compliant ?? 0) + (summary.overdue ?? 0) + (summary.blocked ?? 0) + (summary.unprotected ?? 0)

const toneOf = (percentage: number): Tone =>
  percentage === 100 ? 'green' : percentage >= 75 ? 'amber' : 'red'

/** The statuses of a group that it has any of, as badges with their counts. */
function StatusCounts({ summary }: { summary: Coverage['summary'] }) {
  return (
    <span className={classes.counts}>
      {coverageStatuses
        .filter((status) => (summary[status] ?? 0) > 0)
        .map((status) => (
          <span key={status} className={classes.countOf}>
            <StatusBadge kind="coverage" status={status} />
            {grouped(String(summary[status]))}
          </span>
        ))}
    </span>
  )
}
