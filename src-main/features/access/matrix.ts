import {
  type Matrix,
  type MatrixCell,
  type MatrixVersion,
  matrixSchema,
} from '../../../src-shared/contract/access.ts'
import {
  matrixDifference,
  type WantedRow,
  whyFixed,
  withRows,
} from '../../../src-shared/rules/matrix.ts'
import type { Clock } from '../../platform/clock/index.ts'
import type { Executor } from '../../platform/db/index.ts'
import { badField, DomainError } from '../../platform/domain-error.ts'
import type { Audit, Call, Change } from '../audit/index.ts'
import type { Tables } from '../tables.ts'
import * as store from './store.ts'

/** The permission matrix: which one is in force, its versions, and how it is edited. */
export interface MatrixEditing {
  /** The one in force. */
  matrix(): Promise<Matrix>
  /**
   * In force at once for every call that comes after.
   * @throws CONFLICT (somebody else was faster), LAST_SUPERADMIN, BAD_REQUEST (a fixed cell, no change)
   */
  updateMatrix(
    input: {
      version: number
      permissions: readonly (WantedRow & {
        room_scoped?: boolean | undefined
        note?: string | undefined
      })[]
      comment: string
    },
    call: Call,
  ): Promise<Matrix>
  /** An old version again, as the newest one. @throws as `updateMatrix`; NOT_FOUND */
  restoreMatrix(
    input: { restore_version: number; version: number; comment: string },
    call: Call,
  ): Promise<Matrix>
  versions(page: { limit: number; offset: number }): Promise<{
    versions: MatrixVersion[]
    total: number
  }>
}

export function createMatrixEditing(options: {
  db: Executor<Tables>
  audit: Audit
  clock: Clock
}): MatrixEditing {
  const { db, audit, clock } = options
  let kept: Matrix | undefined

  const newest = async (trx: Executor<Tables>): Promise<Matrix> => {
    const row = await store.newestMatrix(trx)
    if (row === undefined) throw new Error('The workspace has no permission matrix.')
    return parse(row)
  }

  /** Writes the next version. The version that was edited must still be the newest one. */
  const save = async (
    change: Change,
    call: Call,
    edit: {
      version: number
      comment: string
      action: string
      detail?: Record<string, unknown>
      next: (before: Matrix) => Matrix
    },
  ): Promise<Matrix> => {
    const before = await newest(change.trx)
    requireSuperadmin(call)
    if (before.version !== edit.version) {
      throw new DomainError(
        'CONFLICT',
        `The permissions were changed meanwhile: version ${before.version} is in force, you edited version ${edit.version}. Look at it and edit again.`,
        { count: before.version },
      )
    }
    const after = { ...edit.next(before), version: before.version + 1 }
    const cells = matrixDifference(before, after)
    if (cells.length === 0) {
      throw badField('permissions', 'nothing would change: every cell is as it is in force')
    }
    refuseFixed(before, cells)
    await store.insertMatrix(change.trx, {
      version: after.version,
      matrix: JSON.stringify({ permissions: after.permissions }),
      comment: edit.comment,
      created_by: call.actor.email,
      created_at: clock.iso(),
    })
    await change.record({
      action: edit.action,
      resource_type: 'access_matrix',
      resource_id: String(after.version),
      detail: {
        ...edit.detail,
        comment: edit.comment,
        before: { version: before.version, cells: spelled(cells, 'before') },
        after: { version: after.version, cells: spelled(cells, 'after') },
      },
    })
    change.afterCommit(() => {
      kept = after
    })
    return after
  }

  return {
    matrix: async () => {
      kept ??= await newest(db)
      return kept
    },

    updateMatrix: ({ version, permissions, comment }, call) =>
      audit.change(call, (change) =>
        save(change, call, {
          version,
          comment,
          action: 'access_matrix.updated',
          next: (before) => {
            for (const row of permissions) {
              const old = before.permissions.find((one) => one.permission === row.permission)
              const isOther =
                (row.room_scoped !== undefined && row.room_scoped !== old?.room_scoped) ||
                (row.note !== undefined && row.note !== old?.note)
              if (isOther) {
                throw badField(
                  'permissions',
                  `of “${row.permission}” only the roles can be changed, not its scope or note`,
                )
              }
            }
            return withRows(before, permissions)
          },
        }),
      ),

    restoreMatrix: ({ restore_version, version, comment }, call) =>
      audit.change(call, async (change) => {
        const row = await store.matrixVersion(change.trx, restore_version)
        if (row === undefined) {
          throw new DomainError('NOT_FOUND', `There is no version ${restore_version}.`)
        }
        const old = parse(row)
        return save(change, call, {
          version,
          comment,
          action: 'access_matrix.restored',
          detail: { restored_version: restore_version },
          next: (before) => withRows(before, old.permissions),
        })
      }),

    versions: async ({ limit, offset }) => {
      // One more than is shown: the oldest of the page is compared with the one before it.
      const rows = await store.matrixVersions(db, limit + 1, offset)
      const parsed = rows.map((row) => ({ row, matrix: parse(row) }))
      return {
        versions: parsed.slice(0, limit).map(({ row, matrix }, index) => {
          const before = parsed[index + 1]
          return {
            version: row.version,
            comment: row.comment,
            created_by: row.created_by,
            created_at: row.created_at,
            cells: before === undefined ? [] : matrixDifference(before.matrix, matrix),
          }
        }),
        total: await store.countMatrices(db),
      }
    },
  }
}

function parse(row: { version: number; matrix: string }): Matrix {
  return matrixSchema.parse({ ...JSON.parse(row.matrix), version: row.version })
}

/**
 * Holds even where a matrix of an older program granted the permission to somebody else: who edits
 * the matrix could otherwise raise themselves with it.
 */
function requireSuperadmin(call: Call): void {
  if (call.actor.console_role === 'superadmin') return
  throw new DomainError('FORBIDDEN', 'Only a superadmin edits the permissions.', {
    level: 3,
    permission: 'access.edit_matrix',
    roles: { console: call.actor.console_role, party: null },
    would_be_granted_to: ['console:superadmin'],
  })
}

/** @throws LAST_SUPERADMIN for a core right taken from superadmins; BAD_REQUEST for other fixed cells */
function refuseFixed(before: Matrix, cells: readonly MatrixCell[]): void {
  for (const cell of cells) {
    const row = before.permissions.find((one) => one.permission === cell.permission)
    const why = row === undefined ? undefined : whyFixed(row, cell.axis, cell.role)
    if (why === undefined) continue
    if (cell.role === 'superadmin' && !cell.after) throw new DomainError('LAST_SUPERADMIN', why)
    throw badField('permissions', why)
  }
}

/** `rooms.delete: console operator` for each cell, with what it was or is. */
function spelled(cells: readonly MatrixCell[], side: 'before' | 'after'): Record<string, boolean> {
  return Object.fromEntries(
    cells.map((cell) => [`${cell.permission} · ${cell.axis} ${cell.role}`, cell[side]]),
  )
}
