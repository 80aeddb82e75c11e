import type { Matrix, MatrixCell } from '../../../src-shared/contract/access.ts'
import { consoleRoles, partyRoles } from '../../../src-shared/contract/enums.ts'
import { withRows } from '../../../src-shared/rules/matrix.ts'

/** The matrix with one cell the other way round. */
export function switched(
  matrix: Matrix,
  permission: MatrixCell['permission'],
  axis: MatrixCell['axis'],
  role: MatrixCell['role'],
): Matrix {
  const row = matrix.permissions.find((one) => one.permission === permission)
  if (row === undefined) return matrix
  const { console, party } = row
  const turn = (held: readonly string[]) =>
    held.includes(role) ? held.filter((one) => one !== role) : [...held, role]
  return withRows(matrix, [
    axis === 'console'
      ? { permission, console: consoleRoles.filter((one) => turn(console).includes(one)), party }
      : { permission, console, party: partyRoles.filter((one) => turn(party).includes(one)) },
  ])
}
