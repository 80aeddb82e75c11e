import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  approvalStatuses,
  criticalities,
  documentStatuses,
} from '../../../src-shared/contract/enums.ts'
import {
  blockerReason,
  byPressure,
  daysLeft,
  documentScore,
  expiryState,
  isExpired,
  isResolved,
  overallApproval,
  progressPercentage,
  type ReadinessInput,
} from '../../../src-shared/rules/readiness.ts'

const today = '2026-11-20'
const document = (facts: Partial<ReadinessInput> = {}): ReadinessInput => ({
  status: 'approved',
  expires_on: null,
  required: true,
  criticality: 'high',
  expiry_warning_days: null,
  ...facts,
})

const day = fc
  .integer({ min: -4000, max: 4000 })
  .map((days) => new Date(Date.parse(today) + days * 86_400_000).toISOString().slice(0, 10))
const anyDocument: fc.Arbitrary<ReadinessInput> = fc.record({
  status: fc.constantFrom(...documentStatuses),
  expires_on: fc.option(day, { nil: null }),
  required: fc.boolean(),
  criticality: fc.constantFrom(...criticalities),
  expiry_warning_days: fc.option(fc.integer({ min: 0, max: 90 }), { nil: null }),
})

describe('expiry', () => {
  test.each([
    { expires_on: null, warning: null, left: null, state: 'none' },
    { expires_on: '2026-11-19', warning: null, left: -1, state: 'expired' },
    { expires_on: '2026-11-20', warning: null, left: 0, state: 'expiring_soon' },
    { expires_on: '2026-11-27', warning: null, left: 7, state: 'expiring_soon' },
    { expires_on: '2026-11-28', warning: null, left: 8, state: 'valid' },
    { expires_on: '2026-12-20', warning: 30, left: 30, state: 'expiring_soon' },
    { expires_on: '2026-12-21', warning: 30, left: 31, state: 'valid' },
    { expires_on: '2026-11-20', warning: 0, left: 0, state: 'expiring_soon' },
    { expires_on: '2026-11-21', warning: 0, left: 1, state: 'valid' },
    { expires_on: '2028-02-29', warning: null, left: 466, state: 'valid' },
  ])(
    'on 20 November, $expires_on with a warning of $warning days is $state, $left days left',
    ({ expires_on, warning, left, state }) => {
      expect(daysLeft(expires_on, today)).toBe(left)
      expect(expiryState(document({ expires_on, expiry_warning_days: warning }), today)).toBe(state)
    },
  )

  test('days are whole ones, also across the change of the clocks', () => {
    expect(daysLeft('2026-10-26', '2026-10-24')).toBe(2)
    expect(daysLeft('2026-03-30', '2026-03-28')).toBe(2)
  })

  test('a document is good through the whole day that it expires on', () => {
    expect(isExpired(today, today)).toBe(false)
    expect(isExpired('2026-11-19', today)).toBe(true)
    expect(isExpired(null, today)).toBe(false)
  })
})

describe('resolved', () => {
  test('is approved and not expired, and nothing else', () => {
    for (const status of documentStatuses) {
      for (const expires_on of [null, '2026-11-19', today, '2027-01-01']) {
        const expected = status === 'approved' && expires_on !== '2026-11-19'
        expect(isResolved({ status, expires_on }, today), `${status} ${expires_on}`).toBe(expected)
      }
    }
  })
})

describe('score', () => {
  test.each([
    { required: true, criticality: 'high', expires_on: '2026-11-19', score: 81 },
    { required: true, criticality: 'high', expires_on: '2026-11-20', score: 54 },
    { required: true, criticality: 'high', expires_on: '2026-11-23', score: 54 },
    { required: true, criticality: 'high', expires_on: '2026-11-24', score: 27 },
    { required: true, criticality: 'high', expires_on: '2026-11-27', score: 27 },
    { required: true, criticality: 'high', expires_on: '2026-11-28', score: 9 },
    { required: true, criticality: 'high', expires_on: null, score: 9 },
    { required: true, criticality: 'med', expires_on: '2026-11-19', score: 54 },
    { required: true, criticality: 'low', expires_on: null, score: 3 },
    { required: false, criticality: 'high', expires_on: '2026-11-19', score: 27 },
    { required: false, criticality: 'med', expires_on: '2026-11-22', score: 12 },
    { required: false, criticality: 'low', expires_on: null, score: 1 },
  ] as const)(
    'of required $required, $criticality, expiring $expires_on is $score',
    ({ score, ...facts }) => {
      expect(documentScore(document(facts), today)).toBe(score)
    },
  )

  test('lies between 1 and 81, whatever the document', () => {
    fc.assert(
      fc.property(anyDocument, (one) => {
        const score = documentScore(one, today)
        expect(score).toBeGreaterThanOrEqual(1)
        expect(score).toBeLessThanOrEqual(81)
      }),
    )
  })

  test('never falls as days go by', () => {
    fc.assert(
      fc.property(anyDocument, fc.integer({ min: 0, max: 400 }), (one, days) => {
        const later = new Date(Date.parse(today) + days * 86_400_000).toISOString().slice(0, 10)
        expect(documentScore(one, later)).toBeGreaterThanOrEqual(documentScore(one, today))
      }),
    )
  })
})

describe('the order of a list', () => {
  test('is by score, then by expiry with none last', () => {
    const rows = [
      { score: 9, expires_on: null },
      { score: 9, expires_on: '2027-05-01' },
      { score: 81, expires_on: '2026-11-01' },
      { score: 9, expires_on: '2027-04-01' },
      { score: 27, expires_on: null },
    ]
    expect([...rows].sort(byPressure)).toEqual([rows[2], rows[4], rows[3], rows[1], rows[0]])
  })

  test('is an order: the same from both sides, whatever is compared', () => {
    const row = fc.record({
      score: fc.integer({ min: 1, max: 81 }),
      expires_on: fc.option(day, { nil: null }),
    })
    fc.assert(
      fc.property(row, row, row, (a, b, c) => {
        expect(Math.sign(byPressure(a, b)) + Math.sign(byPressure(b, a))).toBe(0)
        if (byPressure(a, b) <= 0 && byPressure(b, c) <= 0) {
          expect(byPressure(a, c)).toBeLessThanOrEqual(0)
        }
      }),
    )
  })
})

describe('progress', () => {
  test.each([
    { resolved: 0, required: 0, percent: 100 },
    { resolved: 0, required: 7, percent: 0 },
    { resolved: 1, required: 3, percent: 33.3 },
    { resolved: 2, required: 3, percent: 66.7 },
    { resolved: 7, required: 7, percent: 100 },
    { resolved: 1, required: 8, percent: 12.5 },
  ])('of $resolved out of $required is $percent %', ({ resolved, required, percent }) => {
    expect(progressPercentage(resolved, required)).toBe(percent)
  })
})

describe('a blocker', () => {
  test.each([
    { status: 'missing', expires_on: null, reason: 'missing' },
    { status: 'under_review', expires_on: null, reason: 'under_review' },
    { status: 'rejected', expires_on: null, reason: 'rejected' },
    { status: 'approved', expires_on: '2026-11-19', reason: 'expired' },
    { status: 'approved', expires_on: today, reason: null },
    { status: 'approved', expires_on: null, reason: null },
    { status: 'rejected', expires_on: '2026-11-19', reason: 'rejected' },
  ] as const)(
    'a required document that is $status and expires $expires_on stops by: $reason',
    ({ status, expires_on, reason }) => {
      expect(blockerReason(document({ status, expires_on }), today)).toBe(reason)
    },
  )

  test('is never an optional document', () => {
    fc.assert(
      fc.property(anyDocument, (one) => {
        expect(blockerReason({ ...one, required: false }, today)).toBeNull()
      }),
    )
  })

  test('is every required document that is not resolved, and no other', () => {
    fc.assert(
      fc.property(anyDocument, (one) => {
        const blocks = blockerReason({ ...one, required: true }, today) !== null
        expect(blocks).toBe(!isResolved(one, today))
      }),
    )
  })
})

describe('overall approval', () => {
  test.each([
    { given: [], overall: 'pending' },
    { given: ['approved'], overall: 'approved' },
    { given: ['approved', 'approved'], overall: 'approved' },
    { given: ['approved', 'pending'], overall: 'pending' },
    { given: ['pending', 'rejected'], overall: 'rejected' },
    { given: ['approved', 'rejected', 'approved'], overall: 'rejected' },
  ] as const)('of $given is $overall', ({ given, overall }) => {
    expect(overallApproval(given)).toBe(overall)
  })

  test('does not depend on the order', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...approvalStatuses), { maxLength: 8 }), (given) => {
        expect(overallApproval([...given].reverse())).toBe(overallApproval(given))
      }),
    )
  })
})
