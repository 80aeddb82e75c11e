import type { MetricKind, MetricSpan } from '../../../src-shared/contract/enums.ts'
import type { Executor } from '../db/index.ts'

/** A row of `metrics`: what one thing measured in one minute or hour that starts at `at`. */
export interface MetricRow {
  span: MetricSpan
  at: string
  kind: MetricKind
  name: string
  count: number
  errors: number
  sum: number
  min: number
  max: number
  /** Of the histogram, as `bucketsText` writes them; empty for what is only counted. */
  buckets: string
}
export interface MetricTables {
  metrics: MetricRow
}
type Db = Executor<MetricTables>

export async function at(db: Db, span: MetricSpan, time: string): Promise<MetricRow[]> {
  return db
    .selectFrom('metrics')
    .selectAll()
    .where('span', '=', span)
    .where('at', '=', time)
    .execute()
}

/** In the order of time. */
export async function since(db: Db, span: MetricSpan, time: string): Promise<MetricRow[]> {
  return db
    .selectFrom('metrics')
    .selectAll()
    .where('span', '=', span)
    .where('at', '>=', time)
    .orderBy('at')
    .execute()
}

export async function put(db: Db, rows: readonly MetricRow[]): Promise<void> {
  for (const row of rows) {
    await db
      .insertInto('metrics')
      .values(row)
      .onConflict((conflict) =>
        conflict.columns(['span', 'at', 'kind', 'name']).doUpdateSet({
          count: row.count,
          errors: row.errors,
          sum: row.sum,
          min: row.min,
          max: row.max,
          buckets: row.buckets,
        }),
      )
      .execute()
  }
}

export async function removeBefore(db: Db, span: MetricSpan, time: string): Promise<void> {
  await db.deleteFrom('metrics').where('span', '=', span).where('at', '<', time).execute()
}
