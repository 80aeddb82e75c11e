import { Link } from '@tanstack/react-router'
import type { Run } from '../../../../src-shared/contract/runs.ts'
import type { DataColumn } from '../../../ui/data-column.ts'
import { durationInWords } from '../../../ui/duration.ts'
import { ProgressBar } from '../../../ui/progress-bar.tsx'
import { StatusBadge, ToneBadge } from '../../../ui/status-badge.tsx'
import { TimeText } from '../../../ui/time-text.tsx'
import { grouped } from '../../../ui/words.ts'
import classes from '../policies.module.css'
import { aboutInWords, isOver, runTriggerWords } from './run-words.ts'

const figure = (
  id: 'created' | 'deleted' | 'failed' | 'skipped' | 'blocked' | 'total_rooms',
  header: string,
): DataColumn<Run> => ({
  id,
  header,
  width: '70px',
  align: 'end',
  cell: (run) =>
    run[id] === 0 ? <span className={classes.quiet}>–</span> : grouped(String(run[id])),
})

export const runColumns: readonly DataColumn<Run>[] = [
  {
    id: 'id',
    header: 'Run',
    width: '64px',
    align: 'end',
    always: true,
    cell: ({ id }) => (
      <Link to="/policies/runs/$runId" params={{ runId: String(id) }} data-row-focus>
        {id}
      </Link>
    ),
  },
  {
    id: 'status',
    header: 'Status',
    width: '152px',
    always: true,
    cell: (run) => <RunState run={run} />,
  },
  {
    id: 'about',
    header: 'Policy set, cadence',
    cell: (run) => (
      <span className={classes.name}>
        {aboutInWords({ ...run, cadence: null })}
        {run.cadence !== null && <span className={classes.under}>{run.cadence}</span>}
      </span>
    ),
  },
  {
    id: 'trigger',
    header: 'Trigger',
    width: '128px',
    cell: ({ trigger, triggered_by }) => (
      <span className={classes.name}>
        {runTriggerWords[trigger]}
        {triggered_by !== 'system' && <span className={classes.under}>{triggered_by}</span>}
      </span>
    ),
  },
  {
    id: 'started',
    header: 'Started',
    width: '144px',
    cell: ({ started_at }) => <TimeText at={started_at} empty="Not yet" />,
  },
  { id: 'duration', header: 'Took', width: '92px', cell: (run) => durationOf(run) },
  figure('created', 'Created'),
  figure('deleted', 'Removed'),
  figure('failed', 'Failed'),
  figure('skipped', 'Skipped'),
  figure('blocked', 'Blocked'),
  { ...figure('total_rooms', 'Rooms'), hidden: true },
  { id: 'host', header: 'Machine', hidden: true, cell: ({ host }) => host },
]

/** How long a run took; a dash while it runs, whose bar says more. */
export function durationOf({ started_at, finished_at }: Pick<Run, 'started_at' | 'finished_at'>) {
  if (started_at === null || finished_at === null) return '–'
  return durationInWords(Date.parse(finished_at) - Date.parse(started_at))
}

/** The status of a run, its bar while it runs, and whether it only tried. */
export function RunState({ run }: { run: Run }) {
  return (
    <span className={classes.counts}>
      <StatusBadge kind="run" status={run.status} />
      {run.dry_run && <ToneBadge tone="blue" word="Dry run" />}
      {!isOver(run) && <ProgressBar value={run.progress} label={`Progress of run ${run.id}`} />}
    </span>
  )
}
