import type { ExclusionScope, PolicyScope, PolicyVerdict, RoomStatus } from '../contract/enums.ts'
import { utcText } from './times.ts'
import { isClosed } from './transitions.ts'

/** Which rooms a set is for, beside its scope; what is left out does not narrow it. */
export interface PolicyMatch {
  statuses?: readonly RoomStatus[] | undefined
  title_prefix?: string | undefined
  title_contains?: string | undefined
  cargo_types?: readonly string[] | undefined
  /** The room has all of them. */
  tags?: readonly string[] | undefined
  /** Hours from now to the room's ETA, negative when it has passed. */
  eta_hours_from?: number | undefined
  eta_hours_to?: number | undefined
}

export interface PolicyRoom {
  id: string
  organization_id: string
  terminal_id: string | null
  status: RoomStatus
  title: string
  cargo_type: string | null
  tags: readonly string[]
  eta: string
  vessel_ids: readonly string[]
}

export interface CandidateSet {
  id: string
  name: string
  scope: PolicyScope
  scope_id: string | null
  match: PolicyMatch
  priority: number
  is_active: boolean
  created_at: string
}

export interface StandingExclusion {
  id: string
  scope: ExclusionScope
  target_id: string
  reason: string
  expires_at: string | null
}

export interface EffectivePolicy {
  verdict: PolicyVerdict
  /** The deciding fact, in a sentence. */
  reason: string
  policy_set_id: string | null
  exclusion_id: string | null
  candidates: { policy_set_id: string; name: string; outcome: 'applies' | 'lost'; reason: string }[]
}

const scopeRank: Record<PolicyScope, number> = { terminal: 2, organization: 1, global: 0 }
const scopeWords: Record<ExclusionScope, string> = {
  room: 'the room',
  vessel: 'a vessel of the room',
  terminal: 'its terminal',
  organization: 'its organization',
}

/**
 * Which one policy set decides about a room, and why every other does not: an exclusion always wins;
 * then a closed room, the explicit assignment, and of the matching active sets the one of the
 * narrowest scope, of the highest priority, the oldest.
 * @param exclusions of any target; those that have ended or are about something else are passed over
 * @param now epoch ms
 */
export function effectivePolicy(
  room: PolicyRoom,
  facts: {
    sets: readonly CandidateSet[]
    assignment: { policy_set_id: string; auto_snapshot: boolean } | undefined
    exclusions: readonly StandingExclusion[]
  },
  now: number,
): EffectivePolicy {
  const { sets, assignment } = facts
  const none = (verdict: PolicyVerdict, reason: string, why: (set: CandidateSet) => string) => ({
    verdict,
    reason,
    policy_set_id: null,
    exclusion_id: null,
    candidates: sets.map((set) => lost(set, why(set))),
  })
  const exclusion = facts.exclusions.find((one) => excludes(one, room, now))
  if (exclusion !== undefined) {
    const until = exclusion.expires_at === null ? '' : ` until ${utcText(exclusion.expires_at)}`
    const reason = `Excluded through ${scopeWords[exclusion.scope]}${until}: ${exclusion.reason}`
    return {
      ...none('excluded', reason, () => 'an exclusion always wins'),
      exclusion_id: exclusion.id,
    }
  }
  if (isClosed(room.status)) {
    return none('room_closed', `The room is ${room.status}.`, () => `the room is ${room.status}`)
  }
  const assigned = sets.find(({ id, is_active }) => id === assignment?.policy_set_id && is_active)
  if (assigned !== undefined && assignment?.auto_snapshot === false) {
    return none(
      'auto_snapshot_off',
      `“${assigned.name}” is assigned with automatic snapshots switched off.`,
      ({ id }) =>
        id === assigned.id ? 'automatic snapshots are switched off' : 'another set is assigned',
    )
  }
  if (assigned !== undefined) {
    return won(sets, assigned, `“${assigned.name}” is assigned to the room.`, (set) =>
      set.is_active ? `“${assigned.name}” is assigned to the room` : 'it is not active',
    )
  }
  const whyNot = new Map(sets.map((set) => [set.id, mismatch(set, room, now)]))
  const [best] = sets.filter(({ id }) => whyNot.get(id) === undefined).sort(byPrecedence)
  if (best === undefined) {
    return none(
      'unprotected',
      'No active policy set matches the room.',
      ({ id }) => whyNot.get(id) ?? '',
    )
  }
  return won(
    sets,
    best,
    `“${best.name}” matches: scope ${best.scope}, priority ${best.priority}.`,
    (set) => whyNot.get(set.id) ?? beatenBy(best, set),
  )
}

/** Does this exclusion keep automation from the room at this moment? */
export function excludes(one: StandingExclusion, room: PolicyRoom, now: number): boolean {
  if (one.expires_at !== null && Date.parse(one.expires_at) <= now) return false
  switch (one.scope) {
    case 'room':
      return one.target_id === room.id
    case 'vessel':
      return room.vessel_ids.includes(one.target_id)
    case 'terminal':
      return one.target_id === room.terminal_id
    case 'organization':
      return one.target_id === room.organization_id
  }
}

/** Is the room within the set's scope? */
export function inScope(
  { scope, scope_id }: Pick<CandidateSet, 'scope' | 'scope_id'>,
  room: Pick<PolicyRoom, 'organization_id' | 'terminal_id'>,
): boolean {
  if (scope === 'global') return true
  return scope_id === (scope === 'terminal' ? room.terminal_id : room.organization_id)
}

const lost = ({ id, name }: CandidateSet, reason: string) => ({
  policy_set_id: id,
  name,
  outcome: 'lost' as const,
  reason,
})

function won(
  sets: readonly CandidateSet[],
  winner: CandidateSet,
  reason: string,
  why: (set: CandidateSet) => string,
): EffectivePolicy {
  return {
    verdict: 'applies',
    reason,
    policy_set_id: winner.id,
    exclusion_id: null,
    candidates: sets.map((set) =>
      set.id === winner.id
        ? { policy_set_id: set.id, name: set.name, outcome: 'applies', reason }
        : lost(set, why(set)),
    ),
  }
}

const byPrecedence = (a: CandidateSet, b: CandidateSet): number =>
  scopeRank[b.scope] - scopeRank[a.scope] ||
  b.priority - a.priority ||
  (a.created_at < b.created_at ? -1 : a.created_at > b.created_at ? 1 : a.id < b.id ? -1 : 1)

function beatenBy(best: CandidateSet, set: CandidateSet): string {
  if (set.scope !== best.scope)
    return `a set for the ${best.scope} comes before one that is ${set.scope === 'global' ? 'global' : `for the ${set.scope}`}`
  if (set.priority !== best.priority) {
    return `priority ${set.priority} is lower than ${best.priority} of “${best.name}”`
  }
  return `“${best.name}” is older`
}

/** The first thing that keeps a set from a room; undefined where it matches. */
function mismatch(set: CandidateSet, room: PolicyRoom, now: number): string | undefined {
  if (!set.is_active) return 'it is not active'
  if (!inScope(set, room)) return `the room is not in its ${set.scope}`
  const { match } = set
  const title = room.title.toLowerCase()
  if (match.statuses !== undefined && !match.statuses.includes(room.status)) {
    return `it is for rooms that are ${match.statuses.join(' or ')}; this one is ${room.status}`
  }
  if (match.title_prefix !== undefined && !title.startsWith(match.title_prefix.toLowerCase())) {
    return `the title does not begin with “${match.title_prefix}”`
  }
  if (match.title_contains !== undefined && !title.includes(match.title_contains.toLowerCase())) {
    return `the title does not contain “${match.title_contains}”`
  }
  if (match.cargo_types !== undefined && !hasCargo(match.cargo_types, room)) {
    return `it is for cargo ${match.cargo_types.join(' or ')}; this is ${room.cargo_type ?? 'not given'}`
  }
  const lacking = match.tags?.find((tag) => !room.tags.includes(tag))
  if (lacking !== undefined) return `the room has no tag “${lacking}”`
  const hours = (Date.parse(room.eta) - now) / 3_600_000
  if (match.eta_hours_from !== undefined && hours < match.eta_hours_from) {
    return `the ETA is less than ${match.eta_hours_from} hours from now`
  }
  if (match.eta_hours_to !== undefined && hours > match.eta_hours_to) {
    return `the ETA is more than ${match.eta_hours_to} hours from now`
  }
  return undefined
}

const hasCargo = (cargoTypes: readonly string[], { cargo_type }: PolicyRoom) =>
  cargoTypes.some((one) => one.toLowerCase() === cargo_type?.toLowerCase())
