/** A cron line of five fields, read. Times are those of a wall clock; nothing here knows zones. */
export interface CronPattern {
  /** Minutes of the day, ascending. */
  minutesOfDay: number[]
  /** The hour field begins with a star: the line counts hours as they pass. */
  everyHour: boolean
  /** @param month 1–12 */
  matchesDay(year: number, month: number, day: number): boolean
}

interface Field {
  name: string
  min: number
  max: number
  names?: readonly string[]
}

const months = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC']
const weekdays = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT']
const minuteField: Field = { name: 'minute', min: 0, max: 59 }
const hourField: Field = { name: 'hour', min: 0, max: 23 }
const dayField: Field = { name: 'day of the month', min: 1, max: 31 }
const monthField: Field = { name: 'month', min: 1, max: 12, names: months }
/** 7 is Sunday too. */
const weekdayField: Field = { name: 'weekday', min: 0, max: 7, names: weekdays }

/** Does a day match? `last` is the last day of its month, `weekday` 0 for Sunday. */
type DayTest = (day: number, last: number, weekday: number) => boolean

class CronProblem extends Error {}

/**
 * Reads minute, hour, day of the month, month, weekday, as crontab(5) has them: lists, ranges, steps,
 * names; besides `L`, `LW`, `15W` for days, `6#5` and `5L` for weekdays. Where day and weekday are both
 * given, either will do; where one of them begins with a star, both must fit.
 * @returns the pattern, or a sentence that says what is wrong and what would be right
 */
export function parseCron(expression: string): CronPattern | { problem: string } {
  const fields = expression.trim().split(/\s+/)
  const [minute, hour, day, month, weekday] = fields
  if (
    fields.length !== 5 ||
    minute === undefined ||
    hour === undefined ||
    day === undefined ||
    month === undefined ||
    weekday === undefined
  ) {
    return {
      problem: `must have five fields (minute, hour, day of the month, month, weekday) such as 30 2 * * *; this has ${expression.trim() === '' ? 0 : fields.length}`,
    }
  }
  try {
    const minutes = valuesOf(minute, minuteField)
    const hours = valuesOf(hour, hourField)
    const inMonths = new Set(valuesOf(month, monthField))
    const byDay = dayTests(day)
    const byWeekday = weekdayTests(weekday)
    const either = !isStar(day) && !isStar(weekday)
    const fits = (tests: readonly DayTest[], ...of: Parameters<DayTest>) =>
      tests.some((one) => one(...of))
    return {
      minutesOfDay: hours.flatMap((one) => minutes.map((of) => one * 60 + of)),
      everyHour: hour.startsWith('*'),
      matchesDay: (year, inMonth, of) => {
        if (!inMonths.has(inMonth)) return false
        const moment = [of, lastDayOf(year, inMonth), weekdayOf(year, inMonth, of)] as const
        const [a, b] = [fits(byDay, ...moment), fits(byWeekday, ...moment)]
        return either ? a || b : a && b
      },
    }
  } catch (error) {
    if (error instanceof CronProblem) return { problem: error.message }
    throw error
  }
}

const isStar = (field: string) => field.startsWith('*') || field === '?'

/** @param month 1–12 */
export const lastDayOf = (year: number, month: number): number =>
  new Date(Date.UTC(year, month, 0)).getUTCDate()

const weekdayOf = (year: number, month: number, day: number): number =>
  new Date(Date.UTC(year, month - 1, day)).getUTCDay()

function dayTests(field: string): DayTest[] {
  return field.split(',').map((token): DayTest => {
    const upper = token.toUpperCase()
    if (upper === 'L') return (day, last) => day === last
    if (upper === 'LW') return (day, last, weekday) => isNearestWeekday(last, day, last, weekday)
    const near = /^(\d{1,2})W$/.exec(upper)
    if (near !== null) {
      const wanted = numberIn(near[1] ?? '', dayField)
      return (day, last, weekday) => wanted <= last && isNearestWeekday(wanted, day, last, weekday)
    }
    const days = new Set(valuesOf(token, dayField))
    return (day) => days.has(day)
  })
}

/** Is this day the weekday (Monday to Friday) nearest to the wanted one, within its month? */
function isNearestWeekday(wanted: number, day: number, last: number, weekday: number): boolean {
  if (weekday === 0 || weekday === 6) return false
  const ofWanted = (((weekday + wanted - day) % 7) + 7) % 7
  if (ofWanted === 6) return day === (wanted === 1 ? wanted + 2 : wanted - 1)
  if (ofWanted === 0) return day === (wanted === last ? wanted - 2 : wanted + 1)
  return day === wanted
}

function weekdayTests(field: string): DayTest[] {
  return field.split(',').map((token): DayTest => {
    const upper = token.toUpperCase()
    const nth = /^([0-9A-Z]+)#(\d+)$/.exec(upper)
    if (nth !== null) {
      const wanted = numberIn(nth[1] ?? '', weekdayField) % 7
      const which = Number(nth[2])
      if (which < 1 || which > 5) {
        throw new CronProblem(`the weekday ${token} must be its 1st to 5th in the month`)
      }
      return (day, _, weekday) => weekday === wanted && Math.ceil(day / 7) === which
    }
    const final = /^([0-7]|SUN|MON|TUE|WED|THU|FRI|SAT)L$/.exec(upper)
    if (final !== null) {
      const wanted = numberIn(final[1] ?? '', weekdayField) % 7
      return (day, last, weekday) => weekday === wanted && day > last - 7
    }
    const days = new Set(valuesOf(token, weekdayField).map((one) => one % 7))
    return (_, __, weekday) => days.has(weekday)
  })
}

/** The values of a field, ascending. @throws CronProblem */
function valuesOf(field: string, of: Field): number[] {
  const values = new Set<number>()
  for (const token of field.split(',')) {
    const [range = '', step, ...more] = token.split('/')
    if (more.length > 0) throw new CronProblem(`the ${of.name} ${token} has two steps`)
    const every = step === undefined ? 1 : stepIn(step, token, of)
    const [from, to] = boundsOf(range, step !== undefined, of)
    for (let value = from; value <= to; value += every) values.add(value)
  }
  return [...values].sort((a, b) => a - b)
}

function boundsOf(range: string, hasStep: boolean, of: Field): [number, number] {
  if (range === '*' || range === '?') return [of.min, of.max === 7 ? 6 : of.max]
  const [first = '', second, ...more] = range.split('-')
  const from = numberIn(first, of)
  if (second === undefined) return [from, hasStep ? (of.max === 7 ? 6 : of.max) : from]
  let to = numberIn(second, of)
  // FRI-SUN runs to the end of the week.
  if (of.max === 7 && to === 0 && from > 0) to = 7
  if (more.length > 0 || from > to) {
    throw new CronProblem(`the ${of.name} ${range} must run from the smaller to the larger`)
  }
  return [from, to]
}

function stepIn(step: string, token: string, of: Field): number {
  const every = /^\d{1,3}$/.test(step) ? Number(step) : 0
  if (every < 1) throw new CronProblem(`the ${of.name} ${token} must have a step of at least 1`)
  return every
}

function numberIn(text: string, { name, min, max, names }: Field): number {
  const place = names?.indexOf(text.toUpperCase()) ?? -1
  if (place >= 0) return place + min
  const value = /^\d{1,3}$/.test(text) ? Number(text) : Number.NaN
  if (Number.isInteger(value) && value >= min && value <= max) return value
  throw new CronProblem(`the ${name} must be from ${min} to ${max}; ${text || 'nothing'} is not`)
}
