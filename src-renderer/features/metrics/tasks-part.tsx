import type { MetricsReport } from '../../../src-shared/contract/metrics.ts'
import type { DataColumn } from '../../ui/data-column.ts'
import { DataTable } from '../../ui/data-table.tsx'
import { grouped } from '../../ui/words.ts'
import { taskKindWords } from '../snapshots/index.ts'
import classes from './metrics.module.css'
import type { Period } from './periods.ts'
import { duration } from './snapshots-part.tsx'
import { TimeLines } from './time-lines.tsx'

type Kind = MetricsReport['tasks']['kinds'][number]

const timeColumn = (
  what: 'wait' | 'run',
  name: 'p50' | 'p95',
  header: string,
): DataColumn<Kind> => ({
  id: `${what}_${name}`,
  header,
  align: 'end',
  sort: (row) => row[what][name],
  cell: (row) => duration(row[what], name),
})

const columns: readonly DataColumn<Kind>[] = [
  {
    id: 'kind',
    header: 'Kind',
    width: '150px',
    sort: ({ kind }) => taskKindWords[kind],
    cell: ({ kind }) => taskKindWords[kind],
  },
  {
    id: 'runs',
    header: 'Runs',
    align: 'end',
    sort: ({ run }) => run.count,
    cell: ({ run }) => grouped(String(run.count)),
  },
  timeColumn('wait', 'p50', 'Wait p50'),
  timeColumn('wait', 'p95', 'Wait p95'),
  timeColumn('run', 'p50', 'Run p50'),
  timeColumn('run', 'p95', 'Run p95'),
]

/** How deep the queue was, and how long tasks waited and ran. */
export function TasksPart({ report, period }: { report: MetricsReport; period: Period }) {
  const { pending, running, kinds, timeline } = report.tasks
  return (
    <section className={classes.part} aria-labelledby="metrics-tasks">
      <h2 id="metrics-tasks">Tasks</h2>
      <div className={classes.charts} data-of="tasks">
        <TimeLines
          title="Tasks that waited, on average"
          report={report}
          period={period}
          points={timeline}
          lines={[{ name: 'pending', label: 'Waiting', tone: 'main' }]}
          valueInWords={(value) => String(Number(value.toFixed(1)))}
        />
        <div>
          <DataTable
            label="Tasks by kind"
            columns={columns}
            rows={kinds.filter(({ wait, run }) => wait.count + run.count > 0)}
            rowId={({ kind }) => kind}
            empty={<p className={classes.note}>No task ran in this time.</p>}
          />
          <p className={classes.note}>
            {`Now ${grouped(String(running))} running, ${grouped(String(pending))} waiting.`}
          </p>
        </div>
      </div>
    </section>
  )
}
