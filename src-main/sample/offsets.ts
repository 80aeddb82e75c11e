const minutesPerDay = 24 * 60
/** People load and review papers between 06:00 and 19:00 UTC. */
const workStart = 6 * 60
const workMinutes = 13 * 60
const shortMonths = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')

/** How the sample's content writes a time: `-19d 07:40` is 07:40 UTC, 19 days before the anchor. */
export const offsetPattern = /^([+-])(\d{1,3})d ([01]\d|2[0-3]):([0-5]\d)$/

/** `-19d 07:40` → minutes from the anchor's 00:00 UTC. Throws on any other shape. */
export function offsetMinutes(offset: string): number {
  const match = offsetPattern.exec(offset)
  if (match === null) throw new Error(`“${offset}” is not an offset such as “-19d 07:40”.`)
  const [, sign, days, hours, minutes] = match
  return (
    (sign === '-' ? -1 : 1) * Number(days) * minutesPerDay + Number(hours) * 60 + Number(minutes)
  )
}

/** Minutes (and milliseconds) from the anchor's 00:00 UTC → UTC ISO-8601 with milliseconds. */
export function instantAt(anchor: string, minutes: number, milliseconds = 0): string {
  return new Date(Date.parse(anchor) + minutes * 60_000 + milliseconds).toISOString()
}

/** Days from the anchor → `YYYY-MM-DD`. */
export function dateAt(anchor: string, days: number): string {
  return instantAt(anchor, days * minutesPerDay).slice(0, 10)
}

/** Replaces `{d-3}`, `{d+12}` in people's texts by the day and month they mean: `17 Nov`. */
export function withDates(text: string, anchor: string): string {
  return text.replace(/\{d([+-]\d+)\}/g, (_token, days: string) => {
    const date = dateAt(anchor, Number(days))
    return `${Number(date.slice(8, 10))} ${shortMonths[Number(date.slice(5, 7)) - 1] ?? ''}`
  })
}

/**
 * The minute at a fraction (0–1) of the working time between two minutes. Grows with the fraction,
 * so what has the larger fraction happens later.
 */
export function workingMinute(window: readonly [number, number], fraction: number): number {
  const from = workDone(window[0])
  const at = Math.round(from + (workDone(window[1]) - from) * fraction)
  const day = Math.floor(at / workMinutes)
  return day * minutesPerDay + workStart + (at - day * workMinutes)
}

function workDone(minute: number): number {
  const day = Math.floor(minute / minutesPerDay)
  const today = minute - day * minutesPerDay - workStart
  return day * workMinutes + Math.min(Math.max(today, 0), workMinutes)
}

/** A number from 0 up to, not including, 1 that depends on the text alone (FNV-1a, 32 bits). */
export function variety(text: string): number {
  let hash = 0x811c9dc5
  for (const byte of new TextEncoder().encode(text)) {
    hash = Math.imul(hash ^ byte, 0x01000193) >>> 0
  }
  // FNV leaves the high bits of short, similar texts alike: one more mixing round spreads them.
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b) >>> 0
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35) >>> 0
  return ((hash ^ (hash >>> 16)) >>> 0) / 0x1_0000_0000
}

/** One of the choices, decided by the text alone. Throws when there is none. */
export function pick<Choice>(choices: readonly Choice[], text: string): Choice {
  const choice = choices[Math.floor(variety(text) * choices.length)]
  if (choice === undefined) throw new Error(`Nothing to choose from for “${text}”.`)
  return choice
}
