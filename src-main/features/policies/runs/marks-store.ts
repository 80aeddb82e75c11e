import type { Executor } from '../../../platform/db/index.ts'
import type { Tables } from '../../tables.ts'

type Db = Executor<Tables>
export type Mark = Tables['cadence_marks']

/** As many rows as one statement takes. */
const atOnce = 500

export async function all(db: Db): Promise<Mark[]> {
  return db.selectFrom('cadence_marks').selectAll().execute()
}

/** Makes marks, or writes them anew; a few in each statement. */
export async function put(db: Db, marks: readonly Mark[]): Promise<void> {
  for (let from = 0; from < marks.length; from += atOnce) {
    await db
      .insertInto('cadence_marks')
      .values(marks.slice(from, from + atOnce))
      .onConflict((conflict) =>
        conflict.columns(['room_id', 'policy_set_id', 'cadence']).doUpdateSet((eb) => ({
          decided_until: eb.ref('excluded.decided_until'),
          is_current: eb.ref('excluded.is_current'),
        })),
      )
      .execute()
  }
}

/** Everything up to this time has been decided. A mark never goes back by this. */
export async function advance(
  db: Db,
  { room_id, policy_set_id, cadence }: Pick<Mark, 'room_id' | 'policy_set_id' | 'cadence'>,
  until: string,
): Promise<void> {
  await db
    .updateTable('cadence_marks')
    .set({ decided_until: until })
    .where('room_id', '=', room_id)
    .where('policy_set_id', '=', policy_set_id)
    .where('cadence', '=', cadence)
    .where('decided_until', '<', until)
    .execute()
}

export async function state(db: Db): Promise<{ passed_at: string | null; audit_seq: number }> {
  return db
    .selectFrom('automation_state')
    .select(['passed_at', 'audit_seq'])
    .executeTakeFirstOrThrow()
}

export async function saveState(
  db: Db,
  fields: { passed_at: string; audit_seq: number },
): Promise<void> {
  await db.updateTable('automation_state').set(fields).execute()
}
