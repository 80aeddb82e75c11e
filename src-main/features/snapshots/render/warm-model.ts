import type { RoomModel } from '../../../../src-shared/contract/room-model.ts'

const moment = '2000-01-01T00:00:00.000Z'
const ship = { id: 'vessel', imo: '9074729', name: 'Warm' }
const party = { id: 'party', name: 'Warm', role: 'owner' as const }

/**
 * A room that nobody has: a thread renders it once at start, so that fonts are parsed and code is
 * loaded and compiled before the first snapshot. It has a row in every table.
 */
export const warmModel: RoomModel = {
  schema: 'sts.room-snapshot/1',
  state_as_of: moment,
  room: {
    id: 'room',
    code: 'STS-20000101-AAAAAA',
    title: 'Warm',
    description: 'Warm',
    status: 'pending',
    location: 'Warm',
    organization: { id: 'organization', name: 'Warm', kind: 'other' },
    terminal: { id: 'terminal', name: 'Warm', unlocode: null },
    eta: moment,
    started_at: null,
    completed_at: null,
    cargo_type: null,
    cargo_quantity: null,
    cargo_unit: null,
    cargo_value: null,
    demurrage_rate_per_day: null,
    currency: 'USD',
    tags: [],
    revision: 1,
    created_at: moment,
    updated_at: moment,
  },
  parties: [{ ...party, email: 'warm@example.com', organization: null }],
  vessels: [
    {
      ...ship,
      imo_verified: true,
      role: 'mother',
      is_lead: true,
      vessel_type: 'Tanker',
      flag: 'NO',
      owner: null,
      charterer: null,
      length_m: null,
      beam_m: null,
      draft_m: null,
      gross_tonnage: null,
      net_tonnage: null,
      built_year: null,
      class_society: null,
      mmsi: null,
    },
  ],
  documents: [
    {
      id: 'document',
      type: {
        code: 'WARM',
        name: 'Warm',
        category: 'vessel',
        required: true,
        criticality: 'high',
      },
      vessel: ship,
      status: 'under_review',
      expires_on: null,
      expiry_state: 'none',
      resolved: false,
      priority: 'normal',
      notes: 'Warm',
      uploaded_by: null,
      uploaded_at: null,
      reviewed_by: null,
      reviewed_at: null,
      review_note: null,
      versions: [
        {
          file_name: 'warm.pdf',
          mime: 'application/pdf',
          size_bytes: 1,
          sha256: '0'.repeat(64),
          created_by: 'Warm',
          created_at: moment,
        },
      ],
    },
  ],
  approvals: [
    { id: 'approval', party, vessel: null, status: 'pending', comment: null, decided_at: null },
  ],
  messages: [
    {
      id: 'message',
      sender_name: 'Warm',
      sender_role: null,
      vessel: null,
      body: 'Warm',
      created_at: moment,
    },
  ],
  activity: [{ seq: 1, at: moment, actor: 'system', action: 'room.created', summary: 'Warm' }],
  readiness: {
    progress: 0,
    required: 1,
    resolved: 0,
    overall_approval: 'pending',
    blockers: [
      {
        document_id: 'document',
        type_code: 'WARM',
        type_name: 'Warm',
        vessel_name: 'Warm',
        reason: 'under_review',
      },
    ],
    expiring_soon: [],
  },
  scope: {
    visibility: { restricted: false, reason: null },
    vessel_ids: null,
    activity_limit: 100,
    omitted: [],
  },
}
