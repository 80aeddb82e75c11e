import { z } from 'zod'
import { permissions } from './permissions.ts'
import {
  dateTime,
  id,
  listOf,
  notRoomScoped,
  pageQuery,
  plainText,
  procedure,
  reads,
  shortText,
} from './procedure.ts'

/** What every API token begins with, so that it is told from a session and found by secret scanners. */
export const tokenPrefix = 'sts_'

/** What becomes of a token; derived from its times and a clock. */
export const tokenStates = ['active', 'expired', 'revoked'] as const

export const tokenSchema = z.object({
  id: z.string(),
  name: z.string(),
  account: z.object({ id: z.string(), email: z.string(), name: z.string() }),
  /** What it is narrowed to; null: everything that its owner may. */
  permissions: z.array(z.enum(permissions)).nullable(),
  state: z.enum(tokenStates),
  created_at: z.string(),
  expires_at: z.string().nullable(),
  last_used_at: z.string().nullable(),
  revoked_at: z.string().nullable(),
})
export type ApiToken = z.infer<typeof tokenSchema>

export const tokens = {
  list: procedure({ permission: 'tokens.manage_own', room: notRoomScoped, audit: reads })
    .route({
      method: 'GET',
      path: '/api/v1/tokens',
      summary: 'One’s own API tokens; those of all accounts with tokens.manage_all',
      outputStructure: 'detailed',
    })
    .input(
      z.strictObject({
        /** Everybody’s instead of one’s own. Needs tokens.manage_all. */
        all: z.boolean().default(false),
        q: plainText(200).optional(),
        state: z.enum(tokenStates).optional(),
        sort: z.enum(['name', 'created_at', 'last_used_at', 'expires_at']).default('created_at'),
        direction: z.enum(['asc', 'desc']).default('desc'),
        ...pageQuery,
      }),
    )
    .output(listOf(tokenSchema)),
  create: procedure({
    permission: 'tokens.manage_own',
    room: notRoomScoped,
    audit: 'api_token.created',
    sessionOnly: true,
  })
    .route({
      method: 'POST',
      path: '/api/v1/tokens',
      successStatus: 201,
      summary: 'Make an API token; its secret is answered once',
    })
    .input(
      z.strictObject({
        name: shortText(80),
        expires_at: dateTime.optional(),
        permissions: z
          .array(z.enum(permissions, { error: 'must be a permission that exists' }))
          .min(1, 'must name at least one permission')
          .max(permissions.length)
          .refine((list) => new Set(list).size === list.length, {
            error: 'must name each permission once',
          })
          .optional(),
      }),
    )
    .output(tokenSchema.extend({ token: z.string() })),
  revoke: procedure({
    permission: 'tokens.manage_own',
    room: notRoomScoped,
    audit: 'api_token.revoked',
    sessionOnly: true,
  })
    .route({
      method: 'DELETE',
      path: '/api/v1/tokens/{token_id}',
      summary: 'Revoke an API token: one’s own, or anybody’s with tokens.manage_all',
    })
    .input(z.strictObject({ token_id: id }))
    .output(tokenSchema),
}
