import type { Clock } from '../../platform/clock/index.ts'
import type { Executor } from '../../platform/db/index.ts'
import type { Ids } from '../../platform/ids/index.ts'
import { isPerVessel } from '../registry/index.ts'
import type { Tables } from '../tables.ts'
import { insertMissingDocuments, requiredTypes } from './opening-store.ts'

/**
 * Makes one `missing` document for each active required type: those of the room as a whole when it
 * is opened (`vesselId` null), those of a ship (categories vessel, technical, crew) as it is added.
 */
export async function askForDocuments(
  trx: Executor<Tables>,
  room: { id: string; vesselId: string | null },
  { clock, ids }: { clock: Clock; ids: Ids },
): Promise<void> {
  const types = await requiredTypes(trx)
  const wanted = types.filter((type) => isPerVessel(type.category) === (room.vesselId !== null))
  await insertMissingDocuments(
    trx,
    wanted.map((type) => ({
      id: ids.uuid(),
      room_id: room.id,
      vessel_id: room.vesselId,
      type_id: type.id,
      status: 'missing' as const,
      expires_on: null,
      priority: 'normal' as const,
      notes: null,
      uploaded_by: null,
      uploaded_at: null,
      reviewed_by: null,
      reviewed_at: null,
      review_note: null,
      created_at: clock.iso(),
    })),
  )
}
