import type { PartyRole } from '../../../src-shared/contract/enums.ts'
import type { Actor, Call } from '../audit/index.ts'

/**
 * What a caller may see of a room's vessels: `null` is all of them; else only those that the
 * caller's organization owns or charters. Sellers and buyers are restricted; owner, charterer,
 * broker, viewer, and everybody whose console role sees all rooms are not.
 */
export interface Viewpoint {
  organization: string
  reason: string
}

export function viewpointOf(call: Call): Viewpoint | null {
  return viewpointFor(call.actor, call.room?.party ?? null)
}

/** The same for somebody with these rights who is this party in a room. */
export function viewpointFor(
  { console_role, token_permissions }: Pick<Actor, 'console_role' | 'token_permissions'>,
  party: { role: PartyRole; organization: string | null } | null,
): Viewpoint | null {
  if (party === null || (party.role !== 'seller' && party.role !== 'buyer')) return null
  // A token that does not see all rooms is in this one as the party that its owner is.
  const seesAll = token_permissions === null || token_permissions.includes('rooms.view_all')
  if (seesAll && console_role !== null && console_role !== 'viewer') return null
  const organization = party.organization ?? ''
  return {
    organization,
    reason: `Made for a ${party.role}: only vessels of ${organization === '' ? 'their own organization' : organization} are shown.`,
  }
}

/** Is this ship one of the caller's own organization? */
export function seesVessel(
  viewpoint: Viewpoint | null,
  vessel: { owner: string | null; charterer: string | null },
): boolean {
  if (viewpoint === null) return true
  const own = viewpoint.organization.toLowerCase()
  if (own === '') return false
  return vessel.owner?.toLowerCase() === own || vessel.charterer?.toLowerCase() === own
}
