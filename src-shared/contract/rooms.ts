import { z } from 'zod'
import { approvalStatuses, cargoUnits, partyRoles, roomStatuses, vesselRoles } from './enums.ts'
import {
  amount,
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
import { imoInput, vesselFacts, vesselSchema } from './registry.ts'

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
  /** Null also where the caller may not see that ship. */
  lead_vessel_name: z.string().nullable(),
  /** Clearance in percent, one decimal, over the documents that the caller may see. */
  progress_percentage: z.number(),
  required_documents: z.number().int(),
  resolved_documents: z.number().int(),
  /** Required documents that are missing, under review, rejected, or expired. */
  blocker_count: z.number().int(),
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

export const roomVesselSchema = vesselSchema.extend({
  room_id: z.string(),
  role: z.enum(vesselRoles),
  is_lead: z.boolean(),
})
export type RoomVessel = z.infer<typeof roomVesselSchema>

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

/** What goes with a room, as it stands now. The token is good for that state, for ten minutes. */
export const roomDeletionSchema = z.object({
  room_id: z.string(),
  code: z.string(),
  title: z.string(),
  revision: z.number().int(),
  parties: z.number().int(),
  vessels: z.number().int(),
  documents: z.number().int(),
  versions: z.number().int(),
  approvals: z.number().int(),
  messages: z.number().int(),
  snapshots: z.number().int(),
  /** Snapshots on hold: while there are any, the room cannot be deleted. */
  held_snapshots: z.number().int(),
  /** Of the files that its documents and snapshots point to, each file once. */
  bytes: z.number().int(),
  preview_token: z.string(),
  expires_at: z.string(),
})
export type RoomDeletion = z.infer<typeof roomDeletionSchema>

/** Progress in parts, both ends included; what is cleared as a whole stands alone. */
export const clearanceParts = [
  { from: 0, to: 24 },
  { from: 25, to: 49 },
  { from: 50, to: 74 },
  { from: 75, to: 99 },
  { from: 100, to: 100 },
] as const
export const clearanceSchema = z.object({
  open_rooms: z.number().int(),
  /** Of the open ones; where there are very many, those that arrive first. */
  counted_rooms: z.number().int(),
  parts: z.array(
    z.object({ from: z.number().int(), to: z.number().int(), rooms: z.number().int() }),
  ),
})
export type Clearance = z.infer<typeof clearanceSchema>

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
  cargo_quantity: amount(10_000_000).nullish(),
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
        /** Neither completed nor cancelled, or one of both. */
        open: z.boolean().optional(),
        organization_id: id.optional(),
        terminal_id: id.optional(),
        tag: shortText(40).optional(),
        /** With a policy set given by hand, or without. */
        assigned: z.boolean().optional(),
        assigned_policy_set_id: id.optional(),
        eta_from: dateTime.optional(),
        eta_to: dateTime.optional(),
        /** Full text: every word must begin a word of the room’s facts, its parties, or its ships. */
        q: plainText(200).optional(),
        sort: z.enum(['eta', 'code', 'title', 'status', 'updated_at']).default('eta'),
        direction: z.enum(['asc', 'desc']).default('desc'),
        ...pageQuery,
      }),
    )
    .output(listOf(roomSchema)),
  clearance: procedure({ permission: 'rooms.list', room: notRoomScoped, audit: reads })
    .route({
      method: 'GET',
      path: '/api/v1/clearance',
      summary: 'How many of the open rooms that you may see are how far cleared',
    })
    .input(z.strictObject({}).optional())
    .output(clearanceSchema),
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
      summary: 'Delete a room, as its deletion preview showed it; its audit entries stay',
    })
    .input(z.strictObject({ ...inRoom, preview_token: plainText(200).optional() }))
    .output(z.object({ message: z.string(), room_id: z.string() })),
  deletionPreview: procedure({ permission: 'rooms.delete', room, audit: reads })
    .route({
      method: 'GET',
      path: '/api/v1/rooms/{room_id}/deletion-preview',
      summary: 'What deleting a room would remove, with the token that lets it',
    })
    .input(z.strictObject(inRoom))
    .output(roomDeletionSchema),
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
  update: procedure({ permission: 'rooms.manage_parties', room, audit: 'party.updated' })
    .route({
      method: 'PATCH',
      path: '/api/v1/rooms/{room_id}/parties/{party_id}',
      summary: 'Change a party’s role, name, or organization',
    })
    .input(
      z.strictObject({
        ...inRoom,
        party_id: id,
        role: partyInput.role.optional(),
        name: partyInput.name.optional(),
        organization: partyInput.organization,
      }),
    )
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
  revoke: procedure({ permission: 'approvals.revoke', room, audit: 'approval.revoked' })
    .route({
      method: 'POST',
      path: '/api/v1/rooms/{room_id}/approvals/{approval_id}/revoke',
      summary: 'Take a decision back: the approval is pending again',
    })
    .input(z.strictObject({ ...inRoom, approval_id: id, reason: plainText(500).optional() }))
    .output(approvalSchema),
  delete: procedure({ permission: 'approvals.delete', room, audit: 'approval.deleted' })
    .route({
      method: 'DELETE',
      path: '/api/v1/rooms/{room_id}/approvals/{approval_id}',
      successStatus: 204,
      summary: 'Delete an approval',
    })
    .input(z.strictObject({ ...inRoom, approval_id: id }))
    .output(z.void()),
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
