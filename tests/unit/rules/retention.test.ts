import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  applyRetention,
  type RetentionInput,
  type RetentionRule,
  retentionSentence,
} from '../../../src-shared/rules/retention.ts'
import vectors from '../../fixtures/vectors/retention-restic.json' with { type: 'json' }

const now = Date.parse('2026-11-26T12:00:00Z')
const at = (time: string, facts: Partial<RetentionInput> = {}): RetentionInput => ({
  id: time,
  time,
  ...facts,
})
const keptOf = (snapshots: RetentionInput[], rule: RetentionRule, zone = 'UTC') =>
  applyRetention(snapshots, rule, zone, now).kept.map(({ id }) => id)

describe('as restic has it', () => {
  const cases = vectors.cases.filter(
    ({ policy }) => !('tags' in policy) && Object.keys(policy).length > 0,
  )

  test('there are 36 cases with a rule and without tags', () => {
    expect(cases).toHaveLength(36)
  })

  test.each(cases)('case $case: $policy', ({ policy, kept_ids, removed_count, reasons }) => {
    const snapshots = vectors.snapshots.map(({ id, time }) => ({ id, time }))
    const result = applyRetention(snapshots, policy, 'UTC', now)
    expect(result.kept.map(({ id }) => id)).toEqual(kept_ids)
    expect(Object.fromEntries(result.kept.map((one) => [one.id, one.reasons]))).toEqual(reasons)
    expect(result.removed).toHaveLength(removed_count)
  })

  test('an empty rule keeps everything here, where restic keeps nothing', () => {
    const result = applyRetention(vectors.snapshots, {}, 'UTC', now)
    expect(result.removed).toEqual([])
    expect(result.kept).toHaveLength(103)
    expect(result.kept[0]?.reasons).toEqual(['the rule is empty: everything is kept'])
  })
})

describe('the zone decides', () => {
  test('what a day is: 22:30 UTC is tomorrow in Athens', () => {
    const two = [at('2026-11-20T21:30:00Z'), at('2026-11-20T22:30:00Z')]
    expect(keptOf(two, { daily: 1, last: 1 })).toEqual(['2026-11-20T22:30:00Z'])
    expect(keptOf(two, { daily: -1 }, 'UTC')).toEqual([
      '2026-11-20T22:30:00Z',
      '2026-11-20T21:30:00Z',
    ])
    const three = [at('2026-11-20T20:00:00Z'), ...two]
    expect(keptOf(three, { daily: 2 }, 'Europe/Athens')).toEqual([
      '2026-11-20T22:30:00Z',
      '2026-11-20T21:30:00Z',
    ])
    expect(applyRetention(three, { daily: 2 }, 'Europe/Athens', now).removed).toEqual([
      { id: '2026-11-20T20:00:00Z', reason: 'the last 2 days with a snapshot are newer' },
    ])
  })

  test('the hour that clocks show twice is one hour', () => {
    const night = ['2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z', '2026-10-25T02:30:00Z']
    expect(
      keptOf(
        night.map((time) => at(time)),
        { hourly: 2 },
        'Europe/Athens',
      ),
    ).toEqual(['2026-10-25T02:30:00Z', '2026-10-25T01:30:00Z'])
    expect(
      applyRetention(
        [at('2026-10-24T00:00:00Z'), ...night.map((time) => at(time))],
        { hourly: -1 },
        'Europe/Athens',
        now,
      ).removed,
    ).toEqual([{ id: '2026-10-25T00:30:00Z', reason: 'the hour 2026-10-25 03:00 has a newer one' }])
  })

  test('weeks are ISO weeks: Monday to Sunday, over the end of a year', () => {
    const days = ['2025-12-28T12:00:00Z', '2025-12-29T12:00:00Z', '2026-01-04T12:00:00Z']
    const result = applyRetention(
      [...days, '2026-01-05T12:00:00Z'].map((time) => at(time)),
      { weekly: -1 },
      'UTC',
      now,
    )
    expect(result.removed).toEqual([
      { id: '2025-12-29T12:00:00Z', reason: 'the week 2026-W01 has a newer one' },
    ])
  })
})

test('a snapshot exactly as old as `within` says is not within', () => {
  const pair = [at('2026-11-20T00:00:00Z'), at('2026-11-19T00:00:00Z')]
  expect(keptOf(pair, { within: '1d' })).toEqual(['2026-11-20T00:00:00Z'])
  expect(keptOf(pair, { within: '1d1h' })).toHaveLength(2)
})

test('`within` counts from the newest snapshot that is not in the future', () => {
  const wrongClock = at('2031-01-01T00:00:00Z')
  expect(
    keptOf([wrongClock, at('2026-11-20T00:00:00Z'), at('2026-11-19T12:00:00Z')], { within: '1d' }),
  ).toHaveLength(3)
  expect(keptOf([wrongClock], { within: '1d' })).toHaveLength(1)
})

test('held and manual snapshots take no slot and say why they stay', () => {
  const result = applyRetention(
    [
      at('2026-11-20T00:00:00Z', { hold: true }),
      at('2026-11-19T00:00:00Z', { manual: true }),
      at('2026-11-18T00:00:00Z'),
      at('2026-11-17T00:00:00Z'),
    ],
    { last: 1 },
    'UTC',
    now,
  )
  expect(result.kept).toEqual([
    { id: '2026-11-20T00:00:00Z', reasons: ['held'] },
    { id: '2026-11-19T00:00:00Z', reasons: ['taken by hand'] },
    { id: '2026-11-18T00:00:00Z', reasons: ['last snapshot'] },
  ])
  expect(result.removed).toEqual([{ id: '2026-11-17T00:00:00Z', reason: 'not one of the last 1' }])
})

test('a removed snapshot has the reason of every part of the rule', () => {
  const result = applyRetention(
    [
      '2026-11-20T10:00:00Z',
      '2026-11-20T09:00:00Z',
      '2026-10-01T00:00:00Z',
      '2026-09-01T00:00:00Z',
    ].map((time) => at(time)),
    { last: 1, daily: 3, within_monthly: '3m', within: '1h' },
    'UTC',
    now,
  )
  expect(result.removed).toEqual([
    {
      id: '2026-11-20T09:00:00Z',
      reason:
        'older than the 1h before the newest one; not one of the last 1; the day 2026-11-20 has a newer one; the month 2026-11 has a newer one',
    },
  ])
})

test('a rule is one sentence', () => {
  expect(retentionSentence({ daily: 7 })).toBe(
    'Keeps the newest snapshot of each of the last 7 days that have one.',
  )
  expect(retentionSentence({ last: 5, monthly: -1, yearly: 1, within: '14d' })).toBe(
    'Keeps the last 5 snapshots, and the newest snapshot of every month, and the newest snapshot of the last year that has one, and everything of the 14d before the newest one.',
  )
  expect(retentionSentence({ last: 1, within_daily: '1m' })).toBe(
    'Keeps the last snapshot, and the newest snapshot of every day of the 1m before the newest one.',
  )
  expect(retentionSentence({ last: 0, within: '0h' })).toBe('Keeps everything.')
})

describe('for whatever snapshots and rules', () => {
  const zones = fc.constantFrom(
    'UTC',
    'Europe/Athens',
    'America/Los_Angeles',
    'Australia/Lord_Howe',
  )
  const count = fc.oneof(fc.constant(-1), fc.integer({ min: 0, max: 6 }))
  const span = fc
    .record({ y: fc.nat(1), m: fc.nat(14), d: fc.nat(40), h: fc.nat(30) })
    .map(({ y, m, d, h }) => `${y}y${m}m${d}d${h}h`)
  const rules: fc.Arbitrary<RetentionRule> = fc.record(
    {
      ...{ last: count, hourly: count, daily: count, weekly: count, monthly: count, yearly: count },
      ...{ within: span, within_hourly: span, within_daily: span },
      ...{ within_weekly: span, within_monthly: span, within_yearly: span },
    },
    { requiredKeys: [] },
  )
  const minute = 60_000
  const worlds = fc
    .array(
      fc.record({
        // Close together around the days on which clocks change, and far apart.
        minutes: fc.oneof(fc.nat(3000), fc.nat(60_000), fc.nat(1_200_000)),
        hold: fc.boolean().map((held) => held),
        manual: fc.integer({ min: 0, max: 9 }).map((one) => one === 0),
      }),
      { maxLength: 40 },
    )
    .map((rows) =>
      rows.map(({ minutes, hold, manual }, index) => ({
        id: `s${index}`,
        time: new Date(Date.parse('2026-10-26T00:00:00Z') - minutes * minute - index).toISOString(),
        hold: hold && index % 5 === 0,
        manual,
      })),
    )

  test('a second pass over the survivors removes nothing', () => {
    fc.assert(
      fc.property(worlds, rules, zones, (snapshots, rule, zone) => {
        const first = keptOf(snapshots, rule, zone)
        const survivors = snapshots.filter(({ id }) => first.includes(id))
        expect(applyRetention(survivors, rule, zone, now).removed).toEqual([])
      }),
    )
  })

  test('a rule with larger counts keeps a superset', () => {
    const growth = fc.record({
      ...{ last: fc.nat(3), hourly: fc.nat(3), daily: fc.nat(3), weekly: fc.nat(3) },
      ...{ monthly: fc.nat(3), yearly: fc.nat(3) },
    })
    fc.assert(
      fc.property(worlds, rules, growth, zones, (snapshots, rule, more, zone) => {
        // An empty rule keeps everything, so that no rule keeps more.
        const some: RetentionRule = { ...rule, last: rule.last === 0 ? 1 : (rule.last ?? 1) }
        const grown = (unit: keyof typeof more) => {
          const base = some[unit] ?? 0
          return base === -1 ? -1 : base + more[unit]
        }
        const larger: RetentionRule = {
          ...some,
          ...{ last: grown('last'), hourly: grown('hourly'), daily: grown('daily') },
          ...{ weekly: grown('weekly'), monthly: grown('monthly'), yearly: grown('yearly') },
        }
        const kept = keptOf(snapshots, larger, zone)
        expect(keptOf(snapshots, some, zone).filter((id) => !kept.includes(id))).toEqual([])
        const all = { ...some, daily: -1 }
        const keptByAll = keptOf(snapshots, all, zone)
        expect(keptOf(snapshots, some, zone).filter((id) => !keptByAll.includes(id))).toEqual([])
      }),
    )
  })

  test('what is held and the newest that counts always stay', () => {
    fc.assert(
      fc.property(worlds, rules, zones, (snapshots, rule, zone) => {
        const kept = keptOf(snapshots, rule, zone)
        const held = snapshots.filter(({ hold }) => hold).map(({ id }) => id)
        expect(held.filter((id) => !kept.includes(id))).toEqual([])
        const [newest] = snapshots
          .filter(({ hold, manual }) => !hold && !manual)
          .sort((a, b) => Date.parse(b.time) - Date.parse(a.time))
        if (newest !== undefined) expect(kept).toContain(newest.id)
      }),
    )
  })

  test('the order of the input never matters', () => {
    const shuffled = worlds.chain((snapshots) =>
      fc.tuple(
        fc.constant(snapshots),
        fc.shuffledSubarray(snapshots, { minLength: snapshots.length }),
      ),
    )
    fc.assert(
      fc.property(shuffled, rules, zones, ([snapshots, other], rule, zone) => {
        expect(applyRetention(other, rule, zone, now)).toEqual(
          applyRetention(snapshots, rule, zone, now),
        )
      }),
    )
  })

  test('each is kept or removed, once, with a reason', () => {
    fc.assert(
      fc.property(worlds, rules, zones, (snapshots, rule, zone) => {
        const { kept, removed } = applyRetention(snapshots, rule, zone, now)
        expect([...kept, ...removed].map(({ id }) => id).sort()).toEqual(
          snapshots.map(({ id }) => id).sort(),
        )
        for (const { reasons } of kept) expect(reasons.length).toBeGreaterThan(0)
        for (const { reason } of removed) expect(reason.length).toBeGreaterThan(5)
      }),
    )
  })
})
