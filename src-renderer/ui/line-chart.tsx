import { useState } from 'react'
import { type ChartTone, niceTop, pieces, spread } from './chart-scale.ts'
import classes from './line-chart.module.css'

export interface Line {
  key: string
  label: string
  tone: ChartTone
  /** In the order of time, in milliseconds; times that are not there were not measured. */
  points: readonly { at: number; value: number }[]
}

interface LineChartProps {
  /** What the chart shows, for screen readers. */
  label: string
  lines: readonly Line[]
  /** What of time is shown, in milliseconds. */
  from: number
  to: number
  /** How far apart two points are that follow each other; further apart there is a gap. */
  step: number
  ticks: readonly { at: number; text: string }[]
  /** `12 ms`. */
  valueInWords(value: number): string
  timeInWords(at: number): string
}

const height = 180
const width = 1000
const labelHeight = 18

/**
 * Values over time as lines on an honest zero line, named where they end. A gap in what was measured
 * is a gap in the line; a point that stands alone is a dot. The mouse reads any time, and so do the
 * arrow keys.
 */
export function LineChart(props: LineChartProps) {
  const { label, lines, from, to, step, ticks, valueInWords, timeInWords } = props
  const [read, setRead] = useState<number>()
  const top = niceTop(Math.max(0, ...lines.flatMap(({ points }) => points.map((p) => p.value))))
  const x = (at: number) => ((at - from) / Math.max(1, to - from)) * width
  const y = (value: number) => height - (value / top) * height
  const times = [...new Set(lines.flatMap(({ points }) => points.map(({ at }) => at)))].sort(
    (one, other) => one - other,
  )
  const said = (at: number) =>
    lines.flatMap(({ label: name, points }) => {
      const point = points.find((one) => one.at === at)
      return point === undefined ? [] : [`${name} ${valueInWords(point.value)}`]
    })
  const at = read === undefined ? undefined : times[Math.min(read, times.length - 1)]
  const spoken = at ?? times.at(-1)
  return (
    <div className={classes.chart}>
      <div className={classes.scale} aria-hidden>
        {[top, top / 2, 0].map((value) => (
          <span key={value}>{valueInWords(value)}</span>
        ))}
      </div>
      <div className={classes.plot} style={{ height }}>
        <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden>
          {/* The first lies on top: where lines meet it is the one that is read. */}
          {lines.toReversed().map(({ key, tone, points }) => (
            <LinePath
              key={key}
              tone={tone}
              pieces={pieces(points, step).map((piece) =>
                piece.map((one) => `${x(one.at).toFixed(1)} ${y(one.value).toFixed(1)}`),
              )}
            />
          ))}
        </svg>
        {at !== undefined && (
          <div
            className={classes.reading}
            data-side={x(at) > width / 2 ? 'end' : 'start'}
            style={{ left: `${(x(at) / width) * 100}%` }}
            aria-hidden
          >
            <p>
              <b>{timeInWords(at)}</b>
              {said(at).map((one) => (
                <span key={one}>{one}</span>
              ))}
            </p>
          </div>
        )}
        <input
          type="range"
          className={classes.reader}
          aria-label={`${label}: read a time`}
          aria-valuetext={
            spoken === undefined ? '' : `${timeInWords(spoken)}: ${said(spoken).join(', ')}`
          }
          min={0}
          max={times.length - 1}
          value={read ?? times.length - 1}
          onChange={(event) => setRead(Number(event.currentTarget.value))}
          onFocus={() => setRead((old) => old ?? times.length - 1)}
          onBlur={() => setRead(undefined)}
          // The mouse reads where it stands, not where the knob of a slider would be.
          onPointerDown={(event) => event.preventDefault()}
          onPointerMove={(event) => {
            const { left, width: wide } = event.currentTarget.getBoundingClientRect()
            const there = from + ((event.clientX - left) / wide) * (to - from)
            setRead(nearest(times, there))
          }}
          onPointerLeave={() => setRead(undefined)}
        />
        {ticks.map((tick) => (
          <span
            key={tick.at}
            className={classes.tick}
            style={{ left: `${(x(tick.at) / width) * 100}%` }}
            aria-hidden
          >
            {tick.text}
          </span>
        ))}
      </div>
      <Names lines={lines} y={y} valueInWords={valueInWords} />
    </div>
  )
}

function LinePath({ tone, pieces: all }: { tone: ChartTone; pieces: readonly string[][] }) {
  return (
    <g className={classes.line} data-tone={tone}>
      <path
        d={all
          .filter((piece) => piece.length > 1)
          .map((piece) => `M${piece.join('L')}`)
          .join('')}
      />
      <path
        data-dots
        d={all
          .filter((piece) => piece.length === 1)
          .map((piece) => `M${piece.join('')}h0.01`)
          .join('')}
      />
    </g>
  )
}

/** The name of each line with its last value, beside its end. */
function Names(
  props: Pick<LineChartProps, 'lines' | 'valueInWords'> & { y(value: number): number },
) {
  const { lines, valueInWords, y } = props
  const named = lines.flatMap(({ key, label, tone, points }) => {
    const last = points.at(-1)
    return last === undefined ? [] : [{ key, label, tone, value: last.value }]
  })
  const tops = spread(
    named.map(({ value }) => y(value) - labelHeight / 2),
    labelHeight,
    height + labelHeight,
  )
  return (
    <div className={classes.names} aria-hidden>
      {/* What gives the column its width: the names once more, in the flow. */}
      {named.map(({ key, label, tone, value }) => (
        <span key={key} className={classes.name} data-tone={tone} style={{ visibility: 'hidden' }}>
          {`${label} ${valueInWords(value)}`}
        </span>
      ))}
      {named.map(({ key, label, tone, value }, index) => (
        <span
          key={key}
          className={classes.name}
          data-tone={tone}
          style={{ position: 'absolute', top: tops[index] }}
        >
          {label} <b>{valueInWords(value)}</b>
        </span>
      ))}
    </div>
  )
}

function nearest(times: readonly number[], at: number): number {
  let best = 0
  for (const [index, time] of times.entries()) {
    if (Math.abs(time - at) < Math.abs((times[best] ?? time) - at)) best = index
  }
  return best
}
