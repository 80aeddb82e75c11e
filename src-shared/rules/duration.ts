import { instantOf, wallAt } from './zoned-time.ts'

/** A span of the calendar, as `within` takes it. */
export interface Duration {
  years: number
  months: number
  days: number
  hours: number
}

const signs = { y: 'years', m: 'months', d: 'days', h: 'hours' } as const

/**
 * Reads `7d`, `1y2m3d4h`, `5d7m`: numbers with y, m (months), d, h, in any order, each once.
 * @returns the span, or a sentence that says what would be right
 */
export function parseDuration(text: string): Duration | { problem: string } {
  const problem = {
    problem: 'must be a duration of years, months, days, and hours such as 7d or 1y2m3d4h',
  }
  const span: Duration = { years: 0, months: 0, days: 0, hours: 0 }
  const seen = new Set<string>()
  if (!/^(?:[0-9]{1,6}[ymdh])+$/.test(text)) return problem
  for (const [, count, sign] of text.matchAll(/([0-9]+)([ymdh])/g)) {
    if (sign !== 'y' && sign !== 'm' && sign !== 'd' && sign !== 'h') return problem
    if (seen.has(sign)) return { problem: `names the ${signs[sign]} twice` }
    seen.add(sign)
    span[signs[sign]] = Number(count)
  }
  return span
}

/** `1y2m3d4h`: what is nothing is left out. */
export function durationText({ years, months, days, hours }: Duration): string {
  const parts = [
    [years, 'y'],
    [months, 'm'],
    [days, 'd'],
    [hours, 'h'],
  ] as const
  return parts.map(([count, sign]) => (count === 0 ? '' : `${count}${sign}`)).join('')
}

/**
 * An instant less a span: years, months, and days by the zone's calendar (a day that a month lacks
 * runs into the next month, as in Go), hours as they pass.
 * @returns epoch ms; minus infinity where that is before all calendars
 */
export function subtractFrom(at: number, span: Duration, zone: string): number {
  if (!Number.isFinite(at)) return at
  const wall = wallAt(at, zone)
  const date = new Date(wall)
  const moved = new Date(wall).setUTCFullYear(
    date.getUTCFullYear() - span.years,
    date.getUTCMonth() - span.months,
    date.getUTCDate() - span.days,
  )
  if (Number.isNaN(moved)) return Number.NEGATIVE_INFINITY
  return instantOf(moved, zone) - span.hours * 3_600_000
}
