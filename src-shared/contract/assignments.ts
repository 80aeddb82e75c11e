import { z } from 'zod'
import { exclusionScopes, roomStatuses } from './enums.ts'
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

export const assignmentSchema = z.object({
  room_id: z.string(),
  /** The predecessor's word for the room. */
  volume_id: z.string(),
  room_code: z.string(),
  room_title: z.string(),
  organization_id: z.string(),
  policy_set_id: z.string(),
  policy_set_name: z.string(),
  auto_snapshot: z.boolean(),
  assigned_by: z.string(),
  assigned_at: z.string(),
})
export type Assignment = z.infer<typeof assignmentSchema>

export const exclusionSchema = z.object({
  id: z.string(),
  scope: z.enum(exclusionScopes),
  target_id: z.string(),
  target_name: z.string(),
  room_id: z.string().nullable(),
  volume_id: z.string().nullable(),
  exclusion_reason: z.string(),
  expires_at: z.string().nullable(),
  /** Neither expired nor ended. */
  is_active: z.boolean(),
  created_by: z.string(),
  created_at: z.string(),
  ended_by: z.string().nullable(),
  ended_at: z.string().nullable(),
})
export type Exclusion = z.infer<typeof exclusionSchema>

const headers = z.object({ 'x-total-count': z.string() })
const assignmentList = z.object({
  headers,
  body: z.object({ assignments: z.array(assignmentSchema), count: z.number().int() }),
})
const exclusionList = z.object({
  headers,
  body: z.object({ exclusions: z.array(exclusionSchema), count: z.number().int() }),
})
const inRoom = { room_id: id }
/** Bounded, so that it stays one short transaction. */
export const maxBulkRooms = 20_000

/** Rooms as the list of rooms finds them: what is left out does not narrow. */
export const roomFilterSchema = z.strictObject({
  organization_id: id.optional(),
  terminal_id: id.optional(),
  status: z.enum(roomStatuses).optional(),
  title_contains: shortText(200).optional(),
})

const readsAssignments = {
  permission: 'assignments.read',
  room: notRoomScoped,
  audit: reads,
} as const
const base = '/api/snapshot/assignments'
const listRoute = (path: `/${string}`, summary: string) =>
  ({ method: 'GET', path, summary, outputStructure: 'detailed' }) as const

export const assignments = {
  list: procedure(readsAssignments)
    .route(listRoute(base, 'Which rooms a policy set is assigned to, by room'))
    .input(z.strictObject({ ...pageQuery, policy_set_id: id.optional() }))
    .output(assignmentList),
  tenant: procedure(readsAssignments)
    .route(listRoute(`${base}/tenant/{tenant_id}`, 'Assignments of an organization’s rooms'))
    .input(z.strictObject({ ...pageQuery, tenant_id: id }))
    .output(assignmentList),
  search: procedure(readsAssignments)
    .route(
      listRoute(`${base}/search`, 'Assignments by code or title of the room, or name of the set'),
    )
    .input(z.strictObject({ ...pageQuery, q: shortText(200) }))
    .output(assignmentList),
  get: procedure({ permission: 'assignments.read', room: 'room_id', audit: reads })
    .route({ method: 'GET', path: `${base}/{room_id}`, summary: 'The assignment of a room' })
    .input(z.strictObject(inRoom))
    .output(assignmentSchema),
  create: procedure({
    permission: 'assignments.write',
    room: notRoomScoped,
    audit: 'assignment.created',
  })
    .route({
      method: 'POST',
      path: base,
      successStatus: 201,
      summary: 'Assign a policy set to a room',
    })
    .input(
      z.strictObject({
        room_id: id.optional(),
        volume_id: id.optional(),
        policy_set_id: id,
        auto_snapshot: z.boolean().default(true),
      }),
    )
    .output(assignmentSchema),
  update: procedure({
    permission: 'assignments.write',
    room: 'room_id',
    audit: 'assignment.updated',
  })
    .route({
      method: 'PATCH',
      path: `${base}/{room_id}`,
      summary: 'Change the assignment of a room',
    })
    .input(
      z.strictObject({
        ...inRoom,
        policy_set_id: id.optional(),
        auto_snapshot: z.boolean().optional(),
      }),
    )
    .output(assignmentSchema),
  delete: procedure({
    permission: 'assignments.write',
    room: 'room_id',
    audit: 'assignment.deleted',
  })
    .route({
      method: 'DELETE',
      path: `${base}/{room_id}`,
      successStatus: 204,
      summary: 'End the assignment of a room; the matching sets decide again',
    })
    .input(z.strictObject(inRoom))
    .output(z.void()),
  bulk: procedure({
    permission: 'assignments.write',
    room: notRoomScoped,
    audit: 'assignment.bulk',
  })
    .route({
      method: 'POST',
      path: `${base}/bulk`,
      summary: 'Assign a policy set to many rooms, all or none',
    })
    .input(
      z.strictObject({
        room_ids: z
          .array(id)
          .min(1, 'must name at least one room')
          .max(maxBulkRooms, `can name at most ${maxBulkRooms} rooms`)
          .optional(),
        filter: roomFilterSchema.optional(),
        policy_set_id: id,
        auto_snapshot: z.boolean().default(true),
      }),
    )
    .output(
      z.object({
        created: z.number().int(),
        updated: z.number().int(),
        unchanged: z.number().int(),
        failed: z.array(z.object({ room_id: z.string(), message: z.string() })),
      }),
    ),
}

const readsExclusions = {
  permission: 'exclusions.read',
  room: notRoomScoped,
  audit: reads,
} as const
const exclusionsPath = '/api/snapshot/exclusions'
const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')])
/** Its own id, or that of the room whose running exclusion is meant. */
const oneExclusion = { exclusion_id: id }

export const exclusions = {
  list: procedure(readsExclusions)
    .route(listRoute(exclusionsPath, 'What automation must leave alone, newest first'))
    .input(
      z.strictObject({
        ...pageQuery,
        include_expired: flag.default(false),
        scope: z.enum(exclusionScopes).optional(),
        q: plainText(200).optional(),
      }),
    )
    .output(exclusionList),
  search: procedure(readsExclusions)
    .route(listRoute(`${exclusionsPath}/search`, 'Exclusions by what they exclude, or by reason'))
    .input(
      z.strictObject({ ...pageQuery, q: shortText(200), include_expired: flag.default(false) }),
    )
    .output(exclusionList),
  get: procedure(readsExclusions)
    .route({
      method: 'GET',
      path: `${exclusionsPath}/{exclusion_id}`,
      summary: 'One exclusion, by its id or by that of its room',
    })
    .input(z.strictObject(oneExclusion))
    .output(exclusionSchema),
  create: procedure({
    permission: 'exclusions.write',
    room: notRoomScoped,
    audit: 'exclusion.created',
  })
    .route({
      method: 'POST',
      path: exclusionsPath,
      successStatus: 201,
      summary: 'Keep automation from a room, vessel, terminal, or organization',
    })
    .input(
      z.strictObject({
        scope: z.enum(exclusionScopes).default('room'),
        target_id: id.optional(),
        room_id: id.optional(),
        volume_id: id.optional(),
        exclusion_reason: shortText(2000),
        expires_at: dateTime.nullable().optional(),
      }),
    )
    .output(exclusionSchema),
  update: procedure({
    permission: 'exclusions.write',
    room: notRoomScoped,
    audit: 'exclusion.updated',
  })
    .route({
      method: 'PATCH',
      path: `${exclusionsPath}/{exclusion_id}`,
      summary: 'Change the reason or the expiry of a running exclusion',
    })
    .input(
      z.strictObject({
        ...oneExclusion,
        exclusion_reason: shortText(2000).optional(),
        expires_at: dateTime.nullable().optional(),
      }),
    )
    .output(exclusionSchema),
  delete: procedure({
    permission: 'exclusions.write',
    room: notRoomScoped,
    audit: 'exclusion.ended',
  })
    .route({
      method: 'DELETE',
      path: `${exclusionsPath}/{exclusion_id}`,
      successStatus: 204,
      summary: 'End a running exclusion; it stays in the history',
    })
    .input(z.strictObject({ ...oneExclusion, reason: plainText(500).optional() }))
    .output(z.void()),
}
