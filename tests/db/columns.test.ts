import { join } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import { expect, test } from 'vitest'
import { migrations } from '../../migrations/index.ts'
import type { Tables } from '../../src-main/features/tables.ts'
import { migrate, openDatabase } from '../../src-main/platform/db/index.ts'
import { temporaryDirectory } from '../fixtures/world.ts'

/** What a TypeScript type looks like in `pragma table_info`; `?` is a column that may be null. */
type Stored<Value> = null extends Value
  ? `${Plain<NonNullable<Value>>}?`
  : Plain<NonNullable<Value>>
type Plain<Value> = Value extends number ? 'integer' | 'real' : 'text'

/** The columns as `features/tables.ts` has them: a missing, extra, or wrong one does not compile. */
const columns = {
  organizations: { id: 'text', name: 'text', kind: 'text', created_at: 'text', updated_at: 'text' },
  terminals: {
    id: 'text',
    name: 'text',
    unlocode: 'text?',
    organization_id: 'text?',
    created_at: 'text',
    updated_at: 'text',
  },
  vessels: {
    id: 'text',
    imo: 'text',
    imo_verified: 'integer',
    name: 'text',
    vessel_type: 'text',
    flag: 'text',
    owner: 'text?',
    charterer: 'text?',
    length_m: 'real?',
    beam_m: 'real?',
    draft_m: 'real?',
    gross_tonnage: 'real?',
    net_tonnage: 'real?',
    built_year: 'integer?',
    class_society: 'text?',
    mmsi: 'text?',
    created_at: 'text',
    updated_at: 'text',
  },
  accounts: {
    id: 'text',
    email: 'text',
    name: 'text',
    organization_id: 'text?',
    console_role: 'text',
    is_active: 'integer',
    failed_attempts: 'integer',
    locked_until: 'text?',
    last_sign_in_at: 'text?',
    must_change_password: 'integer',
    password_hash: 'text',
    created_at: 'text',
    updated_at: 'text',
  },
  sessions: {
    id: 'text',
    token_hash: 'text',
    account_id: 'text',
    source: 'text',
    created_at: 'text',
    last_seen_at: 'text',
    expires_at: 'text',
    ended_at: 'text?',
  },
  api_tokens: {
    id: 'text',
    name: 'text',
    token_hash: 'text',
    account_id: 'text',
    permissions: 'text?',
    created_at: 'text',
    expires_at: 'text?',
    last_used_at: 'text?',
    revoked_at: 'text?',
  },
  access_matrices: {
    version: 'integer',
    matrix: 'text',
    comment: 'text?',
    created_by: 'text',
    created_at: 'text',
  },
  rooms: {
    id: 'text',
    code: 'text',
    title: 'text',
    description: 'text?',
    organization_id: 'text',
    terminal_id: 'text?',
    location: 'text',
    status: 'text',
    eta: 'text',
    started_at: 'text?',
    completed_at: 'text?',
    cargo_type: 'text?',
    cargo_quantity: 'real?',
    cargo_unit: 'text?',
    cargo_value: 'text?',
    demurrage_rate_per_day: 'text?',
    currency: 'text',
    tags: 'text',
    revision: 'integer',
    created_by: 'text',
    created_at: 'text',
    updated_by: 'text',
    updated_at: 'text',
  },
  parties: {
    id: 'text',
    room_id: 'text',
    role: 'text',
    name: 'text',
    email: 'text',
    organization: 'text?',
    created_at: 'text',
  },
  room_search_rows: { search_id: 'integer', room_id: 'text' },
  room_vessels: {
    room_id: 'text',
    vessel_id: 'text',
    role: 'text',
    position: 'integer',
    created_at: 'text',
  },
  document_types: {
    id: 'text',
    code: 'text',
    name: 'text',
    category: 'text',
    required: 'integer',
    criticality: 'text',
    expiry_warning_days: 'integer?',
    is_active: 'integer',
    position: 'integer',
  },
  blobs: { sha256: 'text', size_bytes: 'integer', created_at: 'text', verified_at: 'text?' },
  documents: {
    id: 'text',
    room_id: 'text',
    vessel_id: 'text?',
    type_id: 'text',
    status: 'text',
    expires_on: 'text?',
    priority: 'text',
    notes: 'text?',
    uploaded_by: 'text?',
    uploaded_at: 'text?',
    reviewed_by: 'text?',
    reviewed_at: 'text?',
    review_note: 'text?',
    created_at: 'text',
  },
  document_versions: {
    id: 'text',
    document_id: 'text',
    blob_sha256: 'text',
    file_name: 'text',
    mime: 'text',
    size_bytes: 'integer',
    created_by: 'text',
    created_at: 'text',
  },
  approvals: {
    id: 'text',
    room_id: 'text',
    party_id: 'text',
    vessel_id: 'text?',
    status: 'text',
    comment: 'text?',
    decided_at: 'text?',
    created_at: 'text',
  },
  messages: {
    id: 'text',
    room_id: 'text',
    vessel_id: 'text?',
    sender_account_id: 'text?',
    sender_name: 'text',
    sender_email: 'text',
    sender_role: 'text?',
    body: 'text',
    created_at: 'text',
  },
  snapshots: {
    id: 'text',
    room_id: 'text',
    title: 'text',
    heading: 'text',
    format: 'text',
    status: 'text',
    trigger: 'text',
    options: 'text',
    viewpoint: 'text',
    policy_set_id: 'text?',
    cadence: 'text?',
    period_key: 'text?',
    run_id: 'integer?',
    room_revision: 'integer',
    content_hash: 'text?',
    blob_sha256: 'text?',
    file_size: 'integer',
    page_count: 'integer?',
    verified_at: 'text?',
    hold: 'integer',
    hold_reason: 'text?',
    hold_until: 'text?',
    held_by: 'text?',
    error_code: 'text?',
    error_message: 'text?',
    created_by: 'text',
    created_at: 'text',
    completed_at: 'text?',
    deleted_at: 'text?',
    deleted_by: 'text?',
    deleted_reason: 'text?',
  },
  tasks: {
    id: 'text',
    kind: 'text',
    subject_id: 'text',
    room_id: 'text?',
    title: 'text',
    status: 'text',
    priority: 'integer',
    progress: 'integer',
    step: 'text',
    attempts: 'integer',
    max_attempts: 'integer',
    timeout_s: 'integer',
    not_before: 'text?',
    created_by: 'text?',
    created_at: 'text',
    started_at: 'text?',
    finished_at: 'text?',
    result: 'text?',
    error: 'text?',
  },
  audit_entries: {
    seq: 'integer',
    at: 'text',
    actor_id: 'text?',
    actor_email: 'text',
    actor_roles: 'text',
    source: 'text',
    action: 'text',
    resource_type: 'text',
    resource_id: 'text?',
    room_id: 'text?',
    organization_id: 'text?',
    terminal_id: 'text?',
    outcome: 'text',
    detail: 'text',
    prev_hash: 'text',
    hash: 'text',
  },
  audit_vessels: { vessel_id: 'text', seq: 'integer' },
  audit_days: {
    day: 'text',
    outcome: 'text',
    count: 'integer',
    first_seq: 'integer',
    last_seq: 'integer',
  },
  audit_hours: { hour: 'text', outcome: 'text', count: 'integer' },
  audit_counts: { kind: 'text', day: 'text', value: 'text', count: 'integer' },
  audit_keys: { public_key: 'text', kept_in: 'text', created_at: 'text' },
  audit_checkpoints: {
    id: 'text',
    seq: 'integer',
    hash: 'text',
    at: 'text',
    public_key: 'text',
    signature: 'text',
    created_by: 'text',
  },
  audit_jobs: { id: 'text', input: 'text', asked_by: 'text' },
  settings: { key: 'text', value: 'text', updated_by: 'text', updated_at: 'text' },
} satisfies { [Name in keyof Tables]: { [Key in keyof Tables[Name]]: Stored<Tables[Name][Key]> } }

interface Column {
  name: string
  type: string
  notnull: number
}

test('the tables in TypeScript have the columns that the migrations make, and no others', async () => {
  await using directory = await temporaryDirectory()
  const file = join(directory.path, 'fresh.db')
  const db = openDatabase<unknown>(file, { create: true })
  await migrate(db, migrations, () => undefined)
  db.close()
  const raw = new BetterSqlite3(file, { readonly: true })
  const names = raw
    .prepare<[], { name: string }>(
      // Full-text tables and what SQLite keeps behind them are no rows of ours.
      `select name from pragma_table_list where schema = 'main' and type = 'table'
       and name not like 'sqlite_%' and name not like 'kysely_%'`,
    )
    .all()
  const real = Object.fromEntries(
    names.map(({ name }) => [
      name,
      Object.fromEntries(
        raw
          .prepare<[string], Column>('select name, type, "notnull" from pragma_table_info(?)')
          .all(name)
          .map((column) => [
            column.name,
            `${column.type.toLowerCase()}${column.notnull === 1 ? '' : '?'}`,
          ]),
      ),
    ]),
  )
  raw.close()
  expect(columns).toEqual(real)
})
