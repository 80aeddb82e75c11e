import { type ScheduleEvent, type Weekday, weekdays } from '../contract/enums.ts'
import { type CronPattern, lastDayOf, parseCron } from './cron.ts'
import { instantOf, instantsOf, wallAt } from './zoned-time.ts'

/** When a cadence is due. Times are `HH:MM` on the clocks of the cadence's zone. */
export type Schedule =
  | { kind: 'hourly' }
  | { kind: 'daily'; at: string }
  | { kind: 'weekly'; days: Weekday[]; at: string }
  | { kind: 'monthly'; day: number; at: string }
  | { kind: 'cron'; expression: string }
  | { kind: 'event'; event: ScheduleEvent; before?: string | undefined }

/** One time at which a schedule is due, and the period that a snapshot for it fills. */
export interface Occurrence {
  /** Epoch ms. */
  at: number
  /** `daily:2026-11-20`; the same however often it is computed. */
  period_key: string
}

const hourMs = 3_600_000
const dayMs = 24 * hourMs
/** The calendar repeats after 400 years: what has not fired by then never does. */
const daysOfCalendar = 146_097
/** Twenty-eight years hold every mix of weekdays and leap years. */
const cycle = { from: Date.UTC(2000, 0, 1), days: 10_227 }

/** The times of a schedule on the days of a wall clock. */
type Pattern = CronPattern & { keyOf: (nominal: number, at: number) => string }

/**
 * The times after an instant, oldest first, without end unless the schedule has no times at all.
 *
 * A fixed time that clocks skip fires at the next valid minute, one that they show twice fires once,
 * the first time. A cron line whose hours begin with a star, and `hourly`, count hours as they pass.
 * @param after epoch ms; a time exactly then is not after it
 */
export function* occurrencesAfter(
  schedule: Schedule,
  zone: string,
  after: number,
): Generator<Occurrence> {
  if (schedule.kind === 'event') return
  if (schedule.kind === 'hourly') {
    for (let at = (Math.floor(after / hourMs) + 1) * hourMs; ; at += hourMs) yield hourlyAt(at)
  }
  const pattern = patternOf(schedule)
  let last = after
  let barren = 0
  // A day before: what clocks skip may have been due on the day before.
  for (let day = dayOf(wallAt(after, zone)) - dayMs; barren < daysOfCalendar; day += dayMs) {
    barren++
    for (const occurrence of onDay(pattern, zone, day)) {
      if (occurrence.at <= last) continue
      last = occurrence.at
      barren = 0
      yield occurrence
    }
  }
}

/** The next `count` times after an instant, oldest first; fewer where a schedule has none. */
export function nextOccurrences(
  schedule: Schedule,
  zone: string,
  after: number,
  count: number,
): Occurrence[] {
  const found: Occurrence[] = []
  for (const occurrence of occurrencesAfter(schedule, zone, after)) {
    if (found.push(occurrence) >= count) break
  }
  return found
}

/** The newest time not after an instant; undefined where there is none in 400 years. */
export function latestOccurrence(
  schedule: Schedule,
  zone: string,
  until: number,
): Occurrence | undefined {
  if (schedule.kind === 'event') return undefined
  if (schedule.kind === 'hourly') return hourlyAt(Math.floor(until / hourMs) * hourMs)
  const pattern = patternOf(schedule)
  const today = dayOf(wallAt(until, zone))
  for (let back = -1; back < daysOfCalendar; back++) {
    const found = onDay(pattern, zone, today - back * dayMs).findLast(({ at }) => at <= until)
    if (found !== undefined) return found
  }
  return undefined
}

/** The times in (after, until], oldest first. */
export function occurrencesBetween(
  schedule: Schedule,
  zone: string,
  after: number,
  until: number,
): Occurrence[] {
  const found: Occurrence[] = []
  for (const occurrence of occurrencesAfter(schedule, zone, after)) {
    if (occurrence.at > until) break
    found.push(occurrence)
  }
  return found
}

/**
 * The period that a snapshot of this moment fills: for daily, weekly, and monthly the one whose day
 * has begun (a snapshot at 09:00 is today's, though today's is due at 18:00), else the one that is due.
 * Undefined for events.
 */
export function periodOf(schedule: Schedule, zone: string, at: number): string | undefined {
  const byDay = schedule.kind !== 'cron' && schedule.kind !== 'hourly'
  const until = byDay ? instantOf(dayOf(wallAt(at, zone)) + dayMs - 1, zone) : at
  return latestOccurrence(schedule, zone, until)?.period_key
}

/**
 * The longest gap between two times of a schedule, on the clocks of its zone: Monday to Friday at
 * 09:00 has 72 hours. In ms; undefined for events.
 */
export function nominalPeriod(schedule: Schedule): number | undefined {
  if (schedule.kind === 'event') return undefined
  if (schedule.kind === 'hourly') return hourMs
  const key = JSON.stringify(schedule)
  const known = periods.get(key)
  if (known !== undefined) return known
  const period = longestGap(patternOf(schedule))
  if (periods.size > 1000) periods.clear()
  periods.set(key, period)
  return period
}

/** What is wrong with a cron line, if anything, one that never fires included. */
export function cronProblem(expression: string): string | undefined {
  const pattern = parseCron(expression)
  if ('problem' in pattern) return pattern.problem
  const from = cycle.from
  for (let day = 0; day < daysOfCalendar; day++) {
    if (matches(pattern, from + day * dayMs)) return undefined
  }
  return 'never fires: there is no such day in any year'
}

const periods = new Map<string, number>()
const patterns = new Map<string, Pattern>()

function patternOf(schedule: Exclude<Schedule, { kind: 'event' | 'hourly' }>): Pattern {
  const key = JSON.stringify(schedule)
  const known = patterns.get(key)
  if (known !== undefined) return known
  const pattern = newPattern(schedule)
  if (patterns.size > 1000) patterns.clear()
  patterns.set(key, pattern)
  return pattern
}

function newPattern(schedule: Exclude<Schedule, { kind: 'event' | 'hourly' }>): Pattern {
  const dated = (kind: string, length: number) => (nominal: number) =>
    `${kind}:${new Date(nominal).toISOString().slice(0, length)}`
  switch (schedule.kind) {
    case 'daily':
      return {
        minutesOfDay: [minuteOf(schedule.at)],
        everyHour: false,
        matchesDay: () => true,
        keyOf: dated('daily', 10),
      }
    case 'weekly': {
      const days = new Set<number>(schedule.days.map((day) => weekdays.indexOf(day)))
      return {
        minutesOfDay: [minuteOf(schedule.at)],
        everyHour: false,
        matchesDay: (year, month, day) =>
          days.has(new Date(Date.UTC(year, month - 1, day)).getUTCDay()),
        keyOf: dated('weekly', 10),
      }
    }
    case 'monthly':
      return {
        minutesOfDay: [minuteOf(schedule.at)],
        everyHour: false,
        matchesDay: (year, month, day) => day === Math.min(schedule.day, lastDayOf(year, month)),
        keyOf: dated('monthly', 7),
      }
    case 'cron': {
      const pattern = parseCron(schedule.expression)
      if ('problem' in pattern) throw new RangeError(pattern.problem)
      return {
        ...pattern,
        // Hours that pass are told apart by UTC: a wall clock shows one of them twice.
        keyOf: pattern.everyHour
          ? (_, at) => `cron:${new Date(at).toISOString().slice(0, 16)}Z`
          : dated('cron', 16),
      }
    }
  }
}

const hourlyAt = (at: number): Occurrence => ({
  at,
  period_key: `hourly:${new Date(at).toISOString().slice(0, 13)}Z`,
})

const dayOf = (wall: number) => Math.floor(wall / dayMs) * dayMs

function matches(pattern: CronPattern, day: number): boolean {
  const date = new Date(day)
  return pattern.matchesDay(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate())
}

/** The times of one day of the wall clock, oldest first, each instant once. */
function onDay(pattern: Pattern, zone: string, day: number): Occurrence[] {
  if (!matches(pattern, day)) return []
  const found = new Map<number, Occurrence>()
  for (const minute of pattern.minutesOfDay) {
    const nominal = day + minute * 60_000
    const instants = pattern.everyHour ? instantsOf(nominal, zone) : [instantOf(nominal, zone)]
    for (const at of instants) {
      if (!found.has(at)) found.set(at, { at, period_key: pattern.keyOf(nominal, at) })
    }
  }
  return [...found.values()].sort((a, b) => a.at - b.at)
}

function longestGap(pattern: CronPattern): number {
  const minutes = pattern.minutesOfDay
  const first = minutes.at(0) ?? 0
  const final = minutes.at(-1) ?? 0
  let longest = 0
  for (const [index, minute] of minutes.entries()) {
    longest = Math.max(longest, minute - (minutes[index - 1] ?? minute))
  }
  const days: number[] = []
  for (let day = 0; day < cycle.days; day++) {
    if (matches(pattern, cycle.from + day * dayMs)) days.push(day)
  }
  for (const [index, day] of days.entries()) {
    // After the last day of the cycle comes its first again.
    const next = days[index + 1] ?? (days[0] ?? day) + cycle.days
    longest = Math.max(longest, (next - day) * 1440 + first - final)
  }
  return longest * 60_000
}

const minuteOf = (at: string) => Number(at.slice(0, 2)) * 60 + Number(at.slice(3, 5))
