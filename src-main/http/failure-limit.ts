const windowMillis = 60_000
const allowed = 60

/**
 * Slows down guessing across accounts: after 60 failed sign-ins within a minute, no more are heard
 * until the minute is over. (One account is locked after five by itself.)
 */
export function createFailureLimit(): { note(): void; tooMany(): boolean } {
  let recent: number[] = []
  return {
    note: () => {
      recent.push(performance.now())
    },
    tooMany: () => {
      const since = performance.now() - windowMillis
      recent = recent.filter((at) => at > since)
      return recent.length >= allowed
    },
  }
}
