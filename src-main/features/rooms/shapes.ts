import type {
  Approval,
  Message,
  Party,
  Room,
  RoomVessel,
} from '../../../src-shared/contract/rooms.ts'
import { progressPercentage } from '../../../src-shared/rules/readiness.ts'
import type { Executor } from '../../platform/db/index.ts'
import { seesVessel, type Viewpoint } from '../access/index.ts'
import type { Tables } from '../tables.ts'
import { clearance } from './clearance-store.ts'
import type { ApprovalRow, MessageRow } from './people-store.ts'
import * as store from './store.ts'
import { leadVessels, type RoomVesselRow, shipsOfRooms } from './vessels-store.ts'

/**
 * Rooms as the contract shows them, with clearance, lead vessel, and last snapshot: three queries a
 * page, and one more where the caller may not see every ship.
 * @param viewpoints of the rooms in which the caller sees some ships only
 */
export async function toRooms(
  db: Executor<Tables>,
  rows: readonly store.RoomRow[],
  today: string,
  viewpoints: ReadonlyMap<string, Viewpoint>,
): Promise<Room[]> {
  if (rows.length === 0) return []
  const ids = rows.map((row) => row.id)
  const counts = await clearance(db, ids, today)
  const leads = await leadVessels(db, ids)
  const snapshots = await store.lastSnapshots(db, ids)
  const ships = await shipsOfRooms(
    db,
    ids.filter((id) => viewpoints.has(id)),
  )
  return rows.map((row) => {
    const viewpoint = viewpoints.get(row.id) ?? null
    const hidden = new Set(
      ships
        .filter((ship) => ship.room_id === row.id && !seesVessel(viewpoint, ship))
        .map((ship) => ship.id),
    )
    let required = 0
    let resolved = 0
    for (const count of counts) {
      if (count.room_id !== row.id) continue
      if (count.vessel_id !== null && hidden.has(count.vessel_id)) continue
      required += count.required
      resolved += count.resolved
    }
    const lead = leads.get(row.id)
    return {
      ...row,
      tags: tagsOf(row.tags),
      sts_eta: row.eta,
      lead_vessel_name: lead !== undefined && seesVessel(viewpoint, lead) ? lead.name : null,
      progress_percentage: progressPercentage(resolved, required),
      required_documents: required,
      resolved_documents: resolved,
      blocker_count: required - resolved,
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

export function toRoomVessels(rows: readonly RoomVesselRow[]): RoomVessel[] {
  const lead = rows.find((row) => row.role === 'mother')?.id
  return rows.map(({ position: _, created_at: __, updated_at: ___, ...row }) => ({
    ...row,
    imo_verified: row.imo_verified === 1,
    is_lead: row.id === lead,
  }))
}

export function toApproval({ vessel_imo: _, ...row }: ApprovalRow): Approval {
  return row
}

export function toMessage({ vessel_imo: _, sender_account_id: __, ...row }: MessageRow): Message {
  return row
}
