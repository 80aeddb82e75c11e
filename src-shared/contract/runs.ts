import { z } from 'zod'
import { runStatuses, runTriggers, snapshotFormats } from './enums.ts'
import { dateTime, id, notRoomScoped, pageQuery, procedure, reads, shortText } from './procedure.ts'

const count = z.number().int()
/** So many rooms can one run be asked for by their ids. */
export const maxRunRooms = 20_000
/** A run's number; its `id` everywhere. */
const runId = z.number().int().min(1).max(Number.MAX_SAFE_INTEGER)
/** The same in a path beside a JSON body: then it comes as text. */
const runIdInPath = z.union(
  [
    runId,
    z
      .string()
      .regex(/^[1-9]\d{0,14}$/)
      .transform(Number),
  ],
  { error: 'must be the number of a run' },
)

export const runSchema = z.object({
  id: count,
  trigger: z.enum(runTriggers),
  /** The predecessor's word for the trigger. */
  run_type: z.enum(runTriggers),
  dry_run: z.boolean(),
  status: z.enum(runStatuses),
  /** Where the whole run is about one set, and one cadence of it. */
  policy_set_id: z.string().nullable(),
  policy_set_name: z.string().nullable(),
  cadence: z.string().nullable(),
  total_rooms: count,
  /** How many records there are of each action. */
  created: count,
  deleted: count,
  failed: count,
  skipped: count,
  blocked: count,
  /** 0–100. */
  progress: count,
  estimated_finish_at: z.string().nullable(),
  /** An e-mail, or `system`. */
  triggered_by: z.string(),
  host: z.string(),
  error_summary: z.string().nullable(),
  created_at: z.string(),
  started_at: z.string().nullable(),
  finished_at: z.string().nullable(),
})
export type Run = z.infer<typeof runSchema>

/** What is asked for again and again while a run is under way. */
const runProgressSchema = runSchema.pick({
  id: true,
  status: true,
  dry_run: true,
  progress: true,
  estimated_finish_at: true,
  total_rooms: true,
  created: true,
  deleted: true,
  failed: true,
  skipped: true,
  blocked: true,
  started_at: true,
  finished_at: true,
})

/** The snapshots that a set's retention would remove now, for the person who has to agree to so many. */
export const pruningSchema = z.object({
  policy_set_id: z.string(),
  policy_set_name: z.string(),
  /** The number to type. */
  would_remove: count,
  /** Completed snapshots that the set has. */
  total: count,
  bytes: count,
  /** Automation stops at this and waits; below it, it removes by itself. */
  is_mass_deletion: z.boolean(),
  limits: z.object({ snapshots: count, percent: count }),
  /** Of each room how many; the hundred rooms with the most. */
  rooms: z.array(
    z.object({ room_id: z.string(), room_code: z.string(), room_title: z.string(), count }),
  ),
  /** The first hundred, the oldest first, each with its reason. */
  snapshots: z.array(
    z.object({
      id: z.string(),
      room_id: z.string(),
      cadence: z.string(),
      format: z.enum(snapshotFormats),
      created_at: z.string(),
      reason: z.string(),
    }),
  ),
  preview_token: z.string(),
  expires_at: z.string(),
})
export type Pruning = z.infer<typeof pruningSchema>

const filters = {
  run_type: z.enum(runTriggers).optional(),
  policy_set_id: id.optional(),
  cadence: shortText(60).optional(),
  dry_run: z.boolean().optional(),
  /** When the run was asked for: the first moment that counts, and the first that no longer does. */
  start_date: dateTime.optional(),
  end_date: dateTime.optional(),
}
const page = { ...pageQuery, ...filters }
const runList = z.object({
  headers: z.object({ 'x-total-count': z.string() }),
  body: z.object({ runs: z.array(runSchema), total: count }),
})

const readsRuns = { permission: 'runs.read', room: notRoomScoped, audit: reads } as const
const base = '/api/snapshot/runs'
const list = (path: `/${string}`, summary: string) =>
  procedure(readsRuns).route({ method: 'GET', path, summary, outputStructure: 'detailed' })

export const createRunInput = z.strictObject({
  policy_set_id: id.optional(),
  cadence: shortText(60).optional(),
  room_ids: z
    .array(id)
    .min(1, 'must name at least one room; leave it out for all')
    .max(maxRunRooms, `can name at most ${maxRunRooms} rooms`)
    .optional(),
  /** Says what would be done, with its records, and does nothing of it. */
  dry_run: z.boolean().default(false),
  /** Only what the schedules ask for by now, missed times included; else the present period whatever the hour. */
  due_only: z.boolean().default(false),
})
export type CreateRunInput = z.infer<typeof createRunInput>

export const runs = {
  list: list(base, 'Runs, newest first')
    .input(z.strictObject({ ...page, status: z.enum(runStatuses).optional() }))
    .output(runList),
  create: procedure({ permission: 'runs.write', room: notRoomScoped, audit: 'run.started' })
    .route({
      method: 'POST',
      path: base,
      successStatus: 202,
      summary: 'Start a run: snapshots of the present period, of all rooms or those named',
    })
    .input(createRunInput)
    .output(runSchema),
  byStatus: list(`${base}/status/{status}`, 'Runs of one status')
    .input(z.strictObject({ ...page, status: z.enum(runStatuses) }))
    .output(runList),
  tenant: list(`${base}/tenant/{tenant_id}`, 'Runs that decided about rooms of an organization')
    .input(z.strictObject({ ...page, tenant_id: id, status: z.enum(runStatuses).optional() }))
    .output(runList),
  active: procedure(readsRuns)
    .route({
      method: 'GET',
      path: `${base}/active/progress`,
      summary: 'How far the runs are that wait or run now, oldest first',
    })
    .input(z.strictObject({}).optional())
    .output(z.object({ runs: z.array(runProgressSchema), total: count })),
  get: procedure(readsRuns)
    .route({ method: 'GET', path: `${base}/{run_id}`, summary: 'One run' })
    .input(z.strictObject({ run_id: runId }))
    .output(runSchema),
  progress: procedure(readsRuns)
    .route({ method: 'GET', path: `${base}/{run_id}/progress`, summary: 'How far a run is' })
    .input(z.strictObject({ run_id: runId }))
    .output(runProgressSchema),
  cancel: procedure({ permission: 'runs.write', room: notRoomScoped, audit: 'run.cancelled' })
    .route({
      method: 'PATCH',
      path: `${base}/{run_id}`,
      summary: 'Cancel a run: what is being made is finished, nothing more is begun',
    })
    .input(z.strictObject({ run_id: runIdInPath, status: z.literal('cancelled') }))
    .output(runSchema),
  pruningPreview: procedure({ permission: 'runs.admin', room: notRoomScoped, audit: reads })
    .route({
      method: 'GET',
      path: '/api/snapshot/policy-sets/{policy_set_id}/pruning',
      summary: 'What the retention of a policy set would remove now, with the token that lets it',
    })
    .input(z.strictObject({ policy_set_id: id }))
    .output(pruningSchema),
  prune: procedure({ permission: 'runs.admin', room: notRoomScoped, audit: 'run.started' })
    .route({
      method: 'POST',
      path: '/api/snapshot/policy-sets/{policy_set_id}/pruning',
      successStatus: 202,
      summary: 'Remove what was shown: a person agrees to a mass deletion by typing its number',
    })
    .input(
      z.strictObject({
        policy_set_id: id,
        /** The number of snapshots, as a person typed it. */
        count: z.number().int().min(1).max(100_000_000),
        preview_token: shortText(200).optional(),
      }),
    )
    .output(runSchema),
}
