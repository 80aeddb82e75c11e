import type { RoomModel, SnapshotOptions } from '../../../src-shared/contract/room-model.ts'
import { activitySummary, roomChangingActions } from '../../../src-shared/rules/activity.ts'
import type { Executor } from '../../platform/db/index.ts'
import { DomainError } from '../../platform/domain-error.ts'
import type { Viewpoint } from '../access/index.ts'
import { roomActivity } from '../audit/index.ts'
import {
  clearanceOf,
  type DocumentRow,
  documentRows,
  toDocument,
  versionRows,
} from '../documents/index.ts'
import { organizationById, terminalById } from '../registry/index.ts'
import { approvalRows, messageRows, partyRows, roomRow, seenFrom, tagsOf } from '../rooms/index.ts'
import type { Tables } from '../tables.ts'
import { omittedFrom } from './omitted.ts'

/** Messages are not limited by an option; a room has fewer than this. */
const everyMessage = 1_000_000

/**
 * Reads a room into its model. Run it inside one read transaction: then everything in it is of the
 * same moment. A section that cannot be read throws; a silent hole would be worse than no document.
 * @param today UTC date by which expiry is judged
 */
export async function buildRoomModel(
  trx: Executor<Tables>,
  request: {
    room_id: string
    options: SnapshotOptions
    viewpoint: Viewpoint | null
    today: string
  },
): Promise<RoomModel> {
  const { room_id, options, viewpoint, today } = request
  const room = await roomRow(trx, room_id)
  if (room === undefined) throw new DomainError('ROOM_NOT_FOUND', 'The room is gone.')
  const organization = await organizationById(trx, room.organization_id)
  if (organization === undefined) throw new Error('A room without its organization.')
  const terminal = room.terminal_id === null ? undefined : await terminalById(trx, room.terminal_id)
  const seen = await seenFrom(trx, room_id, viewpoint)
  const chosen = options.vessel_ids === undefined ? null : new Set(options.vessel_ids)
  const vessels = seen.vessels.filter((vessel) => chosen?.has(vessel.id) ?? true)
  const inScope = new Set(vessels.map((vessel) => vessel.id))
  // Where nothing is hidden or chosen, what was said of a ship that has left the room is shown too.
  const everything = viewpoint === null && chosen === null
  const about = (vesselId: string | null) =>
    everything || vesselId === null || inScope.has(vesselId)
  const inScopeIds = everything ? null : [...inScope]

  const allDocuments = await documentRows(trx, room_id)
  const documents = allDocuments.filter((row) => about(row.vessel_id))
  const allApprovals = await approvalRows(trx, room_id)
  const approvals = allApprovals.filter((row) => about(row.vessel_id))
  const messages = options.include_messages
    ? await messageRows(trx, room_id, inScopeIds, everyMessage, 0)
    : []
  const activity = options.include_activity
    ? await activityOf(trx, room_id, options.activity_limit, inScopeIds)
    : []
  const visible = (rows: readonly { vessel_id: string | null }[]) =>
    rows.filter((row) => seen.aboutVessel(row.vessel_id)).length
  const lead = seen.vessels.find((vessel) => vessel.role === 'mother')?.id

  return {
    schema: 'sts.room-snapshot/1',
    state_as_of: room.updated_at,
    room: {
      id: room.id,
      code: room.code,
      title: room.title,
      description: room.description,
      status: room.status,
      location: room.location,
      organization: { id: organization.id, name: organization.name, kind: organization.kind },
      terminal:
        terminal === undefined
          ? null
          : { id: terminal.id, name: terminal.name, unlocode: terminal.unlocode },
      eta: room.eta,
      started_at: room.started_at,
      completed_at: room.completed_at,
      cargo_type: room.cargo_type,
      cargo_quantity: room.cargo_quantity,
      cargo_unit: room.cargo_unit,
      cargo_value: room.cargo_value,
      demurrage_rate_per_day: room.demurrage_rate_per_day,
      currency: room.currency,
      tags: tagsOf(room.tags),
      revision: room.revision,
      created_at: room.created_at,
      updated_at: room.updated_at,
    },
    parties: (await partyRows(trx, room_id)).map(({ id, role, name, email, organization }) => ({
      id,
      role,
      name,
      email,
      organization,
    })),
    vessels: vessels.map(
      ({ room_id: _, position: __, created_at: ___, updated_at: ____, ...row }) => ({
        ...row,
        imo_verified: row.imo_verified === 1,
        is_lead: row.id === lead,
      }),
    ),
    documents: options.include_documents ? await documentsOf(trx, documents, today) : [],
    approvals: options.include_approvals
      ? approvals.map((row) => ({
          id: row.id,
          party: { id: row.party_id, name: row.party_name, role: row.party_role },
          vessel: vesselRef(row),
          status: row.status,
          comment: row.comment,
          decided_at: row.decided_at,
        }))
      : [],
    messages: messages.map((row) => ({
      id: row.id,
      sender_name: row.sender_name,
      sender_role: row.sender_role,
      vessel: vesselRef(row),
      body: row.body,
      created_at: row.created_at,
    })),
    activity,
    readiness: readinessOf(documents, approvals, today),
    scope: {
      visibility: { restricted: viewpoint !== null, reason: viewpoint?.reason ?? null },
      vessel_ids: chosen === null ? null : [...chosen].sort(),
      activity_limit: options.activity_limit,
      omitted: await omittedFrom(trx, {
        room_id,
        options,
        seen,
        inScopeIds,
        vessels: vessels.length,
        documents: { shown: documents.length, visible: visible(allDocuments) },
        approvals: { shown: approvals.length, visible: visible(allApprovals) },
        activity: activity.length,
      }),
    },
  }
}

function vesselRef(row: {
  vessel_id: string | null
  vessel_imo: string | null
  vessel_name: string | null
}): { id: string; imo: string; name: string } | null {
  if (row.vessel_id === null) return null
  return { id: row.vessel_id, imo: row.vessel_imo ?? '', name: row.vessel_name ?? '' }
}

async function documentsOf(
  trx: Executor<Tables>,
  rows: DocumentRow[],
  today: string,
): Promise<RoomModel['documents']> {
  const versions = await versionRows(
    trx,
    rows.map((row) => row.id),
  )
  return rows
    .map((row) => ({ row, shown: toDocument(row, versions, today) }))
    .map(({ row, shown }) => ({
      id: shown.id,
      type: {
        code: shown.type_code,
        name: shown.type_name,
        category: shown.category,
        required: shown.required,
        criticality: shown.criticality,
      },
      vessel: vesselRef(row),
      status: shown.status,
      expires_on: shown.expires_on,
      expiry_state: shown.expiry_state,
      resolved: shown.resolved,
      priority: shown.priority,
      notes: shown.notes,
      uploaded_by: shown.uploaded_by,
      uploaded_at: shown.uploaded_at,
      reviewed_by: shown.reviewed_by,
      reviewed_at: shown.reviewed_at,
      review_note: shown.review_note,
      versions: shown.versions.map(({ id: _, ...version }) => version).reverse(),
    }))
}

async function activityOf(
  trx: Executor<Tables>,
  roomId: string,
  limit: number,
  vesselIds: readonly string[] | null,
): Promise<RoomModel['activity']> {
  const entries = await roomActivity(trx, roomId, roomChangingActions, limit, undefined, vesselIds)
  return entries.map((entry) => ({
    seq: entry.seq,
    at: entry.at,
    actor: entry.actor_email,
    action: entry.action,
    summary: activitySummary(entry.action, entry.detail),
  }))
}

function readinessOf(
  documents: readonly DocumentRow[],
  approvals: readonly Pick<Tables['approvals'], 'status'>[],
  today: string,
): RoomModel['readiness'] {
  const clearance = clearanceOf(documents, approvals, today)
  // In the order of the catalogue: by pressure they would change places as days go by.
  const place = new Map(documents.map((row, index) => [row.id, index]))
  const inOrder = (a: { document_id: string }, b: { document_id: string }) =>
    (place.get(a.document_id) ?? 0) - (place.get(b.document_id) ?? 0)
  return {
    progress: clearance.progress_percentage,
    required: clearance.total_required_docs,
    resolved: clearance.resolved_required_docs,
    overall_approval: clearance.overall_approval,
    // Scores and days left change with the day; the printed facts do not.
    blockers: clearance.blockers.map(({ score: _, ...blocker }) => blocker).sort(inOrder),
    expiring_soon: clearance.expiring_soon
      .map(({ days_left: _, ...document }) => document)
      .sort(inOrder),
  }
}
