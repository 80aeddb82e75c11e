import { type Kysely, sql } from 'kysely'

/**
 * What was imported from the predecessors: each import with its report, which row of theirs became
 * which of ours (so that a second import takes nothing twice), and the rules and exclusions that
 * wait for the policies.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `create table imports (
    id text not null primary key,
    kind text not null check (kind in ('sts_clearance','policy_rules','exclusions_csv')),
    file_name text not null,
    sha256 text not null check (length(sha256) = 64),
    size_bytes integer not null,
    counts text not null,
    report text not null,
    created_by text not null,
    created_at text not null
  ) strict`,
  'create index imports_by_time on imports (created_at, id)',

  `create table import_identities (
    table_name text not null,
    legacy_id text not null,
    our_id text not null,
    import_id text not null references imports (id),
    primary key (table_name, legacy_id)
  ) strict`,
]
