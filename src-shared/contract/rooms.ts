import { z } from 'zod'
import {
  approvalStatuses,
  cargoUnits,
  organizationKinds,
  partyRoles,
  roomStatuses,
  vesselRoles,
} from './enums.ts'
import {
  dateTime,
  decimal,
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

export const organizationSchema = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(organizationKinds),
})
export type Organization = z.infer<typeof organizationSchema>

export const terminalSchema = z.object({
  id: z.string(),
  name: z.string(),
  unlocode: z.string().nullable(),
  organization_id: z.string().nullable(),
})
export type Terminal = z.infer<typeof terminalSchema>

export const roomSchema = z.object({
  id: z.string(),
  code: z.string(),
  title: z.string(),
  description: z.string().nullable(),
  organization_id: z.string(),
  organization_name: z.string(),
  terminal_id: z.string().nullable(),
  terminal_name: z.string().nullable(),
  location: z.string(),
  status: z.enum(roomStatuses),
  eta: z.string(),
  /** The predecessor's name of `eta`. */
  sts_eta: z.string(),
  started_at: z.string().nullable(),
  completed_at: z.string().nullable(),
  cargo_type: z.string().nullable(),
  cargo_quantity: z.number().nullable(),
  cargo_unit: z.enum(cargoUnits).nullable(),
  cargo_value: z.string().nullable(),
  demurrage_rate_per_day: z.string().nullable(),
  currency: z.string(),
  tags: z.array(z.string()),
  revision: z.number().int(),
  lead_vessel_name: z.string().nullable(),
  /** Clearance in percent, one decimal. */
  progress_percentage: z.number(),
  required_documents: z.number().int(),
  resolved_documents: z.number().int(),
  last_snapshot_at: z.string().nullable(),
  created_by: z.string(),
  created_at: z.string(),
  updated_by: z.string(),
  updated_at: z.string(),
})
export type Room = z.infer<typeof roomSchema>

export const partySchema = z.object({
  id: z.string(),
  room_id: z.string(),
  role: z.enum(partyRoles),
  name: z.string(),
  email: z.string(),
  organization: z.string().nullable(),
  created_at: z.string(),
})
export type Party = z.infer<typeof partySchema>

const partyInput = {
  role: z.enum(partyRoles),
  name: shortText(120),
  email,
  organization: shortText(160).nullish(),
}

export const vesselSchema = z.object({
  id: z.string(),
  imo: z.string(),
  imo_verified: z.boolean(),
  name: z.string(),
  vessel_type: z.string(),
  flag: z.string(),
  owner: z.string().nullable(),
  charterer: z.string().nullable(),
  length_m: z.number().nullable(),
  beam_m: z.number().nullable(),
  draft_m: z.number().nullable(),
  gross_tonnage: z.number().nullable(),
  net_tonnage: z.number().nullable(),
  built_year: z.number().int().nullable(),
  class_society: z.string().nullable(),
  mmsi: z.string().nullable(),
})
export type Vessel = z.infer<typeof vesselSchema>

export const roomVesselSchema = vesselSchema.extend({
  room_id: z.string(),
  role: z.enum(vesselRoles),
  is_lead: z.boolean(),
})
export type RoomVessel = z.infer<typeof roomVesselSchema>

/** Facts of a ship as people enter them; a new IMO number enters the registry, a known one must agree. */
export const vesselFacts = {
  name: shortText(120),
  vessel_type: shortText(60),
  flag: shortText(60),
  owner: shortText(160).nullish(),
  charterer: shortText(160).nullish(),
  length_m: z.number().positive().max(600).nullish(),
  beam_m: z.number().positive().max(120).nullish(),
  draft_m: z.number().positive().max(40).nullish(),
  gross_tonnage: z.number().positive().max(600_000).nullish(),
  net_tonnage: z.number().positive().max(600_000).nullish(),
  built_year: z.number().int().min(1900).max(2100).nullish(),
  class_society: shortText(60).nullish(),
  mmsi: z
    .string()
    .regex(/^[2-7]\d{8}$/, 'must be 9 digits, the first from 2 to 7')
    .nullish(),
}
/** Seven digits with a right check digit (checked by `rules/identifiers`); `IMO ` in front is dropped. */
export const imoInput = plainText(12)

export const approvalSchema = z.object({
  id: z.string(),
  room_id: z.string(),
  party_id: z.string(),
  party_name: z.string(),
  party_role: z.enum(partyRoles),
  vessel_id: z.string().nullable(),
  vessel_name: z.string().nullable(),
  status: z.enum(approvalStatuses),
  comment: z.string().nullable(),
  decided_at: z.string().nullable(),
  created_at: z.string(),
})
export type Approval = z.infer<typeof approvalSchema>

export const messageSchema = z.object({
  id: z.string(),
  room_id: z.string(),
  vessel_id: z.string().nullable(),
  vessel_name: z.string().nullable(),
  sender_name: z.string(),
  sender_email: z.string(),
  sender_role: z.string().nullable(),
  body: z.string(),
  created_at: z.string(),
})
export type Message = z.infer<typeof messageSchema>

export const activitySchema = z.object({
  id: z.number().int(),
  actor: z.string(),
  action: z.string(),
  summary: z.string(),
  timestamp: z.string(),
  meta: z.record(z.string(), z.unknown()),
})
export type Activity = z.infer<typeof activitySchema>

const blockerSchema = z.object({
  document_id: z.string(),
  type_code: z.string(),
  type_name: z.string(),
  vessel_name: z.string().nullable(),
  reason: z.enum(['missing', 'under_review', 'rejected', 'expired']),
  score: z.number().int(),
})
const expiringSchema = z.object({
  document_id: z.string(),
  type_code: z.string(),
  type_name: z.string(),
  vessel_name: z.string().nullable(),
  expires_on: z.string(),
  days_left: z.number().int(),
})

/** Clearance of a room, in the predecessor's field names. */
export const roomSummarySchema = z.object({
  room_id: z.string(),
  title: z.string(),
  location: z.string(),
  sts_eta: z.string(),
  progress_percentage: z.number(),
  total_required_docs: z.number().int(),
  resolved_required_docs: z.number().int(),
  overall_approval: z.enum(approvalStatuses),
  blockers: z.array(blockerSchema),
  expiring_soon: z.array(expiringSchema),
})

const inRoom = { room_id: id }
const room = 'room_id' as const

const roomFacts = {
  title: shortText(200),
  location: shortText(200),
  eta: dateTime,
  /** The predecessor's name of `eta`. */
  sts_eta: dateTime,
  description: plainText(4000).nullish(),
  organization_id: id,
  terminal_id: id.nullish(),
  cargo_type: shortText(120).nullish(),
  cargo_quantity: z.number().positive().max(10_000_000).nullish(),
  cargo_unit: z.enum(cargoUnits).nullish(),
  cargo_value: decimal.nullish(),
  demurrage_rate_per_day: decimal.nullish(),
  currency: z.string().regex(/^[A-Z]{3}$/, 'must be a currency code such as USD'),
  tags: z.array(shortText(40)).max(20),
}

export const createRoomInput = z
  .strictObject({
    ...roomFacts,
    eta: dateTime.optional(),
    sts_eta: dateTime.optional(),
    organization_id: id.optional(),
    currency: roomFacts.currency.default('USD'),
    tags: roomFacts.tags.default([]),
    parties: z.array(z.strictObject(partyInput)).max(200).default([]),
  })
  .refine((input) => input.eta !== undefined || input.sts_eta !== undefined, {
    path: ['sts_eta'],
    error: 'is needed: the estimated time of arrival, such as 2026-11-20T14:05:00Z',
  })
export type CreateRoomInput = z.infer<typeof createRoomInput>

const changeRoomInput = z.strictObject({ ...inRoom, ...z.strictObject(roomFacts).partial().shape })
export type ChangeRoomInput = z.infer<typeof changeRoomInput>

export const rooms = {
  list: procedure({ permission: 'rooms.list', room: notRoomScoped, audit: reads })
    .route({
      method: 'GET',
      path: '/api/v1/rooms',
      summary: 'Rooms that you may see',
      outputStructure: 'detailed',
    })
    .input(
      z.strictObject({
        status: z.enum(roomStatuses).optional(),
        organization_id: id.optional(),
        terminal_id: id.optional(),
        q: plainText(200).optional(),
        sort: z.enum(['eta', 'code', 'title', 'status', 'updated_at']).default('eta'),
        direction: z.enum(['asc', 'desc']).default('desc'),
        ...pageQuery,
      }),
    )
    .output(listOf(roomSchema)),
  create: procedure({ permission: 'rooms.create', room: notRoomScoped, audit: 'room.created' })
    .route({ method: 'POST', path: '/api/v1/rooms', successStatus: 201, summary: 'Open a room' })
    .input(createRoomInput)
    .output(roomSchema),
  get: procedure({ permission: 'rooms.view', room, audit: reads })
    .route({ method: 'GET', path: '/api/v1/rooms/{room_id}', summary: 'One room' })
    .input(z.strictObject(inRoom))
    .output(roomSchema),
  update: procedure({ permission: 'rooms.update', room, audit: 'room.updated' })
    .route({ method: 'PATCH', path: '/api/v1/rooms/{room_id}', summary: 'Change a room’s facts' })
    .input(changeRoomInput)
    .output(roomSchema),
  delete: procedure({ permission: 'rooms.delete', room, audit: 'room.deleted' })
    .route({
      method: 'DELETE',
      path: '/api/v1/rooms/{room_id}',
      summary: 'Delete a room; its audit entries stay',
    })
    .input(z.strictObject(inRoom))
    .output(z.object({ message: z.string(), room_id: z.string() })),
  summary: procedure({ permission: 'rooms.view', room, audit: reads })
    .route({
      method: 'GET',
      path: '/api/v1/rooms/{room_id}/summary',
      summary: 'Clearance of a room',
    })
    .input(z.strictObject(inRoom))
    .output(roomSummarySchema),
  transition: procedure({ permission: 'rooms.transition', room, audit: 'room.transitioned' })
    .route({
      method: 'POST',
      path: '/api/v1/rooms/{room_id}/status/transition',
      summary: 'Move a room along its states',
    })
    .input(
      z.strictObject({
        ...inRoom,
        new_status: z.enum(roomStatuses),
        reason: plainText(500).optional(),
      }),
    )
    .output(
      z.object({
        old_status: z.enum(roomStatuses),
        new_status: z.enum(roomStatuses),
        updated_at: z.string(),
      }),
    ),
  activities: procedure({ permission: 'audit.view_room', room, audit: reads })
    .route({
      method: 'GET',
      path: '/api/v1/rooms/{room_id}/activities',
      summary: 'What happened in a room, newest first',
      outputStructure: 'detailed',
    })
    .input(
      z.strictObject({
        ...inRoom,
        limit: pageQuery.limit,
        cursor: z.number().int().positive().optional(),
      }),
    )
    .output(listOf(activitySchema)),
}

export const parties = {
  list: procedure({ permission: 'rooms.view', room, audit: reads })
    .route({ method: 'GET', path: '/api/v1/rooms/{room_id}/parties', summary: 'Parties of a room' })
    .input(z.strictObject(inRoom))
    .output(z.array(partySchema)),
  add: procedure({ permission: 'rooms.manage_parties', room, audit: 'party.added' })
    .route({
      method: 'POST',
      path: '/api/v1/rooms/{room_id}/parties',
      successStatus: 201,
      summary: 'Add a party',
    })
    .input(z.strictObject({ ...inRoom, ...partyInput }))
    .output(partySchema),
  remove: procedure({ permission: 'rooms.manage_parties', room, audit: 'party.removed' })
    .route({
      method: 'DELETE',
      path: '/api/v1/rooms/{room_id}/parties/{party_id}',
      successStatus: 204,
      summary: 'Remove a party',
    })
    .input(z.strictObject({ ...inRoom, party_id: id }))
    .output(z.void()),
}

export const roomVessels = {
  list: procedure({ permission: 'vessels.list', room, audit: reads })
    .route({ method: 'GET', path: '/api/v1/rooms/{room_id}/vessels', summary: 'Vessels of a room' })
    .input(z.strictObject(inRoom))
    .output(z.array(roomVesselSchema)),
  add: procedure({ permission: 'vessels.create', room, audit: 'vessel.added' })
    .route({
      method: 'POST',
      path: '/api/v1/rooms/{room_id}/vessels',
      successStatus: 201,
      summary: 'Add a vessel',
    })
    .input(
      z.strictObject({
        ...inRoom,
        imo: imoInput,
        role: z.enum(vesselRoles),
        /** Needed for an IMO number that the registry does not know yet. */
        ...z.strictObject(vesselFacts).partial().shape,
      }),
    )
    .output(roomVesselSchema),
  update: procedure({ permission: 'vessels.update', room, audit: 'vessel.updated' })
    .route({
      method: 'PATCH',
      path: '/api/v1/rooms/{room_id}/vessels/{vessel_id}',
      summary: 'Change a vessel',
    })
    .input(
      z.strictObject({
        ...inRoom,
        vessel_id: id,
        role: z.enum(vesselRoles).optional(),
        ...z.strictObject(vesselFacts).partial().shape,
      }),
    )
    .output(roomVesselSchema),
  remove: procedure({ permission: 'vessels.update', room, audit: 'vessel.removed' })
    .route({
      method: 'DELETE',
      path: '/api/v1/rooms/{room_id}/vessels/{vessel_id}',
      successStatus: 204,
      summary: 'Take a vessel out of a room',
    })
    .input(z.strictObject({ ...inRoom, vessel_id: id }))
    .output(z.void()),
}

export const approvals = {
  list: procedure({ permission: 'approvals.list', room, audit: reads })
    .route({
      method: 'GET',
      path: '/api/v1/rooms/{room_id}/approvals',
      summary: 'Approvals of a room',
    })
    .input(z.strictObject(inRoom))
    .output(z.array(approvalSchema)),
  create: procedure({ permission: 'approvals.create', room, audit: 'approval.requested' })
    .route({
      method: 'POST',
      path: '/api/v1/rooms/{room_id}/approvals',
      successStatus: 201,
      summary: 'Ask for an approval',
    })
    .input(z.strictObject({ ...inRoom, party_id: id, vessel_id: id.nullish() }))
    .output(approvalSchema),
  update: procedure({ permission: 'approvals.update', room, audit: 'approval.decided' })
    .route({
      method: 'PUT',
      path: '/api/v1/rooms/{room_id}/approvals/{approval_id}',
      summary: 'Decide an approval',
    })
    .input(
      z.strictObject({
        ...inRoom,
        approval_id: id,
        status: z.enum(['approved', 'rejected']),
        comment: plainText(2000).optional(),
      }),
    )
    .output(approvalSchema),
}

export const messages = {
  list: procedure({ permission: 'messages.list', room, audit: reads })
    .route({
      method: 'GET',
      path: '/api/v1/rooms/{room_id}/messages',
      summary: 'Messages of a room, newest first',
      outputStructure: 'detailed',
    })
    .input(z.strictObject({ ...inRoom, ...pageQuery }))
    .output(listOf(messageSchema)),
  create: procedure({ permission: 'messages.create', room, audit: 'message.created' })
    .route({
      method: 'POST',
      path: '/api/v1/rooms/{room_id}/messages',
      successStatus: 201,
      summary: 'Write a message',
    })
    .input(z.strictObject({ ...inRoom, body: shortText(4000), vessel_id: id.nullish() }))
    .output(messageSchema),
}

export const registry = {
  organizations: procedure({ permission: 'organizations.list', room: notRoomScoped, audit: reads })
    .route({ method: 'GET', path: '/api/v1/organizations', summary: 'Organizations' })
    .input(z.strictObject({}).optional())
    .output(z.array(organizationSchema)),
  terminals: procedure({ permission: 'terminals.list', room: notRoomScoped, audit: reads })
    .route({ method: 'GET', path: '/api/v1/terminals', summary: 'Terminals' })
    .input(z.strictObject({}).optional())
    .output(z.array(terminalSchema)),
}
