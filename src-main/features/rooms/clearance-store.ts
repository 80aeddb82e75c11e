import type { Executor } from '../../platform/db/index.ts'
import type { Tables } from '../tables.ts'

type Db = Executor<Tables>

/** Required documents of one vessel of one room (null: of the room), and how many are resolved. */
export interface Cleared {
  room_id: string
  vessel_id: string | null
  required: number
  resolved: number
}

/**
 * Clearance of rooms, vessel by vessel, so that whoever may not see a vessel is not told of its
 * papers either. Resolved is approved and not expired on `today`: as `rules/readiness` has it.
 */
export async function clearance(
  db: Db,
  roomIds: readonly string[],
  today: string,
): Promise<Cleared[]> {
  return db
    .selectFrom('documents')
    .select((eb) => [
      'documents.room_id',
      'documents.vessel_id',
      eb.fn.countAll<number>().as('required'),
      eb.fn
        .sum<number>(
          eb
            .case()
            .when(
              eb.and([
                eb('documents.status', '=', 'approved'),
                eb.or([
                  eb('documents.expires_on', 'is', null),
                  eb('documents.expires_on', '>=', today),
                ]),
              ]),
            )
            .then(1)
            .else(0)
            .end(),
        )
        .as('resolved'),
    ])
    .where('documents.room_id', 'in', roomIds)
    .where('documents.type_id', 'in', (eb) =>
      eb.selectFrom('document_types').select('document_types.id').where('required', '=', 1),
    )
    .groupBy(['documents.room_id', 'documents.vessel_id'])
    .execute()
}
