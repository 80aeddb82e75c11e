CREATE TRIGGER audit_entries_derived after insert on audit_entries begin insert into audit_search (rowid, text) values (new.seq, new.action || ' ' || new.actor_email || ' ' || coalesce((select group_concat(atom, ' ') from json_tree(case when json_valid(new.detail) then new.detail else '{}' end) where atom is not null), '')); insert into audit_vessels (vessel_id, seq) select coalesce(case when json_valid(new.detail) then new.detail ->> '$.vessel_id' end, case when new.resource_type = 'vessel' then new.resource_id end), new.seq where coalesce(case when json_valid(new.detail) then new.detail ->> '$.vessel_id' end, case when new.resource_type = 'vessel' then new.resource_id end) is not null; insert into audit_days (day, outcome, count, first_seq, last_seq) values (substr(new.at, 1, 10), new.outcome, 1, new.seq, new.seq) on conflict do update set count = count + 1, first_seq = min(first_seq, excluded.first_seq), last_seq = max(last_seq, excluded.last_seq); insert into audit_hours (hour, outcome, count) values (substr(new.at, 1, 13), new.outcome, 1) on conflict do update set count = count + 1; insert into audit_counts (kind, day, value, count) values ('action', substr(new.at, 1, 10), new.action, 1), ('action', '', new.action, 1), ('actor', substr(new.at, 1, 10), new.actor_email, 1), ('actor', '', new.actor_email, 1) on conflict do update set count = count + 1; end;

CREATE TRIGGER audit_entries_no_delete before delete on audit_entries begin select raise(abort, 'audit entries are append-only'); end;

CREATE TRIGGER audit_entries_no_update before update on audit_entries begin select raise(abort, 'audit entries are append-only'); end;

CREATE TRIGGER blob_usage_added after insert on blobs when new.removed_at is null begin update blob_usage set blobs = blobs + 1, bytes = bytes + new.size_bytes; end;

CREATE TRIGGER blob_usage_deleted after delete on blobs when old.removed_at is null begin update blob_usage set blobs = blobs - 1, bytes = bytes - old.size_bytes; end;

CREATE TRIGGER blob_usage_removed after update of removed_at on blobs when old.removed_at is null and new.removed_at is not null begin update blob_usage set blobs = blobs - 1, bytes = bytes - old.size_bytes; end;

CREATE TRIGGER blob_usage_restored after update of removed_at on blobs when old.removed_at is not null and new.removed_at is null begin update blob_usage set blobs = blobs + 1, bytes = bytes + new.size_bytes; end;

CREATE TRIGGER organization_usage_room_deleted before delete on rooms begin update organization_usage set snapshots = snapshots - coalesce((select sum(snapshots) from snapshot_usage where room_id = old.id), 0), bytes = bytes - coalesce((select sum(distinct_bytes) from snapshot_usage where room_id = old.id), 0) where organization_id = old.organization_id; end;

CREATE TRIGGER organization_usage_room_moved after update of organization_id on rooms when new.organization_id is not old.organization_id begin update organization_usage set snapshots = snapshots - coalesce((select sum(snapshots) from snapshot_usage where room_id = old.id), 0), bytes = bytes - coalesce((select sum(distinct_bytes) from snapshot_usage where room_id = old.id), 0) where organization_id = old.organization_id; insert into organization_usage (organization_id, snapshots, bytes) select new.organization_id, coalesce(sum(snapshots), 0), coalesce(sum(distinct_bytes), 0) from snapshot_usage where room_id = new.id on conflict (organization_id) do update set snapshots = snapshots + excluded.snapshots, bytes = bytes + excluded.bytes; end;

CREATE TRIGGER record_days_counted after insert on records begin insert into record_days (day, dry_run, policy_set_id, policy_set_name, action, reason, count, created_bytes) values (substr(new.created_at, 1, 10), (select dry_run from runs where seq = new.run_id), new.policy_set_id, new.policy_set_name, new.action, new.reason, 1, case when new.action = 'created' then coalesce(new.file_size, 0) else 0 end) on conflict do update set count = count + 1, created_bytes = created_bytes + excluded.created_bytes, policy_set_name = excluded.policy_set_name; end;

CREATE TRIGGER records_no_delete before delete on records begin select raise(abort, 'records are append-only'); end;

CREATE TRIGGER records_no_update before update on records begin select raise(abort, 'records are append-only'); end;

CREATE TRIGGER room_search_organization_changed after update of name on organizations begin update room_search set facts = (select r.code || ' ' || r.title || ' ' || r.location || ' ' || o.name || ' ' || coalesce(t.name || ' ' || coalesce(t.unlocode, ''), '') from rooms r join organizations o on o.id = r.organization_id left join terminals t on t.id = r.terminal_id where r.id = (select room_id from room_search_rows where room_search_rows.search_id = room_search.rowid)) where rowid in (select search_id from room_search_rows where room_id in (select id from rooms where organization_id = new.id)); end;

CREATE TRIGGER room_search_party_delete after delete on parties begin update room_search set people = (select coalesce(group_concat(p.name || ' ' || p.email || ' ' || coalesce(p.organization, ''), ' '), '') from parties p where p.room_id = old.room_id) where rowid = (select search_id from room_search_rows where room_id = old.room_id); end;

CREATE TRIGGER room_search_party_insert after insert on parties begin update room_search set people = (select coalesce(group_concat(p.name || ' ' || p.email || ' ' || coalesce(p.organization, ''), ' '), '') from parties p where p.room_id = new.room_id) where rowid = (select search_id from room_search_rows where room_id = new.room_id); end;

CREATE TRIGGER room_search_party_update after update on parties begin update room_search set people = (select coalesce(group_concat(p.name || ' ' || p.email || ' ' || coalesce(p.organization, ''), ' '), '') from parties p where p.room_id = new.room_id) where rowid = (select search_id from room_search_rows where room_id = new.room_id); end;

CREATE TRIGGER room_search_room_added after insert on rooms begin insert into room_search_rows (room_id) values (new.id); insert into room_search (rowid, facts, people, vessels) values ((select search_id from room_search_rows where room_id = new.id), (select r.code || ' ' || r.title || ' ' || r.location || ' ' || o.name || ' ' || coalesce(t.name || ' ' || coalesce(t.unlocode, ''), '') from rooms r join organizations o on o.id = r.organization_id left join terminals t on t.id = r.terminal_id where r.id = new.id), '', ''); end;

CREATE TRIGGER room_search_room_changed after update of code, title, location, organization_id, terminal_id on rooms begin update room_search set facts = (select r.code || ' ' || r.title || ' ' || r.location || ' ' || o.name || ' ' || coalesce(t.name || ' ' || coalesce(t.unlocode, ''), '') from rooms r join organizations o on o.id = r.organization_id left join terminals t on t.id = r.terminal_id where r.id = new.id) where rowid = (select search_id from room_search_rows where room_id = new.id); end;

CREATE TRIGGER room_search_room_removed before delete on rooms begin delete from room_search where rowid = (select search_id from room_search_rows where room_id = old.id); end;

CREATE TRIGGER room_search_ship_delete after delete on room_vessels begin update room_search set vessels = (select coalesce(group_concat(v.name || ' ' || v.imo, ' '), '') from room_vessels rv join vessels v on v.id = rv.vessel_id where rv.room_id = old.room_id) where rowid = (select search_id from room_search_rows where room_id = old.room_id); end;

CREATE TRIGGER room_search_ship_insert after insert on room_vessels begin update room_search set vessels = (select coalesce(group_concat(v.name || ' ' || v.imo, ' '), '') from room_vessels rv join vessels v on v.id = rv.vessel_id where rv.room_id = new.room_id) where rowid = (select search_id from room_search_rows where room_id = new.room_id); end;

CREATE TRIGGER room_search_terminal_changed after update of name, unlocode on terminals begin update room_search set facts = (select r.code || ' ' || r.title || ' ' || r.location || ' ' || o.name || ' ' || coalesce(t.name || ' ' || coalesce(t.unlocode, ''), '') from rooms r join organizations o on o.id = r.organization_id left join terminals t on t.id = r.terminal_id where r.id = (select room_id from room_search_rows where room_search_rows.search_id = room_search.rowid)) where rowid in (select search_id from room_search_rows where room_id in (select id from rooms where terminal_id = new.id)); end;

CREATE TRIGGER room_search_vessel_changed after update of name, imo on vessels begin update room_search set vessels = (select coalesce(group_concat(v.name || ' ' || v.imo, ' '), '') from room_vessels rv join vessels v on v.id = rv.vessel_id where rv.room_id = (select room_id from room_search_rows where room_search_rows.search_id = room_search.rowid)) where rowid in (select search_id from room_search_rows where room_id in (select room_id from room_vessels where vessel_id = new.id)); end;

CREATE TRIGGER snapshot_usage_deleted after delete on snapshots when old.status = 'completed' and exists (select 1 from rooms where id = old.room_id) begin insert into snapshot_usage (room_id, format, snapshots, bytes, distinct_bytes) values (old.room_id, old.format, -1, -1 * old.file_size, -1 * case when exists (select 1 from snapshots as other where other.blob_sha256 = old.blob_sha256 and other.status = 'completed' and other.id <> old.id) then 0 else old.file_size end) on conflict (room_id, format) do update set snapshots = snapshots + excluded.snapshots, bytes = bytes + excluded.bytes, distinct_bytes = distinct_bytes + excluded.distinct_bytes; insert into organization_usage (organization_id, snapshots, bytes) select organization_id, -1, -1 * case when exists (select 1 from snapshots as other where other.blob_sha256 = old.blob_sha256 and other.status = 'completed' and other.id <> old.id) then 0 else old.file_size end from rooms where id = old.room_id on conflict (organization_id) do update set snapshots = snapshots + excluded.snapshots, bytes = bytes + excluded.bytes; end;

CREATE TRIGGER snapshot_usage_entered after update of status, blob_sha256 on snapshots when new.status = 'completed' and (old.status <> 'completed' or new.blob_sha256 is not old.blob_sha256) begin insert into snapshot_usage (room_id, format, snapshots, bytes, distinct_bytes) values (new.room_id, new.format, 1, 1 * new.file_size, 1 * case when exists (select 1 from snapshots as other where other.blob_sha256 = new.blob_sha256 and other.status = 'completed' and other.id <> new.id) then 0 else new.file_size end) on conflict (room_id, format) do update set snapshots = snapshots + excluded.snapshots, bytes = bytes + excluded.bytes, distinct_bytes = distinct_bytes + excluded.distinct_bytes; insert into organization_usage (organization_id, snapshots, bytes) select organization_id, 1, 1 * case when exists (select 1 from snapshots as other where other.blob_sha256 = new.blob_sha256 and other.status = 'completed' and other.id <> new.id) then 0 else new.file_size end from rooms where id = new.room_id on conflict (organization_id) do update set snapshots = snapshots + excluded.snapshots, bytes = bytes + excluded.bytes; end;

CREATE TRIGGER snapshot_usage_inserted after insert on snapshots when new.status = 'completed' begin insert into snapshot_usage (room_id, format, snapshots, bytes, distinct_bytes) values (new.room_id, new.format, 1, 1 * new.file_size, 1 * case when exists (select 1 from snapshots as other where other.blob_sha256 = new.blob_sha256 and other.status = 'completed' and other.id <> new.id) then 0 else new.file_size end) on conflict (room_id, format) do update set snapshots = snapshots + excluded.snapshots, bytes = bytes + excluded.bytes, distinct_bytes = distinct_bytes + excluded.distinct_bytes; insert into organization_usage (organization_id, snapshots, bytes) select organization_id, 1, 1 * case when exists (select 1 from snapshots as other where other.blob_sha256 = new.blob_sha256 and other.status = 'completed' and other.id <> new.id) then 0 else new.file_size end from rooms where id = new.room_id on conflict (organization_id) do update set snapshots = snapshots + excluded.snapshots, bytes = bytes + excluded.bytes; end;

CREATE TRIGGER snapshot_usage_left after update of status, blob_sha256 on snapshots when old.status = 'completed' and (new.status <> 'completed' or new.blob_sha256 is not old.blob_sha256) begin insert into snapshot_usage (room_id, format, snapshots, bytes, distinct_bytes) values (old.room_id, old.format, -1, -1 * old.file_size, -1 * case when exists (select 1 from snapshots as other where other.blob_sha256 = old.blob_sha256 and other.status = 'completed' and other.id <> old.id) then 0 else old.file_size end) on conflict (room_id, format) do update set snapshots = snapshots + excluded.snapshots, bytes = bytes + excluded.bytes, distinct_bytes = distinct_bytes + excluded.distinct_bytes; insert into organization_usage (organization_id, snapshots, bytes) select organization_id, -1, -1 * case when exists (select 1 from snapshots as other where other.blob_sha256 = old.blob_sha256 and other.status = 'completed' and other.id <> old.id) then 0 else old.file_size end from rooms where id = old.room_id on conflict (organization_id) do update set snapshots = snapshots + excluded.snapshots, bytes = bytes + excluded.bytes; end;

CREATE TABLE access_matrices (version integer not null primary key,
  matrix text not null,
  comment text,
  created_by text not null,
  created_at text not null) strict;

CREATE TABLE accounts (id text not null primary key,
  email text not null unique check (email = lower(email)),
  name text not null,
  organization_id text references organizations (id),
  console_role text not null check (console_role in ('viewer','operator','admin','superadmin')),
  is_active integer not null default 1 check (is_active in (0, 1)),
  failed_attempts integer not null default 0,
  locked_until text,
  last_sign_in_at text,
  must_change_password integer not null default 0 check (must_change_password in (0, 1)),
  password_hash text not null,
  created_at text not null,
  updated_at text not null) strict;

CREATE TABLE api_tokens (id text not null primary key,
  name text not null,
  token_hash text not null unique,
  account_id text not null references accounts (id) on delete cascade,
  permissions text,
  created_at text not null,
  expires_at text,
  last_used_at text,
  revoked_at text) strict;

CREATE TABLE approvals (id text not null primary key,
  room_id text not null references rooms (id) on delete cascade,
  party_id text not null references parties (id) on delete cascade,
  vessel_id text references vessels (id),
  status text not null check (status in ('pending','approved','rejected')),
  comment text,
  decided_at text,
  created_at text not null) strict;

CREATE TABLE assignments (room_id text not null primary key references rooms (id) on delete cascade,
  policy_set_id text not null references policy_sets (id),
  auto_snapshot integer not null check (auto_snapshot in (0, 1)),
  assigned_by text not null,
  assigned_at text not null) strict;

CREATE TABLE audit_checkpoints (id text not null primary key,
  seq integer not null,
  hash text not null check (length(hash) = 64),
  at text not null,
  public_key text not null references audit_keys (public_key),
  signature text not null,
  created_by text not null) strict;

CREATE TABLE audit_counts (kind text not null check (kind in ('action','actor')),
  day text not null,
  value text not null,
  count integer not null,
  primary key (kind, day, value)) without rowid, strict;

CREATE TABLE audit_days (day text not null,
  outcome text not null check (outcome in ('success','denied','failed')),
  count integer not null,
  first_seq integer not null,
  last_seq integer not null,
  primary key (day, outcome)) without rowid, strict;

CREATE TABLE audit_entries (seq integer not null primary key,
  at text not null,
  actor_id text,
  actor_email text not null,
  actor_roles text not null,
  source text not null check (source in ('desktop','browser','rest','cli','scheduler','import','system')),
  action text not null,
  resource_type text not null,
  resource_id text,
  room_id text,
  organization_id text,
  terminal_id text,
  outcome text not null check (outcome in ('success','denied','failed')),
  detail text not null,
  prev_hash text not null check (length(prev_hash) = 64),
  hash text not null check (length(hash) = 64)) strict;

CREATE TABLE audit_hours (hour text not null,
  outcome text not null check (outcome in ('success','denied','failed')),
  count integer not null,
  primary key (hour, outcome)) without rowid, strict;

CREATE TABLE audit_jobs (id text not null primary key,
  input text not null,
  asked_by text not null) strict;

CREATE TABLE audit_keys (public_key text not null primary key,
  kept_in text not null check (kept_in in ('key_store','file')),
  created_at text not null) strict;

CREATE VIRTUAL TABLE audit_search using fts5(text, content='', columnsize=0, prefix='2', tokenize="unicode61 remove_diacritics 2");

CREATE TABLE audit_vessels (vessel_id text not null,
  seq integer not null,
  primary key (vessel_id, seq)) without rowid, strict;

CREATE VIRTUAL TABLE audit_words using fts5vocab(audit_search, 'instance');

CREATE TABLE automation_state (id integer not null primary key check (id = 1),
  passed_at text,
  audit_seq integer not null) strict;

CREATE TABLE blob_usage (id integer not null primary key check (id = 1),
  blobs integer not null,
  bytes integer not null) strict;

CREATE TABLE blobs (sha256 text not null primary key check (length(sha256) = 64),
  size_bytes integer not null check (size_bytes >= 0),
  created_at text not null,
  verified_at text ,
  unused_since text,
  damaged_at text,
  removed_at text) strict;

CREATE TABLE cadence_marks (room_id text not null references rooms (id) on delete cascade,
  policy_set_id text not null references policy_sets (id) on delete cascade,
  cadence text not null,
  decided_until text not null,
  is_current integer not null check (is_current in (0, 1)),
  primary key (room_id, policy_set_id, cadence)) strict, without rowid;

CREATE TABLE document_types (id text not null primary key,
  code text not null unique,
  name text not null,
  category text not null check (category in ('vessel','technical','operations','insurance','sanctions','crew','cargo')),
  required integer not null check (required in (0, 1)),
  criticality text not null check (criticality in ('high','med','low')),
  expiry_warning_days integer check (expiry_warning_days >= 0),
  is_active integer not null default 1 check (is_active in (0, 1)),
  position integer not null) strict;

CREATE TABLE document_versions (id text not null primary key,
  document_id text not null references documents (id) on delete cascade,
  blob_sha256 text not null references blobs (sha256),
  file_name text not null,
  mime text not null check (mime in ('application/pdf','image/jpeg','image/png','image/tiff','application/vnd.openxmlformats-officedocument.wordprocessingml.document')),
  size_bytes integer not null,
  created_by text not null,
  created_at text not null) strict;

CREATE TABLE documents (id text not null primary key,
  room_id text not null references rooms (id) on delete cascade,
  vessel_id text references vessels (id),
  type_id text not null references document_types (id),
  status text not null check (status in ('missing','under_review','approved','rejected')),
  expires_on text,
  priority text not null check (priority in ('low','normal','high','urgent')),
  notes text,
  uploaded_by text,
  uploaded_at text,
  reviewed_by text,
  reviewed_at text,
  review_note text,
  created_at text not null,
  check (status <> 'rejected' or review_note is not null),
  foreign key (room_id, vessel_id) references room_vessels (room_id, vessel_id) on delete cascade) strict;

CREATE TABLE exclusions (id text not null primary key,
  scope text not null check (scope in ('room','vessel','terminal','organization')),
  target_id text not null,
  target_name text not null,
  reason text not null,
  expires_at text,
  created_by text not null,
  created_at text not null,
  ended_by text,
  ended_at text,
  end_reason text) strict;

CREATE TABLE import_identities (table_name text not null,
  legacy_id text not null,
  our_id text not null,
  import_id text not null references imports (id),
  primary key (table_name, legacy_id)) strict;

CREATE TABLE imports (id text not null primary key,
  kind text not null check (kind in ('sts_clearance','policy_rules','exclusions_csv')),
  file_name text not null,
  sha256 text not null check (length(sha256) = 64),
  size_bytes integer not null,
  counts text not null,
  report text not null,
  created_by text not null,
  created_at text not null) strict;

CREATE TABLE messages (id text not null primary key,
  room_id text not null references rooms (id) on delete cascade,
  vessel_id text references vessels (id),
  sender_account_id text references accounts (id),
  sender_name text not null,
  sender_email text not null,
  sender_role text,
  body text not null,
  created_at text not null) strict;

CREATE TABLE metrics (span text not null check (span in ('minute','hour')),
  at text not null,
  kind text not null check (kind in ('procedure','status','snapshot','cache','task_wait','task_run','gauge')),
  name text not null,
  count integer not null,
  errors integer not null,
  sum real not null,
  min real not null,
  max real not null,
  buckets text not null,
  primary key (span, at, kind, name)) strict, without rowid;

CREATE TABLE notice_deliveries (id text not null primary key,
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
  check ((status = 'pending') = (next_attempt_at is not null))) strict;

CREATE TABLE notices (id text not null primary key,
  key text not null unique,
  kind text not null check (kind in ('failed','blocked','overdue','damaged','paused')),
  text text not null,
  resource_type text not null,
  resource_id text not null,
  detail text not null,
  created_at text not null,
  acknowledged_by text,
  acknowledged_at text,
  check ((acknowledged_by is null) = (acknowledged_at is null))) strict;

CREATE TABLE organization_usage (organization_id text not null primary key references organizations (id) on delete cascade,
  snapshots integer not null,
  bytes integer not null) strict, without rowid;

CREATE TABLE organizations (id text not null primary key,
  name text not null unique,
  kind text not null check (kind in ('trading_company','shipowner','charterer','broker','terminal_operator','inspector','other')),
  created_at text not null,
  updated_at text not null) strict;

CREATE TABLE parties (id text not null primary key,
  room_id text not null references rooms (id) on delete cascade,
  role text not null check (role in ('owner','broker','charterer','seller','buyer','viewer')),
  name text not null,
  email text not null check (email = lower(email)),
  organization text,
  created_at text not null,
  unique (room_id, email)) strict;

CREATE TABLE policy_set_versions (policy_set_id text not null references policy_sets (id) on delete cascade,
  version integer not null,
  body text not null,
  comment text,
  saved_by text not null,
  saved_at text not null,
  primary key (policy_set_id, version)) strict;

CREATE TABLE policy_sets (id text not null primary key,
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
  check ((scope = 'global') = (scope_id is null))) strict;

CREATE TABLE record_days (day text not null,
  dry_run integer not null check (dry_run in (0, 1)),
  policy_set_id text not null,
  policy_set_name text not null,
  action text not null,
  reason text not null,
  count integer not null,
  created_bytes integer not null,
  primary key (day, dry_run, policy_set_id, action, reason)) strict, without rowid;

CREATE TABLE records (id text not null primary key,
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
  created_at text not null ,
  format text check (format in ('pdf','json','csv'))) strict;

CREATE VIRTUAL TABLE room_search using fts5 (facts, people, vessels, tokenize = "unicode61 remove_diacritics 2", prefix = '2 3');

CREATE TABLE room_search_rows (search_id integer not null primary key,
  room_id text not null unique references rooms (id) on delete cascade) strict;

CREATE TABLE room_vessels (room_id text not null references rooms (id) on delete cascade,
  vessel_id text not null references vessels (id),
  role text not null check (role in ('mother','daughter','supply','support')),
  position integer not null,
  created_at text not null,
  primary key (room_id, vessel_id)) strict;

CREATE TABLE rooms (id text not null primary key,
  code text not null unique,
  title text not null,
  description text,
  organization_id text not null references organizations (id),
  terminal_id text references terminals (id),
  location text not null,
  status text not null check (status in ('pending','ready','active','on_hold','completed','cancelled')),
  eta text not null,
  started_at text,
  completed_at text,
  cargo_type text,
  cargo_quantity real,
  cargo_unit text check (cargo_unit in ('bbl','mt','m3')),
  cargo_value text,
  demurrage_rate_per_day text,
  currency text not null,
  tags text not null,
  revision integer not null check (revision >= 1),
  created_by text not null,
  created_at text not null,
  updated_by text not null,
  updated_at text not null) strict;

CREATE TABLE run_items (run_id integer not null references runs (seq),
  room_id text not null references rooms (id) on delete cascade,
  policy_set_id text not null,
  cadence text not null,
  format text not null check (format in ('pdf','json','csv')),
  period_key text not null,
  due_at text,
  policy_set_name text not null,
  policy_version integer not null,
  snapshot_id text,
  primary key (run_id, room_id, policy_set_id, cadence, format)) strict, without rowid;

CREATE TABLE runs (seq integer not null primary key,
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
  finished_at text) strict;

CREATE TABLE sessions (id text not null primary key,
  token_hash text not null unique,
  account_id text not null references accounts (id) on delete cascade,
  source text not null check (source in ('desktop','browser','rest','cli','scheduler','import','system')),
  created_at text not null,
  last_seen_at text not null,
  expires_at text not null,
  ended_at text ,
  locked_at text) strict;

CREATE TABLE settings (key text not null primary key,
  value text not null,
  updated_by text not null,
  updated_at text not null) strict;

CREATE TABLE snapshot_usage (room_id text not null references rooms (id) on delete cascade,
  format text not null check (format in ('pdf','json','csv')),
  snapshots integer not null,
  bytes integer not null,
  distinct_bytes integer not null,
  primary key (room_id, format)) strict, without rowid;

CREATE TABLE snapshots (id text not null primary key,
  room_id text not null references rooms (id) on delete cascade,
  title text not null,
  heading text not null,
  format text not null check (format in ('pdf','json','csv')),
  status text not null check (status in ('generating','completed','failed','deleted')),
  trigger text not null check (trigger in ('manual','scheduled','catch_up','on_demand','event','import')),
  options text not null,
  viewpoint text not null,
  policy_set_id text,
  cadence text,
  period_key text,
  run_id integer,
  room_revision integer not null,
  content_hash text,
  blob_sha256 text references blobs (sha256),
  file_size integer not null default 0,
  page_count integer,
  verified_at text,
  hold integer not null default 0 check (hold in (0, 1)),
  hold_reason text,
  hold_until text,
  held_by text,
  error_code text,
  error_message text,
  created_by text not null,
  created_at text not null,
  completed_at text,
  deleted_at text,
  deleted_by text,
  deleted_reason text,
  model_sha256 text references blobs (sha256),
  check (status <> 'completed' or (blob_sha256 is not null and content_hash is not null))) strict;

CREATE TABLE storage_care (id integer not null primary key check (id = 1),
  ran_at text,
  report text) strict;

CREATE TABLE tasks (id text not null primary key,
  kind text not null check (kind in ('generate_snapshot','verify_audit','export_audit','check_storage')),
  subject_id text not null,
  room_id text,
  title text not null,
  status text not null check (status in ('pending','running','completed','failed','cancelled')),
  priority integer not null default 0,
  progress integer not null default 0 check (progress between 0 and 100),
  step text not null,
  attempts integer not null default 0,
  max_attempts integer not null,
  timeout_s integer not null,
  not_before text,
  created_by text,
  created_at text not null,
  started_at text,
  finished_at text,
  result text,
  error text ,
  turn integer not null default 0) strict;

CREATE TABLE terminals (id text not null primary key,
  name text not null unique,
  unlocode text,
  organization_id text references organizations (id),
  created_at text not null,
  updated_at text not null) strict;

CREATE TABLE vessels (id text not null primary key,
  imo text not null unique,
  imo_verified integer not null default 1 check (imo_verified in (0, 1)),
  name text not null,
  vessel_type text not null,
  flag text not null,
  owner text,
  charterer text,
  length_m real,
  beam_m real,
  draft_m real,
  gross_tonnage real,
  net_tonnage real,
  built_year integer,
  class_society text,
  mmsi text,
  created_at text not null,
  updated_at text not null,
  check (imo_verified = 0 or length(imo) = 7)) strict;

CREATE TABLE webhooks (id text not null primary key,
  name text not null,
  url text not null,
  kinds text not null,
  is_active integer not null check (is_active in (0, 1)),
  secret_version integer not null,
  created_by text not null,
  created_at text not null,
  updated_by text not null,
  updated_at text not null) strict;

CREATE INDEX accounts_by_organization on accounts (organization_id);

CREATE INDEX api_tokens_by_account on api_tokens (account_id, created_at);

CREATE INDEX approvals_by_party on approvals (party_id);

CREATE INDEX approvals_by_vessel on approvals (vessel_id);

CREATE UNIQUE INDEX approvals_one_each on approvals (room_id, party_id, coalesce(vessel_id, ''));

CREATE INDEX assignments_by_set on assignments (policy_set_id, room_id);

CREATE INDEX audit_by_action on audit_entries (action, seq);

CREATE INDEX audit_by_actor on audit_entries (actor_email, seq);

CREATE INDEX audit_by_actor_action on audit_entries (actor_email, action, seq);

CREATE INDEX audit_by_organization on audit_entries (organization_id, seq) where organization_id is not null;

CREATE INDEX audit_by_organization_action on audit_entries (organization_id, action, seq) where organization_id is not null;

CREATE INDEX audit_by_outcome on audit_entries (outcome, seq) where outcome <> 'success';

CREATE INDEX audit_by_resource on audit_entries (resource_type, resource_id, seq);

CREATE INDEX audit_by_room on audit_entries (room_id, seq) where room_id is not null;

CREATE INDEX audit_by_room_action on audit_entries (room_id, action, seq) where room_id is not null;

CREATE INDEX audit_by_source on audit_entries (source, seq);

CREATE INDEX audit_by_terminal on audit_entries (terminal_id, seq) where terminal_id is not null;

CREATE INDEX audit_checkpoints_by_time on audit_checkpoints (at, id);

CREATE INDEX audit_unsuccessful on audit_entries (seq) where outcome <> 'success';

CREATE INDEX blobs_damaged on blobs (damaged_at, sha256) where damaged_at is not null and removed_at is null;

CREATE INDEX blobs_to_verify on blobs (verified_at, sha256) where removed_at is null;

CREATE INDEX blobs_unused on blobs (unused_since, sha256) where unused_since is not null and removed_at is null;

CREATE INDEX cadence_marks_by_set on cadence_marks (policy_set_id);

CREATE INDEX document_types_required on document_types (required, id);

CREATE INDEX document_versions_by_blob on document_versions (blob_sha256);

CREATE INDEX document_versions_by_document on document_versions (document_id, created_at);

CREATE INDEX documents_by_expiry on documents (expires_on) where expires_on is not null;

CREATE INDEX documents_by_type on documents (type_id);

CREATE INDEX documents_by_vessel on documents (vessel_id);

CREATE INDEX documents_for_clearance on documents (room_id, type_id, vessel_id, status, expires_on);

CREATE UNIQUE INDEX documents_one_of_a_type on documents (room_id, type_id, coalesce(vessel_id, ''));

CREATE INDEX exclusions_by_time on exclusions (created_at, id);

CREATE INDEX exclusions_running on exclusions (scope, target_id) where ended_at is null;

CREATE INDEX imports_by_time on imports (created_at, id);

CREATE INDEX messages_by_room on messages (room_id, created_at, id);

CREATE INDEX messages_by_vessel on messages (vessel_id);

CREATE INDEX notice_deliveries_due on notice_deliveries (next_attempt_at, id) where status = 'pending';

CREATE INDEX notice_deliveries_of_webhook on notice_deliveries (webhook_id, created_at, id);

CREATE UNIQUE INDEX notice_deliveries_once on notice_deliveries (notice_id, coalesce(webhook_id, 'folder'));

CREATE INDEX notices_by_time on notices (created_at, id);

CREATE INDEX notices_open on notices (created_at, id) where acknowledged_at is null;

CREATE INDEX parties_by_email on parties (email, room_id);

CREATE UNIQUE INDEX policy_sets_by_name on policy_sets (scope, coalesce(scope_id, ''), lower(name));

CREATE INDEX policy_sets_by_priority on policy_sets (priority desc, created_at, id);

CREATE INDEX records_by_action on records (action, id);

CREATE INDEX records_by_organization on records (organization_id, id);

CREATE INDEX records_by_organization_run on records (organization_id, run_id);

CREATE INDEX records_by_room on records (room_id, policy_set_id, cadence, id);

CREATE INDEX records_by_run on records (run_id, id);

CREATE INDEX records_by_time on records (created_at, id);

CREATE INDEX room_vessels_by_vessel on room_vessels (vessel_id, room_id);

CREATE INDEX rooms_by_eta on rooms (eta, id);

CREATE INDEX rooms_by_organization on rooms (organization_id, eta);

CREATE INDEX rooms_by_status on rooms (status, eta);

CREATE INDEX rooms_by_terminal on rooms (terminal_id, eta);

CREATE INDEX rooms_by_title on rooms (title, id);

CREATE INDEX rooms_by_updated on rooms (updated_at, id);

CREATE INDEX run_items_by_room on run_items (room_id);

CREATE UNIQUE INDEX run_items_by_snapshot on run_items (snapshot_id) where snapshot_id is not null;

CREATE INDEX runs_by_set on runs (policy_set_id, seq);

CREATE INDEX runs_by_status on runs (status, seq);

CREATE INDEX runs_unfinished on runs (seq) where finished_at is null;

CREATE INDEX sessions_by_account on sessions (account_id, created_at);

CREATE INDEX snapshot_usage_by_bytes on snapshot_usage (distinct_bytes, room_id, format);

CREATE INDEX snapshots_by_blob on snapshots (blob_sha256) where blob_sha256 is not null;

CREATE INDEX snapshots_by_content on snapshots (content_hash) where status = 'completed';

CREATE INDEX snapshots_by_model on snapshots (model_sha256) where model_sha256 is not null;

CREATE INDEX snapshots_by_room on snapshots (room_id, created_at, id);

CREATE INDEX snapshots_by_size on snapshots (file_size, id);

CREATE INDEX snapshots_by_time on snapshots (created_at, id, status, format, trigger, room_id);

CREATE INDEX snapshots_completed_of_set on snapshots (policy_set_id) where status = 'completed' and policy_set_id is not null;

CREATE INDEX snapshots_generating on snapshots (id) where status = 'generating';

CREATE INDEX snapshots_held on snapshots (created_at, id, hold_until) where hold = 1;

CREATE INDEX snapshots_of_policy on snapshots (room_id, policy_set_id, cadence, format, created_at, id, trigger, hold, hold_until, file_size) where status = 'completed' and policy_set_id is not null;

CREATE UNIQUE INDEX snapshots_one_each_period on snapshots (room_id, policy_set_id, cadence, period_key, format) where period_key is not null and status <> 'failed';

CREATE INDEX tasks_by_room on tasks (room_id, created_at);

CREATE INDEX tasks_by_time on tasks (created_at, id);

CREATE INDEX tasks_delayed on tasks (not_before) where status = 'pending' and not_before is not null;

CREATE INDEX tasks_ended on tasks (finished_at, id) where finished_at is not null;

CREATE INDEX tasks_open on tasks (status, created_at, id) where finished_at is null;

CREATE INDEX tasks_running on tasks (id) where status = 'running';

CREATE INDEX tasks_waiting on tasks (priority desc, turn, created_at, id) where status = 'pending';

CREATE INDEX terminals_by_organization on terminals (organization_id);

CREATE UNIQUE INDEX webhooks_by_name on webhooks (lower(name));
