import type { Executor } from '../../platform/db/index.ts'
import type { Tables } from '../tables.ts'

type Db = Executor<Tables>

/** A room and the party in it that has this e-mail, if any. */
export async function roomPlace(db: Db, roomId: string, email: string) {
  return db
    .selectFrom('rooms')
    .leftJoin('parties', (join) =>
      join.onRef('parties.room_id', '=', 'rooms.id').on('parties.email', '=', email),
    )
    .select([
      'rooms.id',
      'rooms.organization_id',
      'rooms.terminal_id',
      'parties.id as party_id',
      'parties.role as party_role',
      'parties.organization as party_organization',
    ])
    .where('rooms.id', '=', roomId)
    .executeTakeFirst()
}

/** The rooms in which this e-mail is a party. */
export async function roomsOfParty(db: Db, email: string) {
  return db
    .selectFrom('parties')
    .innerJoin('rooms', 'rooms.id', 'parties.room_id')
    .select(['rooms.id as room_id', 'rooms.code', 'rooms.title', 'parties.role as party_role'])
    .where('parties.email', '=', email)
    .orderBy('rooms.code')
    .execute()
}

/** The rooms in which this e-mail is a party, and as what. */
export async function partsOf(db: Db, email: string) {
  return db
    .selectFrom('parties')
    .select(['room_id', 'role', 'organization'])
    .where('email', '=', email)
    .execute()
}

export async function accountBy(db: Db, by: { id: string } | { email: string }) {
  const query = db
    .selectFrom('accounts')
    .select(['id', 'email', 'name', 'console_role', 'organization_id', 'is_active', 'locked_until'])
  return (
    'id' in by ? query.where('id', '=', by.id) : query.where('email', '=', by.email)
  ).executeTakeFirst()
}

/** The matrix in force: the highest version. */
export async function newestMatrix(db: Db) {
  return db
    .selectFrom('access_matrices')
    .select(['version', 'matrix'])
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()
}

export async function insertMatrix(db: Db, row: Tables['access_matrices']): Promise<void> {
  await db.insertInto('access_matrices').values(row).execute()
}
