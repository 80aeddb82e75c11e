import { type Kysely, sql } from 'kysely'

/**
 * What the snapshot engine keeps: whose turn a task is, what becomes of stored files (unused,
 * damaged, removed), how much is stored (kept true by triggers, so that a budget is one look-up),
 * the measurements, and what the last round of care found.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

/** The snapshots of one room and format that are complete, and of its organization, one more or less. */
const counted = (row: 'new' | 'old', sign: 1 | -1): string => {
  // Its file takes room only if no other complete snapshot has the same one.
  const distinct = `case when exists (
      select 1 from snapshots as other
      where other.blob_sha256 = ${row}.blob_sha256 and other.status = 'completed' and other.id <> ${row}.id
    ) then 0 else ${row}.file_size end`
  return `
    insert into snapshot_usage (room_id, format, snapshots, bytes, distinct_bytes)
      values (${row}.room_id, ${row}.format, ${sign}, ${sign} * ${row}.file_size, ${sign} * ${distinct})
      on conflict (room_id, format) do update set
        snapshots = snapshots + excluded.snapshots,
        bytes = bytes + excluded.bytes,
        distinct_bytes = distinct_bytes + excluded.distinct_bytes;
    insert into organization_usage (organization_id, snapshots, bytes)
      select organization_id, ${sign}, ${sign} * ${distinct} from rooms where id = ${row}.room_id
      on conflict (organization_id) do update set
        snapshots = snapshots + excluded.snapshots,
        bytes = bytes + excluded.bytes;`
}

const statements = [
  'alter table tasks add column turn integer not null default 0',
  'drop index tasks_waiting',
  "create index tasks_waiting on tasks (priority desc, turn, created_at, id) where status = 'pending'",
  "create index tasks_delayed on tasks (not_before) where status = 'pending' and not_before is not null",
  'create index tasks_ended on tasks (finished_at, id) where finished_at is not null',
  'create index tasks_open on tasks (created_at, id) where finished_at is null',

  'alter table blobs add column unused_since text',
  'alter table blobs add column damaged_at text',
  'alter table blobs add column removed_at text',
  'create index blobs_to_verify on blobs (verified_at, sha256) where removed_at is null',
  'create index blobs_unused on blobs (unused_since, sha256) where unused_since is not null and removed_at is null',
  'create index blobs_damaged on blobs (damaged_at, sha256) where damaged_at is not null and removed_at is null',

  `create table blob_usage (
    id integer not null primary key check (id = 1),
    blobs integer not null,
    bytes integer not null
  ) strict`,
  `insert into blob_usage (id, blobs, bytes)
    select 1, count(*), coalesce(sum(size_bytes), 0) from blobs`,
  `create trigger blob_usage_added after insert on blobs when new.removed_at is null begin
    update blob_usage set blobs = blobs + 1, bytes = bytes + new.size_bytes; end`,
  `create trigger blob_usage_deleted after delete on blobs when old.removed_at is null begin
    update blob_usage set blobs = blobs - 1, bytes = bytes - old.size_bytes; end`,
  `create trigger blob_usage_removed after update of removed_at on blobs
    when old.removed_at is null and new.removed_at is not null begin
    update blob_usage set blobs = blobs - 1, bytes = bytes - old.size_bytes; end`,
  `create trigger blob_usage_restored after update of removed_at on blobs
    when old.removed_at is not null and new.removed_at is null begin
    update blob_usage set blobs = blobs + 1, bytes = bytes + new.size_bytes; end`,

  `create table snapshot_usage (
    room_id text not null references rooms (id) on delete cascade,
    format text not null check (format in ('pdf','json','csv')),
    snapshots integer not null,
    bytes integer not null,
    distinct_bytes integer not null,
    primary key (room_id, format)
  ) strict, without rowid`,
  'create index snapshot_usage_by_bytes on snapshot_usage (distinct_bytes, room_id, format)',
  `create table organization_usage (
    organization_id text not null primary key references organizations (id) on delete cascade,
    snapshots integer not null,
    bytes integer not null
  ) strict, without rowid`,
  `insert into snapshot_usage (room_id, format, snapshots, bytes, distinct_bytes)
    select room_id, format, count(*), sum(file_size),
      sum(case when id = (
        select min(other.id) from snapshots as other
        where other.blob_sha256 = snapshots.blob_sha256 and other.status = 'completed'
      ) then file_size else 0 end)
    from snapshots where status = 'completed' group by room_id, format`,
  `insert into organization_usage (organization_id, snapshots, bytes)
    select organization_id, sum(snapshots), sum(distinct_bytes)
    from snapshot_usage join rooms on rooms.id = snapshot_usage.room_id group by organization_id`,
  `create trigger snapshot_usage_inserted after insert on snapshots when new.status = 'completed' begin
    ${counted('new', 1)} end`,
  `create trigger snapshot_usage_left after update of status, blob_sha256 on snapshots
    when old.status = 'completed' and (new.status <> 'completed' or new.blob_sha256 is not old.blob_sha256)
    begin ${counted('old', -1)} end`,
  `create trigger snapshot_usage_entered after update of status, blob_sha256 on snapshots
    when new.status = 'completed' and (old.status <> 'completed' or new.blob_sha256 is not old.blob_sha256)
    begin ${counted('new', 1)} end`,
  // With its room gone already there is nothing to take it from: the room's trigger did that.
  `create trigger snapshot_usage_deleted after delete on snapshots
    when old.status = 'completed' and exists (select 1 from rooms where id = old.room_id)
    begin ${counted('old', -1)} end`,
  `create trigger organization_usage_room_deleted before delete on rooms begin
    update organization_usage set
      snapshots = snapshots - coalesce((select sum(snapshots) from snapshot_usage where room_id = old.id), 0),
      bytes = bytes - coalesce((select sum(distinct_bytes) from snapshot_usage where room_id = old.id), 0)
    where organization_id = old.organization_id; end`,
  `create trigger organization_usage_room_moved after update of organization_id on rooms
    when new.organization_id is not old.organization_id begin
    update organization_usage set
      snapshots = snapshots - coalesce((select sum(snapshots) from snapshot_usage where room_id = old.id), 0),
      bytes = bytes - coalesce((select sum(distinct_bytes) from snapshot_usage where room_id = old.id), 0)
    where organization_id = old.organization_id;
    insert into organization_usage (organization_id, snapshots, bytes)
      select new.organization_id, coalesce(sum(snapshots), 0), coalesce(sum(distinct_bytes), 0)
      from snapshot_usage where room_id = new.id
      on conflict (organization_id) do update set
        snapshots = snapshots + excluded.snapshots, bytes = bytes + excluded.bytes; end`,

  `create table metrics (
    span text not null check (span in ('minute','hour')),
    at text not null,
    kind text not null check (kind in ('procedure','status','snapshot','cache','task_wait','task_run','gauge')),
    name text not null,
    count integer not null,
    errors integer not null,
    sum real not null,
    min real not null,
    max real not null,
    buckets text not null,
    primary key (span, at, kind, name)
  ) strict, without rowid`,

  `create table storage_care (
    id integer not null primary key check (id = 1),
    ran_at text,
    report text
  ) strict`,
  'insert into storage_care (id) values (1)',
]
