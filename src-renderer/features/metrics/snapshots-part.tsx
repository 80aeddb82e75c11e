import type { MetricsReport, Times } from '../../../src-shared/contract/metrics.ts'
import { durationInWords } from '../../ui/duration.ts'
import { Figures } from '../../ui/figures.tsx'
import { grouped } from '../../ui/words.ts'
import { CountBars } from './count-bars.tsx'
import classes from './metrics.module.css'
import type { Period } from './periods.ts'
import { TimeLines } from './time-lines.tsx'

interface PartProps {
  report: MetricsReport
  period: Period
}

const counted = [
  { name: 'made', label: 'Made', tone: 'main' },
  { name: 'memory', label: 'From memory', tone: 'second' },
  { name: 'disk', label: 'From disk', tone: 'third' },
  { name: 'failed', label: 'Failed', tone: 'alarm' },
  { name: 'cancelled', label: 'Cancelled', tone: 'quiet' },
] as const

const timed = [
  ['Shortest', 'min'],
  ['Mean', 'mean'],
  ['p50', 'p50'],
  ['p95', 'p95'],
  ['p99', 'p99'],
  ['Longest', 'max'],
] as const

/** How many snapshots were made or found, and how long making them took. */
export function SnapshotsPart({ report, period }: PartProps) {
  const { snapshots } = report
  const { hit_rate_percent, times } = snapshots
  return (
    <section className={classes.part} aria-labelledby="metrics-snapshots">
      <h2 id="metrics-snapshots">Snapshots</h2>
      <div className={classes.figures}>
        <Figures
          label="Snapshots by where they came from"
          figures={[
            ...counted.map(({ name, label }) => ({
              label,
              value: grouped(String(snapshots[name])),
            })),
            { label: 'Hit rate', value: percent(hit_rate_percent) },
          ]}
        />
        <Figures
          label="Time that making a snapshot took"
          figures={timed.map(([label, name]) => ({ label, value: duration(times, name) }))}
        />
      </div>
      <div className={classes.charts}>
        <CountBars
          title="Snapshots over time"
          report={report}
          period={period}
          points={snapshots.timeline}
          parts={counted}
        />
        <TimeLines
          title="Time to make one"
          report={report}
          period={period}
          points={snapshots.timeline}
          lines={[
            { name: 'p50', label: 'p50', tone: 'main' },
            { name: 'p95', label: 'p95', tone: 'second' },
            { name: 'p99', label: 'p99', tone: 'third' },
          ]}
          valueInWords={durationInWords}
        />
      </div>
    </section>
  )
}

/** `62.5 %`; a dash where there is nothing of which it could be a part. */
export const percent = (value: number | null): string => (value === null ? '–' : `${value} %`)

/** One of the times in words; a dash where nothing was timed. */
export function duration(times: Times, name: Exclude<keyof Times, 'count'>): string {
  const value = times[name]
  return value === null ? '–' : durationInWords(value)
}
