import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { durationText, parseDuration, subtractFrom } from '../../../src-shared/rules/duration.ts'
import { fromLegacy, toLegacy } from '../../../src-shared/rules/legacy-policies.ts'
import { applyRetention } from '../../../src-shared/rules/retention.ts'
import { isMassDeletion, withSafetyNet } from '../../../src-shared/rules/safety.ts'
import vectors from '../../fixtures/vectors/safety-and-validation.json' with { type: 'json' }

const now = Date.parse('2026-11-26T12:00:00Z')
const snapshots = Array.from({ length: 6 }, (_, index) => ({
  id: `s${index}`,
  time: new Date(now - index * 86_400_000).toISOString(),
}))

describe('durations, as restic reads them', () => {
  test.each(vectors.restic_durations)('$input', (one) => {
    const parsed = parseDuration(one.input)
    if (one.error !== undefined) return expect(parsed).toHaveProperty('problem')
    expect(parsed).toEqual({
      years: 0,
      months: one.months ?? 0,
      days: one.days ?? 0,
      hours: one.hours ?? 0,
    })
    if (!('problem' in parsed)) expect(durationText(parsed)).toBe(one.text)
  })

  test.each(['', '7', 'd', ' 7d', '7D', '1.5d', '1d2d'])('“%s” is none', (text) => {
    expect(parseDuration(text)).toHaveProperty('problem')
  })

  test('months are those of the calendar; a day that one lacks runs on, as in Go', () => {
    const month = { years: 0, months: 1, days: 0, hours: 0 }
    const at = (text: string) => Date.parse(text)
    expect(subtractFrom(at('2026-03-31T12:00:00Z'), month, 'UTC')).toBe(at('2026-03-03T12:00:00Z'))
    expect(subtractFrom(at('2026-04-15T09:00:00Z'), month, 'Europe/Athens')).toBe(
      at('2026-03-15T10:00:00Z'),
    )
    expect(subtractFrom(at('2026-01-01T00:00:00Z'), { ...month, years: 999_999 }, 'UTC')).toBe(
      Number.NEGATIVE_INFINITY,
    )
  })
})

describe('what is never removed', () => {
  test('an empty rule, and one that keeps the last zero, remove nothing (restic refuses them, kopia keeps all)', () => {
    expect(vectors.restic_refusals[0]).toMatchObject({ refused: true })
    for (const rule of [{}, { last: 0 }, { last: 0, daily: 0, within: '0h' }]) {
      expect(applyRetention(snapshots, rule, 'UTC', now).removed).toEqual([])
    }
  })

  test('the newest of a cadence, whatever a rule said (restic and duplicati refuse the last one)', () => {
    const all = { kept: [], removed: snapshots.map(({ id }) => ({ id, reason: 'so' })) }
    const safe = withSafetyNet(all, snapshots, 0)
    expect(safe.kept).toEqual([
      { id: 's0', reasons: ['the newest of its cadence is never removed'] },
    ])
    expect(safe.removed).toHaveLength(5)
  })

  test('the last keep_min of the room, of whatever cadence', () => {
    const others = [{ id: 'manual', time: new Date(now - 1000).toISOString() }]
    const result = applyRetention(snapshots, { last: 1 }, 'UTC', now)
    const safe = withSafetyNet(result, [...snapshots, ...others], 3)
    expect(safe.removed.map(({ id }) => id)).toEqual(['s2', 's3', 's4', 's5'])
    expect(safe.kept.at(-1)).toEqual({
      id: 's1',
      reasons: ['the last 3 of the room are never removed'],
    })
  })

  test('the net only ever takes back', () => {
    fc.assert(
      fc.property(fc.nat(6), fc.nat(6), (last, keepMin) => {
        const result = applyRetention(snapshots, { last }, 'UTC', now)
        const safe = withSafetyNet(result, snapshots, keepMin)
        expect(safe.kept.map(({ id }) => id)).toEqual(
          expect.arrayContaining(result.kept.map(({ id }) => id)),
        )
        expect(safe.kept.length + safe.removed.length).toBe(snapshots.length)
      }),
    )
  })
})

test.each([
  [{ removing: 50, created: 0, total: 1000 }, false],
  [{ removing: 51, created: 0, total: 1000 }, true],
  [{ removing: 2, created: 0, total: 10 }, false],
  [{ removing: 3, created: 0, total: 10 }, true],
  // Each of a thousand rooms replaces its oldest by its newest.
  [{ removing: 1000, created: 1000, total: 4000 }, false],
  [{ removing: 0, created: 0, total: 0 }, false],
])('%j is a mass deletion: %s', (counts, expected) => {
  expect(isMassDeletion(counts)).toBe(expected)
})

test('the limits of a mass deletion can be set', () => {
  const counts = { removing: 30, created: 0, total: 100 }
  expect(isMassDeletion(counts, { count: 50, percent: 30 })).toBe(false)
  expect(isMassDeletion(counts, { count: 29, percent: 30 })).toBe(true)
})

describe('the predecessor’s shape', () => {
  const legacy = {
    policies: ['daily_5', 'weekly_4', 'monthly_1st', 'monthly_15th'],
    retention_map: { daily_5: 5, weekly_4: 4, monthly_1st: 12, monthly_15th: 12 },
  }
  const cadencesOf = (...given: Parameters<typeof fromLegacy>) => {
    const read = fromLegacy(...given)
    if ('problem' in read) throw new Error(read.problem)
    return read.cadences
  }

  test('is read: a count means the last so many', () => {
    expect(cadencesOf(legacy, [])).toMatchObject([
      { name: 'daily_5', schedule: { kind: 'daily' }, retention: { last: 5 } },
      { name: 'weekly_4', schedule: { kind: 'weekly' }, retention: { last: 4 } },
      { name: 'monthly_1st', schedule: { kind: 'monthly', day: 1 }, retention: { last: 12 } },
      { name: 'monthly_15th', schedule: { kind: 'monthly', day: 15 }, retention: { last: 12 } },
    ])
  })

  test('is written as it was read, and nothing of a fuller cadence is lost on the way', () => {
    expect(toLegacy(cadencesOf(legacy, []))).toEqual(legacy)
    const full = [
      {
        name: 'nightly',
        schedule: { kind: 'cron', expression: '30 2 * * *' } as const,
        time_zone: 'Europe/Athens',
        retention: { daily: 7, within: '1m' },
      },
    ]
    expect(toLegacy(full)).toEqual({
      policies: ['nightly'],
      retention_map: { nightly: full[0]?.retention },
    })
    expect(cadencesOf(toLegacy(full), full)).toEqual(full)
  })

  test.each([
    [{ policies: [], retention_map: {} }, 'policies', 'must name at least one cadence'],
    [
      { policies: ['daily_5'], retention_map: {} },
      'retention_map',
      'must say how many daily_5 snapshots stay',
    ],
    [
      { policies: ['daily_5'], retention_map: { daily_5: 5, weekly_4: 4 } },
      'retention_map',
      'has weekly_4, which policies does not name',
    ],
    [
      { policies: ['daily_5', 'daily_5'], retention_map: { daily_5: 5 } },
      'policies',
      'names daily_5 twice',
    ],
    [{ policies: ['sometimes'], retention_map: { sometimes: 5 } }, 'policies', /sometimes is none/],
  ])('%j is refused', (given, field, problem) => {
    const read = fromLegacy(given, [])
    expect(read).toMatchObject({
      field,
      problem: typeof problem === 'string' ? problem : expect.stringMatching(problem),
    })
  })
})
