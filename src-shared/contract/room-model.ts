import { z } from 'zod'
import {
  approvalStatuses,
  cargoUnits,
  criticalities,
  documentCategories,
  documentPriorities,
  documentStatuses,
  expiryStates,
  partyRoles,
  roomStatuses,
  vesselRoles,
} from './enums.ts'

// Formats are for readers of the published schema; what is read from the database is not checked
// against them again.
const utc = z.string().meta({ format: 'date-time', description: 'UTC, ISO-8601, milliseconds, Z' })
const date = z.string().meta({ format: 'date' })
const money = z.string().meta({ pattern: '^-?[0-9]+([.][0-9]+)?$', description: 'In `currency`' })
const sha256 = z.string().meta({ pattern: '^[0-9a-f]{64}$' })
const vesselRef = z.strictObject({ id: z.string(), imo: z.string(), name: z.string() })

/**
 * The room model: the one JSON document that a snapshot is made of, `sts.room-snapshot/1`.
 *
 * The JSON artefact is this document; PDF and CSV are views of it. It holds nothing that names the
 * snapshot itself (no id, author, or time of making), so that an unchanged room gives equal bytes.
 * Times are UTC ISO-8601 with milliseconds and `Z`; dates are `YYYY-MM-DD`; money is a decimal string.
 * Published as `docs/room-snapshot.schema.json`.
 */
export const roomModelSchema = z.strictObject({
  schema: z.literal('sts.room-snapshot/1'),
  /** The state is that of the room's last change, not of the moment of making. */
  state_as_of: utc,
  room: z.strictObject({
    id: z.string(),
    code: z.string(),
    title: z.string(),
    description: z.string().nullable(),
    status: z.enum(roomStatuses),
    location: z.string(),
    organization: z.strictObject({ id: z.string(), name: z.string(), kind: z.string() }),
    terminal: z
      .strictObject({ id: z.string(), name: z.string(), unlocode: z.string().nullable() })
      .nullable(),
    eta: utc,
    started_at: utc.nullable(),
    completed_at: utc.nullable(),
    cargo_type: z.string().nullable(),
    cargo_quantity: z.number().nullable(),
    cargo_unit: z.enum(cargoUnits).nullable(),
    cargo_value: money.nullable(),
    demurrage_rate_per_day: money.nullable(),
    currency: z.string(),
    tags: z.array(z.string()),
    revision: z.number().int(),
    created_at: utc,
    updated_at: utc,
  }),
  parties: z.array(
    z.strictObject({
      id: z.string(),
      role: z.enum(partyRoles),
      name: z.string(),
      email: z.string(),
      organization: z.string().nullable(),
    }),
  ),
  vessels: z.array(
    z.strictObject({
      id: z.string(),
      imo: z.string(),
      imo_verified: z.boolean(),
      name: z.string(),
      role: z.enum(vesselRoles),
      is_lead: z.boolean(),
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
    }),
  ),
  /** Empty and named in `scope.omitted` when the options leave documents out. In the order of the catalogue, so that days going by change nothing. */
  documents: z.array(
    z.strictObject({
      id: z.string(),
      type: z.strictObject({
        code: z.string(),
        name: z.string(),
        category: z.enum(documentCategories),
        required: z.boolean(),
        criticality: z.enum(criticalities),
      }),
      vessel: vesselRef.nullable(),
      status: z.enum(documentStatuses),
      expires_on: date.nullable(),
      expiry_state: z.enum(expiryStates),
      resolved: z.boolean(),
      priority: z.enum(documentPriorities),
      notes: z.string().nullable(),
      uploaded_by: z.string().nullable(),
      uploaded_at: utc.nullable(),
      reviewed_by: z.string().nullable(),
      reviewed_at: utc.nullable(),
      review_note: z.string().nullable(),
      /** In the order they were added; the last one is the one in force. */
      versions: z.array(
        z.strictObject({
          file_name: z.string(),
          mime: z.string(),
          size_bytes: z.number().int(),
          sha256,
          created_by: z.string(),
          created_at: utc,
        }),
      ),
    }),
  ),
  approvals: z.array(
    z.strictObject({
      id: z.string(),
      party: z.strictObject({ id: z.string(), name: z.string(), role: z.enum(partyRoles) }),
      vessel: vesselRef.nullable(),
      status: z.enum(approvalStatuses),
      comment: z.string().nullable(),
      decided_at: utc.nullable(),
    }),
  ),
  messages: z.array(
    z.strictObject({
      id: z.string(),
      sender_name: z.string(),
      sender_role: z.string().nullable(),
      vessel: vesselRef.nullable(),
      body: z.string(),
      created_at: utc,
    }),
  ),
  /** Newest first; only entries that changed the room. `summary` is a sentence for people. */
  activity: z.array(
    z.strictObject({
      seq: z.number().int(),
      at: utc,
      actor: z.string(),
      action: z.string(),
      summary: z.string(),
    }),
  ),
  readiness: z.strictObject({
    /** Percent, one decimal, 0–100. */
    progress: z.number(),
    required: z.number().int(),
    resolved: z.number().int(),
    overall_approval: z.enum(approvalStatuses),
    blockers: z.array(
      z.strictObject({
        document_id: z.string(),
        type_code: z.string(),
        type_name: z.string(),
        vessel_name: z.string().nullable(),
        reason: z.enum(['missing', 'under_review', 'rejected', 'expired']),
      }),
    ),
    expiring_soon: z.array(
      z.strictObject({
        document_id: z.string(),
        type_code: z.string(),
        type_name: z.string(),
        vessel_name: z.string().nullable(),
        expires_on: date,
      }),
    ),
  }),
  scope: z.strictObject({
    /** Who may see what is in here: `full`, or the restriction of the maker's party. */
    visibility: z.strictObject({
      restricted: z.boolean(),
      reason: z.string().nullable(),
    }),
    vessel_ids: z.array(z.string()).nullable(),
    activity_limit: z.number().int(),
    /** What is not in this document, and why, one line each. */
    omitted: z.array(
      z.strictObject({
        section: z.enum(['documents', 'activity', 'approvals', 'messages', 'vessels']),
        count: z.number().int().nullable(),
        reason: z.string(),
      }),
    ),
  }),
})
export type RoomModel = z.infer<typeof roomModelSchema>

export const snapshotOptionsSchema = z.strictObject({
  include_documents: z.boolean().default(true),
  include_activity: z.boolean().default(true),
  include_approvals: z.boolean().default(true),
  include_messages: z.boolean().default(false),
  /** Newest first. */
  activity_limit: z.number().int().min(0).max(10_000).default(100),
  vessel_ids: z.array(z.uuid()).max(100).optional(),
})
export type SnapshotOptions = z.infer<typeof snapshotOptionsSchema>
