import type { Matrix, MatrixCell } from '../contract/access.ts'
import { consoleRoles, partyRoles } from '../contract/enums.ts'
import type { Permission } from '../contract/permissions.ts'

/**
 * What a superadmin always keeps: with these, every other mistake in a matrix can be put right from
 * inside the application; without one of them, some could not.
 */
export const corePermissions: readonly Permission[] = [
  'access.view_matrix',
  'access.edit_matrix',
  'access.explain',
  'accounts.list',
  'accounts.create',
  'accounts.update',
  'accounts.deactivate',
  'accounts.change_role',
]

/**
 * Never granted below superadmin: who edits the matrix or gives roles could grant themselves the rest.
 */
export const superadminOnly: readonly Permission[] = ['access.edit_matrix', 'accounts.change_role']

/** Never granted to anybody: only automation writes records. */
export const nobodys: readonly Permission[] = ['records.write']

/** A row of a matrix as somebody wants it. */
export interface WantedRow {
  permission: Permission
  console: readonly string[]
  party: readonly string[]
}

/**
 * Why a cell may not be switched, or undefined where it may: for the screen, which disables it, and
 * for the service, which refuses it.
 */
export function whyFixed(
  row: Pick<Matrix['permissions'][number], 'permission' | 'room_scoped'>,
  axis: 'console' | 'party',
  role: string,
): string | undefined {
  const { permission } = row
  if (nobodys.includes(permission)) {
    return `“${permission}” stays nobody’s: only automation writes records.`
  }
  if (axis === 'party') {
    return row.room_scoped
      ? undefined
      : `“${permission}” is not about one room, so a party role cannot grant it.`
  }
  if (role === 'superadmin' && corePermissions.includes(permission)) {
    return `A superadmin keeps “${permission}”: without it nobody could put the permissions right again.`
  }
  if (role !== 'superadmin' && superadminOnly.includes(permission)) {
    return `“${permission}” stays with superadmins: whoever has it could grant themselves everything.`
  }
  return undefined
}

/** The cells in which `after` differs from `before`, in the order of the matrix. */
export function matrixDifference(
  before: Pick<Matrix, 'permissions'>,
  after: Pick<Matrix, 'permissions'>,
): MatrixCell[] {
  const rows = new Map(before.permissions.map((row) => [row.permission, row]))
  return after.permissions.flatMap((row): MatrixCell[] => {
    const old = rows.get(row.permission)
    const { permission } = row
    return [
      ...consoleRoles.map((role): MatrixCell => {
        const was = old?.console.includes(role) ?? false
        return { permission, axis: 'console', role, before: was, after: row.console.includes(role) }
      }),
      ...partyRoles.map((role): MatrixCell => {
        const was = old?.party.includes(role) ?? false
        return { permission, axis: 'party', role, before: was, after: row.party.includes(role) }
      }),
    ].filter((cell) => cell.before !== cell.after)
  })
}

/** A matrix with some rows as they are wanted, roles in the order of their axis. */
export function withRows(matrix: Matrix, wanted: readonly WantedRow[]): Matrix {
  const rows = new Map(wanted.map((row) => [row.permission, row]))
  return {
    ...matrix,
    permissions: matrix.permissions.map((row) => {
      const edited = rows.get(row.permission)
      if (edited === undefined) return row
      return {
        ...row,
        console: consoleRoles.filter((role) => edited.console.includes(role)),
        party: partyRoles.filter((role) => edited.party.includes(role)),
      }
    }),
  }
}
