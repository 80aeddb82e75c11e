import { type Kysely, sql } from 'kysely'

/**
 * The foundation: accounts, registry, rooms and what is in them, blobs, snapshots, tasks, the
 * audit trail, and settings. Enumerations are spelled out here because a migration is history:
 * a test compares them with the contract's.
 *
 * Booleans are 0/1, JSON is text, times are UTC ISO-8601 text, money is decimal text.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `create table organizations (
    id text not null primary key,
    name text not null unique,
    kind text not null check (kind in ('trading_company','shipowner','charterer','broker','terminal_operator','inspector','other')),
    created_at text not null,
    updated_at text not null
  ) strict`,

  `create table terminals (
    id text not null primary key,
    name text not null unique,
    unlocode text,
    organization_id text references organizations (id),
    created_at text not null,
    updated_at text not null
  ) strict`,

  `create table vessels (
    id text not null primary key,
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
    check (imo_verified = 0 or length(imo) = 7)
  ) strict`,

  `create table accounts (
    id text not null primary key,
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
    updated_at text not null
  ) strict`,

  `create table sessions (
    id text not null primary key,
    token_hash text not null unique,
    account_id text not null references accounts (id) on delete cascade,
    source text not null check (source in ('desktop','browser','rest','cli','scheduler','import','system')),
    created_at text not null,
    last_seen_at text not null,
    expires_at text not null,
    ended_at text
  ) strict`,
  'create index sessions_by_account on sessions (account_id, created_at)',

  `create table api_tokens (
    id text not null primary key,
    name text not null,
    token_hash text not null unique,
    account_id text not null references accounts (id) on delete cascade,
    permissions text,
    created_at text not null,
    expires_at text,
    last_used_at text,
    revoked_at text
  ) strict`,
  'create index api_tokens_by_account on api_tokens (account_id, created_at)',

  `create table access_matrices (
    version integer not null primary key,
    matrix text not null,
    comment text,
    created_by text not null,
    created_at text not null
  ) strict`,

  `create table rooms (
    id text not null primary key,
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
    updated_at text not null
  ) strict`,
  'create index rooms_by_eta on rooms (eta, id)',
  'create index rooms_by_updated on rooms (updated_at, id)',
  'create index rooms_by_title on rooms (title, id)',
  'create index rooms_by_status on rooms (status, eta)',
  'create index rooms_by_organization on rooms (organization_id, eta)',
  'create index rooms_by_terminal on rooms (terminal_id, eta)',

  `create table parties (
    id text not null primary key,
    room_id text not null references rooms (id) on delete cascade,
    role text not null check (role in ('owner','broker','charterer','seller','buyer','viewer')),
    name text not null,
    email text not null check (email = lower(email)),
    organization text,
    created_at text not null,
    unique (room_id, email)
  ) strict`,
  'create index parties_by_email on parties (email, room_id)',

  `create table room_vessels (
    room_id text not null references rooms (id) on delete cascade,
    vessel_id text not null references vessels (id),
    role text not null check (role in ('mother','daughter','supply','support')),
    position integer not null,
    created_at text not null,
    primary key (room_id, vessel_id)
  ) strict`,
  'create index room_vessels_by_vessel on room_vessels (vessel_id, room_id)',

  `create table document_types (
    id text not null primary key,
    code text not null unique,
    name text not null,
    category text not null check (category in ('vessel','technical','operations','insurance','sanctions','crew','cargo')),
    required integer not null check (required in (0, 1)),
    criticality text not null check (criticality in ('high','med','low')),
    expiry_warning_days integer check (expiry_warning_days >= 0),
    is_active integer not null default 1 check (is_active in (0, 1)),
    position integer not null
  ) strict`,

  `create table blobs (
    sha256 text not null primary key check (length(sha256) = 64),
    size_bytes integer not null check (size_bytes >= 0),
    created_at text not null,
    verified_at text
  ) strict`,

  `create table documents (
    id text not null primary key,
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
    foreign key (room_id, vessel_id) references room_vessels (room_id, vessel_id) on delete cascade
  ) strict`,
  "create unique index documents_one_of_a_type on documents (room_id, type_id, coalesce(vessel_id, ''))",
  'create index documents_by_type on documents (type_id)',
  'create index documents_by_expiry on documents (expires_on) where expires_on is not null',

  `create table document_versions (
    id text not null primary key,
    document_id text not null references documents (id) on delete cascade,
    blob_sha256 text not null references blobs (sha256),
    file_name text not null,
    mime text not null check (mime in ('application/pdf','image/jpeg','image/png','image/tiff','application/vnd.openxmlformats-officedocument.wordprocessingml.document')),
    size_bytes integer not null,
    created_by text not null,
    created_at text not null
  ) strict`,
  'create index document_versions_by_document on document_versions (document_id, created_at)',
  'create index document_versions_by_blob on document_versions (blob_sha256)',

  `create table approvals (
    id text not null primary key,
    room_id text not null references rooms (id) on delete cascade,
    party_id text not null references parties (id) on delete cascade,
    vessel_id text references vessels (id),
    status text not null check (status in ('pending','approved','rejected')),
    comment text,
    decided_at text,
    created_at text not null
  ) strict`,
  "create unique index approvals_one_each on approvals (room_id, party_id, coalesce(vessel_id, ''))",
  'create index approvals_by_party on approvals (party_id)',

  `create table messages (
    id text not null primary key,
    room_id text not null references rooms (id) on delete cascade,
    vessel_id text references vessels (id),
    sender_account_id text references accounts (id),
    sender_name text not null,
    sender_email text not null,
    sender_role text,
    body text not null,
    created_at text not null
  ) strict`,
  'create index messages_by_room on messages (room_id, created_at, id)',

  `create table snapshots (
    id text not null primary key,
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
    check (status <> 'completed' or (blob_sha256 is not null and content_hash is not null))
  ) strict`,
  'create index snapshots_by_room on snapshots (room_id, created_at, id)',
  "create index snapshots_by_content on snapshots (content_hash) where status = 'completed'",
  'create index snapshots_by_blob on snapshots (blob_sha256) where blob_sha256 is not null',
  "create index snapshots_generating on snapshots (id) where status = 'generating'",

  `create table tasks (
    id text not null primary key,
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
    error text
  ) strict`,
  "create index tasks_waiting on tasks (priority desc, created_at, id) where status = 'pending'",
  "create index tasks_running on tasks (id) where status = 'running'",
  'create index tasks_by_time on tasks (created_at, id)',
  'create index tasks_by_room on tasks (room_id, created_at)',

  `create table audit_entries (
    seq integer not null primary key,
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
    hash text not null check (length(hash) = 64)
  ) strict`,
  'create index audit_by_room on audit_entries (room_id, seq) where room_id is not null',
  'create index audit_by_actor on audit_entries (actor_email, seq)',
  'create index audit_by_action on audit_entries (action, seq)',
  'create index audit_by_resource on audit_entries (resource_type, resource_id, seq)',
  'create index audit_by_organization on audit_entries (organization_id, seq) where organization_id is not null',
  'create index audit_by_terminal on audit_entries (terminal_id, seq) where terminal_id is not null',
  "create index audit_by_outcome on audit_entries (outcome, seq) where outcome <> 'success'",
  'create index audit_by_source on audit_entries (source, seq)',
  'create index audit_by_time on audit_entries (at, seq)',
  `create trigger audit_entries_no_update before update on audit_entries
    begin select raise(abort, 'audit entries are append-only'); end`,
  `create trigger audit_entries_no_delete before delete on audit_entries
    begin select raise(abort, 'audit entries are append-only'); end`,

  `create table settings (
    key text not null primary key,
    value text not null,
    updated_by text not null,
    updated_at text not null
  ) strict`,
]
