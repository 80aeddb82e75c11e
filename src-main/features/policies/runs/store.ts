import type { ExpressionBuilder } from 'kysely'
import type { RunStatus, RunTrigger } from '../../../../src-shared/contract/enums.ts'
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

/** Runs that wait or run, oldest first. */
export async function open(db: Db): Promise<RunRow[]> {
  return withSet(db).where('runs.status', 'in', ['queued', 'running']).orderBy('runs.seq').execute()
}
