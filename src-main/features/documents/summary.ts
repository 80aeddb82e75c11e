import type { z } from 'zod'
import type { ApprovalStatus } from '../../../src-shared/contract/enums.ts'
import type { roomSummarySchema } from '../../../src-shared/contract/rooms.ts'
import {
  blockerReason,
  byPressure,
  isResolved,
  overallApproval,
  progressPercentage,
} from '../../../src-shared/rules/readiness.ts'
import type { Executor } from '../../platform/db/index.ts'
import { DomainError } from '../../platform/domain-error.ts'
import { approvalRows, roomRow, type Seen } from '../rooms/index.ts'
import type { Tables } from '../tables.ts'
import { toDocument } from './shapes.ts'
import { type DocumentRow, ofRoom } from './store.ts'

export type RoomSummary = z.infer<typeof roomSummarySchema>

/** Progress, blockers, and what expires soon, most pressing first. The one definition of clearance. */
export function clearanceOf(
  rows: readonly DocumentRow[],
  approvals: readonly { status: ApprovalStatus }[],
  today: string,
): Pick<
  RoomSummary,
  | 'progress_percentage'
  | 'total_required_docs'
  | 'resolved_required_docs'
  | 'overall_approval'
  | 'blockers'
  | 'expiring_soon'
> {
  const documents = rows
    .map((row) => ({
      row: { ...row, required: row.required === 1 },
      shown: toDocument(row, [], today),
    }))
    .sort((a, b) => byPressure(a.shown, b.shown))
  const required = documents.filter(({ row }) => row.required)
  const resolved = required.filter(({ row }) => isResolved(row, today)).length
  return {
    progress_percentage: progressPercentage(resolved, required.length),
    total_required_docs: required.length,
    resolved_required_docs: resolved,
    overall_approval: overallApproval(approvals.map((approval) => approval.status)),
    blockers: documents.flatMap(({ row, shown }) => {
      const reason = blockerReason(row, today)
      return reason === null ? [] : [{ ...namesOf(row), reason, score: shown.score }]
    }),
    expiring_soon: documents.flatMap(({ row, shown }) =>
      shown.expiry_state === 'expiring_soon' &&
      shown.expires_on !== null &&
      shown.days_left !== null
        ? [{ ...namesOf(row), expires_on: shown.expires_on, days_left: shown.days_left }]
        : [],
    ),
  }
}

const namesOf = (row: {
  id: string
  type_code: string
  type_name: string
  vessel_name: string | null
}) => ({
  document_id: row.id,
  type_code: row.type_code,
  type_name: row.type_name,
  vessel_name: row.vessel_name,
})

export async function summaryOf(
  db: Executor<Tables>,
  roomId: string,
  visible: Seen,
  today: string,
): Promise<RoomSummary> {
  const room = await roomRow(db, roomId)
  if (room === undefined) throw new DomainError('ROOM_NOT_FOUND')
  const documents = (await ofRoom(db, roomId)).filter((row) => visible.aboutVessel(row.vessel_id))
  const approvals = (await approvalRows(db, roomId)).filter((row) =>
    visible.aboutVessel(row.vessel_id),
  )
  return {
    room_id: room.id,
    title: room.title,
    location: room.location,
    sts_eta: room.eta,
    ...clearanceOf(documents, approvals, today),
  }
}
