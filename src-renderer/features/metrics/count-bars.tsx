import type { MetricsReport } from '../../../src-shared/contract/metrics.ts'
import { BarChart } from '../../ui/bar-chart.tsx'
import { ChartFigure } from '../../ui/chart-figure.tsx'
import type { ChartTone } from '../../ui/chart-scale.ts'
import { grouped } from '../../ui/words.ts'
import { barsOf, type Period, periodSpecs } from './periods.ts'

interface CountBarsProps<Name extends string> {
  title: string
  report: Pick<MetricsReport, 'from' | 'to'>
  period: Period
  points: readonly ({ at: string } & Record<Name, number>)[]
  /** Bottom first. */
  parts: readonly { name: Name; label: string; tone: ChartTone }[]
}

/** Counts of the report over time, in bars whose parts stand on each other. */
export function CountBars<Name extends string>(props: CountBarsProps<Name>) {
  const { title, report, period, points, parts } = props
  const sum = (counts: readonly Record<Name, number>[], name: Name) =>
    counts.reduce((total, count) => total + count[name], 0)
  const bars = barsOf(points, report, periodSpecs[period].bar).map(({ start, counts }) => ({
    start,
    values: parts.map((part) => ({ ...part, value: sum(counts, part.name) })),
  }))
  const total = (values: readonly { value: number }[]) =>
    values.reduce((all, { value }) => all + value, 0)
  const isDays = periodSpecs[period].bar.unit === 'day'
  const format = isDays ? 'D MMM YYYY' : 'D MMM YYYY, HH:mm'
  const tick = period === '7d' || isDays ? 'D MMM' : 'HH:mm'
  return (
    <ChartFigure
      title={title}
      legend={parts.map(({ name, label, tone }) => ({
        tone,
        text: `${label} ${grouped(String(sum(points, name)))}`,
      }))}
      columns={[isDays ? 'Day' : 'From', ...parts.map(({ label }) => label)]}
      rows={bars
        .filter(({ values }) => total(values) > 0)
        .map(({ start, values }) => ({
          key: start.toISOString(),
          cells: [start.format(format), ...values.map(({ value }) => grouped(String(value)))],
        }))}
    >
      <BarChart
        label={title}
        height={200}
        bars={bars.map(({ start, values }) => ({
          key: start.toISOString(),
          label: `${start.format(format)}: ${
            values
              .filter(({ value }) => value > 0)
              .map(({ label, value }) => `${label.toLowerCase()} ${grouped(String(value))}`)
              .join(', ') || 'nothing'
          }`,
          tick: start.format(tick),
          parts: values,
        }))}
      />
    </ChartFigure>
  )
}
