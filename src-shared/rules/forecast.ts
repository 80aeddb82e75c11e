const dayMillis = 24 * 3_600_000
/** Further off nobody plans, and no growth lasts. */
const furthestDays = 3650

/** How much there was at a time. */
export interface Measured {
  /** Milliseconds since 1970. */
  at: number
  value: number
}

/**
 * How much is added in a day: the median of the slopes between any two points (Theil, Sen), which
 * one large import or one clean-up does not move.
 * @param points in any order
 * @returns undefined where they span less than a day
 */
export function growthPerDay(points: readonly Measured[]): number | undefined {
  const slopes = points.flatMap((one, index) =>
    points.slice(index + 1).flatMap((other) => {
      const days = (other.at - one.at) / dayMillis
      return days === 0 ? [] : [(other.value - one.value) / days]
    }),
  )
  const times = points.map(({ at }) => at)
  if (slopes.length === 0 || Math.max(...times) - Math.min(...times) < dayMillis) return undefined
  slopes.sort((one, other) => one - other)
  const middle = Math.floor(slopes.length / 2)
  const upper = slopes[middle] ?? 0
  return slopes.length % 2 === 1 ? upper : ((slopes[middle - 1] ?? 0) + upper) / 2
}

/**
 * When what is left is used up at this pace.
 * @param left how much may still be added; nothing or less is used up now
 * @returns milliseconds since 1970; undefined where it is not in sight (ten years)
 */
export function usedUpAt(now: number, left: number, perDay: number): number | undefined {
  if (left <= 0) return now
  if (perDay <= 0 || left / perDay > furthestDays) return undefined
  return now + (left / perDay) * dayMillis
}
