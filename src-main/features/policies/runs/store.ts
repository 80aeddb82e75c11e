import type { ExpressionBuilder } from 'kysely'
import type { RecordAction, RunStatus, RunTrigger } from '../../../../src-shared/contract/enums.ts'
import type { Executor } from '../../../platform/db/index.ts'
import type { Tables } from '../../tables.ts'

type Db = Executor<Tables>
export type RunRow = Tables['runs'] & { policy_set_name: string | null }

export interface RunFilter {
  run_type?: RunTrigger | undefined
  status?: RunStatus | undefined
  policy_set_id?: string | undefined
  cadence?: string | undefined
  dry_run?: boolean | undefined
  start_date?: string | undefined
  end_date?: string | undefined
  /** Runs that decided about rooms of this organization. */
  tenant_id?: string | undefined
  limit: number
  offset: number
}

const matching = (filter: RunFilter) => (eb: ExpressionBuilder<Tables, 'runs'>) =>
  eb.and([
    ...(filter.run_type === undefined ? [] : [eb('runs.trigger', '=', filter.run_type)]),
    ...(filter.status === undefined ? [] : [eb('runs.status', '=', filter.status)]),
    ...(filter.policy_set_id === undefined
      ? []
      : [eb('runs.policy_set_id', '=', filter.policy_set_id)]),
    ...(filter.cadence === undefined ? [] : [eb('runs.cadence', '=', filter.cadence)]),
    ...(filter.dry_run === undefined ? [] : [eb('runs.dry_run', '=', filter.dry_run ? 1 : 0)]),
    ...(filter.start_date === undefined ? [] : [eb('runs.created_at', '>=', filter.start_date)]),
    ...(filter.end_date === undefined ? [] : [eb('runs.created_at', '<', filter.end_date)]),
    ...(filter.tenant_id === undefined
      ? []
      : [
          eb.exists(
            eb
              .selectFrom('records')
              .select('records.id')
              .whereRef('records.run_id', '=', 'runs.seq')
              .where('records.organization_id', '=', filter.tenant_id),
          ),
        ]),
  ])

const withSet = (db: Db) =>
  db
    .selectFrom('runs')
    .leftJoin('policy_sets', 'policy_sets.id', 'runs.policy_set_id')
    .selectAll('runs')
    .select('policy_sets.name as policy_set_name')

/** Newest first. */
export async function list(db: Db, filter: RunFilter): Promise<RunRow[]> {
  return withSet(db)
    .where(matching(filter))
    .orderBy('runs.seq', 'desc')
    .limit(filter.limit)
    .offset(filter.offset)
    .execute()
}

export async function count(db: Db, filter: RunFilter): Promise<number> {
  const row = await db
    .selectFrom('runs')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where(matching(filter))
    .executeTakeFirstOrThrow()
  return row.count
}

export async function byId(db: Db, id: number): Promise<RunRow | undefined> {
  return withSet(db).where('runs.seq', '=', id).executeTakeFirst()
}

/** Runs that have not ended, oldest first. */
export async function open(db: Db): Promise<RunRow[]> {
  return withSet(db).where('runs.status', 'in', ['queued', 'running']).orderBy('runs.seq').execute()
}

/** Writes a run under the next number. @returns its number */
export async function insertRun(db: Db, row: Omit<Tables['runs'], 'seq'>): Promise<number> {
  const { seq } = await db
    .selectFrom('runs')
    .select((eb) => eb.fn.coalesce(eb.fn.max('seq'), eb.lit(0)).as('seq'))
    .executeTakeFirstOrThrow()
  await db
    .insertInto('runs')
    .values({ ...row, seq: seq + 1 })
    .execute()
  return seq + 1
}

export async function change(db: Db, id: number, fields: Partial<Tables['runs']>): Promise<void> {
  await db.updateTable('runs').set(fields).where('seq', '=', id).execute()
}

/** Adds to a run's counts what records were written of each action. */
export async function addCounts(
  db: Db,
  id: number,
  counts: Partial<Record<RecordAction, number>>,
): Promise<void> {
  const { created = 0, deleted = 0, failed = 0, skipped = 0, blocked = 0 } = counts
  await db
    .updateTable('runs')
    .set((eb) => ({
      created: eb('created', '+', created),
      deleted: eb('deleted', '+', deleted),
      failed: eb('failed', '+', failed),
      skipped: eb('skipped', '+', skipped),
      blocked: eb('blocked', '+', blocked),
    }))
    .where('seq', '=', id)
    .execute()
}

/** As many rows as one statement takes: twenty-four values each. */
const recordsAtOnce = 50
const idsAtOnce = 500

export async function insertRecords(db: Db, rows: readonly Tables['records'][]): Promise<void> {
  for (let from = 0; from < rows.length; from += recordsAtOnce) {
    await db
      .insertInto('records')
      .values(rows.slice(from, from + recordsAtOnce))
      .execute()
  }
}

type RoomFacts = Pick<
  Tables['records'],
  | 'room_code'
  | 'room_title'
  | 'organization_id'
  | 'organization_name'
  | 'terminal_id'
  | 'terminal_name'
  | 'vessel_id'
  | 'vessel_name'
>

/** What records say of rooms, as it is now. */
export async function roomFacts(
  db: Db,
  roomIds: readonly string[],
): Promise<Map<string, RoomFacts>> {
  const ids = [...new Set(roomIds)]
  const facts = new Map<string, RoomFacts>()
  for (let from = 0; from < ids.length; from += idsAtOnce) {
    const rows = await db
      .selectFrom('rooms')
      .innerJoin('organizations', 'organizations.id', 'rooms.organization_id')
      .leftJoin('terminals', 'terminals.id', 'rooms.terminal_id')
      .leftJoin('vessels', (join) =>
        join.on('vessels.id', '=', (eb) =>
          eb
            .selectFrom('room_vessels')
            .select('room_vessels.vessel_id')
            .whereRef('room_vessels.room_id', '=', 'rooms.id')
            .where('room_vessels.role', '=', 'mother')
            .orderBy('room_vessels.position')
            .limit(1),
        ),
      )
      .select([
        'rooms.id',
        'rooms.code as room_code',
        'rooms.title as room_title',
        'rooms.organization_id',
        'organizations.name as organization_name',
        'rooms.terminal_id',
        'terminals.name as terminal_name',
        'vessels.id as vessel_id',
        'vessels.name as vessel_name',
      ])
      .where('rooms.id', 'in', ids.slice(from, from + idsAtOnce))
      .execute()
    for (const { id, ...row } of rows) facts.set(id, row)
  }
  return facts
}

export type Item = Tables['run_items']
const itemsAtOnce = 200

export async function insertItems(db: Db, rows: readonly Item[]): Promise<void> {
  for (let from = 0; from < rows.length; from += itemsAtOnce) {
    await db
      .insertInto('run_items')
      .values(rows.slice(from, from + itemsAtOnce))
      .execute()
  }
}

export async function itemsOf(db: Db, runId: number): Promise<Item[]> {
  return db.selectFrom('run_items').selectAll().where('run_id', '=', runId).execute()
}

export async function countItems(db: Db, runId: number): Promise<number> {
  const row = await db
    .selectFrom('run_items')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('run_id', '=', runId)
    .executeTakeFirstOrThrow()
  return row.count
}

export async function itemOfSnapshot(db: Db, snapshotId: string): Promise<Item | undefined> {
  return db
    .selectFrom('run_items')
    .selectAll()
    .where('snapshot_id', '=', snapshotId)
    .executeTakeFirst()
}

type ItemKey = Pick<Item, 'run_id' | 'room_id' | 'policy_set_id' | 'cadence' | 'format'>

export async function noteSnapshot(db: Db, item: ItemKey, snapshotId: string): Promise<void> {
  await db
    .updateTable('run_items')
    .set({ snapshot_id: snapshotId })
    .where('run_id', '=', item.run_id)
    .where('room_id', '=', item.room_id)
    .where('policy_set_id', '=', item.policy_set_id)
    .where('cadence', '=', item.cadence)
    .where('format', '=', item.format)
    .execute()
}

/** Takes an item away: it has been decided. */
export async function removeItem(db: Db, item: ItemKey): Promise<void> {
  await db
    .deleteFrom('run_items')
    .where('run_id', '=', item.run_id)
    .where('room_id', '=', item.room_id)
    .where('policy_set_id', '=', item.policy_set_id)
    .where('cadence', '=', item.cadence)
    .where('format', '=', item.format)
    .execute()
}

/** Rooms as a snapshot of theirs needs them. */
export async function roomsToTake(db: Db, ids: readonly string[]) {
  const rows = await db
    .selectFrom('rooms')
    .select(['id', 'code', 'revision', 'organization_id'])
    .where('id', 'in', [...new Set(ids)])
    .execute()
  return new Map(rows.map((row) => [row.id, row]))
}

/** How many snapshots are being made, by the organization of the room. */
export async function generating(db: Db): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('snapshots')
    .innerJoin('rooms', 'rooms.id', 'snapshots.room_id')
    .select((eb) => ['rooms.organization_id', eb.fn.countAll<number>().as('count')])
    .where('snapshots.status', '=', 'generating')
    .groupBy('rooms.organization_id')
    .execute()
  return new Map(rows.map(({ organization_id, count }) => [organization_id, count]))
}
