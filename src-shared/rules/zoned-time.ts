/**
 * Wall clocks of IANA zones. A wall time is a number: the milliseconds since 1970 that would give
 * these digits if they were UTC, so that `getUTC…` reads year, month, day, hour from it.
 */

const dayMs = 86_400_000
/** Before the year 1 calendars disagree; nothing of ours is that old. */
const oldest = -62_135_596_800_000
/** One entry for each zone and day that was asked about; emptied when there are too many. */
const maxDays = 100_000

interface Zone {
  format: Intl.DateTimeFormat
  /** Offset of a whole UTC day, or `changes` where it has more than one. */
  days: Map<number, number | 'changes'>
}
const zones = new Map<string, Zone>()

/** Is this the name of a zone that the machine knows, such as `Europe/Athens` or `UTC`? */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9_+/-]*$/.test(name)) return false
  try {
    zoneOf(name)
    return true
  } catch {
    return false
  }
}

/** The wall time at an instant. @param at epoch ms @throws RangeError for an unknown zone */
export function wallAt(at: number, zone: string): number {
  return at + offsetAt(at, zone)
}

/** How far the zone is ahead of UTC at an instant, in ms. */
export function offsetAt(at: number, zone: string): number {
  if (zone === 'UTC') return 0
  const { days, format } = zoneOf(zone)
  const day = Math.floor(at / dayMs)
  let known = days.get(day)
  if (known === undefined) {
    const first = readOffset(day * dayMs, format)
    known = first === readOffset((day + 1) * dayMs - 1, format) ? first : 'changes'
    if (days.size >= maxDays) days.clear()
    days.set(day, known)
  }
  return known === 'changes' ? readOffset(at, format) : known
}

/** Every instant at which the zone's clocks show this wall time: none, one, or two, oldest first. */
export function instantsOf(wall: number, zone: string): number[] {
  if (zone === 'UTC') return [wall]
  const before = offsetAt(wall - dayMs, zone)
  const after = offsetAt(wall + dayMs, zone)
  const offsets = before === after ? [before] : [Math.max(before, after), Math.min(before, after)]
  return offsets.map((offset) => wall - offset).filter((at) => wallAt(at, zone) === wall)
}

/**
 * The one instant that stands for a wall time: the first where clocks show it twice, and the first
 * after the gap where they never show it.
 */
export function instantOf(wall: number, zone: string): number {
  const [first] = instantsOf(wall, zone)
  if (first !== undefined) return first
  let low = wall - offsetAt(wall + dayMs, zone)
  let high = wall - offsetAt(wall - dayMs, zone)
  // The clocks jump over this wall time somewhere in between: the first instant that shows a later one.
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if (wallAt(middle, zone) > wall) high = middle
    else low = middle + 1
  }
  return high
}

/** ISO-8601 week of a wall time: its year and number. */
export function isoWeekOf(wall: number): { year: number; week: number } {
  const weekday = (new Date(wall).getUTCDay() + 6) % 7
  const thursday = new Date(wall + (3 - weekday) * dayMs)
  const year = thursday.getUTCFullYear()
  const yearStart = new Date(0).setUTCFullYear(year, 0, 1)
  return { year, week: Math.floor((thursday.getTime() - yearStart) / (7 * dayMs)) + 1 }
}

function zoneOf(name: string): Zone {
  const known = zones.get(name)
  if (known !== undefined) return known
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: name,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  const zone: Zone = { format, days: new Map() }
  zones.set(name, zone)
  return zone
}

function readOffset(at: number, format: Intl.DateTimeFormat): number {
  const instant = Math.max(at, oldest + 2 * dayMs)
  const part: Partial<Record<string, number>> = {}
  for (const { type, value } of format.formatToParts(instant)) part[type] = Number(value)
  const wall = new Date(0).setUTCFullYear(part.year ?? 0, (part.month ?? 1) - 1, part.day ?? 1)
  const ofDay = ((part.hour ?? 0) * 3600 + (part.minute ?? 0) * 60 + (part.second ?? 0)) * 1000
  return wall + ofDay - Math.floor(instant / 1000) * 1000
}
