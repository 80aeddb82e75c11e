import type { MetricsReport } from '../../../src-shared/contract/metrics.ts'
import { ChartFigure } from '../../ui/chart-figure.tsx'
import type { ChartTone } from '../../ui/chart-scale.ts'
import { LineChart } from '../../ui/line-chart.tsx'
import { type Period, ticksOf, timeInWords } from './periods.ts'

const spanMillis = { minute: 60_000, hour: 3_600_000 } as const

interface TimeLinesProps<Name extends string> {
  title: string
  report: Pick<MetricsReport, 'from' | 'to' | 'span'>
  period: Period
  points: readonly ({ at: string } & Record<Name, number | null>)[]
  lines: readonly { name: Name; label: string; tone: ChartTone }[]
  valueInWords(value: number): string
}

/** Values of the report over time; the names of the lines are those of its fields. */
export function TimeLines<Name extends string>(props: TimeLinesProps<Name>) {
  const { title, report, period, points, lines, valueInWords } = props
  const measured = points.filter((point) => lines.some(({ name }) => point[name] !== null))
  return (
    <ChartFigure
      title={title}
      columns={['Time', ...lines.map(({ label }) => label)]}
      rows={measured.map((point) => ({
        key: point.at,
        cells: [
          timeInWords(Date.parse(point.at)),
          ...lines.map(({ name }) => {
            const value = point[name]
            return value === null ? '–' : valueInWords(value)
          }),
        ],
      }))}
    >
      <LineChart
        label={title}
        // The first minute or hour is shown whole.
        from={Date.parse(report.from) - (Date.parse(report.from) % spanMillis[report.span])}
        to={Date.parse(report.to)}
        step={spanMillis[report.span]}
        ticks={ticksOf(report, period)}
        lines={lines.map(({ name, label, tone }) => ({
          key: name,
          label,
          tone,
          points: measured.flatMap((point) => {
            const value = point[name]
            return value === null ? [] : [{ at: Date.parse(point.at), value }]
          }),
        }))}
        valueInWords={valueInWords}
        timeInWords={timeInWords}
      />
    </ChartFigure>
  )
}
