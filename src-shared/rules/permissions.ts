import type { Decision, Matrix } from '../contract/access.ts'
import type { ConsoleRole, PartyRole } from '../contract/enums.ts'

/** Who asks: the roles held, and what a token narrows them to (null: no narrowing). */
export interface Holder {
  console_role: ConsoleRole | null
  party_role: PartyRole | null
  token_permissions: readonly string[] | null
}

/**
 * May these roles use this permission, and why? The gate, `access.explain`, and the buttons on the
 * screens all ask this one function.
 *
 * Allowed when the console role grants the permission everywhere, or the party role grants it in
 * that room. An unknown permission is denied to everybody.
 */
export function decide(matrix: Matrix, permission: string, holder: Holder): Decision {
  const row = matrix.permissions.find((entry) => entry.permission === permission)
  const roles = { console: holder.console_role, party: holder.party_role }
  if (row === undefined) {
    return {
      allowed: false,
      level: 3,
      permission,
      reason: `There is no permission called “${permission}”, and what is unknown is denied.`,
      roles,
      would_be_granted_to: [],
    }
  }
  const granted_to = [
    ...row.console.map((role) => `console:${role}`),
    ...(row.room_scoped ? row.party.map((role) => `party:${role}`) : []),
  ]
  const base = { level: 3, permission, roles, would_be_granted_to: granted_to }
  if (holder.token_permissions !== null && !holder.token_permissions.includes(permission)) {
    return { ...base, allowed: false, reason: `The token used does not carry “${permission}”.` }
  }
  if (holder.console_role !== null && row.console.includes(holder.console_role)) {
    return {
      ...base,
      allowed: true,
      reason: `The console role ${holder.console_role} grants “${permission}” everywhere.`,
      granted_by: { axis: 'console', role: holder.console_role },
    }
  }
  if (row.room_scoped && holder.party_role !== null && row.party.includes(holder.party_role)) {
    return {
      ...base,
      allowed: true,
      reason: `The party role ${holder.party_role} grants “${permission}” in this room.`,
      granted_by: { axis: 'party', role: holder.party_role },
    }
  }
  return { ...base, allowed: false, reason: denialSentence(permission, holder, granted_to) }
}

function denialSentence(permission: string, holder: Holder, grantedTo: readonly string[]): string {
  const held = [
    holder.console_role === null ? null : `console role ${holder.console_role}`,
    holder.party_role === null ? null : `party role ${holder.party_role}`,
  ].filter((role) => role !== null)
  const who = held.length === 0 ? 'You hold no role' : `Your ${held.join(' and ')}`
  const would = grantedTo.map((role) => role.replace(':', ' ')).join(', ')
  return grantedTo.length === 0
    ? `Nobody may use “${permission}”.`
    : `${who} ${held.length > 1 ? 'do' : 'does'} not grant “${permission}”; it takes ${would}.`
}
