import { z } from 'zod'
import { auditOutcomes, auditSources } from './enums.ts'
import { dateTime, id, notRoomScoped, plainText, procedure, reads } from './procedure.ts'

export const auditEntrySchema = z.object({
  seq: z.number().int(),
  at: z.string(),
  actor_id: z.string().nullable(),
  actor_email: z.string(),
  actor_roles: z.object({ console: z.string().nullable(), party: z.string().nullable() }),
  source: z.enum(auditSources),
  action: z.string(),
  resource_type: z.string(),
  resource_id: z.string().nullable(),
  room_id: z.string().nullable(),
  organization_id: z.string().nullable(),
  terminal_id: z.string().nullable(),
  outcome: z.enum(auditOutcomes),
  detail: z.record(z.string(), z.unknown()),
  prev_hash: z.string(),
  hash: z.string(),
})
export type AuditEntry = z.infer<typeof auditEntrySchema>

export const brokenKinds = ['changed', 'removed', 'inserted', 'reordered'] as const

export const verifyChainSchema = z.object({
  ok: z.boolean(),
  entries: z.number().int(),
  head: z.object({ seq: z.number().int(), hash: z.string() }),
  first_broken: z
    .object({ seq: z.number().int(), kind: z.enum(brokenKinds), message: z.string() })
    .optional(),
})
export type VerifyChain = z.infer<typeof verifyChainSchema>

export const audit = {
  list: procedure({ permission: 'audit.view_all', room: notRoomScoped, audit: reads })
    .route({ method: 'GET', path: '/api/v1/audit', summary: 'The trail, newest first' })
    .input(
      z.strictObject({
        q: plainText(200).optional(),
        actor: plainText(254).optional(),
        action: plainText(80).optional(),
        resource_type: plainText(40).optional(),
        resource_id: plainText(80).optional(),
        room_id: id.optional(),
        organization_id: id.optional(),
        terminal_id: id.optional(),
        outcome: z.enum(auditOutcomes).optional(),
        source: z.enum(auditSources).optional(),
        from: dateTime.optional(),
        to: dateTime.optional(),
        limit: z.number().int().min(1).max(100).default(50),
        cursor: z.string().max(200).optional(),
      }),
    )
    .output(z.object({ entries: z.array(auditEntrySchema), next_cursor: z.string().nullable() })),
  verify: procedure({ permission: 'audit.verify', room: notRoomScoped, audit: 'audit.verified' })
    .route({ method: 'GET', path: '/api/v1/audit/verify', summary: 'Walk the chain' })
    .input(z.strictObject({ from_seq: z.number().int().min(1).optional() }))
    .output(verifyChainSchema),
}
