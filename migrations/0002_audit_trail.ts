import { type Kysely, sql } from 'kysely'

/**
 * What the trail is looked at by: words (full text), vessels, and counts by hour and day. All of it
 * is derived from `audit_entries`, kept by one trigger in the very statement that appends an entry,
 * and made here for the entries that are there already. Nothing of it is ever evidence: the walk of
 * the chain reads `audit_entries` and nothing else.
 *
 * Further the keys that sign checkpoints (public halves), the checkpoints that were handed out, the
 * work that was asked for, and the workspace's own id.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

/** The words of an entry: what was done, by whom, and every value of its detail. */
const words = (row: string) =>
  `${row}.action || ' ' || ${row}.actor_email || ' ' || coalesce((select group_concat(atom, ' ')
    from json_tree(case when json_valid(${row}.detail) then ${row}.detail else '{}' end)
    where atom is not null), '')`

/** The vessel that an entry is about, where it is about one. */
const vessel = (row: string) =>
  `coalesce(case when json_valid(${row}.detail) then ${row}.detail ->> '$.vessel_id' end,
    case when ${row}.resource_type = 'vessel' then ${row}.resource_id end)`

const statements = [
  // Times are found by the numbers of the days' entries; with a column of its own first, an index
  // serves one filter alone, with `action` second the two together.
  'drop index audit_by_time',
  'create index audit_by_organization_action on audit_entries (organization_id, action, seq) where organization_id is not null',
  'create index audit_by_room_action on audit_entries (room_id, action, seq) where room_id is not null',
  'create index audit_by_actor_action on audit_entries (actor_email, action, seq)',
  "create index audit_unsuccessful on audit_entries (seq) where outcome <> 'success'",

  // Without the text itself (content) and without its lengths (columnsize): only where words are.
  `create virtual table audit_search using fts5(text, content='', columnsize=0, prefix='2',
    tokenize="unicode61 remove_diacritics 2")`,

  // The words themselves: a beginning that a million entries have is asked for word by word.
  "create virtual table audit_words using fts5vocab(audit_search, 'instance')",

  `create table audit_vessels (
    vessel_id text not null,
    seq integer not null,
    primary key (vessel_id, seq)
  ) without rowid, strict`,

  `create table audit_days (
    day text not null,
    outcome text not null check (outcome in ('success','denied','failed')),
    count integer not null,
    first_seq integer not null,
    last_seq integer not null,
    primary key (day, outcome)
  ) without rowid, strict`,

  `create table audit_hours (
    hour text not null,
    outcome text not null check (outcome in ('success','denied','failed')),
    count integer not null,
    primary key (hour, outcome)
  ) without rowid, strict`,

  // One row for each day, and one with an empty day for all of them.
  `create table audit_counts (
    kind text not null check (kind in ('action','actor')),
    day text not null,
    value text not null,
    count integer not null,
    primary key (kind, day, value)
  ) without rowid, strict`,

  `insert into audit_search (rowid, text) select seq, ${words('audit_entries')} from audit_entries order by seq`,
  `insert into audit_vessels (vessel_id, seq)
    select ${vessel('audit_entries')}, seq from audit_entries where ${vessel('audit_entries')} is not null`,
  `insert into audit_days (day, outcome, count, first_seq, last_seq)
    select substr(at, 1, 10), outcome, count(*), min(seq), max(seq) from audit_entries group by 1, 2`,
  `insert into audit_hours (hour, outcome, count)
    select substr(at, 1, 13), outcome, count(*) from audit_entries group by 1, 2`,
  `insert into audit_counts (kind, day, value, count)
    select 'action', substr(at, 1, 10), action, count(*) from audit_entries group by 2, 3
    union all select 'action', '', action, count(*) from audit_entries group by 3
    union all select 'actor', substr(at, 1, 10), actor_email, count(*) from audit_entries group by 2, 3
    union all select 'actor', '', actor_email, count(*) from audit_entries group by 3`,

  `create trigger audit_entries_derived after insert on audit_entries begin
    insert into audit_search (rowid, text) values (new.seq, ${words('new')});
    insert into audit_vessels (vessel_id, seq)
      select ${vessel('new')}, new.seq where ${vessel('new')} is not null;
    insert into audit_days (day, outcome, count, first_seq, last_seq)
      values (substr(new.at, 1, 10), new.outcome, 1, new.seq, new.seq)
      on conflict do update set count = count + 1, first_seq = min(first_seq, excluded.first_seq),
        last_seq = max(last_seq, excluded.last_seq);
    insert into audit_hours (hour, outcome, count) values (substr(new.at, 1, 13), new.outcome, 1)
      on conflict do update set count = count + 1;
    insert into audit_counts (kind, day, value, count)
      values ('action', substr(new.at, 1, 10), new.action, 1), ('action', '', new.action, 1),
        ('actor', substr(new.at, 1, 10), new.actor_email, 1), ('actor', '', new.actor_email, 1)
      on conflict do update set count = count + 1;
  end`,

  `create table audit_keys (
    public_key text not null primary key,
    kept_in text not null check (kept_in in ('key_store','file')),
    created_at text not null
  ) strict`,

  `create table audit_checkpoints (
    id text not null primary key,
    seq integer not null,
    hash text not null check (length(hash) = 64),
    at text not null,
    public_key text not null references audit_keys (public_key),
    signature text not null,
    created_by text not null
  ) strict`,
  'create index audit_checkpoints_by_time on audit_checkpoints (at, id)',

  `create table audit_jobs (
    id text not null primary key,
    input text not null,
    asked_by text not null
  ) strict`,

  // A copy of the database keeps it; another workspace has another.
  `insert into settings (key, value, updated_by, updated_at)
    values ('workspace.id', json_quote(lower(hex(randomblob(16)))), 'system', strftime('%Y-%m-%dT%H:%M:%fZ'))`,
]
