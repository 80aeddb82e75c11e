import { type Kysely, sql } from 'kysely'

/**
 * Snapshots of all rooms in their order: by time, with what the list is filtered by beside it so that
 * counting reads the index alone; by size; and the few that are held.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `create index snapshots_by_time on snapshots
    (created_at, id, status, format, trigger, room_id)`,
  'create index snapshots_by_size on snapshots (file_size, id)',
  'create index snapshots_held on snapshots (created_at, id, hold_until) where hold = 1',
]
