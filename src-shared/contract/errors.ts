import { z } from 'zod'

/**
 * Every error that a caller can meet: code → HTTP status and the sentence that is used when the
 * thrower has nothing more exact to say. Levels are those of the gate (1–5).
 */
export const errorCatalogue = {
  BAD_REQUEST: { status: 400, message: 'The request is not of the form that this call takes.' },
  UNAUTHENTICATED: { status: 401, message: 'Sign in first.' },
  INVALID_CREDENTIALS: { status: 401, message: 'E-mail or password is wrong.' },
  SESSION_LOCKED: {
    status: 401,
    message: 'The session is locked; unlock it with your password.',
  },
  PASSWORD_CHANGE_REQUIRED: { status: 403, message: 'Choose a new password first.' },
  FORBIDDEN: { status: 403, message: 'Your roles do not allow this.' },
  NOT_FOUND: { status: 404, message: 'There is nothing here by that id.' },
  ROOM_NOT_FOUND: { status: 404, message: 'There is no such room, or you have no access to it.' },
  CONFLICT: { status: 409, message: 'This clashes with what is already there.' },
  LAST_SUPERADMIN: {
    status: 409,
    message: 'The workspace must keep a superadmin who can manage accounts and permissions.',
  },
  ILLEGAL_TRANSITION: { status: 409, message: 'The room cannot go from its status to that one.' },
  ROOM_CLOSED: { status: 409, message: 'The room is closed; nothing in it can change.' },
  IN_USE: { status: 409, message: 'This is in use and cannot be deleted.' },
  NOTHING_DUE: { status: 409, message: 'There is nothing to do, so no run was made.' },
  PREVIEW_NEEDED: {
    status: 409,
    message:
      'This cannot be undone: look at what it would remove, and repeat it with that preview.',
  },
  SNAPSHOT_NOT_READY: { status: 409, message: 'The snapshot is still being made.' },
  SNAPSHOT_FAILED: { status: 409, message: 'The snapshot could not be made; try it again.' },
  BLOB_DAMAGED: {
    status: 409,
    message: 'The stored file is damaged and is not served. Retry the snapshot to make it again.',
  },
  BLOB_MISSING: {
    status: 409,
    message: 'The stored file is missing. Retry the snapshot to make it again.',
  },
  PAYLOAD_TOO_LARGE: { status: 413, message: 'The request is larger than this call takes.' },
  UNSUPPORTED_FILE: { status: 415, message: 'Files of this kind are not taken.' },
  ACCOUNT_LOCKED: { status: 423, message: 'The account is locked after too many failures.' },
  TOO_MANY_REQUESTS: { status: 429, message: 'Too many attempts; wait a moment.' },
  BUDGET_EXCEEDED: { status: 409, message: 'This would go over a budget; nothing was changed.' },
  AUDIT_UNAVAILABLE: {
    status: 500,
    message: 'The audit trail could not be written, so nothing was changed.',
  },
  INTERNAL_SERVER_ERROR: { status: 500, message: 'Something went wrong.' },
  DISK_LOW: { status: 507, message: 'Too little of the disk is free; nothing was changed.' },
  DISK_FULL: { status: 507, message: 'The disk is full; nothing was changed.' },
  WORKSPACE_BUSY: { status: 503, message: 'Another process has this workspace open.' },
  WORKSPACE_NEWER: { status: 503, message: 'The workspace was made by a newer program.' },
  WORKSPACE_DAMAGED: { status: 503, message: 'The database of this workspace is damaged.' },
  WORKSPACE_UNUSABLE: { status: 503, message: 'This directory cannot be used as a workspace.' },
} as const

export type ErrorCode = keyof typeof errorCatalogue

/** One thing that is wrong with an input: where, and what would be right. */
export const issueSchema = z.object({
  path: z.array(z.union([z.string(), z.number()])),
  message: z.string(),
})
export type Issue = z.infer<typeof issueSchema>

/** What a denial by the gate carries (levels 1–4). */
const denialSchema = z.object({
  level: z.number().int().min(1).max(5),
  permission: z.string().nullable(),
  roles: z.object({ console: z.string().nullable(), party: z.string().nullable() }),
  would_be_granted_to: z.array(z.string()),
})

/** Every other error's data; the fields each code fills are named in the REST description. */
export const errorDataSchema = z
  .object({
    issues: z.array(issueSchema),
    allowed_transitions: z.array(z.string()),
    locked_until: z.string(),
    /** Whose session it is that is locked. */
    email: z.string(),
    error_id: z.string(),
    count: z.number(),
    /** What still uses a thing that was to be deleted: rooms, documents, accounts, … and how many. */
    usage: z.record(z.string(), z.number()),
    /** What a destructive call would remove now, with the token that lets it. */
    preview: z.record(z.string(), z.unknown()),
    /** A budget that would be exceeded: its limit, what is used of it, and what was wanted. */
    budget: z.object({
      of: z.enum(['snapshots', 'bytes', 'disk']),
      limit: z.number(),
      used: z.number().nullable(),
      wanted: z.number(),
    }),
  })
  .partial()
  .extend(denialSchema.partial().shape)
export type ErrorData = z.infer<typeof errorDataSchema>

type DeclaredErrors = {
  [Code in ErrorCode]: {
    status: (typeof errorCatalogue)[Code]['status']
    message: (typeof errorCatalogue)[Code]['message']
    data: z.ZodOptional<typeof errorDataSchema>
  }
}

/** The same declarations for every procedure, in the shape that the contract builder takes. */
export const declaredErrors = Object.fromEntries(
  Object.entries(errorCatalogue).map(([code, entry]) => [
    code,
    { ...entry, data: errorDataSchema.optional() },
  ]),
) as unknown as DeclaredErrors
