import { z } from 'zod'
import {
  documentCategories,
  roomStatuses,
  snapshotFormats,
  snapshotStatuses,
} from '../../../src-shared/contract/enums.ts'

const page = z.coerce.number().int().min(1).optional().catch(undefined)
const size = z
  .union([z.literal(10), z.literal(25), z.literal(50), z.literal(100)])
  .optional()
  .catch(undefined)

export const roomSorts = ['eta', 'code', 'title', 'status', 'updated_at'] as const

/**
 * The rooms list's part of the address. What cannot be read is left out, so that an old or mistyped
 * address still opens.
 */
export const roomsSearchSchema = z.object({
  q: z.coerce.string().trim().min(1).max(200).optional().catch(undefined),
  status: z.enum(roomStatuses).optional().catch(undefined),
  organization: z.uuid().optional().catch(undefined),
  terminal: z.uuid().optional().catch(undefined),
  sort: z.enum(roomSorts).optional().catch(undefined),
  direction: z.enum(['asc', 'desc']).optional().catch(undefined),
  page,
  size,
})
export type RoomsSearch = z.infer<typeof roomsSearchSchema>

export const roomTabs = [
  'overview',
  'parties',
  'vessels',
  'documents',
  'approvals',
  'messages',
  'activity',
  'snapshots',
  'protection',
] as const
export type RoomTab = (typeof roomTabs)[number]

export function isRoomTab(tab: string): tab is RoomTab {
  return roomTabs.some((known) => known === tab)
}

export const documentShows = ['missing', 'expiring', 'review'] as const

/** A room's part of the address: the filters of its tabs. */
export const roomSearchSchema = z.object({
  /** Documents tab: only what is missing, expiring or expired, or waiting for a review. */
  show: z.enum(documentShows).optional().catch(undefined),
  category: z.enum(documentCategories).optional().catch(undefined),
  /** The document whose drawer is open. */
  document: z.uuid().optional().catch(undefined),
  /** Snapshots tab. */
  status: z.enum(snapshotStatuses).optional().catch(undefined),
  format: z.enum(snapshotFormats).optional().catch(undefined),
  /** The snapshot whose drawer is open. */
  snapshot: z.uuid().optional().catch(undefined),
  page,
  size,
})
