import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { DeliveryStatus, NoticeKind } from '../../../src-shared/contract/enums.ts'
import type { Executor } from '../../platform/db/index.ts'
import type { Tables } from '../tables.ts'

type Db = Executor<Tables>
export type NoticeRow = Tables['notices']

interface NoticeFilter {
  open: boolean
  kind?: NoticeKind | undefined
}

const matching = (db: Db, { open, kind }: NoticeFilter) =>
  db
    .selectFrom('notices')
    .$if(open, (query) => query.where('acknowledged_at', 'is', null))
    .$if(kind !== undefined, (query) => query.where('kind', '=', kind ?? 'failed'))

/** Newest first. */
export async function list(
  db: Db,
  { limit, offset, ...filter }: NoticeFilter & { limit: number; offset: number },
): Promise<NoticeRow[]> {
  return matching(db, filter)
    .selectAll()
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .offset(offset)
    .execute()
}

export async function count(db: Db, filter: NoticeFilter): Promise<number> {
  const row = await matching(db, filter)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return row.count
}

/** @returns how many of them were open */
export async function acknowledge(
  db: Db,
  ids: readonly string[],
  by: { acknowledged_by: string; acknowledged_at: string },
): Promise<number> {
  const { numUpdatedRows } = await db
    .updateTable('notices')
    .set(by)
    .where('id', 'in', ids)
    .where('acknowledged_at', 'is', null)
    .executeTakeFirst()
  return Number(numUpdatedRows)
}

/** @returns false when there is a notice of this key already */
export async function insert(db: Db, row: NoticeRow): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('notices')
    .values(row)
    .onConflict((conflict) => conflict.column('key').doNothing())
    .executeTakeFirst()
  return Number(numInsertedOrUpdatedRows ?? 0) > 0
}

/** Acknowledged before a time, with their deliveries. */
export async function removeAcknowledged(db: Db, before: string): Promise<void> {
  await db.deleteFrom('notices').where('acknowledged_at', '<', before).execute()
}

/** There is no notice yet of what goes by this key. */
const isUntold = (key: RawBuilder<string>): RawBuilder<SqlBool> =>
  sql<SqlBool>`not exists (select 1 from notices where notices.key = ${key})`

const lastRuns = 1000

/** Of the last thousand runs those that ended with trouble, and that no notice tells of yet. */
export async function troubledRuns(
  db: Db,
): Promise<(Tables['runs'] & { policy_set_name: string | null })[]> {
  return db
    .selectFrom('runs')
    .leftJoin('policy_sets', 'policy_sets.id', 'runs.policy_set_id')
    .selectAll('runs')
    .select('policy_sets.name as policy_set_name')
    .where('runs.seq', '>', (eb) =>
      eb
        .selectFrom('runs as newest')
        .select(sql<number>`coalesce(max(newest.seq), 0) - ${lastRuns}`.as('from')),
    )
    .where('runs.finished_at', 'is not', null)
    .where('runs.dry_run', '=', 0)
    .where((eb) =>
      eb.or([
        eb('runs.status', 'in', ['failed', 'partial']),
        eb('runs.failed', '>', 0),
        eb('runs.blocked', '>', 0),
      ]),
    )
    .where(isUntold(sql<string>`'run:' || runs.seq`))
    .orderBy('runs.seq')
    .execute()
}

/** Why rooms of a run were not dealt with, most often first, with some of them by code. */
export async function troublesOf(db: Db, run: number) {
  return db
    .selectFrom('records')
    .select([
      'action',
      'reason',
      (eb) => eb.fn.countAll<number>().as('count'),
      (eb) => eb.fn.min('room_code').as('room_code'),
      (eb) => eb.fn.min('message').as('message'),
    ])
    .where('run_id', '=', run)
    .where('action', 'in', ['failed', 'blocked'])
    .groupBy(['action', 'reason'])
    .orderBy('count', 'desc')
    .limit(10)
    .execute()
}

/** Files that were found damaged, and that no notice tells of yet. */
export async function damagedFiles(db: Db) {
  return db
    .selectFrom('blobs')
    .select(['sha256', 'damaged_at', 'size_bytes'])
    .where('damaged_at', 'is not', null)
    .where('removed_at', 'is', null)
    .where(isUntold(sql<string>`'damaged:' || blobs.sha256 || ':' || damaged_at`))
    .orderBy('damaged_at')
    .limit(100)
    .execute()
}

/** Active sets whose pause ends within a time, and that no notice tells of yet. */
export async function pausedSets(db: Db, now: string, until: string) {
  return db
    .selectFrom('policy_sets')
    .select(['id', 'name', sql<string>`paused_until`.as('paused_until')])
    .where('is_active', '=', 1)
    .where('paused_until', '>', now)
    .where('paused_until', '<=', until)
    .where(isUntold(sql<string>`'paused:' || policy_sets.id || ':' || paused_until`))
    .orderBy('paused_until')
    .execute()
}

/** Some of the snapshots that show a file, by their rooms. */
export async function shownBy(db: Db, sha256: string, limit: number) {
  return db
    .selectFrom('snapshots')
    .innerJoin('rooms', 'rooms.id', 'snapshots.room_id')
    .select(['snapshots.id', 'rooms.code'])
    .where('blob_sha256', '=', sha256)
    .where('snapshots.status', '=', 'completed')
    .orderBy('snapshots.created_at', 'desc')
    .limit(limit)
    .execute()
}

export interface DueDelivery {
  id: string
  attempts: number
  channel: Tables['notice_deliveries']['channel']
  webhook_id: string | null
  url: string | null
  secret_version: number | null
  notice: NoticeRow
}

/** Deliveries whose time has come, oldest first. Those of a webhook that is off wait. */
export async function dueDeliveries(db: Db, now: string, limit: number): Promise<DueDelivery[]> {
  const rows = await db
    .selectFrom('notice_deliveries as delivery')
    .innerJoin('notices', 'notices.id', 'delivery.notice_id')
    .leftJoin('webhooks', 'webhooks.id', 'delivery.webhook_id')
    .selectAll('notices')
    .select([
      'delivery.id as delivery_id',
      'delivery.attempts',
      'delivery.channel',
      'delivery.webhook_id',
      'webhooks.url',
      'webhooks.secret_version',
    ])
    .where('delivery.status', '=', 'pending')
    .where('delivery.next_attempt_at', '<=', now)
    .where((eb) => eb.or([eb('delivery.channel', '=', 'folder'), eb('webhooks.is_active', '=', 1)]))
    .orderBy('delivery.next_attempt_at')
    .orderBy('delivery.id')
    .limit(limit)
    .execute()
  return rows.map(
    ({ delivery_id, attempts, channel, webhook_id, url, secret_version, ...notice }) => ({
      ...{ id: delivery_id, attempts, channel, webhook_id, url, secret_version, notice },
    }),
  )
}

export async function insertDelivery(db: Db, row: Tables['notice_deliveries']): Promise<void> {
  await db.insertInto('notice_deliveries').values(row).execute()
}

export async function noteDelivery(
  db: Db,
  id: string,
  fields: Partial<Tables['notice_deliveries']>,
): Promise<void> {
  await db.updateTable('notice_deliveries').set(fields).where('id', '=', id).execute()
}

/** Webhooks by name, each with how its deliveries stand. */
export async function webhooks(db: Db) {
  return db
    .selectFrom('webhooks')
    .selectAll()
    .select((eb) => [
      ...(['pending', 'dead'] as const).map((status) =>
        eb
          .selectFrom('notice_deliveries')
          .select((sub) => sub.fn.countAll<number>().as('count'))
          .whereRef('webhook_id', '=', 'webhooks.id')
          .where('status', '=', status)
          .as(status),
      ),
      eb
        .selectFrom('notice_deliveries')
        .select((sub) => sub.fn.max('delivered_at').as('at'))
        .whereRef('webhook_id', '=', 'webhooks.id')
        .as('last_delivered_at'),
    ])
    .orderBy(sql`lower(name)`)
    .execute()
}
export type WebhookRow = Awaited<ReturnType<typeof webhooks>>[number]

export async function webhookNamed(db: Db, name: string): Promise<{ id: string } | undefined> {
  return db
    .selectFrom('webhooks')
    .select('id')
    .where(sql<boolean>`lower(name) = lower(${name})`)
    .executeTakeFirst()
}

export async function insertWebhook(db: Db, row: Tables['webhooks']): Promise<void> {
  await db.insertInto('webhooks').values(row).execute()
}

export async function changeWebhook(
  db: Db,
  id: string,
  fields: Partial<Tables['webhooks']>,
): Promise<void> {
  await db.updateTable('webhooks').set(fields).where('id', '=', id).execute()
}

export async function removeWebhook(db: Db, id: string): Promise<void> {
  await db.deleteFrom('webhooks').where('id', '=', id).execute()
}

interface DeliveryFilter {
  webhook_id: string
  status?: DeliveryStatus | undefined
}

const deliveriesOf = (db: Db, { webhook_id, status }: DeliveryFilter) =>
  db
    .selectFrom('notice_deliveries as delivery')
    .where('webhook_id', '=', webhook_id)
    .$if(status !== undefined, (query) => query.where('delivery.status', '=', status ?? 'pending'))

/** Newest first. */
export async function deliveries(
  db: Db,
  { limit, offset, ...filter }: DeliveryFilter & { limit: number; offset: number },
) {
  return deliveriesOf(db, filter)
    .innerJoin('notices', 'notices.id', 'delivery.notice_id')
    .select([
      'delivery.id',
      'delivery.status',
      'attempts',
      'next_attempt_at',
      'last_error',
      'delivered_at',
      'notices.id as notice_id',
      'notices.kind',
      'notices.text',
      'notices.created_at',
    ])
    .orderBy('delivery.created_at', 'desc')
    .orderBy('delivery.id', 'desc')
    .limit(limit)
    .offset(offset)
    .execute()
}

export async function countDeliveries(db: Db, filter: DeliveryFilter): Promise<number> {
  const row = await deliveriesOf(db, filter)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return row.count
}

/** Makes what was given up due again. @returns how many */
export async function revive(db: Db, webhookId: string, now: string): Promise<number> {
  const { numUpdatedRows } = await db
    .updateTable('notice_deliveries')
    .set({ status: 'pending', attempts: 0, next_attempt_at: now })
    .where('webhook_id', '=', webhookId)
    .where('status', '=', 'dead')
    .executeTakeFirst()
  return Number(numUpdatedRows)
}
