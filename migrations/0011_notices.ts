import { type Kysely, sql } from 'kysely'

/**
 * What people have to be told, once each: a notice is made out of what the database says, under a key
 * that is never used twice. Where it is sent to, and how that went, stands beside it.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `create table notices (
    id text not null primary key,
    key text not null unique,
    kind text not null check (kind in ('failed','blocked','overdue','damaged','paused')),
    text text not null,
    resource_type text not null,
    resource_id text not null,
    detail text not null,
    created_at text not null,
    acknowledged_by text,
    acknowledged_at text,
    check ((acknowledged_by is null) = (acknowledged_at is null))
  ) strict`,
  'create index notices_by_time on notices (created_at, id)',
  'create index notices_open on notices (created_at, id) where acknowledged_at is null',

  `create table webhooks (
    id text not null primary key,
    name text not null,
    url text not null,
    kinds text not null,
    is_active integer not null check (is_active in (0, 1)),
    secret_version integer not null,
    created_by text not null,
    created_at text not null,
    updated_by text not null,
    updated_at text not null
  ) strict`,
  'create unique index webhooks_by_name on webhooks (lower(name))',

  `create table notice_deliveries (
    id text not null primary key,
    notice_id text not null references notices (id) on delete cascade,
    channel text not null check (channel in ('webhook','folder')),
    webhook_id text references webhooks (id) on delete cascade,
    status text not null check (status in ('pending','delivered','dead')),
    attempts integer not null,
    next_attempt_at text,
    last_error text,
    created_at text not null,
    delivered_at text,
    check ((channel = 'webhook') = (webhook_id is not null)),
    check ((status = 'pending') = (next_attempt_at is not null))
  ) strict`,
  "create unique index notice_deliveries_once on notice_deliveries (notice_id, coalesce(webhook_id, 'folder'))",
  "create index notice_deliveries_due on notice_deliveries (next_attempt_at, id) where status = 'pending'",
  'create index notice_deliveries_of_webhook on notice_deliveries (webhook_id, created_at, id)',
]
