import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  addHistogram,
  addValue,
  bucketsText,
  emptyHistogram,
  type Histogram,
  parseBuckets,
  quantile,
} from '../../../src-main/platform/metrics/histogram.ts'

const of = (values: readonly number[]): Histogram => {
  const histogram = emptyHistogram()
  for (const value of values) addValue(histogram, value)
  return histogram
}
const times = fc.array(fc.double({ min: 0.002, max: 1e6, noNaN: true }), { minLength: 1 })

test('every quantile is within 2 % of the true one', () => {
  fc.assert(
    fc.property(times, fc.double({ min: 0, max: 1, noNaN: true }), (values, share) => {
      const sorted = [...values].sort((one, other) => one - other)
      const truth = sorted[Math.max(1, Math.ceil(share * sorted.length)) - 1] ?? Number.NaN
      expect(Math.abs((quantile(of(values), share) ?? 0) / truth - 1)).toBeLessThan(0.0201)
    }),
  )
})

test('two histograms add up to that of all their values, also when written down and read back', () => {
  fc.assert(
    fc.property(times, times, (some, others) => {
      const sum = of(some)
      const written = of(others)
      addHistogram(sum, { ...written, buckets: parseBuckets(bucketsText(written)) })
      const all = of([...some, ...others])
      expect({ ...sum, sum: 0 }).toEqual({ ...all, sum: 0 })
      expect(sum.sum).toBeCloseTo(all.sum, 3)
    }),
  )
})

test('an empty one has no quantile, and a single value is its own', () => {
  expect(quantile(emptyHistogram(), 0.5)).toBeNull()
  expect(quantile(of([7]), 0.99)).toBe(7)
  expect(quantile(of([0]), 0.5)).toBe(0)
})
