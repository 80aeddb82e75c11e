import type { ExpressionBuilder } from 'kysely'
import type { TimelineBucket } from '../../../../src-shared/contract/audit.ts'
import type { RecordAction } from '../../../../src-shared/contract/enums.ts'
import type { RecordFilter } from '../../../../src-shared/contract/records.ts'
import { contains, type Executor, startOfText } from '../../../platform/db/index.ts'
import type { Tables } from '../../tables.ts'

type Db = Executor<Tables>
export type RecordRow = Tables['records'] & Pick<Tables['runs'], 'trigger' | 'dry_run'>

/** What is looked for, and whose rooms it may be of. */
export interface Look extends RecordFilter {
  /** E-mail of a party: only of rooms in which they are one; null: all. */
  party: string | null
}

const searched = [
  'room_code',
  'room_title',
  'organization_name',
  'terminal_name',
  'vessel_name',
  'policy_set_name',
  'message',
] as const

const matching = (look: Look) => (eb: ExpressionBuilder<Tables, 'records'>) => {
  const { q, party } = look
  const equal = {
    run_id: look.snapshot_run_id,
    room_id: look.room_id,
    organization_id: look.tenant_id,
    terminal_id: look.project_id,
    policy_set_id: look.policy_set_id,
    cadence: look.cadence,
    action: look.action,
    reason: look.reason,
  }
  return eb.and([
    ...Object.entries(equal).flatMap(([column, value]) =>
      value === undefined
        ? []
        : [eb(`records.${column as keyof typeof equal}`, '=', value as string)],
    ),
    ...(look.start_date === undefined ? [] : [eb('records.created_at', '>=', look.start_date)]),
    ...(look.end_date === undefined ? [] : [eb('records.created_at', '<', look.end_date)]),
    ...(look.dry_run === undefined
      ? []
      : [
          eb(
            'records.run_id',
            look.dry_run ? 'in' : 'not in',
            eb.selectFrom('runs').select('runs.seq').where('runs.dry_run', '=', 1),
          ),
        ]),
    ...(q === undefined || q === ''
      ? []
      : [eb.or(searched.map((column) => contains(eb.ref(`records.${column}`), q)))]),
    ...(party === null
      ? []
      : [
          eb(
            'records.room_id',
            'in',
            eb.selectFrom('parties').select('parties.room_id').where('parties.email', '=', party),
          ),
        ]),
  ])
}

const withRun = (db: Db) =>
  db
    .selectFrom('records')
    .innerJoin('runs', 'runs.seq', 'records.run_id')
    .selectAll('records')
    .select(['runs.trigger', 'runs.dry_run'])

/** Newest first. */
export async function list(
  db: Db,
  look: Look,
  { limit, offset }: { limit: number; offset: number },
): Promise<RecordRow[]> {
  // The page first, then what belongs to it: the join must not decide the order of reading.
  const page = db
    .selectFrom('records')
    .select('records.id')
    .where(matching(look))
    .orderBy('records.id', 'desc')
    .limit(limit)
    .offset(offset)
  return withRun(db).where('records.id', 'in', page).orderBy('records.id', 'desc').execute()
}

export async function count(db: Db, look: Look): Promise<number> {
  const row = await db
    .selectFrom('records')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where(matching(look))
    .executeTakeFirstOrThrow()
  return row.count
}

/** Of all records, dry runs included, as they were counted when they were written. */
export async function countAll(db: Db): Promise<number> {
  const row = await db
    .selectFrom('record_days')
    .select((eb) => eb.fn.sum<number | null>('count').as('count'))
    .executeTakeFirstOrThrow()
  return row.count ?? 0
}

export async function byId(db: Db, id: string): Promise<RecordRow | undefined> {
  return withRun(db).where('records.id', '=', id).executeTakeFirst()
}

/** The next rows after an id, oldest first. */
export async function ascending(
  db: Db,
  look: Look,
  limit: number,
  after: string,
): Promise<RecordRow[]> {
  return withRun(db)
    .where(matching(look))
    .where('records.id', '>', after)
    .orderBy('records.id')
    .limit(limit)
    .execute()
}

export interface CountedRecords {
  policy_set_id: string
  policy_set_name: string
  action: Tables['records']['action']
  reason: Tables['records']['reason']
  count: number
  created_bytes: number
}

/** Counts by policy set, action, and reason, from the records themselves. */
export async function scannedCounts(db: Db, look: Look): Promise<CountedRecords[]> {
  return db
    .selectFrom('records')
    .select(['policy_set_id', 'action', 'reason'])
    .select((eb) => [
      eb.fn.max('policy_set_name').as('policy_set_name'),
      eb.fn.countAll<number>().as('count'),
      eb.fn
        .coalesce(
          eb.fn.sum<number>(
            eb.case().when('action', '=', 'created').then(eb.ref('file_size')).else(0).end(),
          ),
          eb.lit(0),
        )
        .as('created_bytes'),
    ])
    .where(matching(look))
    .groupBy(['policy_set_id', 'action', 'reason'])
    .execute()
}

/** The same from the counts by the day. @param from, to whole UTC days as ISO times */
export async function keptCounts(
  db: Db,
  { start_date, end_date }: Pick<Look, 'start_date' | 'end_date'>,
): Promise<CountedRecords[]> {
  let query = db.selectFrom('record_days').where('dry_run', '=', 0)
  if (start_date !== undefined) query = query.where('day', '>=', start_date.slice(0, 10))
  if (end_date !== undefined) query = query.where('day', '<', end_date.slice(0, 10))
  return query
    .select(['policy_set_id', 'action', 'reason'])
    .select((eb) => [
      eb.fn.max('policy_set_name').as('policy_set_name'),
      eb.fn.sum<number>('count').as('count'),
      eb.fn.sum<number>('created_bytes').as('created_bytes'),
    ])
    .groupBy(['policy_set_id', 'action', 'reason'])
    .execute()
}

export interface StretchOfRecords {
  /** The beginning of the UTC hour or day, cut to its length. */
  start: string
  action: RecordAction
  count: number
}

/** How much of an ISO time tells its hour or day. */
export const stretchLength: Record<TimelineBucket, number> = { hour: 13, day: 10 }

export async function scannedStretches(
  db: Db,
  bucket: TimelineBucket,
  look: Look,
): Promise<StretchOfRecords[]> {
  return db
    .selectFrom('records')
    .select((eb) => [
      startOfText(eb.ref('created_at'), stretchLength[bucket]).as('start'),
      'action',
      eb.fn.countAll<number>().as('count'),
    ])
    .where(matching(look))
    .groupBy(['start', 'action'])
    .execute()
}

export async function keptDays(db: Db, from: string, to: string): Promise<StretchOfRecords[]> {
  return db
    .selectFrom('record_days')
    .select((eb) => ['day as start', 'action', eb.fn.sum<number>('count').as('count')])
    .where('dry_run', '=', 0)
    .where('day', '>=', from.slice(0, 10))
    .where('day', '<', to.slice(0, 10))
    .groupBy(['day', 'action'])
    .$castTo<StretchOfRecords>()
    .execute()
}
