import { z } from 'zod'
import { retentionSchema, scheduleSchema, timeZone } from './cadences.ts'
import { coverageStatuses, policySources, policyVerdicts, snapshotFormats } from './enums.ts'
import { dateTime, id, notRoomScoped, pageQuery, procedure, reads, shortText } from './procedure.ts'

/** So many snapshots can one preview be asked about. */
const maxPreviewed = 10_000

export const effectivePolicySchema = z.object({
  room_id: z.string(),
  verdict: z.enum(policyVerdicts),
  /** The deciding fact, in a sentence. */
  reason: z.string(),
  policy_set: z.object({ id: z.string(), name: z.string(), version: z.number().int() }).nullable(),
  exclusion_id: z.string().nullable(),
  candidates: z.array(
    z.object({
      policy_set_id: z.string(),
      name: z.string(),
      outcome: z.enum(['applies', 'lost']),
      reason: z.string(),
    }),
  ),
  cadences: z.array(
    z.object({
      name: z.string(),
      /** UTC; null for events, and where it never is. */
      next_due: z.string().nullable(),
      /** What the rule says, in one sentence. */
      retention: z.string(),
      /** What it would remove now, the safety net applied. */
      would_remove: z.array(z.object({ id: z.string(), reason: z.string() })),
    }),
  ),
  paused_until: z.string().nullable(),
})
export type EffectivePolicyAnswer = z.infer<typeof effectivePolicySchema>

export const coverageRowSchema = z.object({
  room_id: z.string(),
  room_code: z.string(),
  room_title: z.string(),
  organization_id: z.string(),
  terminal_id: z.string().nullable(),
  /** Null where no set decides about the room, like the next three. */
  policy_set_id: z.string().nullable(),
  policy_set_name: z.string().nullable(),
  cadence: z.string().nullable(),
  /** The newest completed snapshot of the cadence, in each of its formats. */
  newest: z.string().nullable(),
  status: z.enum(coverageStatuses),
  /** Why this set decides, or none. */
  reason: z.string(),
})
export type CoverageRow = z.infer<typeof coverageRowSchema>

const counts = z.record(z.enum(coverageStatuses), z.number().int())
export const coverageGroupSchema = z.object({
  /** Null: the rooms that no set decides about. */
  policy_set_id: z.string().nullable(),
  policy_set_name: z.string().nullable(),
  rooms: z.number().int(),
  summary: counts,
  percentage: z.number(),
})
export type CoverageGroup = z.infer<typeof coverageGroupSchema>

const coverageSchema = z.object({
  rows: z.array(coverageRowSchema),
  count: z.number().int(),
  /** Of all rooms that fit the filters but `status`, whatever page is shown. */
  summary: counts,
  /** Compliant of those that policy asks something of; excluded and pending ones are no part of it. */
  percentage: z.number(),
  /** The same for each policy set, by name; the rooms without one last. Of all pages, like the summary. */
  groups: z.array(coverageGroupSchema),
})
export type Coverage = z.infer<typeof coverageSchema>

const policyOfRoomSchema = z.object({
  room_id: z.string(),
  verdict: z.enum(policyVerdicts),
  reason: z.string(),
  policy_set_id: z.string().nullable(),
  policy_set_name: z.string().nullable(),
  paused_until: z.string().nullable(),
  /** How the room came to it: by hand, or because the set matches; null where none decides. */
  source: z.enum(policySources).nullable(),
  /** What it was given by hand, whether or not that decides. */
  assignment: z
    .object({
      policy_set_id: z.string(),
      policy_set_name: z.string(),
      auto_snapshot: z.boolean(),
      assigned_by: z.string(),
      assigned_at: z.string(),
    })
    .nullable(),
})
export type PolicyOfRoom = z.infer<typeof policyOfRoomSchema>

const roomRetentionSchema = z.object({
  /** Newest first. */
  snapshots: z.array(
    z.object({
      id: z.string(),
      time: z.string(),
      format: z.enum(snapshotFormats),
      kept: z.boolean(),
      /** Why it stays, or the one reason why it goes. */
      reasons: z.array(z.string()),
    }),
  ),
})
export type RoomRetention = z.infer<typeof roomRetentionSchema>

const coverage = (path: `/${string}`, summary: string) =>
  procedure({ permission: 'records.read', room: notRoomScoped, audit: reads })
    .route({ method: 'GET', path, summary, outputStructure: 'detailed' })
    .input(
      z.strictObject({
        ...pageQuery,
        /** The organization. */
        tenant_id: id.optional(),
        /** The terminal. */
        project_id: id.optional(),
        /** A policy set, by its id or its name. */
        policy: shortText(200).optional(),
        status: z.enum(coverageStatuses).optional(),
      }),
    )
    .output(z.object({ headers: z.object({ 'x-total-count': z.string() }), body: coverageSchema }))

export const policies = {
  retentionPreview: procedure({
    permission: 'policy_sets.read',
    room: notRoomScoped,
    audit: reads,
  })
    .route({
      method: 'POST',
      path: '/api/snapshot/retention/preview',
      summary: 'What a retention rule keeps of these snapshots, and why; reads and changes nothing',
    })
    .input(
      z.strictObject({
        retention: retentionSchema,
        time_zone: timeZone.default('UTC'),
        snapshots: z
          .array(
            z.strictObject({
              id: shortText(200),
              time: dateTime,
              hold: z.boolean().optional(),
            }),
          )
          .max(maxPreviewed, `can hold at most ${maxPreviewed} snapshots`)
          .refine(
            (snapshots) => new Set(snapshots.map((one) => one.id)).size === snapshots.length,
            'must have an id of its own for each snapshot',
          ),
        now: dateTime.optional(),
      }),
    )
    .output(
      z.object({
        kept: z.array(z.object({ id: z.string(), reasons: z.array(z.string()) })),
        removed: z.array(z.object({ id: z.string(), reason: z.string() })),
      }),
    ),
  retentionOfRoom: procedure({ permission: 'policy_sets.read', room: 'room_id', audit: reads })
    .route({
      method: 'POST',
      path: '/api/snapshot/retention/rooms/{room_id}',
      summary: 'What a rule would keep of a room’s snapshots of a cadence, the safety net applied',
    })
    .input(
      z.strictObject({
        room_id: id,
        policy_set_id: id,
        cadence: shortText(60),
        retention: retentionSchema,
        time_zone: timeZone.default('UTC'),
        keep_min: z.number().int().min(1).max(1000).default(1),
      }),
    )
    .output(roomRetentionSchema),
  schedulePreview: procedure({ permission: 'policy_sets.read', room: notRoomScoped, audit: reads })
    .route({
      method: 'POST',
      path: '/api/snapshot/schedule/preview',
      summary: 'The next times of a schedule, in UTC; none for an event',
    })
    .input(
      z.strictObject({
        schedule: scheduleSchema,
        time_zone: timeZone.default('UTC'),
        after: dateTime.optional(),
        count: z.number().int().min(1).max(100).default(10),
      }),
    )
    .output(z.object({ times: z.array(z.string()) })),
  coverage: coverage(
    '/api/snapshot/coverage',
    'Are the snapshots there that policy asks for? Every open room and cadence, by room',
  ),
  compliance: coverage('/api/snapshot/compliance', 'The same, by the predecessor’s name'),
  effective: procedure({ permission: 'policy_sets.read', room: 'room_id', audit: reads })
    .route({
      method: 'GET',
      path: '/api/snapshot/effective/{room_id}',
      summary: 'Which policy set decides about a room, every candidate, and why it lost',
    })
    .input(z.strictObject({ room_id: id }))
    .output(effectivePolicySchema),
  ofRooms: procedure({ permission: 'policy_sets.read', room: notRoomScoped, audit: reads })
    .route({
      method: 'POST',
      path: '/api/snapshot/effective',
      summary:
        'Which policy set decides about each of these rooms; those one may not see are left out',
    })
    .input(
      z.strictObject({
        room_ids: z
          .array(id)
          .min(1, 'must name at least one room')
          .max(100, 'can name at most 100 rooms'),
      }),
    )
    .output(z.object({ rooms: z.array(policyOfRoomSchema) })),
}
