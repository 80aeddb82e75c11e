import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely'
import type { AuditEntry } from '../../../src-shared/contract/audit.ts'
import type { AuditOutcome, AuditSource } from '../../../src-shared/contract/enums.ts'
import { contains, type Executor, jsonField } from '../../platform/db/index.ts'
import type { Tables } from '../tables.ts'

type Db = Executor<Tables>

/** What narrows a look at the trail. Times are UTC ISO-8601; `before` is a `seq`. */
export interface AuditFilter {
  q?: string | undefined
  actor?: string | undefined
  action?: string | undefined
  resource_type?: string | undefined
  resource_id?: string | undefined
  room_id?: string | undefined
  organization_id?: string | undefined
  terminal_id?: string | undefined
  outcome?: AuditOutcome | undefined
  source?: AuditSource | undefined
  from?: string | undefined
  to?: string | undefined
}

/** The newest entry's number and hash; undefined in an empty trail. */
export function head(db: Db): Promise<{ seq: number; hash: string } | undefined> {
  return db
    .selectFrom('audit_entries')
    .select(['seq', 'hash'])
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
}

export async function insert(db: Db, row: Tables['audit_entries']): Promise<void> {
  await db.insertInto('audit_entries').values(row).execute()
}

/** Newest first, `limit` entries older than `before`. */
export async function page(
  db: Db,
  filter: AuditFilter,
  limit: number,
  before: number | undefined,
): Promise<AuditEntry[]> {
  const rows = await db
    .selectFrom('audit_entries')
    .selectAll()
    .where((eb) => {
      const all: Expression<SqlBool>[] = []
      const equal = [
        'action',
        'resource_type',
        'resource_id',
        'room_id',
        'organization_id',
        'terminal_id',
        'outcome',
        'source',
      ] as const
      for (const column of equal) {
        const value = filter[column]
        if (value !== undefined) all.push(eb(column, '=', value))
      }
      // Said once more as it stands in the index of what did not succeed, else SQLite can't use it.
      if (filter.outcome !== undefined && filter.outcome !== 'success') {
        all.push(sql<SqlBool>`${eb.ref('outcome')} <> 'success'`)
      }
      if (filter.actor !== undefined) all.push(eb('actor_email', '=', filter.actor.toLowerCase()))
      if (filter.from !== undefined) all.push(eb('at', '>=', filter.from))
      if (filter.to !== undefined) all.push(eb('at', '<', filter.to))
      if (before !== undefined) all.push(eb('seq', '<', before))
      if (filter.q !== undefined && filter.q !== '') {
        const text = filter.q
        all.push(
          eb.or([
            contains(eb.ref('action'), text),
            contains(eb.ref('actor_email'), text),
            contains(eb.ref('detail'), text),
          ]),
        )
      }
      return eb.and(all)
    })
    .orderBy('seq', 'desc')
    .limit(limit)
    .execute()
  return rows.map(toEntry)
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
