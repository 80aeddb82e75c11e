import { z } from 'zod'
import { deliveryStatuses, noticeKinds } from './enums.ts'
import { id, listOf, notRoomScoped, pageQuery, procedure, reads, shortText } from './procedure.ts'

/** What people have to be told: something failed, was blocked, is overdue, or is damaged, or a pause ends soon. */
export const noticeSchema = z.object({
  id: z.string(),
  kind: z.enum(noticeKinds),
  /** One or two sentences. */
  text: z.string(),
  /** What it is about: a run by its number, a policy set, a stored file by its SHA-256. */
  resource_type: z.string(),
  resource_id: z.string(),
  /** The figures and names behind the text. */
  detail: z.record(z.string(), z.unknown()),
  created_at: z.string(),
  acknowledged_by: z.string().nullable(),
  acknowledged_at: z.string().nullable(),
})
export type Notice = z.infer<typeof noticeSchema>

export const notices = {
  list: procedure({ permission: 'records.read', room: notRoomScoped, audit: reads })
    .route({
      method: 'GET',
      path: '/api/v1/notices',
      summary: 'What people have to be told, newest first',
      outputStructure: 'detailed',
    })
    .input(
      z.strictObject({
        /** Only those that nobody has acknowledged. */
        open: z.boolean().default(false),
        kind: z.enum(noticeKinds).optional(),
        ...pageQuery,
      }),
    )
    .output(listOf(noticeSchema)),
  acknowledge: procedure({
    permission: 'runs.write',
    room: notRoomScoped,
    audit: 'notice.acknowledged',
  })
    .route({
      method: 'POST',
      path: '/api/v1/notices/acknowledge',
      summary: 'Acknowledge notices, for everybody; those that are already stay as they are',
    })
    .input(
      z.strictObject({
        notice_ids: z
          .array(id)
          .min(1, 'must name at least one notice')
          .max(500, 'can name at most 500 notices'),
      }),
    )
    .output(z.object({ acknowledged: z.number().int() })),
}

export const webhookSchema = z.object({
  id: z.string(),
  name: z.string(),
  url: z.string(),
  /** Which notices are sent. */
  kinds: z.array(z.enum(noticeKinds)),
  is_active: z.boolean(),
  /** Of the last deliveries. */
  pending: z.number().int(),
  dead: z.number().int(),
  last_delivered_at: z.string().nullable(),
  created_by: z.string(),
  created_at: z.string(),
  updated_by: z.string(),
  updated_at: z.string(),
})
export type Webhook = z.infer<typeof webhookSchema>

const deliverySchema = z.object({
  id: z.string(),
  notice: noticeSchema.pick({ id: true, kind: true, text: true, created_at: true }),
  status: z.enum(deliveryStatuses),
  attempts: z.number().int(),
  next_attempt_at: z.string().nullable(),
  last_error: z.string().nullable(),
  delivered_at: z.string().nullable(),
})
export type NoticeDelivery = z.infer<typeof deliverySchema>

const url = z
  .string()
  .max(2000, 'must have at most 2000 characters')
  .refine(isWebAddress, 'must be an http or https address without a user name or a fragment')

/** Where a webhook may lead: what an administrator writes, and never what an answer leads on to. */
function isWebAddress(text: string): boolean {
  const parsed = URL.parse(text)
  return (
    parsed !== null &&
    ['http:', 'https:'].includes(parsed.protocol) &&
    parsed.username === '' &&
    parsed.password === '' &&
    parsed.hash === ''
  )
}

const facts = {
  name: shortText(80),
  url,
  kinds: z
    .array(z.enum(noticeKinds))
    .min(1, 'must name at least one kind of notice')
    .refine((all) => new Set(all).size === all.length, 'must name each kind once'),
  is_active: z.boolean(),
}
const one = { webhook_id: id }
const base = '/api/v1/webhooks'
const manages = { permission: 'webhooks.manage', room: notRoomScoped } as const
/** Answered once, when it is made: what receivers check signatures with. */
const secret = z.string().nullable()

export const webhooks = {
  list: procedure({ ...manages, audit: reads })
    .route({ method: 'GET', path: base, summary: 'Webhooks, by name' })
    .input(z.strictObject({}).optional())
    .output(z.array(webhookSchema)),
  create: procedure({ ...manages, audit: 'webhook.created' })
    .route({
      method: 'POST',
      path: base,
      successStatus: 201,
      summary: 'Make a webhook; off until is_active is set. Its secret is answered once',
    })
    .input(
      z.strictObject({
        ...facts,
        kinds: facts.kinds.default([...noticeKinds]),
        is_active: facts.is_active.default(false),
      }),
    )
    .output(webhookSchema.extend({ secret })),
  update: procedure({ ...manages, audit: 'webhook.updated' })
    .route({
      method: 'PATCH',
      path: `${base}/{webhook_id}`,
      summary: 'Change a webhook, or give it a new secret',
    })
    .input(
      z.strictObject({
        ...one,
        ...z.strictObject(facts).partial().shape,
        /** Makes a new secret, which is answered; the old one is good for nothing from then on. */
        rotate_secret: z.boolean().optional(),
      }),
    )
    .output(webhookSchema.extend({ secret })),
  delete: procedure({ ...manages, audit: 'webhook.deleted' })
    .route({
      method: 'DELETE',
      path: `${base}/{webhook_id}`,
      successStatus: 204,
      summary: 'Delete a webhook with its deliveries',
    })
    .input(z.strictObject(one))
    .output(z.void()),
  test: procedure({ ...manages, audit: 'webhook.tested' })
    .route({
      method: 'POST',
      path: `${base}/{webhook_id}/test`,
      summary: 'Send a test now, whether the webhook is on or not, and say what was answered',
    })
    .input(z.strictObject(one))
    .output(z.object({ delivered: z.boolean(), error: z.string().nullable() })),
  deliveries: procedure({ ...manages, audit: reads })
    .route({
      method: 'GET',
      path: `${base}/{webhook_id}/deliveries`,
      summary: 'What was sent to a webhook, newest first',
      outputStructure: 'detailed',
    })
    .input(z.strictObject({ ...one, status: z.enum(deliveryStatuses).optional(), ...pageQuery }))
    .output(listOf(deliverySchema)),
  retry: procedure({ ...manages, audit: 'webhook.retried' })
    .route({
      method: 'POST',
      path: `${base}/{webhook_id}/retry`,
      summary: 'Try once more what was given up',
    })
    .input(z.strictObject(one))
    .output(z.object({ retried: z.number().int() })),
}
