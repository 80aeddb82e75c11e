import dayjs from 'dayjs'
import { z } from 'zod'
import {
  snapshotFormats,
  snapshotStatuses,
  snapshotTriggers,
} from '../../../src-shared/contract/enums.ts'
import { snapshotSorts } from '../../../src-shared/contract/snapshots.ts'
import { listSearch } from '../../ui/list-search.ts'

const day = z.iso.date().optional().catch(undefined)

/** The part of the address that the list of all rooms' snapshots has. */
export const snapshotsSearchSchema = z.object({
  ...listSearch,
  status: z.enum(snapshotStatuses).optional().catch(undefined),
  format: z.enum(snapshotFormats).optional().catch(undefined),
  trigger: z.enum(snapshotTriggers).optional().catch(undefined),
  held: z.boolean().optional().catch(undefined),
  room: z.uuid().optional().catch(undefined),
  /** First and last day of making, in the reader's zone. */
  from: day,
  to: day,
  sort: z.enum(snapshotSorts).optional().catch(undefined),
  /** The snapshot whose drawer is open. */
  snapshot: z.uuid().optional().catch(undefined),
})
export type SnapshotsSearch = z.infer<typeof snapshotsSearchSchema>

/** The part of the address that narrows the list, in the contract's words. */
export function filtersOf({ q, status, format, trigger, held, room, from, to }: SnapshotsSearch) {
  return {
    ...(q === undefined ? {} : { q }),
    ...(status === undefined ? {} : { status }),
    ...(format === undefined ? {} : { snapshot_type: format }),
    ...(trigger === undefined ? {} : { trigger }),
    ...(held === undefined ? {} : { held }),
    ...(room === undefined ? {} : { room_id: room }),
    ...(from === undefined ? {} : { from: dayjs(from).toISOString() }),
    ...(to === undefined ? {} : { to: dayjs(to).add(1, 'day').toISOString() }),
  }
}
