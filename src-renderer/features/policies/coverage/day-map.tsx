import { Tooltip, VisuallyHidden } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type KeyboardEvent, useState } from 'react'
import type { RecordTimeline } from '../../../../src-shared/contract/records.ts'
import { dateText } from '../../../../src-shared/rules/times.ts'
import { errorSentence } from '../../../rpc/errors.ts'
import { api } from '../../../rpc/queries.ts'
import { useNow } from '../../../state/clock.ts'
import { ErrorState } from '../../../ui/error-state.tsx'
import { WaitingLines } from '../../../ui/waiting-lines.tsx'
import { grouped } from '../../../ui/words.ts'
import classes from './day-map.module.css'
import policies from '../policies.module.css'

type Bucket = RecordTimeline['buckets'][number]

const dayMs = 86_400_000
const shownDays = 30
const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

interface DayMapProps {
  /** In the words of the coverage; a policy set by its id. */
  filter: { tenant_id?: string; project_id?: string; policy?: string }
}

/** The last thirty days as a calendar: what automation made, and where it failed or was blocked. */
export function DayMap({ filter: { policy, ...place } }: DayMapProps) {
  const today = Math.floor(useNow() / dayMs) * dayMs
  const found = useQuery(
    api.records.timeline.queryOptions({
      input: {
        ...place,
        ...(policy === undefined ? {} : { policy_set_id: policy }),
        bucket: 'day',
        start_date: new Date(today - (shownDays - 1) * dayMs).toISOString(),
        end_date: new Date(today + dayMs).toISOString(),
      },
      placeholderData: keepPreviousData,
    }),
  )
  return (
    <section className={policies.part} aria-labelledby="day-map">
      <h2 id="day-map">The last 30 days</h2>
      {found.data === undefined ? (
        found.error === null ? (
          <WaitingLines count={5} />
        ) : (
          <ErrorState message={errorSentence(found.error)} onRetry={() => void found.refetch()} />
        )
      ) : (
        <>
          <Days days={daysOf(found.data, today)} />
          <p className={policies.note}>
            <span className={classes.key} data-look="made" /> made{' '}
            <span className={classes.key} data-look="some" /> with blocked ones{' '}
            <span className={classes.key} data-look="failed" /> with failed ones{' '}
            <span className={classes.key} data-look="none" /> nothing. Days in UTC; dry runs do not
            count.
          </p>
        </>
      )}
    </section>
  )
}

function Days({ days }: { days: readonly Bucket[] }) {
  const [current, setCurrent] = useState(days.length - 1)
  const first = days[0]
  const column = first === undefined ? 1 : ((new Date(first.start).getUTCDay() + 6) % 7) + 1
  const move = (event: KeyboardEvent<HTMLElement>) => {
    const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }[event.key]
    const next = step === undefined ? undefined : current + step
    if (next === undefined || days[next] === undefined) return
    event.preventDefault()
    setCurrent(next)
    event.currentTarget.querySelectorAll<HTMLElement>('[data-day]').item(next).focus()
  }
  return (
    <div className={classes.map}>
      {weekdays.map((day) => (
        <span key={day} className={classes.weekday} aria-hidden>
          {day}
        </span>
      ))}
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms; this groups days */}
      <div role="group" aria-label="Days, oldest first" className={classes.days} onKeyDown={move}>
        {days.map((day, at) => (
          <Tooltip key={day.start} label={dayInWords(day)}>
            <button
              type="button"
              data-day
              className={classes.day}
              data-look={lookOf(day)}
              style={at === 0 ? { gridColumnStart: column } : undefined}
              tabIndex={at === current ? 0 : -1}
              onFocus={() => setCurrent(at)}
            >
              <VisuallyHidden>{dayInWords(day)}</VisuallyHidden>
              <span aria-hidden>{Number(day.start.slice(8, 10))}</span>
              <b aria-hidden>{day.created > 0 ? grouped(String(day.created)) : ''}</b>
            </button>
          </Tooltip>
        ))}
      </div>
    </div>
  )
}

/** Every day that is shown, those without a record too. */
function daysOf({ buckets }: RecordTimeline, today: number): Bucket[] {
  const known = new Map(buckets.map((one) => [one.start.slice(0, 10), one]))
  return Array.from({ length: shownDays }, (_, at) => {
    const start = new Date(today - (shownDays - 1 - at) * dayMs).toISOString()
    const nothing = { created: 0, deleted: 0, failed: 0, skipped: 0, blocked: 0, count: 0 }
    return known.get(start.slice(0, 10)) ?? { start, ...nothing }
  })
}

function lookOf({ created, failed, blocked }: Bucket): string {
  if (failed > 0) return 'failed'
  if (blocked > 0) return 'some'
  return created > 0 ? 'made' : 'none'
}

/** `20 Nov 2026: 312 made, 2 failed`. */
function dayInWords(day: Bucket): string {
  const parts = [
    [day.created, 'made'],
    [day.failed, 'failed'],
    [day.blocked, 'blocked'],
    [day.skipped, 'skipped'],
    [day.deleted, 'removed'],
  ] as const
  const told = parts.flatMap(([count, word]) =>
    count === 0 ? [] : [`${grouped(String(count))} ${word}`],
  )
  return `${dateText(day.start)}: ${told.length === 0 ? 'nothing' : told.join(', ')}`
}
