import type { ExpressionBuilder } from 'kysely'
import type { AuditEntry } from '../../../src-shared/contract/audit.ts'
import { type Executor, jsonField } from '../../platform/db/index.ts'
import type { Tables } from '../tables.ts'

type Db = Executor<Tables>

/** The newest entry's number and hash; undefined in an empty trail. */
export function head(db: Db): Promise<{ seq: number; hash: string } | undefined> {
  return db
    .selectFrom('audit_entries')
    .select(['seq', 'hash'])
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
}

export async function insert(db: Db, rows: Tables['audit_entries'][]): Promise<void> {
  await db.insertInto('audit_entries').values(rows).execute()
}

/**
 * Entries of one room whose action is among `actions`, newest first.
 * @param vesselIds entries about the room and about these vessels; null: about all
 */
export async function roomActivity(
  db: Db,
  roomId: string,
  actions: readonly string[],
  limit: number,
  before?: number,
  vesselIds: readonly string[] | null = null,
): Promise<AuditEntry[]> {
  let query = db
    .selectFrom('audit_entries')
    .selectAll()
    .where(activityOf(roomId, actions, vesselIds))
  if (before !== undefined) query = query.where('seq', '<', before)
  return (await query.orderBy('seq', 'desc').limit(limit).execute()).map(toEntry)
}

export async function countRoomActivity(
  db: Db,
  roomId: string,
  actions: readonly string[],
  vesselIds: readonly string[] | null = null,
): Promise<number> {
  const row = await db
    .selectFrom('audit_entries')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where(activityOf(roomId, actions, vesselIds))
    .executeTakeFirstOrThrow()
  return row.count
}

function activityOf(
  roomId: string,
  actions: readonly string[],
  vesselIds: readonly string[] | null,
) {
  return (eb: ExpressionBuilder<Tables, 'audit_entries'>) => {
    const all = [
      eb('room_id', '=', roomId),
      eb('outcome', '=', 'success'),
      eb('action', 'in', actions),
    ]
    if (vesselIds !== null) {
      const about = eb.fn.coalesce(jsonField(eb.ref('detail'), 'vessel_id'), eb.val(''))
      all.push(eb(about, 'in', ['', ...vesselIds]))
    }
    return eb.and(all)
  }
}

/** The entries after `seq` in the order of the chain, at most `limit`, as they are stored. */
export async function following(
  db: Db,
  seq: number,
  limit: number,
): Promise<Tables['audit_entries'][]> {
  return db
    .selectFrom('audit_entries')
    .selectAll()
    .where('seq', '>', seq)
    .orderBy('seq')
    .limit(limit)
    .execute()
}

export async function bySeq(db: Db, seq: number): Promise<AuditEntry | undefined> {
  const row = await db
    .selectFrom('audit_entries')
    .selectAll()
    .where('seq', '=', seq)
    .executeTakeFirst()
  return row === undefined ? undefined : toEntry(row)
}

/** The newest success of `action` on one resource: the proof that it was done. */
export async function seqOf(
  db: Db,
  action: string,
  resourceType: string,
  resourceId: string,
): Promise<number | null> {
  const row = await db
    .selectFrom('audit_entries')
    .select('seq')
    .where('resource_type', '=', resourceType)
    .where('resource_id', '=', resourceId)
    .where('action', '=', action)
    .where('outcome', '=', 'success')
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.seq ?? null
}

export function toEntry(row: Tables['audit_entries']): AuditEntry {
  return { ...row, actor_roles: parsed(row.actor_roles), detail: parsed(row.detail) }
}

/** JSON that we wrote; what somebody else put there must not stop the walk that is to find it. */
function parsed<Shape>(text: string): Shape {
  try {
    return JSON.parse(text)
  } catch {
    return { unreadable: text } as Shape
  }
}
