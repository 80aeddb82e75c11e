import { describe, expect, test } from 'vitest'
import {
  type CoverageFacts,
  coverageOf,
  coveragePercentage,
  overdueDays,
} from '../../../src-shared/rules/coverage.ts'
import vectors from '../../fixtures/vectors/overdue-backrest.json' with { type: 'json' }

const now = Date.parse('2026-11-26T12:00:00Z')
const hour = 3_600_000
const ago = (hours: number) => new Date(now - hours * hour).toISOString()
const facts = (given: Partial<CoverageFacts> = {}): CoverageFacts => ({
  verdict: 'applies',
  schedule: { kind: 'daily', at: '02:00' },
  time_zone: 'UTC',
  counts_from: ago(1000),
  newest: ago(1),
  blocked: false,
  ...given,
})

test.each([
  ['a day and a quarter is not overdue', {}, 30, 'compliant'],
  ['a minute more is', {}, 30.02, 'overdue'],
  ['an hourly one is overdue after 75 minutes', { schedule: { kind: 'hourly' } }, 1.26, 'overdue'],
  [
    'a monthly one of 38 days is not',
    { schedule: { kind: 'monthly', day: 1, at: '02:00' } },
    38 * 24,
    'compliant',
  ],
  [
    'Monday to Friday has the weekend',
    { schedule: { kind: 'cron', expression: '0 9 * * 1-5' } },
    90,
    'compliant',
  ],
] satisfies [string, Partial<CoverageFacts>, number, string][])('%s', (_, given, hours, status) => {
  expect(coverageOf(facts({ ...given, newest: ago(hours) }), now)).toBe(status)
})

test('what has never been due is pending, what has been and is not there is overdue', () => {
  expect(coverageOf(facts({ newest: null, counts_from: ago(5) }), now)).toBe('pending')
  expect(coverageOf(facts({ newest: null, counts_from: ago(24) }), now)).toBe('overdue')
})

test('blocked is said of what is not there, not of what is', () => {
  expect(coverageOf(facts({ newest: ago(100), blocked: true }), now)).toBe('blocked')
  expect(coverageOf(facts({ blocked: true }), now)).toBe('compliant')
})

test('an event asks for nothing by time', () => {
  const event = { schedule: { kind: 'event', event: 'all_approved' } } as const
  expect(coverageOf(facts({ ...event, newest: null }), now)).toBe('pending')
  expect(coverageOf(facts({ ...event, newest: ago(9000) }), now)).toBe('compliant')
  expect(coverageOf(facts({ ...event, newest: null, blocked: true }), now)).toBe('blocked')
})

test('without a policy nothing else counts', () => {
  expect(coverageOf(facts({ verdict: 'excluded' }), now)).toBe('excluded')
  expect(coverageOf(facts({ verdict: 'unprotected', newest: null }), now)).toBe('unprotected')
})

test('excluded and pending rooms are not in the denominator', () => {
  const none = { compliant: 0, overdue: 0, pending: 0, blocked: 0, excluded: 0, unprotected: 0 }
  expect(coveragePercentage({ ...none, compliant: 2, overdue: 1, pending: 5, excluded: 7 })).toBe(
    66.7,
  )
  expect(coveragePercentage({ ...none, compliant: 1, blocked: 1, unprotected: 2 })).toBe(25)
  expect(coveragePercentage({ ...none, pending: 3 })).toBe(100)
})

describe('overdue days, as backrest has them', () => {
  test.each(vectors.cases)('$name', ({ ok, gap_minutes, overdue_days, last_ok_before_window }) => {
    const { day0, days, now: end } = vectors.window
    const good = last_ok_before_window === undefined ? ok : [last_ok_before_window, ...ok]
    expect(
      overdueDays(
        good.map((time) => Date.parse(time)),
        { day0: Date.parse(day0), days, now: Date.parse(end), allowed: gap_minutes * 60_000 },
      ),
    ).toEqual(overdue_days)
  })
})
