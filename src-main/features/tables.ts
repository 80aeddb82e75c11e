import type {
  ApprovalStatus,
  AuditCountKind,
  AuditOutcome,
  AuditSource,
  CargoUnit,
  ConsoleRole,
  Criticality,
  DeliveryStatus,
  DocumentCategory,
  DocumentPriority,
  DocumentStatus,
  ExclusionScope,
  ImportKind,
  KeyPlace,
  MetricKind,
  MetricSpan,
  NoticeChannel,
  NoticeKind,
  OrganizationKind,
  PartyRole,
  PolicyScope,
  RecordAction,
  RecordReason,
  RoomStatus,
  RunStatus,
  RunTrigger,
  SnapshotFormat,
  SnapshotStatus,
  SnapshotTrigger,
  VesselRole,
} from '../../src-shared/contract/enums.ts'
import type { TaskRow } from '../platform/tasks/index.ts'

/**
 * The database as types: one interface a table, columns as they are stored (0/1 for booleans, JSON
 * as text). `migrations/` makes them; a test compares the two.
 */
export interface Tables {
  organizations: {
    id: string
    name: string
    kind: OrganizationKind
    created_at: string
    updated_at: string
  }
  terminals: {
    id: string
    name: string
    unlocode: string | null
    organization_id: string | null
    created_at: string
    updated_at: string
  }
  vessels: {
    id: string
    imo: string
    imo_verified: number
    name: string
    vessel_type: string
    flag: string
    owner: string | null
    charterer: string | null
    length_m: number | null
    beam_m: number | null
    draft_m: number | null
    gross_tonnage: number | null
    net_tonnage: number | null
    built_year: number | null
    class_society: string | null
    mmsi: string | null
    created_at: string
    updated_at: string
  }
  accounts: {
    id: string
    email: string
    name: string
    organization_id: string | null
    console_role: ConsoleRole
    is_active: number
    failed_attempts: number
    locked_until: string | null
    last_sign_in_at: string | null
    must_change_password: number
    password_hash: string
    created_at: string
    updated_at: string
  }
  sessions: {
    id: string
    token_hash: string
    account_id: string
    source: AuditSource
    created_at: string
    last_seen_at: string
    expires_at: string
    ended_at: string | null
    locked_at: string | null
  }
  api_tokens: {
    id: string
    name: string
    token_hash: string
    account_id: string
    permissions: string | null
    created_at: string
    expires_at: string | null
    last_used_at: string | null
    revoked_at: string | null
  }
  access_matrices: {
    version: number
    matrix: string
    comment: string | null
    created_by: string
    created_at: string
  }
  rooms: {
    id: string
    code: string
    title: string
    description: string | null
    organization_id: string
    terminal_id: string | null
    location: string
    status: RoomStatus
    eta: string
    started_at: string | null
    completed_at: string | null
    cargo_type: string | null
    cargo_quantity: number | null
    cargo_unit: CargoUnit | null
    cargo_value: string | null
    demurrage_rate_per_day: string | null
    currency: string
    tags: string
    revision: number
    created_by: string
    created_at: string
    updated_by: string
    updated_at: string
  }
  parties: {
    id: string
    room_id: string
    role: PartyRole
    name: string
    email: string
    organization: string | null
    created_at: string
  }
  /** The whole number under which a room stands in the full-text table `room_search`. */
  room_search_rows: { search_id: number; room_id: string }
  room_vessels: {
    room_id: string
    vessel_id: string
    role: VesselRole
    position: number
    created_at: string
  }
  document_types: {
    id: string
    code: string
    name: string
    category: DocumentCategory
    required: number
    criticality: Criticality
    expiry_warning_days: number | null
    is_active: number
    position: number
  }
  blobs: {
    sha256: string
    size_bytes: number
    created_at: string
    verified_at: string | null
    /** When it was first found that nothing points to it. */
    unused_since: string | null
    damaged_at: string | null
    /** Its file is gone, as nothing had pointed to it for long enough. */
    removed_at: string | null
  }
  /** Kept by triggers, like the next two; one row. */
  blob_usage: { id: number; blobs: number; bytes: number }
  /** Of complete snapshots. What several share is in `distinct_bytes` once. */
  snapshot_usage: {
    room_id: string
    format: SnapshotFormat
    snapshots: number
    bytes: number
    distinct_bytes: number
  }
  organization_usage: { organization_id: string; snapshots: number; bytes: number }
  metrics: {
    span: MetricSpan
    at: string
    kind: MetricKind
    name: string
    count: number
    errors: number
    sum: number
    min: number
    max: number
    buckets: string
  }
  storage_care: { id: number; ran_at: string | null; report: string | null }
  documents: {
    id: string
    room_id: string
    vessel_id: string | null
    type_id: string
    status: DocumentStatus
    expires_on: string | null
    priority: DocumentPriority
    notes: string | null
    uploaded_by: string | null
    uploaded_at: string | null
    reviewed_by: string | null
    reviewed_at: string | null
    review_note: string | null
    created_at: string
  }
  document_versions: {
    id: string
    document_id: string
    blob_sha256: string
    file_name: string
    mime: string
    size_bytes: number
    created_by: string
    created_at: string
  }
  approvals: {
    id: string
    room_id: string
    party_id: string
    vessel_id: string | null
    status: ApprovalStatus
    comment: string | null
    decided_at: string | null
    created_at: string
  }
  messages: {
    id: string
    room_id: string
    vessel_id: string | null
    sender_account_id: string | null
    sender_name: string
    sender_email: string
    sender_role: string | null
    body: string
    created_at: string
  }
  snapshots: {
    id: string
    room_id: string
    title: string
    heading: string
    format: SnapshotFormat
    status: SnapshotStatus
    trigger: SnapshotTrigger
    options: string
    viewpoint: string
    policy_set_id: string | null
    cadence: string | null
    period_key: string | null
    run_id: number | null
    room_revision: number
    content_hash: string | null
    blob_sha256: string | null
    model_sha256: string | null
    file_size: number
    page_count: number | null
    verified_at: string | null
    hold: number
    hold_reason: string | null
    hold_until: string | null
    held_by: string | null
    error_code: string | null
    error_message: string | null
    created_by: string
    created_at: string
    completed_at: string | null
    deleted_at: string | null
    deleted_by: string | null
    deleted_reason: string | null
  }
  tasks: TaskRow
  audit_entries: {
    seq: number
    at: string
    actor_id: string | null
    actor_email: string
    actor_roles: string
    source: AuditSource
    action: string
    resource_type: string
    resource_id: string | null
    room_id: string | null
    organization_id: string | null
    terminal_id: string | null
    outcome: AuditOutcome
    detail: string
    prev_hash: string
    hash: string
  }
  /** Derived from `audit_entries` by a trigger, like the next three (and the full-text table); see migration 0002. */
  audit_vessels: { vessel_id: string; seq: number }
  audit_days: {
    day: string
    outcome: AuditOutcome
    count: number
    first_seq: number
    last_seq: number
  }
  audit_hours: { hour: string; outcome: AuditOutcome; count: number }
  /** `day` is empty in the row that counts all of them. */
  audit_counts: { kind: AuditCountKind; day: string; value: string; count: number }
  audit_keys: { public_key: string; kept_in: KeyPlace; created_at: string }
  audit_checkpoints: {
    id: string
    seq: number
    hash: string
    at: string
    public_key: string
    signature: string
    created_by: string
  }
  audit_jobs: { id: string; input: string; asked_by: string }
  imports: {
    id: string
    kind: ImportKind
    file_name: string
    sha256: string
    size_bytes: number
    counts: string
    report: string
    created_by: string
    created_at: string
  }
  import_identities: {
    table_name: string
    legacy_id: string
    our_id: string
    import_id: string
  }
  policy_sets: {
    id: string
    name: string
    description: string | null
    scope: PolicyScope
    scope_id: string | null
    match: string
    cadences: string
    formats: string
    options: string
    keep_min: number
    final_snapshot: number
    priority: number
    is_active: number
    paused_until: string | null
    version: number
    created_by: string
    created_at: string
    updated_by: string
    updated_at: string
  }
  policy_set_versions: {
    policy_set_id: string
    version: number
    body: string
    comment: string | null
    saved_by: string
    saved_at: string
  }
  assignments: {
    room_id: string
    policy_set_id: string
    auto_snapshot: number
    assigned_by: string
    assigned_at: string
  }
  exclusions: {
    id: string
    scope: ExclusionScope
    target_id: string
    target_name: string
    reason: string
    expires_at: string | null
    created_by: string
    created_at: string
    ended_by: string | null
    ended_at: string | null
    end_reason: string | null
  }
  runs: {
    seq: number
    trigger: RunTrigger
    dry_run: number
    status: RunStatus
    policy_set_id: string | null
    cadence: string | null
    total_rooms: number
    created: number
    deleted: number
    failed: number
    skipped: number
    blocked: number
    progress: number
    estimated_finish_at: string | null
    triggered_by: string
    host: string
    error_summary: string | null
    created_at: string
    started_at: string | null
    finished_at: string | null
  }
  records: {
    id: string
    run_id: number
    action: RecordAction
    reason: RecordReason
    room_id: string
    room_code: string
    room_title: string
    organization_id: string
    organization_name: string
    terminal_id: string | null
    terminal_name: string | null
    vessel_id: string | null
    vessel_name: string | null
    policy_set_id: string
    policy_set_name: string
    policy_version: number
    cadence: string
    period_key: string | null
    snapshot_id: string | null
    retention_reason: string | null
    file_size: number | null
    message: string | null
    created_at: string
    format: SnapshotFormat | null
  }
  /** What an open run has still to decide; a row goes with its decision. */
  run_items: {
    run_id: number
    room_id: string
    policy_set_id: string
    cadence: string
    format: SnapshotFormat
    period_key: string
    /** Null where no time of a schedule asks for it. */
    due_at: string | null
    policy_set_name: string
    policy_version: number
    snapshot_id: string | null
  }
  /** Up to when each cadence of a room has been decided; one that does not apply now is not current. */
  cadence_marks: {
    room_id: string
    policy_set_id: string
    cadence: string
    decided_until: string
    is_current: number
  }
  automation_state: { id: number; passed_at: string | null; audit_seq: number }
  /** Kept by a trigger. */
  record_days: {
    day: string
    dry_run: number
    policy_set_id: string
    policy_set_name: string
    action: RecordAction
    reason: RecordReason
    count: number
    created_bytes: number
  }
  notices: {
    id: string
    /** What it tells of; never used twice. */
    key: string
    kind: NoticeKind
    text: string
    resource_type: string
    resource_id: string
    detail: string
    created_at: string
    acknowledged_by: string | null
    acknowledged_at: string | null
  }
  webhooks: {
    id: string
    name: string
    url: string
    kinds: string
    is_active: number
    secret_version: number
    created_by: string
    created_at: string
    updated_by: string
    updated_at: string
  }
  notice_deliveries: {
    id: string
    notice_id: string
    channel: NoticeChannel
    webhook_id: string | null
    status: DeliveryStatus
    attempts: number
    next_attempt_at: string | null
    last_error: string | null
    created_at: string
    delivered_at: string | null
  }
  settings: { key: string; value: string; updated_by: string; updated_at: string }
}
