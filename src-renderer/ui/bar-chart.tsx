import { Tooltip } from '@mantine/core'
import { type KeyboardEvent, useState } from 'react'
import classes from './bar-chart.module.css'
import { type ChartTone, niceTop } from './chart-scale.ts'
import { grouped } from './words.ts'

/** One bar: its parts stand on each other, the first at the bottom. */
export interface Bar {
  key: string
  /** Whole, for the tooltip and screen readers: `24 Nov 2026, 312 entries, 3 denied`. */
  label: string
  /** Under the bar, where there is room: `24 Nov`. */
  tick: string
  parts: readonly { tone: ChartTone; value: number }[]
}

interface BarChartProps {
  /** What the chart shows, for screen readers. */
  label: string
  bars: readonly Bar[]
  /** What choosing a bar does; it stands in the tooltip. */
  hint?: string
  onPick?(key: string): void
  /** In pixels, names and scale included. */
  height?: number
}

const ticksAtMost = 12
const valuesAtMost = 24

/**
 * Counts over time as bars on an honest zero line; what is nothing stays empty. Where choosing a bar
 * does something they are one stop of the keyboard: arrows, Home and End move between the bars, Enter
 * chooses one. Where it does nothing they are only read: the table beside them is for the keyboard.
 */
export function BarChart({ label, bars, hint, onPick, height = 260 }: BarChartProps) {
  const [current, setCurrent] = useState(0)
  const totals = bars.map(totalOf)
  const top = niceTop(Math.max(0, ...totals))
  const largest = totals.indexOf(Math.max(...totals))
  const every = Math.ceil(bars.length / ticksAtMost)
  const at = Math.min(current, bars.length - 1)
  const isTold = (index: number) => bars.length <= valuesAtMost || index === largest

  const move = (event: KeyboardEvent<HTMLElement>) => {
    const last = bars.length - 1
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: last }[event.key]
    if (next === undefined || next < 0 || next > last) return
    event.preventDefault()
    setCurrent(next)
    event.currentTarget.querySelectorAll<HTMLElement>('[data-bar]').item(next)?.focus()
  }
  return (
    <div className={classes.chart} style={{ height }}>
      <div className={classes.scale} aria-hidden>
        {[top, top / 2, 0].map((value) => (
          <span key={value}>{grouped(String(value))}</span>
        ))}
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms; this groups bars */}
      <div role="group" aria-label={label} className={classes.plot} onKeyDown={move}>
        {bars.map((bar, index) => (
          <div key={bar.key} className={classes.slot}>
            <Tooltip label={hint === undefined ? bar.label : `${bar.label}. ${hint}`} openDelay={0}>
              {onPick === undefined ? (
                <div className={classes.bar} role="img" aria-label={bar.label}>
                  <Parts bar={bar} top={top} hasValue={isTold(index)} />
                </div>
              ) : (
                <button
                  type="button"
                  data-bar
                  className={classes.bar}
                  aria-label={bar.label}
                  tabIndex={index === at ? 0 : -1}
                  onFocus={() => setCurrent(index)}
                  onClick={() => onPick(bar.key)}
                >
                  <Parts bar={bar} top={top} hasValue={isTold(index)} />
                </button>
              )}
            </Tooltip>
            {index % every === 0 && (
              <span className={classes.tick} aria-hidden>
                {bar.tick}
              </span>
            )}
          </div>
        ))}
      </div>
    </div>
  )
}

function Parts({ bar, top, hasValue }: { bar: Bar; top: number; hasValue: boolean }) {
  const total = totalOf(bar)
  return (
    <>
      {hasValue && total > 0 && (
        <span className={classes.value} style={{ bottom: `${(total / top) * 100}%` }}>
          {grouped(String(total))}
        </span>
      )}
      {bar.parts.toReversed().map(({ tone, value }) => (
        <span
          key={tone}
          className={classes.part}
          data-tone={tone}
          style={{ height: `${(value / top) * 100}%` }}
        />
      ))}
    </>
  )
}

const totalOf = (bar: Bar): number => bar.parts.reduce((sum, { value }) => sum + value, 0)
