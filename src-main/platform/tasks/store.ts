import type { TaskKind, TaskStatus } from '../../../src-shared/contract/enums.ts'
import type { Executor } from '../db/index.ts'

/** A row of `tasks`. Times are UTC ISO-8601; `result` and `error` are JSON text. */
export interface TaskRow {
  id: string
  kind: TaskKind
  subject_id: string
  room_id: string | null
  title: string
  status: TaskStatus
  priority: number
  /** Among tasks of one priority the lowest goes first: rooms take turns. */
  turn: number
  progress: number
  step: string
  attempts: number
  max_attempts: number
  timeout_s: number
  not_before: string | null
  created_by: string | null
  created_at: string
  started_at: string | null
  finished_at: string | null
  result: string | null
  error: string | null
}
export interface TaskTables {
  tasks: TaskRow
}
type Db = Executor<TaskTables>

export async function insert(db: Db, row: TaskRow): Promise<void> {
  await db.insertInto('tasks').values(row).execute()
}

export async function byId(db: Db, id: string): Promise<TaskRow | undefined> {
  return db.selectFrom('tasks').selectAll().where('id', '=', id).executeTakeFirst()
}

export async function change(db: Db, id: string, fields: Partial<TaskRow>): Promise<void> {
  await db.updateTable('tasks').set(fields).where('id', '=', id).execute()
}

export async function remove(db: Db, id: string): Promise<void> {
  await db.deleteFrom('tasks').where('id', '=', id).execute()
}

/** The task of these kinds that is to run next: highest priority, whose room’s turn it is, oldest. */
export async function nextPending(
  db: Db,
  now: string,
  kinds: readonly TaskKind[],
): Promise<TaskRow | undefined> {
  return db
    .selectFrom('tasks')
    .selectAll()
    .where('status', '=', 'pending')
    .where('kind', 'in', kinds)
    .where((eb) => eb.or([eb('not_before', 'is', null), eb('not_before', '<=', now)]))
    .orderBy('priority', 'desc')
    .orderBy('turn')
    .orderBy('created_at')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
}

/** The earliest time at which a task that waits for its next try may run. */
export async function nextWake(db: Db): Promise<string | null> {
  const row = await db
    .selectFrom('tasks')
    .select((eb) => eb.fn.min('not_before').as('at'))
    .where('status', '=', 'pending')
    .where('not_before', 'is not', null)
    .executeTakeFirst()
  return row?.at ?? null
}

export async function countPending(db: Db): Promise<number> {
  const { count } = await db
    .selectFrom('tasks')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('status', '=', 'pending')
    .executeTakeFirstOrThrow()
  return count
}

/** Removes tasks that ended before this time, the oldest first. @returns how many */
export async function removeEnded(db: Db, before: string, limit: number): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('tasks')
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('tasks')
        .select('id')
        .where('finished_at', 'is not', null)
        .where('finished_at', '<', before)
        .orderBy('finished_at')
        .limit(limit),
    )
    .executeTakeFirst()
  return Number(numDeletedRows)
}

export async function withStatus(db: Db, status: TaskStatus): Promise<TaskRow[]> {
  return db.selectFrom('tasks').selectAll().where('status', '=', status).execute()
}

/**
 * Whose tasks a list has: those made by this account, those in its rooms (null: in every room, and
 * in none), and of kinds that are hidden from it only its own.
 */
export interface TaskScope {
  created_by: string
  room_ids: readonly string[] | null
  hidden_kinds: readonly TaskKind[]
}

/** Which tasks a list has; `ended` undefined: those that have ended and those that have not. */
export interface TaskFilter {
  status?: TaskStatus | undefined
  ended?: boolean | undefined
  limit: number
  offset: number
}

/** Newest first; of those that have not ended the oldest first; of those that have, the last. */
export async function list(
  db: Db,
  filter: TaskFilter,
  scope: TaskScope,
): Promise<{ rows: TaskRow[]; total: number }> {
  let query = db.selectFrom('tasks')
  const { status, ended } = filter
  if (status !== undefined) query = query.where('status', '=', status)
  if (ended !== undefined) query = query.where('finished_at', ended ? 'is not' : 'is', null)
  const { created_by, room_ids, hidden_kinds } = scope
  if (room_ids !== null) {
    query = query.where((eb) =>
      eb.or([
        eb('created_by', '=', created_by),
        ...(room_ids.length === 0 ? [] : [eb('room_id', 'in', room_ids)]),
      ]),
    )
  }
  if (hidden_kinds.length > 0) {
    query = query.where((eb) =>
      eb.or([eb('created_by', '=', created_by), eb('kind', 'not in', hidden_kinds)]),
    )
  }
  const direction = ended === false ? 'asc' : 'desc'
  const rows = await query
    .selectAll()
    .orderBy(ended === true ? 'finished_at' : 'created_at', direction)
    .orderBy('id', direction)
    .limit(filter.limit)
    .offset(filter.offset)
    .execute()
  const counted = await query
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return { rows, total: counted.count }
}
