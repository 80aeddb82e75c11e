import type { RoomStatus } from '../../../../src-shared/contract/enums.ts'
import type { Executor } from '../../../platform/db/index.ts'
import type { Tables } from '../../tables.ts'

type Db = Executor<Tables>

const atOnce = 500

/** Periods of a cadence that have a snapshot of a room already; one that failed does not count. */
export async function takenPeriods(
  db: Db,
  {
    room_ids,
    policy_set_id,
    cadence,
    first,
    last,
  }: {
    room_ids: readonly string[]
    policy_set_id: string
    cadence: string
    /** Period keys, both included: alike ones sort by their time. */
    first: string
    last: string
  },
) {
  const found: Pick<Tables['snapshots'], 'room_id' | 'period_key' | 'format'>[] = []
  for (let from = 0; from < room_ids.length; from += atOnce) {
    const rows = await db
      .selectFrom('snapshots')
      .select(['room_id', 'period_key', 'format'])
      .where('policy_set_id', '=', policy_set_id)
      .where('cadence', '=', cadence)
      .where('room_id', 'in', room_ids.slice(from, from + atOnce))
      .where('period_key', 'is not', null)
      .where('period_key', '>=', first)
      .where('period_key', '<=', last)
      .where('status', '<>', 'failed')
      .execute()
    found.push(...rows)
  }
  return found
}

/** What happened to rooms that cadences of events may wait for, in the order of the trail. */
export async function roomEvents(db: Db, afterSeq: number) {
  return db
    .selectFrom('audit_entries')
    .select(['seq', 'at', 'action', 'room_id', 'detail'])
    .where('action', 'in', [
      'room.transitioned',
      'approval.requested',
      'approval.decided',
      'approval.revoked',
      'approval.deleted',
    ])
    .where('outcome', '=', 'success')
    .where('seq', '>', afterSeq)
    .orderBy('seq')
    .execute()
}

export async function lastSeq(db: Db): Promise<number> {
  const row = await db
    .selectFrom('audit_entries')
    .select((eb) => eb.fn.max<number | null>('seq').as('seq'))
    .executeTakeFirstOrThrow()
  return row.seq ?? 0
}

/** Those of the rooms of which every approval is given, and that have one. */
export async function allApproved(db: Db, roomIds: readonly string[]): Promise<Set<string>> {
  const rows = await db
    .selectFrom('approvals')
    .select('room_id')
    .where('room_id', 'in', roomIds)
    .groupBy('room_id')
    .having((eb) =>
      eb(
        eb.fn.countAll<number>(),
        '=',
        eb.fn.sum<number>(eb.case().when('status', '=', 'approved').then(1).else(0).end()),
      ),
    )
    .execute()
  return new Set(rows.map(({ room_id }) => room_id))
}

/** Rooms by their ids, closed ones included, as rules see them. */
export async function roomsByIds(db: Db, ids: readonly string[]) {
  const found: (Pick<
    Tables['rooms'],
    | 'id'
    | 'code'
    | 'title'
    | 'organization_id'
    | 'terminal_id'
    | 'cargo_type'
    | 'tags'
    | 'eta'
    | 'created_at'
    | 'updated_at'
  > & { status: RoomStatus })[] = []
  for (let from = 0; from < ids.length; from += atOnce) {
    const rows = await db
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
      .where('id', 'in', ids.slice(from, from + atOnce))
      .execute()
    found.push(...rows)
  }
  return found
}

/** The versions of a set, newest first, with what each says. */
export async function savedVersions(db: Db, setId: string) {
  return db
    .selectFrom('policy_set_versions')
    .select(['version', 'body', 'saved_at'])
    .where('policy_set_id', '=', setId)
    .orderBy('version', 'desc')
    .execute()
}
