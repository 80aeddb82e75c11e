import { describe, expect, test } from 'vitest'
import { growthPerDay, usedUpAt } from '../../../src-shared/rules/forecast.ts'

const day = 24 * 3_600_000
const points = (...values: number[]) => values.map((value, index) => ({ at: index * day, value }))

describe('growth', () => {
  test('is what is added in a day, whatever the order and the gaps', () => {
    expect(growthPerDay(points(10, 20, 30, 40))).toBe(10)
    const [first, , third, fourth] = points(10, 20, 30, 40)
    if (first === undefined || third === undefined || fourth === undefined) throw new Error('none')
    expect(growthPerDay([fourth, first, third])).toBe(10)
  })

  test('is not moved by one import, nor by one clean-up', () => {
    expect(growthPerDay(points(10, 20, 30, 9040, 50, 60, 70))).toBe(10)
    expect(growthPerDay(points(100, 110, 120, 0, 140, 150, 160))).toBe(10)
  })

  test('is not said from less than a day', () => {
    expect(growthPerDay([])).toBeUndefined()
    expect(growthPerDay(points(10))).toBeUndefined()
    expect(
      growthPerDay([
        { at: 0, value: 1 },
        { at: day - 1, value: 2 },
      ]),
    ).toBeUndefined()
  })
})

test('what is left is used up at that pace, now, or not in sight', () => {
  expect(usedUpAt(5, 100, 10)).toBe(5 + 10 * day)
  expect(usedUpAt(5, 0, 10)).toBe(5)
  expect(usedUpAt(5, -1, 0)).toBe(5)
  expect(usedUpAt(5, 100, 0)).toBeUndefined()
  expect(usedUpAt(5, 100, -10)).toBeUndefined()
  expect(usedUpAt(5, 3651, 1)).toBeUndefined()
})
