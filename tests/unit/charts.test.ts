import { expect, test } from 'vitest'
import { barsOf, stepsIn, ticksOf } from '../../src-renderer/features/metrics/periods.ts'
import { niceTop, pieces, spread } from '../../src-renderer/ui/chart-scale.ts'
import { durationInWords } from '../../src-renderer/ui/duration.ts'

test('a line breaks where a step was not measured, and nowhere else', () => {
  const points = [0, 60, 120, 240, 300, 600].map((at) => ({ at }))
  expect(pieces(points, 60).map((piece) => piece.map(({ at }) => at))).toEqual([
    [0, 60, 120],
    [240, 300],
    [600],
  ])
  expect(pieces([], 60)).toEqual([])
})

test('names beside a chart never lie on each other, keep their order, and stay inside', () => {
  expect(spread([10, 100], 18, 180)).toEqual([10, 100])
  expect(spread([50, 50, 50], 18, 180)).toEqual([50, 68, 86])
  expect(spread([175, 20, 176], 18, 180)).toEqual([144, 20, 162])
  expect(spread([-9, -9], 18, 180)).toEqual([0, 18])
})

test.each([
  [0, 2],
  [0.4, 2],
  [3, 4],
  [38, 40],
  [209, 300],
  [76_000_000_000, 80_000_000_000],
])('a scale for %d ends at %d', (value, top) => {
  expect(niceTop(value)).toBe(top)
})

test.each([
  [0.04, '0 ms'],
  [0.42, '0.4 ms'],
  [9.96, '10 ms'],
  [999.4, '999 ms'],
  [999.6, '1 s'],
  [1_234, '1.2 s'],
  [59_900, '1 min'],
  [125_000, '2 min 5 s'],
  [11_400_000, '3 h 10 min'],
])('%d milliseconds are %s', (ms, words) => {
  expect(durationInWords(ms)).toBe(words)
})

const report = { from: '2026-11-20T10:07:30.000Z', to: '2026-11-20T11:07:30.000Z' }

test('every count falls in exactly one bar, and a bar without any is there', () => {
  const counts = ['10:07', '10:08', '10:30', '11:07'].map((time) => ({
    at: `2026-11-20T${time}:00.000Z`,
  }))
  const bars = barsOf(counts, report, { unit: 'minute', size: 10 })
  expect(bars.map((bar) => bar.counts.length)).toEqual([2, 0, 0, 1, 0, 0, 1])
  expect(bars[0]?.start.toISOString()).toBe('2026-11-20T10:00:00.000Z')
})

test('the marks of an axis are whole steps that lie within it', () => {
  expect(ticksOf(report, '1h').map(({ at }) => new Date(at).toISOString().slice(11, 16))).toEqual([
    '10:15',
    '10:30',
    '10:45',
    '11:00',
  ])
  expect(stepsIn(report.from, report.to, { unit: 'hour', size: 1 })).toHaveLength(2)
})
