import { type Expression, type SqlBool, sql } from 'kysely'
import type {
  AuditEntry,
  AuditFilter,
  AuditStatistics,
  TimelineBucket,
} from '../../../src-shared/contract/audit.ts'
import type { AuditOutcome } from '../../../src-shared/contract/enums.ts'
import {
  type Executor,
  matchesWords,
  matchQueryByWords,
  rowNumber,
  startOfText,
  unindexed,
} from '../../platform/db/index.ts'
import type { Tables } from '../tables.ts'
import { toEntry } from './store.ts'

type Db = Executor<Tables>
type Row = Tables['audit_entries']

/** A filter, or one that leaves only what did not succeed. */
export interface Look extends AuditFilter {
  unsuccessful?: boolean | undefined
}

const columns = [
  'at',
  'actor_id',
  'actor_email',
  'actor_roles',
  'source',
  'action',
  'resource_type',
  'resource_id',
  'room_id',
  'organization_id',
  'terminal_id',
  'outcome',
  'detail',
  'prev_hash',
  'hash',
] as const

/**
 * The entries as the filter's leading index hands them out: the text's, the vessel's, or one of
 * the table's own. `seq` is that index's own column, so that its order and bounds are used.
 */
function source(look: Look, query: string | undefined) {
  const rest = sql.join(columns.map((column) => sql.ref(`entry.${column}`)))
  if (query !== undefined) {
    return sql<Row>`(select ${rowNumber('audit_search')} as seq, ${rest} from audit_search
      cross join audit_entries as entry on entry.seq = ${rowNumber('audit_search')}
      where ${matchesWords('audit_search', query)})`.as('audit_entries')
  }
  if (look.vessel_id !== undefined) {
    return sql<Row>`(select audit_vessels.seq as seq, ${rest} from audit_vessels
      cross join audit_entries as entry on entry.seq = audit_vessels.seq
      where audit_vessels.vessel_id = ${look.vessel_id})`.as('audit_entries')
  }
  return sql<Row>`audit_entries`.as('audit_entries')
}

/** Everything that a filter leaves, unordered; undefined when nothing can be left. */
async function narrowed(db: Db, look: Look) {
  const query =
    look.q === undefined || look.q === ''
      ? undefined
      : await matchQueryByWords(db, 'audit_words', look.q)
  if (query === null) return undefined
  const bounds = await seqBounds(db, look)
  if (bounds === undefined) return undefined
  return db.selectFrom(source(look, query)).where((eb) => {
    const all: Expression<SqlBool>[] = []
    const equal = [
      'action',
      'resource_type',
      'resource_id',
      'room_id',
      'organization_id',
      'terminal_id',
      'outcome',
    ] as const
    for (const column of equal) {
      const value = look[column]
      if (value !== undefined) all.push(eb(column, '=', value))
    }
    if (look.source !== undefined) {
      // A door is a quarter of the trail: it leads only where nothing else does.
      const leads = [look.actor, ...equal.map((column) => look[column])].some(
        (value) => value !== undefined,
      )
      const column = leads ? unindexed(eb.ref('source')) : eb.ref('source')
      all.push(eb(column, '=', look.source))
    }
    // Said once more as it stands in the index of what did not succeed, else SQLite can't use it.
    if (look.unsuccessful === true || (look.outcome !== undefined && look.outcome !== 'success')) {
      all.push(sql<SqlBool>`${eb.ref('outcome')} <> 'success'`)
    }
    if (look.actor !== undefined) all.push(eb('actor_email', '=', look.actor.toLowerCase()))
    if (look.from !== undefined) all.push(eb('at', '>=', look.from))
    if (look.to !== undefined) all.push(eb('at', '<', look.to))
    if (bounds !== null) {
      all.push(eb('seq', '>=', bounds.first), eb('seq', '<=', bounds.last))
    }
    if (query !== undefined && look.vessel_id !== undefined) {
      all.push(
        eb(
          'seq',
          'in',
          db
            .selectFrom('audit_vessels')
            .select('audit_vessels.seq')
            .where('vessel_id', '=', look.vessel_id),
        ),
      )
    }
    return eb.and(all)
  })
}

/**
 * Between which numbers the entries of the days in question lie: so a page far back in time is
 * found as fast as the newest. The clock may have been set back, so the times themselves still count.
 * @returns null where time is no part of the filter, undefined where no day has entries
 */
async function seqBounds(
  db: Db,
  { from, to }: Look,
): Promise<{ first: number; last: number } | null | undefined> {
  if (from === undefined && to === undefined) return null
  let query = db.selectFrom('audit_days')
  if (from !== undefined) query = query.where('day', '>=', from.slice(0, 10))
  if (to !== undefined) query = query.where('day', '<=', to.slice(0, 10))
  const row = await query
    .select((eb) => [
      eb.fn.min<number | null>('first_seq').as('first'),
      eb.fn.max<number | null>('last_seq').as('last'),
    ])
    .executeTakeFirst()
  if (row === undefined || row.first === null || row.last === null) return undefined
  return { first: row.first, last: row.last }
}

/** Newest first, `limit` entries older than `before`. */
export async function page(
  db: Db,
  look: Look,
  limit: number,
  before: number | undefined,
): Promise<AuditEntry[]> {
  const query = await narrowed(db, look)
  if (query === undefined) return []
  const bounded = before === undefined ? query : query.where('seq', '<', before)
  const rows = await bounded.selectAll().orderBy('seq', 'desc').limit(limit).execute()
  return rows.map(toEntry)
}

/** In the order of the chain, `limit` entries after the number `after`, as they are stored. */
export async function ascending(db: Db, look: Look, limit: number, after: number): Promise<Row[]> {
  const query = await narrowed(db, look)
  if (query === undefined) return []
  return query.where('seq', '>', after).selectAll().orderBy('seq').limit(limit).execute()
}

/** How many entries the filter leaves, read one by one. */
export async function countOf(db: Db, look: Look): Promise<number> {
  const query = await narrowed(db, look)
  if (query === undefined) return 0
  const row = await query
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return row.count
}

/** How many actors a statistic names. */
export const namedActors = 100

/** The statistics of whole UTC days, from the counts that the append keeps. */
export async function countedStatistics(
  db: Db,
  { from, to }: { from?: string | undefined; to?: string | undefined },
): Promise<AuditStatistics> {
  const allTime = from === undefined && to === undefined
  const counts = (kind: Tables['audit_counts']['kind']) => {
    let query = db.selectFrom('audit_counts').where('kind', '=', kind)
    if (allTime) query = query.where('day', '=', '')
    else query = query.where('day', '>=', from?.slice(0, 10) ?? '0')
    if (to !== undefined) query = query.where('day', '<', to.slice(0, 10))
    return query
  }
  const grouped = (kind: Tables['audit_counts']['kind']) =>
    counts(kind)
      .select((eb) => ['value', eb.fn.sum<number>('count').as('count')])
      .groupBy('value')
      .orderBy('count', 'desc')
      .orderBy('value')
  let days = db.selectFrom('audit_days')
  if (from !== undefined) days = days.where('day', '>=', from.slice(0, 10))
  if (to !== undefined) days = days.where('day', '<', to.slice(0, 10))
  const byDayAndOutcome = await days.select(['day', 'outcome', 'count']).orderBy('day').execute()
  const actions = await grouped('action').execute()
  const actors = await grouped('actor').limit(namedActors).execute()
  const { actor_count } = await counts('actor')
    .select((eb) => eb.fn.count<number>('value').distinct().as('actor_count'))
    .executeTakeFirstOrThrow()
  return statisticsOf({
    actions: actions.map(({ value, count }) => ({ action: value, count })),
    actors: actors.map(({ value, count }) => ({ actor: value, count })),
    actor_count,
    byDayAndOutcome,
  })
}

/** The same for any filter, read entry by entry: work for a reader thread. */
export async function scannedStatistics(db: Db, look: Look): Promise<AuditStatistics> {
  const query = await narrowed(db, look)
  if (query === undefined) {
    return statisticsOf({ actions: [], actors: [], actor_count: 0, byDayAndOutcome: [] })
  }
  const actions = await query
    .select((eb) => ['action', eb.fn.countAll<number>().as('count')])
    .groupBy('action')
    .orderBy('count', 'desc')
    .orderBy('action')
    .execute()
  const actors = await query
    .select((eb) => ['actor_email as actor', eb.fn.countAll<number>().as('count')])
    .groupBy('actor_email')
    .orderBy('count', 'desc')
    .orderBy('actor_email')
    .execute()
  const byDayAndOutcome = await query
    .select((eb) => [
      startOfText(eb.ref('at'), 10).as('day'),
      'outcome',
      eb.fn.countAll<number>().as('count'),
    ])
    .groupBy(['day', 'outcome'])
    .orderBy('day')
    .execute()
  return statisticsOf({
    actions,
    actors: actors.slice(0, namedActors),
    actor_count: actors.length,
    byDayAndOutcome,
  })
}

function statisticsOf(found: {
  actions: { action: string; count: number }[]
  actors: { actor: string; count: number }[]
  actor_count: number
  byDayAndOutcome: { day: string; outcome: AuditOutcome; count: number }[]
}): AuditStatistics {
  const days = new Map<string, number>()
  const outcomes = new Map<AuditOutcome, number>()
  for (const { day, outcome, count } of found.byDayAndOutcome) {
    days.set(day, (days.get(day) ?? 0) + count)
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + count)
  }
  return {
    total: [...days.values()].reduce((sum, count) => sum + count, 0),
    by_action: found.actions,
    by_actor: found.actors,
    actors: found.actor_count,
    by_outcome: [...outcomes]
      .map(([outcome, count]) => ({ outcome, count }))
      .sort((a, b) => b.count - a.count),
    by_day: [...days].map(([day, count]) => ({ day, count })),
  }
}

/** Counts of one stretch of time: `start` is `YYYY-MM-DD` or `YYYY-MM-DDTHH`. */
export interface StretchCount {
  start: string
  outcome: AuditOutcome
  count: number
}

/** How long the beginning of a time is that names its hour or day. */
export const stretchLength: Record<TimelineBucket, number> = { hour: 13, day: 10 }

/** The counts of whole hours or days, from those that the append keeps. */
export async function countedStretches(
  db: Db,
  bucket: TimelineBucket,
  from: string,
  to: string,
): Promise<StretchCount[]> {
  const [first, end] = [from.slice(0, stretchLength[bucket]), to.slice(0, stretchLength[bucket])]
  return bucket === 'day'
    ? db
        .selectFrom('audit_days')
        .select(['day as start', 'outcome', 'count'])
        .where('day', '>=', first)
        .where('day', '<', end)
        .execute()
    : db
        .selectFrom('audit_hours')
        .select(['hour as start', 'outcome', 'count'])
        .where('hour', '>=', first)
        .where('hour', '<', end)
        .execute()
}

/** The same for any filter, read entry by entry: work for a reader thread. */
export async function scannedStretches(
  db: Db,
  bucket: TimelineBucket,
  look: Look,
): Promise<StretchCount[]> {
  const query = await narrowed(db, look)
  if (query === undefined) return []
  return query
    .select((eb) => [
      startOfText(eb.ref('at'), stretchLength[bucket]).as('start'),
      'outcome',
      eb.fn.countAll<number>().as('count'),
    ])
    .groupBy(['start', 'outcome'])
    .execute()
}
