import { z } from 'zod'
import { consoleRoles, partyRoles } from './enums.ts'
import { permissions } from './permissions.ts'
import { email, id, notRoomScoped, plainText, procedure, reads } from './procedure.ts'

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

export const access = {
  matrix: procedure({ permission: 'access.view_matrix', room: notRoomScoped, audit: reads })
    .route({
      method: 'GET',
      path: '/api/v1/access/matrix',
      summary: 'The permission matrix in force',
    })
    .input(z.strictObject({}).optional())
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
}
