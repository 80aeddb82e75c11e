import { type ConsoleRole, consoleRoles } from '../../../src-shared/contract/enums.ts'
import type { Permission } from '../../../src-shared/contract/permissions.ts'
import { DomainError } from '../../platform/domain-error.ts'
import type { Call } from '../audit/index.ts'

const rankOf = (role: ConsoleRole | null): number =>
  role === null ? -1 : consoleRoles.indexOf(role)

/** The program itself (a new workspace, its sample, an import) stands above all roles. */
const isProgram = (call: Call): boolean => call.actor.account_id === null

/**
 * Nobody acts on an account of a higher role than their own: who could give a superadmin a new
 * password would be one.
 * @throws FORBIDDEN
 */
export function requireRankOver(call: Call, role: ConsoleRole, permission: Permission): void {
  if (isProgram(call) || rankOf(role) <= rankOf(call.actor.console_role)) return
  throw refused(
    call,
    permission,
    `A ${call.actor.console_role ?? 'caller'} cannot act on the account of a ${role}.`,
  )
}

/**
 * Nobody makes an account, their own included, higher than they are; and an API token hands out no
 * role but the lowest, or it could make itself an account that is not narrowed.
 * @throws FORBIDDEN
 */
export function requireMayGive(call: Call, role: ConsoleRole, permission: Permission): void {
  if (isProgram(call)) return
  if (call.actor.token_id !== undefined && role !== 'viewer') {
    throw refused(call, permission, `An API token cannot give the role ${role}; sign in to do it.`)
  }
  if (rankOf(role) <= rankOf(call.actor.console_role)) return
  throw refused(
    call,
    permission,
    `You are ${call.actor.console_role ?? 'nobody'}, and cannot make an account ${role}: nobody raises themselves or others above their own role.`,
  )
}

/** A refusal by these rules: level 3, as the matrices', so that it is an entry of the trail. */
export function refused(call: Call, permission: Permission, message: string): DomainError {
  return new DomainError('FORBIDDEN', message, {
    level: 3,
    permission,
    roles: { console: call.actor.console_role, party: null },
    would_be_granted_to: [],
  })
}
