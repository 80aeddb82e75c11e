import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { exclusionScopes, policyScopes, roomStatuses } from '../../../src-shared/contract/enums.ts'
import {
  type CandidateSet,
  effectivePolicy,
  excludes,
  inScope,
  type PolicyRoom,
  type StandingExclusion,
} from '../../../src-shared/rules/effective.ts'
import { isClosed } from '../../../src-shared/rules/transitions.ts'

const now = Date.parse('2026-11-26T12:00:00Z')
const room: PolicyRoom = {
  id: 'room',
  organization_id: 'org',
  terminal_id: 'terminal',
  status: 'active',
  title: 'Discharge of Meltemi Star',
  cargo_type: 'Crude oil',
  tags: ['winter', 'night'],
  eta: '2026-11-27T12:00:00Z',
  vessel_ids: ['vessel'],
}
const set = (id: string, facts: Partial<CandidateSet> = {}): CandidateSet => ({
  id,
  name: id,
  scope: 'global',
  scope_id: null,
  match: {},
  priority: 100,
  is_active: true,
  created_at: '2026-01-01T00:00:00.000Z',
  ...facts,
})
const decide = (
  sets: CandidateSet[],
  rest: Partial<Parameters<typeof effectivePolicy>[1]> = {},
  of: PolicyRoom = room,
) => effectivePolicy(of, { sets, assignment: undefined, exclusions: [], ...rest }, now)
const reasonsOf = (sets: CandidateSet[]) =>
  Object.fromEntries(decide(sets).candidates.map((one) => [one.name, one.reason]))

test('a terminal’s set comes before an organization’s, and that before a global one, whatever the priority', () => {
  const sets = [
    set('global', { priority: 1000 }),
    set('organization', { scope: 'organization', scope_id: 'org', priority: 500 }),
    set('terminal', { scope: 'terminal', scope_id: 'terminal', priority: 0 }),
    set('elsewhere', { scope: 'terminal', scope_id: 'other' }),
  ]
  expect(decide(sets)).toMatchObject({
    verdict: 'applies',
    policy_set_id: 'terminal',
    reason: '“terminal” matches: scope terminal, priority 0.',
  })
  expect(reasonsOf(sets)).toMatchObject({
    global: 'a set for the terminal comes before one that is global',
    organization: 'a set for the terminal comes before one that is for the organization',
    elsewhere: 'the room is not in its terminal',
  })
})

test('within a scope the higher priority wins, then the older set', () => {
  const sets = [
    set('low', { priority: 10 }),
    set('young', { created_at: '2026-02-01T00:00:00.000Z' }),
    set('old'),
    set('off', { priority: 1000, is_active: false }),
  ]
  expect(decide(sets).policy_set_id).toBe('old')
  expect(reasonsOf(sets)).toMatchObject({
    low: 'priority 10 is lower than 100 of “old”',
    young: '“old” is older',
    off: 'it is not active',
  })
})

test('an assignment comes before every match', () => {
  const sets = [
    set('assigned', { priority: 0, match: { statuses: ['pending'] } }),
    set('matching', { priority: 1000 }),
  ]
  const answer = decide(sets, { assignment: { policy_set_id: 'assigned', auto_snapshot: true } })
  expect(answer).toMatchObject({
    policy_set_id: 'assigned',
    reason: '“assigned” is assigned to the room.',
  })
  expect(answer.candidates[1]?.reason).toBe('“assigned” is assigned to the room')
  expect(
    decide(sets, { assignment: { policy_set_id: 'assigned', auto_snapshot: false } }),
  ).toMatchObject({
    verdict: 'auto_snapshot_off',
    policy_set_id: null,
  })
})

test('an assigned set that is not active leaves the room to those that match', () => {
  const sets = [set('assigned', { is_active: false }), set('matching')]
  expect(
    decide(sets, { assignment: { policy_set_id: 'assigned', auto_snapshot: true } }),
  ).toMatchObject({
    policy_set_id: 'matching',
    candidates: [{ reason: 'it is not active' }, { outcome: 'applies' }],
  })
})

test.each([
  [
    { statuses: ['pending', 'ready'] },
    'it is for rooms that are pending or ready; this one is active',
  ],
  [{ title_prefix: 'Loading' }, 'the title does not begin with “Loading”'],
  [{ title_contains: 'Aegean' }, 'the title does not contain “Aegean”'],
  [{ cargo_types: ['LNG'] }, 'it is for cargo LNG; this is Crude oil'],
  [{ tags: ['winter', 'ice'] }, 'the room has no tag “ice”'],
  [{ eta_hours_from: 48 }, 'the ETA is less than 48 hours from now'],
  [{ eta_hours_to: 12 }, 'the ETA is more than 12 hours from now'],
] satisfies [CandidateSet['match'], string][])(
  '%j does not match, and says so',
  (match, reason) => {
    expect(decide([set('one', { match })])).toMatchObject({
      verdict: 'unprotected',
      policy_set_id: null,
      reason: 'No active policy set matches the room.',
      candidates: [{ outcome: 'lost', reason }],
    })
  },
)

test('what matches in everything applies', () => {
  const match: CandidateSet['match'] = {
    statuses: ['active'],
    title_prefix: 'discharge',
    title_contains: 'STAR',
    cargo_types: ['crude OIL'],
    tags: ['winter'],
    eta_hours_from: 24,
    eta_hours_to: 24,
  }
  expect(decide([set('one', { match })]).policy_set_id).toBe('one')
})

test('a closed room has no policy', () => {
  expect(decide([set('one')], {}, { ...room, status: 'completed' })).toMatchObject({
    verdict: 'room_closed',
    reason: 'The room is completed.',
  })
})

test('an exclusion that has ended excludes nothing', () => {
  const ended: StandingExclusion = {
    id: 'x',
    scope: 'room',
    target_id: 'room',
    reason: 'Trial',
    expires_at: '2026-11-26T12:00:00.000Z',
  }
  expect(decide([set('one')], { exclusions: [ended] }).verdict).toBe('applies')
  const running = { ...ended, expires_at: '2026-11-26T12:00:00.001Z' }
  expect(decide([set('one')], { exclusions: [running] })).toMatchObject({
    verdict: 'excluded',
    exclusion_id: 'x',
    reason: 'Excluded through the room until 26 Nov 2026, 12:00 UTC: Trial',
  })
})

describe('for whatever sets, assignments, priorities, and exclusions', () => {
  const target = fc.constantFrom('room', 'vessel', 'terminal', 'org', 'other')
  const sets = fc.array(
    fc.record({
      id: fc.uuid(),
      name: fc.string({ maxLength: 8 }),
      scope: fc.constantFrom(...policyScopes),
      scope_id: target,
      match: fc.constantFrom<CandidateSet['match']>(
        {},
        { statuses: ['active'] },
        { tags: ['ice'] },
      ),
      priority: fc.nat(1000),
      is_active: fc.boolean(),
      created_at: fc.constantFrom('2026-01-01T00:00:00.000Z', '2026-02-01T00:00:00.000Z'),
    }),
    { maxLength: 8 },
  )
  const exclusions = fc.array(
    fc.record({
      id: fc.uuid(),
      scope: fc.constantFrom(...exclusionScopes),
      target_id: target,
      reason: fc.constant('Laid up'),
      expires_at: fc.constantFrom(null, '2026-11-25T00:00:00.000Z', '2026-12-01T00:00:00.000Z'),
    }),
    { maxLength: 5 },
  )
  const worlds = fc.record({
    sets,
    exclusions,
    assigned: fc.option(fc.nat(7), { nil: undefined }),
    auto_snapshot: fc.boolean(),
    status: fc.constantFrom(...roomStatuses),
  })

  test('an exclusion always wins, and the explanation names the deciding fact', () => {
    fc.assert(
      fc.property(worlds, ({ sets: some, exclusions: those, assigned, auto_snapshot, status }) => {
        const of = { ...room, status }
        const pick = assigned === undefined ? undefined : some[assigned]
        const assignment =
          pick === undefined ? undefined : { policy_set_id: pick.id, auto_snapshot }
        const answer = decide(some, { assignment, exclusions: those }, of)
        const standing = those.filter((one) => excludes(one, of, now))
        if (standing.length > 0) {
          expect(answer.verdict).toBe('excluded')
          expect(answer.policy_set_id).toBeNull()
          expect(standing.map(({ id }) => id)).toContain(answer.exclusion_id)
          expect(answer.reason).toContain('Laid up')
        } else {
          expect(answer.verdict).not.toBe('excluded')
          expect(answer.policy_set_id === null || !isClosed(status)).toBe(true)
        }
        expect(answer.candidates).toHaveLength(some.length)
        expect(answer.candidates.every(({ reason }) => reason.length > 3)).toBe(true)
        const applying = answer.candidates.filter(({ outcome }) => outcome === 'applies')
        expect(applying.map((one) => one.policy_set_id)).toEqual(
          answer.policy_set_id === null ? [] : [answer.policy_set_id],
        )
        const winner = some.find(({ id }) => id === answer.policy_set_id)
        expect(winner === undefined || winner.is_active).toBe(true)
        expect(winner === undefined || winner.id === pick?.id || inScope(winner, of)).toBe(true)
      }),
      { numRuns: 500 },
    )
  })
})
