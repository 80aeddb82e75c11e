import { z } from 'zod'
import { exportFormats, exportResponse, exportTicketSchema, timelineBuckets } from './audit.ts'
import { recordActions, recordReasons, runTriggers, snapshotFormats } from './enums.ts'
import {
  dateTime,
  id,
  notRoomScoped,
  pageQuery,
  plainText,
  procedure,
  reads,
  shortText,
} from './procedure.ts'

const count = z.number().int()

/** One decision of a run about one room, with everything named as it was then. */
export const recordSchema = z.object({
  id: z.string(),
  run_id: count,
  /** The predecessor's words for run, organization, and terminal. */
  snapshot_run_id: count,
  tenant_id: z.string(),
  project_id: z.string().nullable(),
  trigger: z.enum(runTriggers),
  dry_run: z.boolean(),
  action: z.enum(recordActions),
  reason: z.enum(recordReasons),
  room_id: z.string(),
  room_code: z.string(),
  room_title: z.string(),
  organization_id: z.string(),
  organization_name: z.string(),
  terminal_id: z.string().nullable(),
  terminal_name: z.string().nullable(),
  /** The lead vessel. */
  vessel_id: z.string().nullable(),
  vessel_name: z.string().nullable(),
  policy_set_id: z.string(),
  policy_set_name: z.string(),
  policy_version: count,
  cadence: z.string(),
  /** Of the snapshot; null where the decision is about the whole period. */
  format: z.enum(snapshotFormats).nullable(),
  period_key: z.string().nullable(),
  snapshot_id: z.string().nullable(),
  /** Why retention removed it. */
  retention_reason: z.string().nullable(),
  file_size: count.nullable(),
  message: z.string().nullable(),
  created_at: z.string(),
})
export type RunRecord = z.infer<typeof recordSchema>

const filters = {
  snapshot_run_id: z.number().int().min(1).max(Number.MAX_SAFE_INTEGER).optional(),
  room_id: id.optional(),
  /** The organization. */
  tenant_id: id.optional(),
  /** The terminal. */
  project_id: id.optional(),
  policy_set_id: id.optional(),
  cadence: shortText(60).optional(),
  action: z.enum(recordActions).optional(),
  reason: z.enum(recordReasons).optional(),
  dry_run: z.boolean().optional(),
  /** The first moment that counts, and the first that no longer does. */
  start_date: dateTime.optional(),
  end_date: dateTime.optional(),
  /** Text in code or title of the room, names of organization, vessel, policy set, or the message. */
  q: plainText(200).optional(),
}
export const recordFilterSchema = z.strictObject(filters)
export type RecordFilter = z.infer<typeof recordFilterSchema>

const recordList = z.object({
  headers: z.object({ 'x-total-count': z.string() }),
  body: z.object({ records: z.array(recordSchema), total: count }),
})

export const recordStatisticsSchema = z.object({
  total: count,
  by_action: z.array(z.object({ action: z.enum(recordActions), count })),
  /** Most frequent first, like the next one. */
  by_reason: z.array(
    z.object({ action: z.enum(recordActions), reason: z.enum(recordReasons), count }),
  ),
  /** The hundred with the most. */
  by_policy_set: z.array(
    z.object({ policy_set_id: z.string(), policy_set_name: z.string(), count }),
  ),
  /** Of the snapshots that were made. */
  created_bytes: count,
})
export type RecordStatistics = z.infer<typeof recordStatisticsSchema>

/** Counts in UTC hours or days, oldest first, without gaps. */
export const recordTimelineSchema = z.object({
  bucket: z.enum(timelineBuckets),
  /** The first moment of the first bucket, and the first moment after the last one. */
  from: z.string(),
  to: z.string(),
  buckets: z.array(
    z.object({
      start: z.string(),
      created: count,
      deleted: count,
      failed: count,
      skipped: count,
      blocked: count,
      count,
    }),
  ),
})
export type RecordTimeline = z.infer<typeof recordTimelineSchema>

const readsRecords = { permission: 'records.read', room: notRoomScoped, audit: reads } as const
const base = '/api/snapshot/records'
const list = (path: `/${string}`, summary: string) =>
  procedure(readsRecords).route({ method: 'GET', path, summary, outputStructure: 'detailed' })

export const records = {
  list: list(base, 'What automation decided, newest first; only of rooms that the caller sees')
    .input(z.strictObject({ ...pageQuery, ...filters }))
    .output(recordList),
  search: list(`${base}/search`, 'Records that have a text')
    .input(z.strictObject({ ...pageQuery, ...filters, q: shortText(200) }))
    .output(recordList),
  failed: list(`${base}/failed`, 'What failed, newest first')
    .input(z.strictObject({ ...pageQuery, ...filters }).omit({ action: true }))
    .output(recordList),
  run: list(`${base}/run/{run_id}`, 'The records of one run')
    .input(
      z
        .strictObject({ ...pageQuery, ...filters, run_id: z.number().int().min(1) })
        .omit({ snapshot_run_id: true }),
    )
    .output(recordList),
  statistics: procedure(readsRecords)
    .route({
      method: 'GET',
      path: `${base}/statistics`,
      summary: 'How many records by action, reason, and policy set; dry runs left out',
    })
    .input(recordFilterSchema)
    .output(recordStatisticsSchema),
  timeline: procedure(readsRecords)
    .route({
      method: 'GET',
      path: `${base}/timeline`,
      summary: 'How many records in each hour or day; dry runs left out',
    })
    .input(z.strictObject({ ...filters, bucket: z.enum(timelineBuckets).default('day') }))
    .output(recordTimelineSchema),
  export: procedure({ permission: 'records.admin', room: notRoomScoped, audit: 'record.exported' })
    .route({
      method: 'GET',
      path: `${base}/export`,
      summary: 'The whole filtered result as a file, oldest first',
      spec: exportResponse,
    })
    .input(z.strictObject({ ...filters, format: z.enum(exportFormats).default('csv') }))
    .output(exportTicketSchema),
  get: procedure(readsRecords)
    .route({ method: 'GET', path: `${base}/{record_id}`, summary: 'One record' })
    .input(z.strictObject({ record_id: id }))
    .output(recordSchema),
  create: procedure({
    permission: 'records.write',
    room: notRoomScoped,
    audit: { none: 'Nobody may: only automation writes records, with its runs in the trail.' },
  })
    .route({ method: 'POST', path: base, summary: 'Refused: only automation writes records' })
    .input(z.unknown().optional())
    .output(z.void()),
}
