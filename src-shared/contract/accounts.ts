import { z } from 'zod'
import { consoleRoles, partyRoles } from './enums.ts'
import { permissions } from './permissions.ts'
import { email, notRoomScoped, procedure } from './procedure.ts'

export const accountSchema = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  organization_id: z.string().nullable(),
  console_role: z.enum(consoleRoles),
  is_active: z.boolean(),
  locked_until: z.string().nullable(),
  last_sign_in_at: z.string().nullable(),
  must_change_password: z.boolean(),
  created_at: z.string(),
})
export type Account = z.infer<typeof accountSchema>

export const auth = {
  login: procedure({
    permission: { none: 'Nobody is signed in yet: this is how one signs in.' },
    room: notRoomScoped,
    audit: 'session.signed_in',
    anonymous: true,
  })
    .route({ method: 'POST', path: '/api/v1/auth/login', summary: 'Sign in' })
    .input(z.strictObject({ email, password: z.string().min(1).max(1024) }))
    .output(
      z.object({
        access_token: z.string(),
        token_type: z.literal('bearer'),
        /** Seconds until the session ends when it is not used. */
        expires_in: z.number().int(),
        account: accountSchema,
      }),
    ),
  logout: procedure({
    permission: { none: 'Everybody may end their own session.' },
    room: notRoomScoped,
    audit: 'session.signed_out',
  })
    .route({ method: 'POST', path: '/api/v1/auth/logout', successStatus: 204, summary: 'Sign out' })
    .input(z.strictObject({}).optional())
    .output(z.void()),
  me: procedure({
    permission: { none: 'Everybody may know who they are signed in as.' },
    room: notRoomScoped,
    audit: { none: 'A read of one’s own account.' },
  })
    .route({ method: 'GET', path: '/api/v1/auth/me', summary: 'Who am I, and what may I do' })
    .input(z.strictObject({}).optional())
    .output(
      z.object({
        account: accountSchema,
        console_role: z.enum(consoleRoles),
        permissions: z.array(z.enum(permissions)),
        rooms: z.array(
          z.object({
            room_id: z.string(),
            code: z.string(),
            title: z.string(),
            party_role: z.enum(partyRoles),
          }),
        ),
      }),
    ),
}
