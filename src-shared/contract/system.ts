import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { noticeSchema } from './notices.ts'
import { notRoomScoped, procedure } from './procedure.ts'
import { runSchema } from './runs.ts'
import { taskSchema } from './snapshots.ts'

/** What a change can be of: each is told to those who may list it, and makes some screens old. */
export const changedResources = [
  'room',
  'snapshot',
  'audit',
  'account',
  'token',
  'access',
  'settings',
  'organization',
  'terminal',
  'vessel',
  'document_type',
  'import',
  'policy_set',
  'assignment',
  'exclusion',
  'run',
  'notice',
  'webhook',
  'storage',
] as const
export type ChangedResource = (typeof changedResources)[number]

/** What changed, for the screens that are open: they ask again for what they show. */
export const changeEventSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready') }),
  z.object({
    kind: z.literal('changed'),
    resource: z.enum(changedResources),
    id: z.string().nullable(),
    room_id: z.string().nullable(),
  }),
  z.object({ kind: z.literal('task'), task: taskSchema }),
  /** How far a run is, and how it ended. */
  z.object({ kind: z.literal('run'), run: runSchema }),
  /** Something that people have to be told. */
  z.object({ kind: z.literal('notice'), notice: noticeSchema }),
  /** How many rows of how many an import, or its dry run, has read; only whoever runs it is told. */
  z.object({
    kind: z.literal('import'),
    account_id: z.string().nullable(),
    file_name: z.string(),
    read: z.number().int(),
    total: z.number().int(),
  }),
])
export type ChangeEvent = z.infer<typeof changeEventSchema>

export const system = {
  health: procedure({
    permission: { none: 'Says only that the program answers.' },
    room: notRoomScoped,
    audit: { none: 'Says only that the program answers.' },
    anonymous: true,
  })
    .route({ method: 'GET', path: '/api/health', summary: 'Does it answer?' })
    .input(z.strictObject({}).optional())
    .output(z.object({ status: z.literal('ok') })),
  about: procedure({
    permission: { none: 'The sign-in screen shows the name and version before anybody signs in.' },
    room: notRoomScoped,
    audit: { none: 'A read that names no one.' },
    anonymous: true,
  })
    .route({ method: 'GET', path: '/api/v1/about', summary: 'Name and version of the program' })
    .input(z.strictObject({}).optional())
    .output(z.object({ name: z.string(), version: z.string(), workspace_name: z.string() })),
  events: procedure({
    permission: { none: 'Each event is filtered by what the caller may see.' },
    room: notRoomScoped,
    audit: { none: 'A stream of what the caller may read anyway.' },
  })
    .route({
      method: 'GET',
      path: '/api/v1/events',
      summary: 'Task progress and changed resources as they happen (Server-Sent Events)',
    })
    .input(z.strictObject({}).optional())
    .output(eventIterator(changeEventSchema)),
}
