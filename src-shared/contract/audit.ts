import { z } from 'zod'
import { binaryResponse, fileTicketSchema } from './documents.ts'
import { auditOutcomes, auditSources, keyPlaces } from './enums.ts'
import { dateTime, id, notRoomScoped, pageQuery, plainText, procedure, reads } from './procedure.ts'

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

/**
 * What a walk can find. The last two need a checkpoint: `cut` (the trail ends before it) and
 * `rebuilt` (the entry that it names is another one: history was written anew, or an old copy of
 * the database has grown since).
 */
export const brokenKinds = [
  'changed',
  'removed',
  'inserted',
  'reordered',
  'cut',
  'rebuilt',
] as const

/** Who signs something, and where the trail stood then. */
const standShape = {
  workspace_id: z.string().min(1).max(80),
  workspace_name: z.string().max(200),
  /** The newest entry at that moment, its hash, and how many entries there were. */
  seq: z.number().int().min(1),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  count: z.number().int().min(1),
  at: z.iso.datetime(),
  algorithm: z.literal('Ed25519'),
  /** The raw key, 32 bytes, in base64. */
  public_key: z.string().regex(/^[A-Za-z0-9+/]{43}=$/),
}
const standSchema = z.object(standShape)
export type Stand = z.infer<typeof standSchema>

/** What every signed file of a workspace has. */
export const signedShape = {
  ...standShape,
  /** Over the canonical JSON (RFC 8785) of all the rest, 64 bytes, in base64. */
  signature: z.string().regex(/^[A-Za-z0-9+/]{86}==$/),
}
const signedSchema = z.object(signedShape)
export type Signed = z.infer<typeof signedSchema>

/** A place in the chain, signed: kept elsewhere, it later proves what the trail was. */
export const checkpointFileSchema = z.strictObject({
  schema: z.literal('sts.audit-checkpoint/1'),
  ...signedShape,
})
export type CheckpointFile = z.infer<typeof checkpointFileSchema>

export const verifyChainSchema = z.object({
  ok: z.boolean(),
  entries: z.number().int(),
  head: z.object({ seq: z.number().int(), hash: z.string() }),
  first_broken: z
    .object({ seq: z.number().int(), kind: z.enum(brokenKinds), message: z.string() })
    .optional(),
  /** The checkpoint that the trail was held against. */
  checkpoint: z.object({ seq: z.number().int(), hash: z.string(), at: z.string() }).optional(),
  /**
   * Entries that say an earlier time than the one before them, or than the checkpoint: the clock
   * was set back. Reported, and no reason to call the chain broken.
   */
  clock_set_back: z
    .object({ count: z.number().int(), first_seq: z.number().int(), message: z.string() })
    .optional(),
})
export type VerifyChain = z.infer<typeof verifyChainSchema>

const filters = {
  q: plainText(200).optional(),
  actor: plainText(254).optional(),
  action: plainText(80).optional(),
  resource_type: plainText(40).optional(),
  resource_id: plainText(80).optional(),
  room_id: id.optional(),
  organization_id: id.optional(),
  terminal_id: id.optional(),
  vessel_id: id.optional(),
  outcome: z.enum(auditOutcomes).optional(),
  source: z.enum(auditSources).optional(),
  from: dateTime.optional(),
  to: dateTime.optional(),
}
/** `from` is the first moment that counts, `to` the first that no longer does. */
export const auditFilterSchema = z.strictObject(filters)
export type AuditFilter = z.infer<typeof auditFilterSchema>

const pages = {
  limit: z.number().int().min(1).max(100).default(50),
  cursor: z.string().max(200).optional(),
}
const auditPageSchema = z.object({
  entries: z.array(auditEntrySchema),
  next_cursor: z.string().nullable(),
})

const count = z.number().int()

/** The counts of what the filter leaves. */
export const auditStatisticsSchema = z.object({
  total: count,
  /** Most frequent first. */
  by_action: z.array(z.object({ action: z.string(), count })),
  /** The 100 most frequent; `actors` says how many there are. */
  by_actor: z.array(z.object({ actor: z.string(), count })),
  actors: count,
  by_outcome: z.array(z.object({ outcome: z.enum(auditOutcomes), count })),
  /** UTC days with entries, oldest first. */
  by_day: z.array(z.object({ day: z.string(), count })),
})
export type AuditStatistics = z.infer<typeof auditStatisticsSchema>

export const timelineBuckets = ['hour', 'day'] as const
export type TimelineBucket = (typeof timelineBuckets)[number]
/** The most buckets that one timeline has. */
export const maxTimelineBuckets = 2000

/** Counts in UTC hours or days, oldest first, without gaps. */
export const auditTimelineSchema = z.object({
  bucket: z.enum(timelineBuckets),
  /** The first moment of the first bucket, and the first moment after the last one. */
  from: z.string(),
  to: z.string(),
  buckets: z.array(
    z.object({ start: z.string(), success: count, denied: count, failed: count, count }),
  ),
})
export type AuditTimeline = z.infer<typeof auditTimelineSchema>

export const exportFormats = ['csv', 'jsonl'] as const
export type ExportFormat = (typeof exportFormats)[number]

/** An export that is ready to flow; whoever holds the id takes it once, within a minute. */
export const exportTicketSchema = z.object({
  export_id: z.string(),
  file_name: z.string(),
  mime: z.string(),
  format: z.enum(exportFormats),
  /** How many entries it has. */
  count,
})
export type ExportTicket = z.infer<typeof exportTicketSchema>

/** Says in the OpenAPI description that the call answers with the file as it is read. */
export function exportResponse<
  Operation extends { responses?: Record<string, unknown> | undefined },
>(operation: Operation): Operation {
  return {
    ...operation,
    responses: {
      ...operation.responses,
      '200': {
        description: 'Every entry that the filter leaves, oldest first, streamed.',
        content: {
          'text/csv': { schema: { type: 'string' } },
          'application/jsonl': { schema: { type: 'string' } },
        },
      },
    },
  }
}

/** The checkpoint file’s text, as it was handed out. */
const checkpointText = z.string().max(4000, 'is too long for a checkpoint file')
const verifyInput = z.strictObject({
  from_seq: z.number().int().min(1).optional(),
  checkpoint: checkpointText.optional(),
})
const started = z.object({ task_id: z.string() })

export const auditCheckpointSchema = checkpointFileSchema
  .pick({ seq: true, hash: true, at: true, public_key: true })
  .extend({ id: z.string(), count, created_by: z.string() })

export const verifyResultSchema = z.object({ verify: verifyChainSchema })
export const exportResultSchema = z.object({
  export: z.object({
    format: z.enum(exportFormats),
    count,
    file_name: z.string(),
    file_size: z.number().int(),
    sha256: z.string(),
    download_url: z.string(),
  }),
})

export const audit = {
  list: procedure({ permission: 'audit.view_all', room: notRoomScoped, audit: reads })
    .route({ method: 'GET', path: '/api/v1/audit', summary: 'The trail, newest first' })
    .input(z.strictObject({ ...filters, ...pages }))
    .output(auditPageSchema),
  get: procedure({ permission: 'audit.view_all', room: notRoomScoped, audit: reads })
    .route({
      method: 'GET',
      path: '/api/v1/audit/entries/{seq}',
      summary: 'One entry, by its number',
    })
    .input(z.strictObject({ seq: z.number().int().min(1) }))
    .output(auditEntrySchema),
  failures: procedure({ permission: 'audit.view_all', room: notRoomScoped, audit: reads })
    .route({
      method: 'GET',
      path: '/api/v1/audit/failures',
      summary: 'What was denied or failed, newest first',
    })
    .input(z.strictObject({ ...filters, ...pages }))
    .output(auditPageSchema),
  statistics: procedure({ permission: 'audit.view_all', room: notRoomScoped, audit: reads })
    .route({
      method: 'GET',
      path: '/api/v1/audit/statistics',
      summary: 'How many entries by action, actor, outcome, and day',
    })
    .input(auditFilterSchema)
    .output(auditStatisticsSchema),
  timeline: procedure({ permission: 'audit.view_all', room: notRoomScoped, audit: reads })
    .route({
      method: 'GET',
      path: '/api/v1/audit/timeline',
      summary: 'How many entries in each hour or day',
    })
    .input(z.strictObject({ ...filters, bucket: z.enum(timelineBuckets).default('day') }))
    .output(auditTimelineSchema),
  export: procedure({ permission: 'audit.export', room: notRoomScoped, audit: 'audit.exported' })
    .route({
      method: 'GET',
      path: '/api/v1/audit/export',
      summary: 'The whole filtered result as a file, oldest first',
      spec: exportResponse,
    })
    .input(z.strictObject({ ...filters, format: z.enum(exportFormats).default('csv') }))
    .output(exportTicketSchema),
  startExport: procedure({
    permission: 'audit.export',
    room: notRoomScoped,
    audit: 'audit.export_started',
  })
    .route({
      method: 'POST',
      path: '/api/v1/audit/exports',
      successStatus: 202,
      summary: 'Export in the background: a task with progress, then a file to download',
    })
    .input(z.strictObject({ ...filters, format: z.enum(exportFormats).default('csv') }))
    .output(started),
  downloadExport: procedure({
    permission: 'audit.export',
    room: 'task_id',
    audit: 'audit.export_downloaded',
  })
    .route({
      method: 'GET',
      path: '/api/v1/audit/exports/{task_id}/download',
      summary: 'The file that an export task made; kept until the program ends, at most a day',
      spec: binaryResponse,
    })
    .input(z.strictObject({ task_id: z.string().max(80) }))
    .output(fileTicketSchema),
  verify: procedure({ permission: 'audit.verify', room: notRoomScoped, audit: 'audit.verified' })
    .route({ method: 'GET', path: '/api/v1/audit/verify', summary: 'Walk the chain' })
    .input(verifyInput)
    .output(verifyChainSchema),
  startVerify: procedure({
    permission: 'audit.verify',
    room: notRoomScoped,
    audit: 'audit.verify_started',
  })
    .route({
      method: 'POST',
      path: '/api/v1/audit/verifications',
      successStatus: 202,
      summary: 'Walk the chain in the background: a task with progress',
    })
    .input(verifyInput.optional())
    .output(started),
  checkpoint: procedure({
    permission: 'audit.verify',
    room: notRoomScoped,
    audit: 'audit.checkpoint_exported',
  })
    .route({
      method: 'GET',
      path: '/api/v1/audit/checkpoint',
      summary: 'The head of the trail, signed: keep it somewhere else',
    })
    .input(z.strictObject({}).optional())
    .output(checkpointFileSchema),
  checkpoints: procedure({ permission: 'audit.verify', room: notRoomScoped, audit: reads })
    .route({
      method: 'GET',
      path: '/api/v1/audit/checkpoints',
      summary: 'Checkpoints that were handed out, newest first',
    })
    .input(z.strictObject(pageQuery))
    .output(
      z.object({
        checkpoints: z.array(auditCheckpointSchema),
        total: count,
        /** Where the key that this program signs with is kept; null before there is one. */
        key_kept_in: z.enum(keyPlaces).nullable(),
      }),
    ),
}
