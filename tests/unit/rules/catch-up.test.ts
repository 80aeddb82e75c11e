import { describe, expect, test } from 'vitest'
import { dueWork } from '../../../src-shared/rules/catch-up.ts'
import { periodOf, type Schedule } from '../../../src-shared/rules/schedule.ts'
import vorta from '../../fixtures/vectors/schedule-vorta.json' with { type: 'json' }

const hour = 3_600_000
const time = (text: string) => Date.parse(text)
const daily: Schedule = { kind: 'daily', at: '18:00' }
const nothing = () => false
const due = (
  schedule: Schedule,
  from: string,
  now: string,
  isDecided: (key: string) => boolean = nothing,
  time_zone = 'UTC',
) => {
  const { take, covered } = dueWork({ schedule, time_zone }, time(from), time(now), isDecided)
  return {
    take: take === undefined ? undefined : `${take.trigger} ${take.period_key}`,
    covered: covered.map((one) => one.period_key),
  }
}

describe('missed runs, as vorta has them', () => {
  test.each(vorta.catch_up_at_start)(
    '$now, due at $scheduled, last run $last_run_hours_ago h ago',
    (one) => {
      const schedule: Schedule = { kind: 'daily', at: one.scheduled }
      const now = time(`${one.base_date}T${one.now}:00Z`)
      const last = now - one.last_run_hours_ago * hour
      const done = periodOf(schedule, 'UTC', last)
      const { take } = dueWork({ schedule, time_zone: 'UTC' }, last, now, (key) => key === done)
      expect(take?.trigger === 'catch_up').toBe(one.expect_catchup)
    },
  )
})

test('a time that has just passed is met, not made up', () => {
  expect(due(daily, '2026-11-20T17:00:00Z', '2026-11-20T18:00:30Z')).toEqual({
    take: 'scheduled daily:2026-11-20',
    covered: [],
  })
})

test('of missed periods the newest is made up, the older ones are covered by it', () => {
  expect(due(daily, '2026-11-17T00:00:00Z', '2026-11-20T09:00:00Z')).toEqual({
    take: 'catch_up daily:2026-11-19',
    covered: ['daily:2026-11-17', 'daily:2026-11-18'],
  })
})

test('nothing is made up when the next regular one is near', () => {
  expect(due(daily, '2026-11-18T00:00:00Z', '2026-11-20T17:30:00Z')).toEqual({
    take: undefined,
    covered: ['daily:2026-11-18', 'daily:2026-11-19'],
  })
  expect(due(daily, '2026-11-18T00:00:00Z', '2026-11-20T17:29:00Z').take).toBe(
    'catch_up daily:2026-11-19',
  )
  const hourly: Schedule = { kind: 'hourly' }
  expect(due(hourly, '2026-11-20T10:30:00Z', '2026-11-20T11:54:00Z').take).toBeUndefined()
  expect(due(hourly, '2026-11-20T10:30:00Z', '2026-11-20T11:53:00Z').take).toBe(
    'catch_up hourly:2026-11-20T11Z',
  )
})

test('a clock set back makes nothing a second time', () => {
  const done = new Set(['daily:2026-11-20'])
  expect(
    due(daily, '2026-11-20T00:00:00Z', '2026-11-20T18:01:00Z', (key) => done.has(key)),
  ).toEqual({
    take: undefined,
    covered: [],
  })
})

test('what was due before the cadence counted, or during a pause, is not missed', () => {
  expect(due(daily, '2026-11-20T18:00:00Z', '2026-11-21T09:00:00Z').take).toBeUndefined()
})

test('a missed monthly day is made up', () => {
  const monthly: Schedule = { kind: 'monthly', day: 1, at: '02:00' }
  expect(due(monthly, '2026-10-15T00:00:00Z', '2026-11-04T09:00:00Z').take).toBe(
    'catch_up monthly:2026-11',
  )
})

test('the day is that of the cadence’s zone, for what is due and for what is there', () => {
  const early: Schedule = { kind: 'daily', at: '01:00' }
  expect(
    due(early, '2026-11-19T12:00:00Z', '2026-11-19T23:01:00Z', nothing, 'Europe/Athens').take,
  ).toBe('scheduled daily:2026-11-20')
  expect(periodOf(early, 'Europe/Athens', time('2026-11-19T23:01:00Z'))).toBe('daily:2026-11-20')
})

test('an event is never due by itself', () => {
  expect(
    due({ kind: 'event', event: 'all_approved' }, '2020-01-01T00:00:00Z', '2026-11-20T00:00:00Z'),
  ).toEqual({
    take: undefined,
    covered: [],
  })
})

/** One cadence over a whole year: what a scheduler that wakes at these moments would take. */
function year(schedule: Schedule, wakes: number[], zoneAt: (now: number) => string) {
  const taken: string[] = []
  const covered: string[] = []
  const decided = new Set<string>()
  let last = time('2026-01-01T00:00:00Z')
  for (const now of wakes) {
    // A day before what was decided last: a clock set back must meet it again, and leave it alone.
    const from = Math.max(time('2026-01-01T00:00:00Z'), last - 24 * hour)
    const cadence = { schedule, time_zone: zoneAt(now) }
    const work = dueWork(cadence, from, now, (key) => decided.has(key))
    for (const { period_key } of work.covered) {
      covered.push(period_key)
      decided.add(period_key)
    }
    if (work.take !== undefined) {
      taken.push(work.take.period_key)
      decided.add(work.take.period_key)
    }
    last = Math.max(last, work.take?.at ?? 0, ...work.covered.map(({ at }) => at))
  }
  return { taken, covered }
}

describe.each(['Europe/Athens', 'America/Los_Angeles', 'Australia/Lord_Howe'])(
  'a year in %s',
  (zone) => {
    const schedules: Schedule[] = [
      { kind: 'hourly' },
      { kind: 'daily', at: '02:15' },
      { kind: 'weekly', days: ['sun'], at: '01:45' },
      { kind: 'monthly', day: 31, at: '23:30' },
      { kind: 'cron', expression: '30 1,2,3 * * *' },
    ]
    /** Every half hour, less when the machine is off; now and then the clock is set back or on. */
    const wakes: number[] = []
    const end = time('2027-01-01T00:00:00Z')
    for (
      let now = time('2026-01-01T00:00:00Z'), count = 0;
      now <= end;
      now += 30 * 60_000, count++
    ) {
      if (count % 9973 === 9972) now += 11 * 24 * hour
      else if (count % 1009 === 1008) now += 7 * hour
      if (count % 2003 === 2002) wakes.push(now - 3 * hour)
      wakes.push(now)
    }

    test.each(schedules)('$kind: no period twice, each missed one accounted for', (schedule) => {
      const { taken, covered } = year(schedule, wakes, () => zone)
      expect(new Set(taken).size).toBe(taken.length)
      const all = dueWork(
        { schedule, time_zone: zone },
        time('2026-01-01T00:00:00Z'),
        wakes.at(-1) ?? end,
        nothing,
      )
      const wanted = [...all.covered, ...(all.take === undefined ? [] : [all.take])].map(
        (one) => one.period_key,
      )
      expect([...new Set([...taken, ...covered])].sort()).toEqual(wanted.sort())
      expect(taken.filter((key) => covered.includes(key))).toEqual([])
    })

    test('a zone that is changed on the way makes no day twice', () => {
      const half = time('2026-07-01T00:00:00Z')
      const { taken } = year({ kind: 'daily', at: '02:15' }, wakes, (now) =>
        now < half ? zone : 'Asia/Singapore',
      )
      expect(new Set(taken).size).toBe(taken.length)
    })
  },
)
