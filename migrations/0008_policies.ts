import { type Kysely, sql } from 'kysely'

/**
 * Policies: sets with their versions, assignments, exclusions, runs, and the records of what runs
 * decided. Records name things as they were and refer to nothing that can go: they outlive room,
 * policy set, and snapshot. One snapshot for each format of a period, whatever starts again.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `create table policy_sets (
    id text not null primary key,
    name text not null,
    description text,
    scope text not null check (scope in ('global','organization','terminal')),
    scope_id text,
    match text not null,
    cadences text not null,
    formats text not null,
    options text not null,
    keep_min integer not null check (keep_min >= 1),
    final_snapshot integer not null check (final_snapshot in (0, 1)),
    priority integer not null check (priority between 0 and 1000),
    is_active integer not null check (is_active in (0, 1)),
    paused_until text,
    version integer not null,
    created_by text not null,
    created_at text not null,
    updated_by text not null,
    updated_at text not null,
    check ((scope = 'global') = (scope_id is null))
  ) strict`,
  "create unique index policy_sets_by_name on policy_sets (scope, coalesce(scope_id, ''), lower(name))",
  'create index policy_sets_by_priority on policy_sets (priority desc, created_at, id)',
  `create table policy_set_versions (
    policy_set_id text not null references policy_sets (id) on delete cascade,
    version integer not null,
    body text not null,
    comment text,
    saved_by text not null,
    saved_at text not null,
    primary key (policy_set_id, version)
  ) strict`,

  `create table assignments (
    room_id text not null primary key references rooms (id) on delete cascade,
    policy_set_id text not null references policy_sets (id),
    auto_snapshot integer not null check (auto_snapshot in (0, 1)),
    assigned_by text not null,
    assigned_at text not null
  ) strict`,
  'create index assignments_by_set on assignments (policy_set_id, room_id)',

  `create table exclusions (
    id text not null primary key,
    scope text not null check (scope in ('room','vessel','terminal','organization')),
    target_id text not null,
    target_name text not null,
    reason text not null,
    expires_at text,
    created_by text not null,
    created_at text not null,
    ended_by text,
    ended_at text,
    end_reason text
  ) strict`,
  'create index exclusions_running on exclusions (scope, target_id) where ended_at is null',
  'create index exclusions_by_time on exclusions (created_at, id)',

  `create table runs (
    seq integer not null primary key,
    trigger text not null check (trigger in ('scheduled','catch_up','on_demand','event')),
    dry_run integer not null check (dry_run in (0, 1)),
    status text not null check (status in ('queued','running','completed','partial','failed','cancelled','skipped')),
    policy_set_id text,
    cadence text,
    total_rooms integer not null,
    created integer not null default 0,
    deleted integer not null default 0,
    failed integer not null default 0,
    skipped integer not null default 0,
    blocked integer not null default 0,
    progress integer not null default 0 check (progress between 0 and 100),
    estimated_finish_at text,
    triggered_by text not null,
    host text not null,
    error_summary text,
    created_at text not null,
    started_at text,
    finished_at text
  ) strict`,
  "create index runs_open on runs (seq) where status in ('queued','running')",
  'create index runs_by_status on runs (status, seq)',
  'create index runs_by_set on runs (policy_set_id, seq)',

  `create table records (
    id text not null primary key,
    run_id integer not null references runs (seq),
    action text not null check (action in ('created','deleted','failed','skipped','blocked')),
    reason text not null check (reason in ('scheduled','covered_by_catch_up','already_in_period','excluded','room_closed','budget_count','budget_bytes','disk_low','limit_reached','mass_deletion','retention','dry_run','cancelled','interrupted','error')),
    room_id text not null,
    room_code text not null,
    room_title text not null,
    organization_id text not null,
    organization_name text not null,
    terminal_id text,
    terminal_name text,
    vessel_id text,
    vessel_name text,
    policy_set_id text not null,
    policy_set_name text not null,
    policy_version integer not null,
    cadence text not null,
    period_key text,
    snapshot_id text,
    retention_reason text,
    file_size integer,
    message text,
    created_at text not null
  ) strict`,
  'create index records_by_run on records (run_id, id)',
  'create index records_by_room on records (room_id, policy_set_id, cadence, id)',
  'create index records_by_time on records (created_at, id)',
  'create index records_by_action on records (action, id)',
  'create index records_by_organization on records (organization_id, id)',
  `create trigger records_no_update before update on records
    begin select raise(abort, 'records are append-only'); end`,
  `create trigger records_no_delete before delete on records
    begin select raise(abort, 'records are append-only'); end`,

  `create unique index snapshots_one_each_period
    on snapshots (room_id, policy_set_id, cadence, period_key, format) where period_key is not null`,
  `create index snapshots_of_policy on snapshots (room_id, policy_set_id, cadence, created_at)
    where policy_set_id is not null`,
]
