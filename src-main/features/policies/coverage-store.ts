import type { SnapshotFormat } from '../../../src-shared/contract/enums.ts'
import { type Executor, tableOf } from '../../platform/db/index.ts'
import type { Tables } from '../tables.ts'

type Db = Executor<Tables>

export interface CoverageScope {
  organization_id?: string | undefined
  terminal_id?: string | undefined
  /** E-mail of a party: only rooms in which they are one; null: all. */
  party: string | null
}

/** Every room that is open, by its code. */
export async function openRooms(db: Db, { organization_id, terminal_id, party }: CoverageScope) {
  let query = db
    .selectFrom('rooms')
    .select([
      'id',
      'code',
      'title',
      'status',
      'organization_id',
      'terminal_id',
      'cargo_type',
      'tags',
      'eta',
      'created_at',
      'updated_at',
    ])
    .where('status', 'not in', ['completed', 'cancelled'])
  if (organization_id !== undefined) query = query.where('organization_id', '=', organization_id)
  if (terminal_id !== undefined) query = query.where('terminal_id', '=', terminal_id)
  if (party !== null) {
    query = query.where('id', 'in', (eb) =>
      eb.selectFrom('parties').select('parties.room_id').where('parties.email', '=', party),
    )
  }
  return query.orderBy('code').execute()
}

/** These rooms, open or not, as far as the caller sees them. @param party as in `CoverageScope` */
export async function roomsOf(db: Db, ids: readonly string[], party: string | null) {
  let query = db
    .selectFrom('rooms')
    .select([
      'id',
      'title',
      'status',
      'organization_id',
      'terminal_id',
      'cargo_type',
      'tags',
      'eta',
    ])
    .where('id', 'in', ids)
  if (party !== null) {
    query = query.where('id', 'in', (eb) =>
      eb.selectFrom('parties').select('parties.room_id').where('parties.email', '=', party),
    )
  }
  return query.execute()
}

export async function assignmentsOf(
  db: Db,
  ids: readonly string[],
): Promise<Tables['assignments'][]> {
  return db.selectFrom('assignments').selectAll().where('room_id', 'in', ids).execute()
}

export async function shipsOf(
  db: Db,
  ids: readonly string[],
): Promise<{ room_id: string; vessel_id: string }[]> {
  return db
    .selectFrom('room_vessels')
    .select(['room_id', 'vessel_id'])
    .where('room_id', 'in', ids)
    .execute()
}

export async function allAssignments(db: Db): Promise<Tables['assignments'][]> {
  return db.selectFrom('assignments').selectAll().execute()
}

export async function allShips(db: Db): Promise<{ room_id: string; vessel_id: string }[]> {
  return db.selectFrom('room_vessels').select(['room_id', 'vessel_id']).execute()
}

export async function runningExclusions(db: Db, now: string): Promise<Tables['exclusions'][]> {
  return db
    .selectFrom('exclusions')
    .selectAll()
    .where('ended_at', 'is', null)
    .where((eb) => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', now)]))
    .execute()
}

/**
 * When the newest completed snapshot was taken that each of these rooms has of one format of a set's
 * cadence. One step into an index for each room: however many snapshots there are.
 */
export async function newestCompleted(
  db: Db,
  roomIds: readonly string[],
  of: { policy_set_id: string; cadence: string; format: SnapshotFormat },
): Promise<{ room_id: string; newest: string | null }[]> {
  return db
    .selectFrom(tableOf(roomIds).as('room'))
    .select((eb) => [
      'room.value as room_id',
      eb
        .selectFrom('snapshots')
        .select((sub) => sub.fn.max('created_at').as('newest'))
        .whereRef('room_id', '=', 'room.value')
        .where('policy_set_id', '=', of.policy_set_id)
        .where('policy_set_id', 'is not', null)
        .where('cadence', '=', of.cadence)
        .where('format', '=', of.format)
        .where('status', '=', 'completed')
        .as('newest'),
    ])
    .execute()
}

/** When each (room, policy set, cadence) was last blocked. */
export async function lastBlocked(db: Db) {
  return db
    .selectFrom('records')
    .select(['room_id', 'policy_set_id', 'cadence'])
    .select((eb) => eb.fn.max('created_at').as('blocked_at'))
    .where('action', '=', 'blocked')
    .groupBy(['room_id', 'policy_set_id', 'cadence'])
    .execute()
}
