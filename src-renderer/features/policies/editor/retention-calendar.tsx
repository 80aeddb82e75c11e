import { Tooltip } from '@mantine/core'
import { type KeyboardEvent, useState } from 'react'
import { wallAt } from '../../../../src-shared/rules/zoned-time.ts'
import { counted } from '../../../ui/words.ts'
import classes from './calendar.module.css'

/** A snapshot with what a rule says of it. */
export interface JudgedSnapshot {
  id: string
  /** ISO-8601 UTC. */
  time: string
  kept: boolean
  reasons: readonly string[]
}

interface Day {
  /** `2026-11-20` in the cadence's zone. */
  date: string
  snapshots: readonly JudgedSnapshot[]
}

const monthNames = [
  ...['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'],
]

/**
 * A calendar of what is kept and what goes, newest month first, by the days of the cadence's zone.
 * One stop of the keyboard: arrows move between the days that have a snapshot. The day that is chosen
 * tells each of its snapshots and why.
 */
export function RetentionCalendar({
  snapshots,
  zone,
}: {
  snapshots: readonly JudgedSnapshot[]
  zone: string
}) {
  const days = byDay(snapshots, zone)
  const months = [...new Set([...days.keys()].map((date) => date.slice(0, 7)))].sort().reverse()
  const dates = [...days.keys()].sort().reverse()
  const [chosen, setChosen] = useState<string>()
  const current = chosen !== undefined && days.has(chosen) ? chosen : dates[0]
  const move = (event: KeyboardEvent<HTMLElement>) => {
    const at = dates.indexOf(current ?? '')
    const next = {
      ...{ ArrowLeft: at + 1, ArrowDown: at + 1, ArrowRight: at - 1, ArrowUp: at - 1 },
      ...{ Home: 0, End: dates.length - 1 },
    }[event.key]
    const date = next === undefined ? undefined : dates[next]
    if (date === undefined) return
    event.preventDefault()
    setChosen(date)
    event.currentTarget.querySelector<HTMLElement>(`[data-date="${date}"]`)?.focus()
  }
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms; this groups days */}
      <div
        role="group"
        aria-label="Days with snapshots, newest month first"
        className={classes.months}
        onKeyDown={move}
      >
        {months.map((month) => (
          <Month
            key={month}
            month={month}
            days={days}
            current={current}
            chosen={chosen}
            onChoose={setChosen}
          />
        ))}
      </div>
      <ChosenDay day={days.get(current ?? '')} zone={zone} />
    </>
  )
}

function Month(props: {
  month: string
  days: ReadonlyMap<string, Day>
  current: string | undefined
  chosen: string | undefined
  onChoose(date: string): void
}) {
  const { month, days, current, chosen, onChoose } = props
  const [year = 1970, number = 1] = month.split('-').map(Number)
  const length = new Date(Date.UTC(year, number, 0)).getUTCDate()
  const firstColumn = ((new Date(Date.UTC(year, number - 1, 1)).getUTCDay() + 6) % 7) + 1
  return (
    <div>
      <h3 className={classes.month}>{`${monthNames[number - 1]} ${year}`}</h3>
      <div className={classes.days}>
        {Array.from({ length }, (_, at) => at + 1).map((dayOfMonth) => {
          const date = `${month}-${String(dayOfMonth).padStart(2, '0')}`
          const day = days.get(date)
          const style = dayOfMonth === 1 ? { gridColumnStart: firstColumn } : undefined
          if (day === undefined) {
            return (
              <span key={date} className={classes.empty} style={style} aria-hidden>
                {dayOfMonth}
              </span>
            )
          }
          return (
            <Tooltip key={date} label={dayInWords(day)}>
              <button
                type="button"
                className={classes.day}
                style={style}
                data-date={date}
                data-kept={day.snapshots.some(({ kept }) => kept)}
                data-chosen={date === chosen || undefined}
                tabIndex={date === current ? 0 : -1}
                aria-label={dayInWords(day)}
                onClick={() => onChoose(date)}
                onFocus={() => onChoose(date)}
              >
                {dayOfMonth}
              </button>
            </Tooltip>
          )
        })}
      </div>
    </div>
  )
}

/** What becomes of each snapshot of a day. */
function ChosenDay({ day, zone }: { day: Day | undefined; zone: string }) {
  if (day === undefined) return null
  return (
    <section className={classes.chosen} aria-label="The chosen day" aria-live="polite">
      <h3>{dayText(day.date)}</h3>
      <ul>
        {day.snapshots.slice(0, shownAtMost).map(({ id, time, kept, reasons }) => (
          <li key={id}>
            <span className={classes.at}>{clockText(time, zone)}</span>
            <span data-kept={kept}>{kept ? 'Kept' : 'Removed'}</span>
            <span>{reasons.join('; ')}</span>
          </li>
        ))}
      </ul>
      {day.snapshots.length > shownAtMost && (
        <p>{`and ${day.snapshots.length - shownAtMost} more of that day`}</p>
      )}
    </section>
  )
}

const shownAtMost = 24

function byDay(snapshots: readonly JudgedSnapshot[], zone: string): Map<string, Day> {
  const days = new Map<string, JudgedSnapshot[]>()
  const newestFirst = [...snapshots].sort((a, b) => (a.time < b.time ? 1 : -1))
  for (const snapshot of newestFirst) {
    const date = new Date(wallAt(Date.parse(snapshot.time), zone)).toISOString().slice(0, 10)
    days.set(date, [...(days.get(date) ?? []), snapshot])
  }
  return new Map([...days].map(([date, own]) => [date, { date, snapshots: own }]))
}

/** `20 Nov 2026: 1 kept (daily snapshot), 2 removed`. */
function dayInWords({ date, snapshots }: Day): string {
  const kept = snapshots.filter((one) => one.kept)
  const reasons = [...new Set(kept.flatMap((one) => one.reasons))]
  const removed = snapshots.length - kept.length
  const parts = [
    ...(kept.length === 0 ? [] : [`${kept.length} kept (${reasons.join(', ')})`]),
    ...(removed === 0 ? [] : [`${removed} removed`]),
  ]
  return `${dayText(date)}: ${parts.join(', ')}`
}

function dayText(date: string): string {
  const [year, month, day] = date.split('-').map(Number)
  return `${day} ${monthNames[(month ?? 1) - 1]} ${year}`
}

const clockText = (time: string, zone: string): string =>
  new Date(wallAt(Date.parse(time), zone)).toISOString().slice(11, 16)

/** `12 of 400 snapshots stay`. */
export function stayingInWords(snapshots: readonly JudgedSnapshot[]): string {
  const kept = snapshots.filter((one) => one.kept).length
  return `${kept} of ${counted(snapshots.length, 'snapshot')} ${kept === 1 ? 'stays' : 'stay'}`
}
