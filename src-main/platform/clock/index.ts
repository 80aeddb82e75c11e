/** Where every time comes from. Nothing else in the program asks the machine for the time. */
export interface Clock {
  /** Now, as UTC ISO-8601 with milliseconds and `Z`. */
  iso(): string
  /** Now, in milliseconds since 1970. */
  millis(): number
  /** Today in UTC, `YYYY-MM-DD`. */
  today(): string
}

const clockOf = (millis: () => number): Clock => {
  const iso = () => new Date(millis()).toISOString()
  return { iso, millis, today: () => iso().slice(0, 10) }
}

export const systemClock: Clock = clockOf(() => Date.now())

/** A clock that stands still until it is set: for the sample story, tests, and benches. */
export interface SettableClock extends Clock {
  set(iso: string): void
  advance(millis: number): void
}

export function settableClock(startIso: string): SettableClock {
  let now = Date.parse(startIso)
  return {
    ...clockOf(() => now),
    set: (iso) => {
      now = Date.parse(iso)
    },
    advance: (millis) => {
      now += millis
    },
  }
}
