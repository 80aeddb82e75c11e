import { type Kysely, sql } from 'kysely'

/**
 * What runs work from. `run_items` is what a run has still to decide: written with the run, taken
 * away with each decision, so that a start knows what a dead process left. `cadence_marks` is up to
 * when each (room, policy set, cadence) has been decided. A failed snapshot does not keep its period
 * from being tried again. Records are counted by the day as they are written.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const isDryRun = '(select dry_run from runs where seq = new.run_id)'

const statements = [
  "alter table records add column format text check (format in ('pdf','json','csv'))",
  'create index runs_unfinished on runs (seq) where finished_at is null',
  'drop index runs_open',
  'create index records_by_organization_run on records (organization_id, run_id)',

  'drop index snapshots_one_each_period',
  `create unique index snapshots_one_each_period
    on snapshots (room_id, policy_set_id, cadence, period_key, format)
    where period_key is not null and status <> 'failed'`,
  'drop index snapshots_of_policy',
  `create index snapshots_of_policy on snapshots
    (room_id, policy_set_id, cadence, format, created_at, id, trigger, hold, hold_until, file_size)
    where status = 'completed' and policy_set_id is not null`,
  `create index snapshots_completed_of_set on snapshots (policy_set_id)
    where status = 'completed' and policy_set_id is not null`,

  `create table run_items (
    run_id integer not null references runs (seq),
    room_id text not null references rooms (id) on delete cascade,
    policy_set_id text not null,
    cadence text not null,
    format text not null check (format in ('pdf','json','csv')),
    period_key text not null,
    due_at text,
    policy_set_name text not null,
    policy_version integer not null,
    snapshot_id text,
    primary key (run_id, room_id, policy_set_id, cadence, format)
  ) strict, without rowid`,
  'create index run_items_by_room on run_items (room_id)',
  'create unique index run_items_by_snapshot on run_items (snapshot_id) where snapshot_id is not null',

  `create table cadence_marks (
    room_id text not null references rooms (id) on delete cascade,
    policy_set_id text not null references policy_sets (id) on delete cascade,
    cadence text not null,
    decided_until text not null,
    is_current integer not null check (is_current in (0, 1)),
    primary key (room_id, policy_set_id, cadence)
  ) strict, without rowid`,
  'create index cadence_marks_by_set on cadence_marks (policy_set_id)',

  `create table automation_state (
    id integer not null primary key check (id = 1),
    passed_at text,
    audit_seq integer not null
  ) strict`,
  'insert into automation_state (id, audit_seq) values (1, 0)',

  `create table record_days (
    day text not null,
    dry_run integer not null check (dry_run in (0, 1)),
    policy_set_id text not null,
    policy_set_name text not null,
    action text not null,
    reason text not null,
    count integer not null,
    created_bytes integer not null,
    primary key (day, dry_run, policy_set_id, action, reason)
  ) strict, without rowid`,
  `insert into record_days
    select substr(records.created_at, 1, 10), runs.dry_run, records.policy_set_id,
      max(records.policy_set_name), records.action, records.reason, count(*),
      sum(case when records.action = 'created' then coalesce(records.file_size, 0) else 0 end)
    from records join runs on runs.seq = records.run_id
    group by 1, 2, 3, records.action, records.reason`,
  `create trigger record_days_counted after insert on records begin
    insert into record_days
      (day, dry_run, policy_set_id, policy_set_name, action, reason, count, created_bytes)
    values (substr(new.created_at, 1, 10), ${isDryRun}, new.policy_set_id, new.policy_set_name,
      new.action, new.reason, 1,
      case when new.action = 'created' then coalesce(new.file_size, 0) else 0 end)
    on conflict do update set count = count + 1,
      created_bytes = created_bytes + excluded.created_bytes,
      policy_set_name = excluded.policy_set_name; end`,
]
