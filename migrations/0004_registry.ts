import { type Kysely, sql } from 'kysely'

/**
 * Full-text search of rooms, and an index that answers clearance by itself.
 *
 * `room_search` has one row for each room, under the whole number that `room_search_rows` gives it
 * (a full-text table knows no other ids). Triggers keep it: whoever changes a room, its parties or
 * ships, or the names it refers to, changes the search in the same transaction. What a room says of
 * its ships stands in a column of its own, because not everybody may see every ship.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

/** The columns of one room's row. @param room SQL for the room's id */
const facts = (room: string) => `(
  select r.code || ' ' || r.title || ' ' || r.location || ' ' || o.name || ' ' || coalesce(t.name || ' ' || coalesce(t.unlocode, ''), '')
  from rooms r join organizations o on o.id = r.organization_id left join terminals t on t.id = r.terminal_id
  where r.id = ${room})`
const people = (room: string) => `(
  select coalesce(group_concat(p.name || ' ' || p.email || ' ' || coalesce(p.organization, ''), ' '), '')
  from parties p where p.room_id = ${room})`
const ships = (room: string) => `(
  select coalesce(group_concat(v.name || ' ' || v.imo, ' '), '')
  from room_vessels rv join vessels v on v.id = rv.vessel_id where rv.room_id = ${room})`

const rowOf = (room: string) => `(select search_id from room_search_rows where room_id = ${room})`
const roomOfRow =
  '(select room_id from room_search_rows where room_search_rows.search_id = room_search.rowid)'
const rowsOf = (rooms: string) =>
  `(select search_id from room_search_rows where room_id in (${rooms}))`

const statements = [
  `create table room_search_rows (
    search_id integer not null primary key,
    room_id text not null unique references rooms (id) on delete cascade
  ) strict`,
  `create virtual table room_search using fts5 (
    facts, people, vessels, tokenize = "unicode61 remove_diacritics 2", prefix = '2 3'
  )`,
  'insert into room_search_rows (room_id) select id from rooms order by created_at, id',
  `insert into room_search (rowid, facts, people, vessels)
    select search_id, ${facts('room_id')}, ${people('room_id')}, ${ships('room_id')} from room_search_rows`,

  `create trigger room_search_room_added after insert on rooms begin
    insert into room_search_rows (room_id) values (new.id);
    insert into room_search (rowid, facts, people, vessels)
      values (${rowOf('new.id')}, ${facts('new.id')}, '', '');
  end`,
  `create trigger room_search_room_changed
    after update of code, title, location, organization_id, terminal_id on rooms begin
    update room_search set facts = ${facts('new.id')} where rowid = ${rowOf('new.id')};
  end`,
  `create trigger room_search_room_removed before delete on rooms begin
    delete from room_search where rowid = ${rowOf('old.id')};
  end`,
  ...['insert', 'update', 'delete'].map(
    (event) => `create trigger room_search_party_${event} after ${event} on parties begin
    update room_search set people = ${people(event === 'delete' ? 'old.room_id' : 'new.room_id')}
      where rowid = ${rowOf(event === 'delete' ? 'old.room_id' : 'new.room_id')};
  end`,
  ),
  ...['insert', 'delete'].map(
    (event) => `create trigger room_search_ship_${event} after ${event} on room_vessels begin
    update room_search set vessels = ${ships(event === 'delete' ? 'old.room_id' : 'new.room_id')}
      where rowid = ${rowOf(event === 'delete' ? 'old.room_id' : 'new.room_id')};
  end`,
  ),
  `create trigger room_search_vessel_changed after update of name, imo on vessels begin
    update room_search set vessels = ${ships(roomOfRow)}
      where rowid in ${rowsOf('select room_id from room_vessels where vessel_id = new.id')};
  end`,
  `create trigger room_search_terminal_changed after update of name, unlocode on terminals begin
    update room_search set facts = ${facts(roomOfRow)}
      where rowid in ${rowsOf('select id from rooms where terminal_id = new.id')};
  end`,
  `create trigger room_search_organization_changed after update of name on organizations begin
    update room_search set facts = ${facts(roomOfRow)}
      where rowid in ${rowsOf('select id from rooms where organization_id = new.id')};
  end`,

  // Clearance of a page of rooms reads this and no row of the table.
  'create index documents_for_clearance on documents (room_id, type_id, vessel_id, status, expires_on)',
  'create index document_types_required on document_types (required, id)',
  'create index terminals_by_organization on terminals (organization_id)',
  'create index accounts_by_organization on accounts (organization_id)',
  'create index documents_by_vessel on documents (vessel_id)',
  'create index approvals_by_vessel on approvals (vessel_id)',
  'create index messages_by_vessel on messages (vessel_id)',
]
