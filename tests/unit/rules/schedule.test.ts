import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  cronProblem,
  latestOccurrence,
  nextOccurrences,
  nominalPeriod,
  occurrencesAfter,
  occurrencesBetween,
  periodOf,
  type Schedule,
} from '../../../src-shared/rules/schedule.ts'
import { instantOf, isoWeekOf, isTimeZone, wallAt } from '../../../src-shared/rules/zoned-time.ts'
import overdue from '../../fixtures/vectors/overdue-backrest.json' with { type: 'json' }
import vectors from '../../fixtures/vectors/schedule-cron-dst.json' with { type: 'json' }
import vorta from '../../fixtures/vectors/schedule-vorta.json' with { type: 'json' }

const cron = (expression: string): Schedule => ({ kind: 'cron', expression })
const iso = (at: number) => new Date(at).toISOString().replace('.000Z', 'Z')
const next = (schedule: Schedule, zone: string, after: string, count: number) =>
  nextOccurrences(schedule, zone, Date.parse(after), count).map(({ at }) => iso(at))

describe('cron lines of five fields, as hashicorp/cronexpr has them', () => {
  test.each(vectors.general_5_field)(
    '$expr after $from_local',
    ({ expr, from_local, ...expected }) => {
      const wanted =
        'next_local' in expected
          ? [`${expected.next_local}:00Z`]
          : (expected.next_dates ?? []).map((day) => `${day}T00:00:00Z`)
      expect(next(cron(expr), 'UTC', `${from_local}Z`, wanted.length)).toEqual(wanted)
    },
  )
})

describe('the days on which clocks change, by our one rule', () => {
  const { zone } = vectors.dst_los_angeles_2019
  // The engine skips what does not exist and repeats what happens twice; ours does neither.
  const ours: Record<string, string[]> = {
    '2 2 * * * 2019-03-09T09:00:00Z': [
      '2019-03-09T10:02:00Z',
      '2019-03-10T10:00:00Z',
      '2019-03-11T09:02:00Z',
    ],
    '1 2 * * * 2019-03-09T09:00:00Z': [
      '2019-03-09T10:01:00Z',
      '2019-03-10T10:00:00Z',
      '2019-03-11T09:01:00Z',
    ],
    '0 2 * * * 2019-03-09T09:00:00Z': [
      '2019-03-09T10:00:00Z',
      '2019-03-10T10:00:00Z',
      '2019-03-11T09:00:00Z',
    ],
    '30 1 * * * 2019-11-03T07:00:00Z': [
      '2019-11-03T08:30:00Z',
      '2019-11-04T09:30:00Z',
      '2019-11-05T09:30:00Z',
      '2019-11-06T09:30:00Z',
      '2019-11-07T09:30:00Z',
    ],
    '0 1 * * * 2019-11-03T07:00:00Z': [
      '2019-11-03T08:00:00Z',
      '2019-11-04T09:00:00Z',
      '2019-11-05T09:00:00Z',
    ],
  }
  test.each(vectors.dst_los_angeles_2019.cases)(
    'Los Angeles: $expr after $from',
    ({ expr, from, next_utc }) => {
      const wanted = ours[`${expr} ${from}`] ?? next_utc
      expect(next(cron(expr), zone, from, wanted.length)).toEqual(wanted)
    },
  )

  test.each(vectors.recommended_for_ours.los_angeles_expect)(
    'Los Angeles, as recommended for ours: $expr on $day',
    ({ expr, day, run_utc, runs }) => {
      const start = instantOf(Date.parse(`${day}T00:00:00Z`), zone)
      const end = instantOf(Date.parse(`${day}T00:00:00Z`) + 86_400_000, zone)
      const found = occurrencesBetween(cron(expr), zone, start - 1, end - 1).map(({ at }) =>
        iso(at),
      )
      if (run_utc !== undefined) expect(found).toEqual([run_utc])
      else expect(found).toHaveLength(runs ?? 0)
    },
  )

  test.each(vectors.dst_athens_2016.cases)(
    'Athens: $expr after $start_local',
    ({ expr, start_local, next_utc }) => {
      const athens = vectors.dst_athens_2016.zone
      const start = iso(instantOf(Date.parse(`${start_local}Z`), athens))
      // Three times that the clocks skip are one valid minute: it fires once.
      const wanted =
        expr === '*/20 3 * * *'
          ? ['2016-03-27T01:00:00Z', '2016-03-28T00:00:00Z', '2016-03-28T00:20:00Z']
          : next_utc
      expect(next(cron(expr), athens, start, wanted.length)).toEqual(wanted)
    },
  )

  test('New York 2012: what is skipped fires that night, what happens twice fires the first time', () => {
    const newYork = vectors.dst_new_york_2012.zone
    const ofVector = (index: number) => {
      const { expr, from_ } = vectors.dst_new_york_2012.cases[index] ?? { expr: '', from_: '' }
      // Six fields there, the first for seconds, and ? for any.
      return next(cron(expr.replace(/^0 /, '')), newYork, iso(Date.parse(from_)), 1)
    }
    expect(ofVector(0)).toEqual(['2012-03-11T07:00:00Z'])
    expect(ofVector(1)).toEqual(['2012-11-04T07:30:00Z'])
    expect(ofVector(2)).toEqual(['2013-11-04T06:30:00Z'])
  })

  test('Lord Howe moves by half an hour', () => {
    const zone = 'Australia/Lord_Howe'
    const daily: Schedule = { kind: 'daily', at: '02:15' }
    expect(next(daily, zone, '2026-10-02T20:00:00Z', 2)).toEqual([
      '2026-10-03T15:30:00Z',
      '2026-10-04T15:15:00Z',
    ])
    expect(next({ kind: 'daily', at: '01:45' }, zone, '2026-04-04T00:00:00Z', 2)).toEqual([
      '2026-04-04T14:45:00Z',
      '2026-04-05T15:15:00Z',
    ])
    expect(next({ kind: 'hourly' }, zone, '2026-10-03T14:10:00Z', 3)).toEqual([
      '2026-10-03T15:00:00Z',
      '2026-10-03T16:00:00Z',
      '2026-10-03T17:00:00Z',
    ])
  })

  test('a day that a zone left out fires when the next one begins', () => {
    expect(next({ kind: 'daily', at: '02:00' }, 'Pacific/Apia', '2011-12-29T12:30:00Z', 3)).toEqual(
      ['2011-12-30T10:00:00Z', '2011-12-30T12:00:00Z', '2011-12-31T12:00:00Z'],
    )
  })
})

describe('the calendar', () => {
  test.each(vectors.calendar.cases.filter((one) => 'expr' in one))(
    '$expr',
    ({ expr = '', from_, next: wanted }) => {
      const line = expr.replace(/^0 /, '')
      if (wanted === null || wanted === undefined) {
        expect(cronProblem(line)).toBe('never fires: there is no such day in any year')
      } else {
        expect(next(cron(line), 'UTC', from_ ?? '', 1)).toEqual([wanted])
      }
    },
  )

  test('day and weekday both given: either; one of them a star: both', () => {
    expect(next(cron('0 0 13 * FRI'), 'UTC', '2026-11-01T00:00:00Z', 3)).toEqual([
      '2026-11-06T00:00:00Z',
      '2026-11-13T00:00:00Z',
      '2026-11-20T00:00:00Z',
    ])
    expect(next(cron('0 0 */2 * FRI'), 'UTC', '2026-11-01T00:00:00Z', 2)).toEqual([
      '2026-11-13T00:00:00Z',
      '2026-11-27T00:00:00Z',
    ])
  })

  test('monthly on 31 is the last day of each month', () => {
    expect(
      next({ kind: 'monthly', day: 31, at: '23:30' }, 'UTC', '2028-01-31T23:30:00Z', 3),
    ).toEqual(['2028-02-29T23:30:00Z', '2028-03-31T23:30:00Z', '2028-04-30T23:30:00Z'])
  })

  test('weekly is weekly, on each of its days', () => {
    const weekly: Schedule = { kind: 'weekly', days: ['mon', 'thu'], at: '06:00' }
    expect(next(weekly, 'Europe/Athens', '2026-11-20T00:00:00Z', 3)).toEqual([
      '2026-11-23T04:00:00Z',
      '2026-11-26T04:00:00Z',
      '2026-11-30T04:00:00Z',
    ])
    expect(nominalPeriod(weekly)).toBe(4 * 86_400_000)
  })

  test('an event has no times', () => {
    const event: Schedule = { kind: 'event', event: 'all_approved' }
    expect([...occurrencesAfter(event, 'UTC', 0)]).toEqual([])
    expect(latestOccurrence(event, 'UTC', 0)).toBeUndefined()
    expect(nominalPeriod(event)).toBeUndefined()
    expect(periodOf(event, 'UTC', 0)).toBeUndefined()
  })

  test('a run exactly at its time counts as done', () => {
    const [, sunday] = overdue.resolve
    expect(sunday?.cron).toBe('0 10 * * 0')
    expect(next(cron('0 10 * * 0'), 'UTC', '2023-10-01T10:00:00Z', 1)).toEqual([
      '2023-10-08T10:00:00Z',
    ])
  })
})

describe('bad lines say what would be right', () => {
  test.each([
    [
      '0 0 2 * * *',
      'must have five fields (minute, hour, day of the month, month, weekday) such as 30 2 * * *; this has 6',
    ],
    [
      '',
      'must have five fields (minute, hour, day of the month, month, weekday) such as 30 2 * * *; this has 0',
    ],
    [
      '@daily',
      'must have five fields (minute, hour, day of the month, month, weekday) such as 30 2 * * *; this has 1',
    ],
    ['61 * * * *', 'the minute must be from 0 to 59; 61 is not'],
    ['* 24 * * *', 'the hour must be from 0 to 23; 24 is not'],
    ['0 0 0 * *', 'the day of the month must be from 1 to 31; 0 is not'],
    ['0 0 32W * *', 'the day of the month must be from 1 to 31; 32 is not'],
    ['0 0 * 13 *', 'the month must be from 1 to 12; 13 is not'],
    ['0 0 * * 8', 'the weekday must be from 0 to 7; 8 is not'],
    ['0 0 * * MOON', 'the weekday must be from 0 to 7; MOON is not'],
    ['0 0 * * 1#6', 'the weekday 1#6 must be its 1st to 5th in the month'],
    ['30-10 * * * *', 'the minute 30-10 must run from the smaller to the larger'],
    ['*/0 * * * *', 'the minute */0 must have a step of at least 1'],
    ['*/2/3 * * * *', 'the minute */2/3 has two steps'],
    ['1,,2 * * * *', 'the minute must be from 0 to 59; nothing is not'],
    ['-1 * * * *', 'the minute must be from 0 to 59; nothing is not'],
    ['0 0 30 2 *', 'never fires: there is no such day in any year'],
    [
      'not a cron',
      'must have five fields (minute, hour, day of the month, month, weekday) such as 30 2 * * *; this has 3',
    ],
  ])('%s', (line, problem) => {
    expect(cronProblem(line)).toBe(problem)
  })

  test.each([
    '0 0 29 2 *',
    '0 0 * 2 6#5',
    '5 4 * JAN-MAR FRI-SUN',
    '0 0 L * *',
    '0 12 * * 5L',
    '5/15 * * * *',
  ])('%s is right', (line) => {
    expect(cronProblem(line)).toBeUndefined()
  })

  // Backrest refuses 7 for Sunday; the cronexpr cases above want it, and so does crontab(5).
  test.each(overdue.cron_validation)('$cron', ({ cron: line }) => {
    expect(cronProblem(line)).toBeUndefined()
    expect(next(cron(line), 'UTC', '2026-11-26T00:00:00Z', 1)).toEqual(['2026-11-29T10:00:00Z'])
  })
})

describe('the nominal period is the longest gap', () => {
  test.each(overdue.nominal_period.filter((one) => one.cron !== undefined))(
    '$cron',
    ({ cron: line, hours, error }) => {
      if (error === true) expect(cronProblem(line)).toBeDefined()
      else expect(nominalPeriod(cron(line))).toBe((hours ?? 0) * 3_600_000)
    },
  )

  test.each([
    [{ kind: 'hourly' }, 1],
    [{ kind: 'daily', at: '02:00' }, 24],
    [{ kind: 'weekly', days: ['sun'], at: '02:00' }, 168],
    [{ kind: 'monthly', day: 31, at: '02:00' }, 31 * 24],
    [{ kind: 'cron', expression: '0 0 29 2 *' }, 1461 * 24],
    [{ kind: 'cron', expression: '0 8,20 * * *' }, 12],
    [{ kind: 'cron', expression: '0 */6 * * *' }, 6],
  ] satisfies [Schedule, number][])('%j: %d h', (schedule, hours) => {
    expect(nominalPeriod(schedule)).toBe(hours * 3_600_000)
  })
})

describe('the period that a snapshot fills', () => {
  const athens = 'Europe/Athens'
  const key = (schedule: Schedule, at: string, zone = athens) =>
    periodOf(schedule, zone, Date.parse(at))

  test.each(vorta.fixed_no_catchup.cases)(
    'a run $last_run_hours_ago hours ago, due at $scheduled: next at $expect_next (vorta)',
    ({ scheduled, last_run_hours_ago, expect_next }) => {
      const now = Date.parse(`${vorta.fixed_no_catchup.now}Z`)
      const daily: Schedule = { kind: 'daily', at: scheduled }
      const done = periodOf(daily, 'UTC', now - last_run_hours_ago * 3_600_000)
      const [first] = nextOccurrences(daily, 'UTC', now, 2).filter(
        ({ period_key }) => period_key !== done,
      )
      expect(iso(first?.at ?? 0)).toBe(`${expect_next}Z`)
    },
  )

  test('is named by the day, in the cadence’s zone', () => {
    expect(key({ kind: 'daily', at: '02:00' }, '2026-11-20T22:30:00Z')).toBe('daily:2026-11-21')
    expect(key({ kind: 'weekly', days: ['mon'], at: '02:00' }, '2026-11-22T12:00:00Z')).toBe(
      'weekly:2026-11-16',
    )
    expect(key({ kind: 'monthly', day: 15, at: '02:00' }, '2026-11-03T12:00:00Z')).toBe(
      'monthly:2026-10',
    )
    expect(key({ kind: 'hourly' }, '2026-11-20T22:30:00Z')).toBe('hourly:2026-11-20T22Z')
    expect(key(cron('30 2 * * *'), '2026-11-20T22:30:00Z')).toBe('cron:2026-11-20T02:30')
    expect(key(cron('0 * * * *'), '2026-11-20T22:30:00Z')).toBe('cron:2026-11-20T22:00Z')
  })

  test('the hour that clocks show twice is two periods for what counts hours', () => {
    const night = ['2026-10-25T00:10:00Z', '2026-10-25T01:10:00Z']
    expect(new Set(night.map((at) => key(cron('0 * * * *'), at))).size).toBe(2)
    expect(new Set(night.map((at) => key({ kind: 'hourly' }, at))).size).toBe(2)
  })
})

describe('for whatever schedule, zone, and moment', () => {
  const zones = fc.constantFrom(
    'UTC',
    'Europe/Athens',
    'America/Los_Angeles',
    'Australia/Lord_Howe',
    'Asia/Kolkata',
  )
  const at = fc
    .tuple(fc.nat(23), fc.nat(59))
    .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`)
  const schedules: fc.Arbitrary<Schedule> = fc.oneof(
    fc.constant<Schedule>({ kind: 'hourly' }),
    at.map((time): Schedule => ({ kind: 'daily', at: time })),
    fc
      .tuple(
        at,
        fc.uniqueArray(fc.constantFrom('mon' as const, 'wed' as const, 'sun' as const), {
          minLength: 1,
        }),
      )
      .map(([time, days]): Schedule => ({ kind: 'weekly', at: time, days })),
    fc
      .tuple(at, fc.integer({ min: 1, max: 31 }))
      .map(([time, day]): Schedule => ({ kind: 'monthly', at: time, day })),
    fc
      .constantFrom('*/20 * * * *', '*/30 1-3 * * *', '15 */2 * * *', '0 2 L * *', '45 1 * * 0')
      .map((expression): Schedule => ({ kind: 'cron', expression })),
  )
  const moments = fc.integer({ min: Date.parse('2025-01-01'), max: Date.parse('2027-12-31') })

  test('times ascend, each has a period of its own, and none is left out going back', () => {
    fc.assert(
      fc.property(schedules, zones, moments, (schedule, zone, from) => {
        const some = nextOccurrences(schedule, zone, from, 12)
        for (const [index, one] of some.entries()) {
          expect(one.at).toBeGreaterThan(some[index - 1]?.at ?? from)
          expect(latestOccurrence(schedule, zone, one.at)).toEqual(one)
          const until = (some[index + 1]?.at ?? one.at + 1) - 1
          expect(latestOccurrence(schedule, zone, until)).toEqual(one)
        }
        expect(new Set(some.map(({ period_key }) => period_key)).size).toBe(some.length)
      }),
      { numRuns: 200 },
    )
  })
})

describe('zones', () => {
  test('are IANA names', () => {
    expect(['UTC', 'Europe/Athens', 'America/Argentina/Buenos_Aires'].every(isTimeZone)).toBe(true)
    expect(['', 'Athens', '+02:00', 'Europe/Nowhere', 'Europe/Athens; drop'].some(isTimeZone)).toBe(
      false,
    )
  })

  test('wall clocks go there and back', () => {
    const zones = fc.constantFrom(
      'Europe/Athens',
      'America/Los_Angeles',
      'Australia/Lord_Howe',
      'Asia/Kathmandu',
    )
    fc.assert(
      fc.property(
        zones,
        fc.integer({ min: Date.parse('1990-01-01'), max: Date.parse('2035-01-01') }),
        (zone, at) => {
          const wall = wallAt(at, zone)
          const back = instantOf(wall, zone)
          expect(wallAt(back, zone)).toBe(wall)
          expect(back).toBeLessThanOrEqual(at)
        },
      ),
    )
  })

  test('ISO weeks belong to the year of their Thursday', () => {
    expect(isoWeekOf(Date.parse('2027-01-03T12:00:00Z'))).toEqual({ year: 2026, week: 53 })
    expect(isoWeekOf(Date.parse('2024-12-30T12:00:00Z'))).toEqual({ year: 2025, week: 1 })
  })
})
