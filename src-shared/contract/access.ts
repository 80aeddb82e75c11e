import { z } from 'zod'
import { consoleRoles, partyRoles } from './enums.ts'
import { permissions } from './permissions.ts'
import {
  email,
  id,
  notRoomScoped,
  pageQuery,
  plainText,
  procedure,
  reads,
  shortText,
} from './procedure.ts'

export const matrixSchema = z.object({
  version: z.number().int(),
  permissions: z.array(
    z.object({
      permission: z.enum(permissions),
      console: z.array(z.enum(consoleRoles)),
      party: z.array(z.enum(partyRoles)),
      room_scoped: z.boolean(),
      note: z.string(),
    }),
  ),
})
export type Matrix = z.infer<typeof matrixSchema>

export const decisionSchema = z.object({
  allowed: z.boolean(),
  /** The level that decided: 1 authentication, 2 room access, 3 permission, 4 data scope. */
  level: z.number().int(),
  permission: z.string(),
  reason: z.string(),
  granted_by: z.object({ axis: z.enum(['console', 'party']), role: z.string() }).optional(),
  roles: z.object({ console: z.string().nullable(), party: z.string().nullable() }),
  would_be_granted_to: z.array(z.string()),
})
export type Decision = z.infer<typeof decisionSchema>

/** One cell of a matrix that differs between two versions. */
export const matrixCellSchema = z.object({
  permission: z.enum(permissions),
  axis: z.enum(['console', 'party']),
  role: z.enum([...consoleRoles, ...partyRoles]),
  before: z.boolean(),
  after: z.boolean(),
})
export type MatrixCell = z.infer<typeof matrixCellSchema>

const matrixVersionSchema = z.object({
  version: z.number().int(),
  comment: z.string().nullable(),
  created_by: z.string(),
  created_at: z.string(),
  /** What this version changed in the one before it; empty for the first. */
  cells: z.array(matrixCellSchema),
})
export type MatrixVersion = z.infer<typeof matrixVersionSchema>

const version = z.number().int().min(1, 'must be the number of a version, 1 or more')
const comment = shortText(500)

/** A row as it is to be. What GET answers beside the roles may be sent back, but not changed. */
const editedRow = z.strictObject({
  permission: z.enum(permissions, { error: 'must be a permission that exists' }),
  console: z.array(z.enum(consoleRoles, { error: 'must be a console role that exists' })).max(20),
  party: z.array(z.enum(partyRoles, { error: 'must be a party role that exists' })).max(20),
  room_scoped: z.boolean().optional(),
  note: z.string().max(400).optional(),
})

export const access = {
  matrix: procedure({ permission: 'access.view_matrix', room: notRoomScoped, audit: reads })
    .route({
      method: 'GET',
      path: '/api/v1/access/matrix',
      summary: 'The permission matrix in force',
    })
    .input(z.strictObject({}).optional())
    .output(matrixSchema),
  updateMatrix: procedure({
    permission: 'access.edit_matrix',
    room: notRoomScoped,
    audit: 'access_matrix.updated',
    sessionOnly: true,
  })
    .route({
      method: 'PUT',
      path: '/api/v1/access/matrix',
      summary: 'A new version of the matrix; permissions that are not named stay as they are',
    })
    .input(
      z.strictObject({
        /** The version that was edited: it must still be the one in force. */
        version,
        permissions: z
          .array(editedRow)
          .min(1, 'must name at least one permission')
          .max(permissions.length)
          .refine((rows) => new Set(rows.map((row) => row.permission)).size === rows.length, {
            error: 'must name each permission once',
          }),
        comment,
      }),
    )
    .output(matrixSchema),
  versions: procedure({ permission: 'access.view_matrix', room: notRoomScoped, audit: reads })
    .route({
      method: 'GET',
      path: '/api/v1/access/matrix/versions',
      summary: 'All versions of the matrix, newest first, with what each changed',
    })
    .input(z.strictObject(pageQuery))
    .output(z.object({ versions: z.array(matrixVersionSchema), total: z.number().int() })),
  restoreMatrix: procedure({
    permission: 'access.edit_matrix',
    room: notRoomScoped,
    audit: 'access_matrix.restored',
    sessionOnly: true,
  })
    .route({
      method: 'POST',
      path: '/api/v1/access/matrix/restore',
      summary: 'Make an old version the newest one',
    })
    .input(z.strictObject({ restore_version: version, version, comment }))
    .output(matrixSchema),
  explain: procedure({ permission: 'access.explain', room: notRoomScoped, audit: reads })
    .route({
      method: 'GET',
      path: '/api/v1/access/explain',
      summary: 'May this account do this, and why',
    })
    .input(
      z.strictObject({
        account_id: id.optional(),
        email: email.optional(),
        permission: plainText(80),
        room_id: id.optional(),
      }),
    )
    .output(decisionSchema),
  decisions: procedure({ permission: 'access.explain', room: notRoomScoped, audit: reads })
    .route({
      method: 'GET',
      path: '/api/v1/access/decisions',
      summary: 'Every permission as an account or a pair of roles has it (“view as”)',
    })
    .input(
      z
        .strictObject({
          account_id: id.optional(),
          email: email.optional(),
          console_role: z.enum(consoleRoles).optional(),
          party_role: z.enum(partyRoles).optional(),
          room_id: id.optional(),
        })
        .refine(
          ({ console_role, party_role, ...account }) =>
            (console_role === undefined && party_role === undefined) ||
            Object.values(account).every((value) => value === undefined),
          { error: 'must name either an account (and a room) or roles, not both' },
        ),
    )
    .output(z.object({ decisions: z.array(decisionSchema) })),
  whoCan: procedure({ permission: 'accounts.list', room: notRoomScoped, audit: reads })
    .route({
      method: 'GET',
      path: '/api/v1/access/who-can',
      summary: 'All accounts that may do this, everywhere or in one room, and why',
    })
    .input(z.strictObject({ permission: plainText(80), room_id: id.optional(), ...pageQuery }))
    .output(
      z.object({
        accounts: z.array(
          z.object({
            id: z.string(),
            email: z.string(),
            name: z.string(),
            decision: decisionSchema,
          }),
        ),
        total: z.number().int(),
      }),
    ),
}
