import type { ExpressionBuilder } from 'kysely'
import type { ExclusionScope } from '../../../src-shared/contract/enums.ts'
import { contains, type Executor } from '../../platform/db/index.ts'
import type { Tables } from '../tables.ts'

type Db = Executor<Tables>
export type ExclusionRow = Tables['exclusions']

export interface ExclusionFilter {
  /** ISO time at which an expiry is judged. */
  now: string
  include_expired: boolean
  scope?: ExclusionScope | undefined
  q?: string | undefined
  /** E-mail of a party: of rooms, only those in which they are one; null: all. */
  party: string | null
  limit: number
  offset: number
}

const matching =
  ({ now, include_expired, scope, q, party }: ExclusionFilter) =>
  (eb: ExpressionBuilder<Tables, 'exclusions'>) =>
    eb.and([
      ...(include_expired ? [] : [runsAt(now)(eb)]),
      ...(scope === undefined ? [] : [eb('scope', '=', scope)]),
      ...(q === undefined || q === ''
        ? []
        : [
            eb.or([
              contains(eb.ref('exclusions.target_name'), q),
              contains(eb.ref('exclusions.reason'), q),
            ]),
          ]),
      ...(party === null
        ? []
        : [
            eb.or([
              eb('scope', '<>', 'room'),
              eb(
                'target_id',
                'in',
                eb
                  .selectFrom('parties')
                  .select('parties.room_id')
                  .where('parties.email', '=', party),
              ),
            ]),
          ]),
    ])

/** Neither ended nor expired. */
const runsAt = (now: string) => (eb: ExpressionBuilder<Tables, 'exclusions'>) =>
  eb.and([
    eb('ended_at', 'is', null),
    eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', now)]),
  ])

/** Newest first. */
export async function list(db: Db, filter: ExclusionFilter): Promise<ExclusionRow[]> {
  return db
    .selectFrom('exclusions')
    .selectAll()
    .where(matching(filter))
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(filter.limit)
    .offset(filter.offset)
    .execute()
}

export async function count(db: Db, filter: ExclusionFilter): Promise<number> {
  const row = await db
    .selectFrom('exclusions')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where(matching(filter))
    .executeTakeFirstOrThrow()
  return row.count
}

export async function byId(db: Db, id: string): Promise<ExclusionRow | undefined> {
  return db.selectFrom('exclusions').selectAll().where('id', '=', id).executeTakeFirst()
}

/** The one of this target that runs at this moment. */
export async function running(
  db: Db,
  target: { scope: ExclusionScope; target_id: string },
  now: string,
): Promise<ExclusionRow | undefined> {
  return db
    .selectFrom('exclusions')
    .selectAll()
    .where('scope', '=', target.scope)
    .where('target_id', '=', target.target_id)
    .where(runsAt(now))
    .executeTakeFirst()
}

/** Every one that keeps automation from this room at this moment. */
export async function aboutRoom(
  db: Db,
  room: {
    id: string
    organization_id: string
    terminal_id: string | null
    vessel_ids: readonly string[]
  },
  now: string,
): Promise<ExclusionRow[]> {
  const targets: [ExclusionScope, string][] = [
    ['room', room.id],
    ['organization', room.organization_id],
    ...(room.terminal_id === null
      ? []
      : [['terminal', room.terminal_id] as [ExclusionScope, string]]),
    ...room.vessel_ids.map((id): [ExclusionScope, string] => ['vessel', id]),
  ]
  return db
    .selectFrom('exclusions')
    .selectAll()
    .where((eb) =>
      eb.or(
        targets.map(([scope, id]) => eb.and([eb('scope', '=', scope), eb('target_id', '=', id)])),
      ),
    )
    .where(runsAt(now))
    .orderBy('created_at')
    .execute()
}

/** What a target is called; undefined where there is none of this id. */
export async function targetName(
  db: Db,
  scope: ExclusionScope,
  id: string,
): Promise<string | undefined> {
  if (scope === 'room') {
    const room = await db
      .selectFrom('rooms')
      .select(['code', 'title'])
      .where('id', '=', id)
      .executeTakeFirst()
    return room === undefined ? undefined : `${room.code} ${room.title}`
  }
  const table = { vessel: 'vessels', terminal: 'terminals', organization: 'organizations' } as const
  const row = await db
    .selectFrom(table[scope])
    .select('name')
    .where('id', '=', id)
    .executeTakeFirst()
  return row?.name
}

export async function insert(db: Db, row: ExclusionRow): Promise<void> {
  await db.insertInto('exclusions').values(row).execute()
}

export async function change(db: Db, id: string, fields: Partial<ExclusionRow>): Promise<void> {
  await db.updateTable('exclusions').set(fields).where('id', '=', id).execute()
}
