import type {
  Approval,
  Message,
  Party,
  Room,
  RoomVessel,
} from '../../../src-shared/contract/rooms.ts'
import { progressPercentage } from '../../../src-shared/rules/readiness.ts'
import type { Executor } from '../../platform/db/index.ts'
import type { Tables } from '../tables.ts'
import * as store from './store.ts'

/** Rooms as the contract shows them, with clearance, lead vessel, and last snapshot: three queries a page. */
export async function toRooms(
  db: Executor<Tables>,
  rows: readonly store.RoomRow[],
  today: string,
): Promise<Room[]> {
  if (rows.length === 0) return []
  const ids = rows.map((row) => row.id)
  const clearance = await store.clearance(db, ids, today)
  const leads = await store.leadVessels(db, ids)
  const snapshots = await store.lastSnapshots(db, ids)
  return rows.map((row) => {
    const { required, resolved } = clearance.get(row.id) ?? { required: 0, resolved: 0 }
    return {
      ...row,
      tags: tagsOf(row.tags),
      sts_eta: row.eta,
      lead_vessel_name: leads.get(row.id) ?? null,
      progress_percentage: progressPercentage(resolved, required),
      required_documents: required,
      resolved_documents: resolved,
      last_snapshot_at: snapshots.get(row.id) ?? null,
    }
  })
}

export function tagsOf(json: string): string[] {
  const tags: unknown = JSON.parse(json)
  return Array.isArray(tags) ? tags.map(String) : []
}

export function toParty(row: Tables['parties']): Party {
  return { ...row }
}

export function toRoomVessels(rows: readonly store.RoomVesselRow[]): RoomVessel[] {
  const lead = rows.find((row) => row.role === 'mother')?.id
  return rows.map(({ position: _, created_at: __, updated_at: ___, ...row }) => ({
    ...row,
    imo_verified: row.imo_verified === 1,
    is_lead: row.id === lead,
  }))
}

export function toApproval({ vessel_imo: _, ...row }: store.ApprovalRow): Approval {
  return row
}

export function toMessage({
  vessel_imo: _,
  sender_account_id: __,
  ...row
}: store.MessageRow): Message {
  return row
}
