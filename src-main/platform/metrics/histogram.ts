/**
 * A histogram with buckets that grow by a constant factor: whatever it holds, a quantile is within
 * 2 % of the true value, and two of them add up to the one that all their values would have made.
 * Values are positive numbers of any unit (milliseconds, mostly).
 */
export interface Histogram {
  count: number
  sum: number
  min: number
  max: number
  /** How many values fell in each bucket, by its number. */
  buckets: Map<number, number>
}

/** A bucket’s upper end is this many times its lower end: half of that is the error. */
const growth = 1.04
const logGrowth = Math.log(growth)
/** What is smaller counts as this: a microsecond, where the unit is a millisecond. */
const least = 0.001

export const emptyHistogram = (): Histogram => ({
  count: 0,
  sum: 0,
  min: Number.POSITIVE_INFINITY,
  max: 0,
  buckets: new Map(),
})

export function addValue(histogram: Histogram, value: number): void {
  histogram.count += 1
  histogram.sum += value
  histogram.min = Math.min(histogram.min, value)
  histogram.max = Math.max(histogram.max, value)
  const bucket = Math.ceil(Math.log(Math.max(value, least) / least) / logGrowth)
  histogram.buckets.set(bucket, (histogram.buckets.get(bucket) ?? 0) + 1)
}

/** Adds what `other` holds. */
export function addHistogram(histogram: Histogram, other: Histogram): void {
  histogram.count += other.count
  histogram.sum += other.sum
  histogram.min = Math.min(histogram.min, other.min)
  histogram.max = Math.max(histogram.max, other.max)
  for (const [bucket, count] of other.buckets) {
    histogram.buckets.set(bucket, (histogram.buckets.get(bucket) ?? 0) + count)
  }
}

/** @param share 0.5 is the median. @returns null for an empty histogram */
export function quantile({ count, min, max, buckets }: Histogram, share: number): number | null {
  if (count === 0) return null
  const rank = Math.max(1, Math.ceil(share * count))
  let seen = 0
  for (const [bucket, inIt] of [...buckets].sort(([one], [other]) => one - other)) {
    seen += inIt
    if (seen < rank) continue
    // The middle of the bucket, by ratio.
    const middle = (least * growth ** bucket * 2) / (1 + growth)
    return Math.min(max, Math.max(min, middle))
  }
  return max
}

/** `bucket:count` with commas between: short, and read back by `parseBuckets`. */
export const bucketsText = ({ buckets }: Histogram): string =>
  [...buckets].map(([bucket, count]) => `${bucket}:${count}`).join(',')

export function parseBuckets(text: string): Map<number, number> {
  const buckets = new Map<number, number>()
  for (const pair of text.split(',')) {
    const [bucket, count] = pair.split(':').map(Number)
    if (bucket !== undefined && count !== undefined) buckets.set(bucket, count)
  }
  return buckets
}
