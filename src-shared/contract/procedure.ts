import { oc } from '@orpc/contract'
import { z } from 'zod'
import { declaredErrors } from './errors.ts'
import { permissions } from './permissions.ts'
import './sentences.ts'

/** A declared absence, with the reason why that is right. */
const none = z.strictObject({ none: z.string().min(10) })

/**
 * What the gate needs to know of a procedure. A procedure without it does not start.
 *
 * - `permission`: the permission of the matrices, or `none` with a reason (sign-in, health).
 * - `room`: the input field that holds the room's id (`room_id`), the field that leads to a room
 *   through something else (`task_id`), or `none` with a reason.
 * - `audit`: the action that a success leaves in the trail, or `none` with a reason.
 * - `own`: who may call it beside those whom the matrices name. `self`: whoever the input's
 *   `account_id` is.
 * - `sessionOnly`: no API token may call it, whatever it carries: what a token could use to outlive
 *   or outgrow itself.
 * - `always`: callable even while the session is locked, or the password has to be changed first.
 */
export const procedureMetaSchema = z.strictObject({
  permission: z.union([z.enum(permissions), none]),
  room: z.union([z.literal('room_id'), z.literal('task_id'), none]),
  audit: z.union([z.string().regex(/^[a-z_]+\.[a-z_]+$/), none]),
  own: z.array(z.enum(['creator', 'party', 'self'])).optional(),
  /** Callable without being signed in. Only where `permission` is `none`. */
  anonymous: z.boolean().optional(),
  sessionOnly: z.boolean().optional(),
  always: z.array(z.enum(['locked', 'password_change'])).optional(),
})
export type ProcedureMeta = z.infer<typeof procedureMetaSchema>

/** Reasons that several procedures share. */
export const reads = { none: 'A read that changes nothing and hands out no file.' }
export const notRoomScoped = { none: 'The call is not about one room.' }

/** Starts the declaration of a procedure: its meta and the errors that every procedure may throw. */
export const procedure = (meta: ProcedureMeta) =>
  oc.$meta<ProcedureMeta | Record<never, never>>({}).errors(declaredErrors).meta(meta)

/** Field shapes used all over the contract, each with its bounds. */
export const id = z.uuid('must be an id (UUID)')
export const email = z
  .email('must be an e-mail address')
  .max(254)
  .transform((text) => text.toLowerCase())
/** Any ISO-8601 time with a zone; becomes UTC with milliseconds and `Z`. */
export const dateTime = z.iso
  .datetime({ offset: true, error: 'must be a time with its zone, such as 2026-11-20T14:05:00Z' })
  .transform((text) => new Date(text).toISOString())
export const date = z.iso.date('must be a date such as 2026-11-20')
export const decimal = z
  .string()
  .regex(/^\d{1,15}(\.\d{1,4})?$/, 'must be a decimal number such as 1250000.00')
/** A measure of something that is there: more than nothing, at most `max`. */
export const amount = (max: number) =>
  z
    .number()
    .positive()
    .max(max, `must be at most ${max.toLocaleString('en-GB')}`)
/** Text that people write: whole Unicode, no control signs but tab and line ends, trimmed. May be empty. */
export const plainText = (max: number) =>
  z.string().trim().max(max, `must have at most ${max} characters`).refine(isPlainText, {
    error: 'must be plain text: it holds control characters or broken Unicode',
  })
/** The same, with at least one sign. */
export const shortText = (max: number) => plainText(max).min(1, 'must not be empty')

function isPlainText(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control signs are what is looked for
  return text.isWellFormed() && !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.test(text)
}

/** `limit` and `offset` of a list: 50 at a time, at most 500. */
export const pageQuery = {
  limit: z.number().int().min(1).max(500).default(50),
  offset: z.number().int().min(0).max(10_000_000).default(0),
}

/** A plain array over REST with its total in `X-Total-Count`: `{ headers, body }` for the screens. */
export const listOf = <Item extends z.ZodType>(item: Item) =>
  z.object({
    headers: z.object({ 'x-total-count': z.string() }),
    body: z.array(item),
  })
