import type { ConsoleRole, PartyRole } from '../../../src-shared/contract/enums.ts'
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
    .select([
      'id',
      'email',
      'name',
      'console_role',
      'organization_id',
      'is_active',
      'locked_until',
      'must_change_password',
    ])
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

export async function matrixVersion(db: Db, version: number) {
  return db
    .selectFrom('access_matrices')
    .select(['version', 'matrix'])
    .where('version', '=', version)
    .executeTakeFirst()
}

/** Versions of the matrix, newest first. */
export async function matrixVersions(db: Db, limit: number, offset: number) {
  return db
    .selectFrom('access_matrices')
    .selectAll()
    .orderBy('version', 'desc')
    .limit(limit)
    .offset(offset)
    .execute()
}

export async function countMatrices(db: Db): Promise<number> {
  const row = await db
    .selectFrom('access_matrices')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return row.count
}

/** Accounts whose roles are among those granted, by name; in a room, only those that see it. */
export async function holders(
  db: Db,
  asked: {
    granted: {
      console: readonly ConsoleRole[]
      party: readonly PartyRole[]
      seesAll: readonly ConsoleRole[]
    }
    room_id: string | undefined
    now: string
    limit: number
    offset: number
  },
) {
  const { granted, room_id, now, limit, offset } = asked
  // Without a room no party joins: an id of no room stands for none.
  const matching = db
    .selectFrom('accounts')
    .leftJoin('parties', (join) =>
      join.onRef('parties.email', '=', 'accounts.email').on('parties.room_id', '=', room_id ?? ''),
    )
    .where('accounts.is_active', '=', 1)
    .where('accounts.must_change_password', '=', 0)
    .where((eb) =>
      eb.or([eb('accounts.locked_until', 'is', null), eb('accounts.locked_until', '<=', now)]),
    )
    .where((eb) =>
      eb.or([
        ...granted.console.map((role) => eb('accounts.console_role', '=', role)),
        ...granted.party.map((role) => eb('parties.role', '=', role)),
      ]),
    )
    .$if(room_id !== undefined, (query) =>
      query.where((eb) =>
        eb.or([
          eb('parties.id', 'is not', null),
          ...granted.seesAll.map((role) => eb('accounts.console_role', '=', role)),
        ]),
      ),
    )
  const rows = await matching
    .select([
      'accounts.id',
      'accounts.email',
      'accounts.name',
      'accounts.console_role',
      'parties.role as party_role',
    ])
    .orderBy('accounts.name')
    .orderBy('accounts.id')
    .limit(limit)
    .offset(offset)
    .execute()
  const { count } = await matching
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return { rows, total: count }
}
