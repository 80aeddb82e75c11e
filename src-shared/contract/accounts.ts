import { z } from 'zod'
import { auditSources, consoleRoles, partyRoles } from './enums.ts'
import { permissions } from './permissions.ts'
import {
  email,
  id,
  listOf,
  notRoomScoped,
  pageQuery,
  plainText,
  procedure,
  reads,
  shortText,
} from './procedure.ts'

export const minimumPasswordLength = 12

/** Whether one can sign in; derived from `is_active`, `locked_until`, and a clock. */
export const accountStates = ['active', 'locked', 'inactive'] as const
export type AccountState = (typeof accountStates)[number]

export const accountSchema = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  organization_id: z.string().nullable(),
  console_role: z.enum(consoleRoles),
  is_active: z.boolean(),
  state: z.enum(accountStates),
  locked_until: z.string().nullable(),
  last_sign_in_at: z.string().nullable(),
  must_change_password: z.boolean(),
  created_at: z.string(),
})
export type Account = z.infer<typeof accountSchema>

/** An account with the password that was made for it; null where one was given. Answered once. */
export const accountWithPasswordSchema = accountSchema.extend({
  generated_password: z.string().nullable(),
})
export type AccountWithPassword = z.infer<typeof accountWithPasswordSchema>

export const sessionSchema = z.object({
  id: z.string(),
  source: z.enum(auditSources),
  created_at: z.string(),
  last_seen_at: z.string(),
  /** When it ends by itself if it is not used. */
  expires_at: z.string(),
  is_locked: z.boolean(),
  is_current: z.boolean(),
})
export type Session = z.infer<typeof sessionSchema>

/** A password that somebody chooses. */
const newPassword = z
  .string()
  .min(minimumPasswordLength, `must have at least ${minimumPasswordLength} characters`)
  .max(1024, 'must have at most 1024 characters')
/** A password that somebody has: checked against what is stored, not against a form. */
const heldPassword = z.string().min(1, 'must not be empty').max(1024)

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
    sessionOnly: true,
    always: ['locked', 'password_change'],
  })
    .route({ method: 'POST', path: '/api/v1/auth/logout', successStatus: 204, summary: 'Sign out' })
    .input(z.strictObject({}).optional())
    .output(z.void()),
  me: procedure({
    permission: { none: 'Everybody may know who they are signed in as.' },
    room: notRoomScoped,
    audit: { none: 'A read of one’s own account.' },
    always: ['password_change'],
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
        /** A screen that nobody touches for so long asks for the password again. */
        idle_lock_minutes: z.number().int(),
      }),
    ),
  password: procedure({
    permission: { none: 'Everybody may change their own password, and must know the present one.' },
    room: notRoomScoped,
    audit: 'account.password_changed',
    sessionOnly: true,
    always: ['password_change'],
  })
    .route({
      method: 'POST',
      path: '/api/v1/auth/password',
      summary: 'Change one’s own password; all other sessions end',
    })
    .input(z.strictObject({ current_password: heldPassword, new_password: newPassword }))
    .output(accountSchema),
  lock: procedure({
    permission: { none: 'Everybody may lock their own session.' },
    room: notRoomScoped,
    audit: 'session.locked',
    sessionOnly: true,
    always: ['locked', 'password_change'],
  })
    .route({
      method: 'POST',
      path: '/api/v1/auth/lock',
      successStatus: 204,
      summary: 'Lock this session until the password is given again',
    })
    .input(z.strictObject({}).optional())
    .output(z.void()),
  unlock: procedure({
    permission: { none: 'Everybody may unlock their own session with their password.' },
    room: notRoomScoped,
    audit: 'session.unlocked',
    sessionOnly: true,
    always: ['locked', 'password_change'],
  })
    .route({
      method: 'POST',
      path: '/api/v1/auth/unlock',
      successStatus: 204,
      summary: 'Go on with a locked session',
    })
    .input(z.strictObject({ password: heldPassword }))
    .output(z.void()),
}

const oneAccount = { account_id: id }
export const accountSorts = [
  'name',
  'email',
  'console_role',
  'last_sign_in_at',
  'created_at',
] as const

export const accounts = {
  list: procedure({ permission: 'accounts.list', room: notRoomScoped, audit: reads })
    .route({
      method: 'GET',
      path: '/api/v1/accounts',
      summary: 'Accounts',
      outputStructure: 'detailed',
    })
    .input(
      z.strictObject({
        q: plainText(200).optional(),
        console_role: z.enum(consoleRoles).optional(),
        state: z.enum(accountStates).optional(),
        organization_id: id.optional(),
        sort: z.enum(accountSorts).default('name'),
        direction: z.enum(['asc', 'desc']).default('asc'),
        ...pageQuery,
      }),
    )
    .output(listOf(accountSchema)),
  create: procedure({
    permission: 'accounts.create',
    room: notRoomScoped,
    audit: 'account.created',
  })
    .route({
      method: 'POST',
      path: '/api/v1/accounts',
      successStatus: 201,
      summary: 'Add an account; without a password one is made and answered once',
    })
    .input(
      z.strictObject({
        email,
        name: shortText(120),
        console_role: z.enum(consoleRoles),
        organization_id: id.nullable().optional(),
        password: newPassword.optional(),
      }),
    )
    .output(accountWithPasswordSchema),
  get: procedure({
    permission: 'accounts.list',
    room: notRoomScoped,
    audit: reads,
    own: ['self'],
  })
    .route({ method: 'GET', path: '/api/v1/accounts/{account_id}', summary: 'One account' })
    .input(z.strictObject(oneAccount))
    .output(accountSchema),
  update: procedure({
    permission: 'accounts.update',
    room: notRoomScoped,
    audit: 'account.updated',
  })
    .route({
      method: 'PATCH',
      path: '/api/v1/accounts/{account_id}',
      summary:
        'Change an account; the role needs accounts.change_role besides, is_active accounts.deactivate',
    })
    .input(
      z
        .strictObject({
          ...oneAccount,
          email: email.optional(),
          name: shortText(120).optional(),
          organization_id: id.nullable().optional(),
          console_role: z.enum(consoleRoles).optional(),
          is_active: z.boolean().optional(),
        })
        .refine(({ account_id: _, ...fields }) => Object.keys(fields).length > 0, {
          error: 'must name at least one field to change',
        }),
    )
    .output(accountSchema),
  unlock: procedure({
    permission: 'accounts.update',
    room: notRoomScoped,
    audit: 'account.unlocked',
  })
    .route({
      method: 'POST',
      path: '/api/v1/accounts/{account_id}/unlock',
      summary: 'Lift the lock after too many wrong passwords',
    })
    .input(z.strictObject(oneAccount))
    .output(accountSchema),
  resetPassword: procedure({
    permission: 'accounts.update',
    room: notRoomScoped,
    audit: 'account.password_reset',
    sessionOnly: true,
  })
    .route({
      method: 'POST',
      path: '/api/v1/accounts/{account_id}/reset-password',
      summary:
        'Give an account a new password, to be changed at the next sign-in; its sessions and tokens end',
    })
    .input(z.strictObject({ ...oneAccount, password: newPassword.optional() }))
    .output(accountWithPasswordSchema),
  sessions: procedure({
    permission: 'accounts.list',
    room: notRoomScoped,
    audit: reads,
    own: ['self'],
  })
    .route({
      method: 'GET',
      path: '/api/v1/accounts/{account_id}/sessions',
      summary: 'The live sessions of an account, last used first',
    })
    .input(z.strictObject(oneAccount))
    .output(z.array(sessionSchema)),
  endSessions: procedure({
    permission: 'accounts.update',
    room: notRoomScoped,
    audit: 'account.sessions_ended',
    own: ['self'],
  })
    .route({
      method: 'DELETE',
      path: '/api/v1/accounts/{account_id}/sessions',
      summary: 'End all sessions of an account',
    })
    .input(z.strictObject(oneAccount))
    .output(z.object({ ended: z.number().int() })),
  endSession: procedure({
    permission: 'accounts.update',
    room: notRoomScoped,
    audit: 'session.ended',
    own: ['self'],
  })
    .route({
      method: 'DELETE',
      path: '/api/v1/accounts/{account_id}/sessions/{session_id}',
      summary: 'End one session of an account',
    })
    .input(z.strictObject({ ...oneAccount, session_id: id }))
    .output(z.object({ ended: z.number().int() })),
}
