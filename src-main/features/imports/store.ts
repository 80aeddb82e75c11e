import type { CompiledQuery } from 'kysely'
import type { ExclusionScope, ImportKind } from '../../../src-shared/contract/enums.ts'
import type { Executor } from '../../platform/db/index.ts'
import type { Tables } from '../tables.ts'

type Db = Executor<Tables>

export interface KnownVessel {
  id: string
  imo: string
  name: string
}

/** What the workspace holds before an import; the import adds to the maps as it goes. */
export interface Standing {
  hasSuperadmin: boolean
  accounts: ReadonlyMap<string, { id: string; organization_id: string | null }>
  /** By name in lower case. */
  organizations: Map<string, string>
  /** By number as it is stored. */
  vessels: Map<string, KnownVessel>
  /** By code in lower case. */
  types: Map<string, string>
  lastTypePosition: number
  codes: Set<string>
  identities: Record<'users' | 'rooms' | 'document_types', Set<string>>
  /** The viewpoint of whoever sees all, as snapshots store it. */
  viewpoint: string
}

export async function standingOf(db: Db, viewpoint: string): Promise<Standing> {
  const accounts = await db
    .selectFrom('accounts')
    .select(['id', 'email', 'organization_id', 'console_role', 'is_active'])
    .execute()
  const organizations = await db.selectFrom('organizations').select(['id', 'name']).execute()
  const vessels = await db.selectFrom('vessels').select(['id', 'imo', 'name']).execute()
  const types = await db.selectFrom('document_types').select(['id', 'code', 'position']).execute()
  const codes = await db.selectFrom('rooms').select('code').execute()
  const identities = await db
    .selectFrom('import_identities')
    .select(['table_name', 'legacy_id'])
    .execute()
  const idsOf = (table: string) =>
    new Set(identities.filter((one) => one.table_name === table).map((one) => one.legacy_id))
  return {
    hasSuperadmin: accounts.some((one) => one.console_role === 'superadmin' && one.is_active === 1),
    accounts: new Map(accounts.map(({ email, ...rest }) => [email, rest])),
    organizations: new Map(organizations.map(({ id, name }) => [name.toLowerCase(), id])),
    vessels: new Map(vessels.map((vessel) => [vessel.imo, vessel])),
    types: new Map(types.map(({ id, code }) => [code.toLowerCase(), id])),
    lastTypePosition: types.reduce((last, { position }) => Math.max(last, position), 0),
    codes: new Set(codes.map(({ code }) => code)),
    identities: {
      users: idsOf('users'),
      rooms: idsOf('rooms'),
      document_types: idsOf('document_types'),
    },
    viewpoint,
  }
}

/**
 * Writes many rows of a table by one statement, which is compiled once for the table and the number
 * of rows: compiling it anew takes longer than running it.
 */
export function batchInsert(db: Db): (table: keyof Tables, rows: object[]) => Promise<void> {
  const compiled = new Map<string, CompiledQuery>()
  return async (table, rows) => {
    const key = `${table} ${rows.length}`
    const query = compiled.get(key) ?? compiledInsert(db, table, rows)
    compiled.set(key, query)
    const columns = Object.keys(rows[0] ?? {})
    const parameters = rows.flatMap((row) => columns.map((column) => Reflect.get(row, column)))
    if (parameters.length !== query.parameters.length) {
      throw new Error(`The insert into ${table} takes ${query.parameters.length} values.`)
    }
    await db.executeQuery({ ...query, parameters })
  }
}

function compiledInsert(db: Db, table: keyof Tables, rows: object[]): CompiledQuery {
  // The rows come typed through `Sink.add`; here their table is known by name only.
  return (db as Executor<Record<string, Record<string, unknown>>>)
    .insertInto(table)
    .values(rows as Record<string, unknown>[])
    .compile()
}

export async function insertImport(db: Db, row: Tables['imports']): Promise<void> {
  await db.insertInto('imports').values(row).execute()
}

/** Gives a kept import its report, which is whole only at its end. */
export async function keepReport(
  db: Db,
  id: string,
  fields: Pick<Tables['imports'], 'counts' | 'report'>,
): Promise<void> {
  await db.updateTable('imports').set(fields).where('id', '=', id).execute()
}

/** Newest first, without the reports. */
export async function page(
  db: Db,
  { limit, offset, kind }: { limit: number; offset: number; kind?: ImportKind | undefined },
) {
  let all = db.selectFrom('imports')
  if (kind !== undefined) all = all.where('kind', '=', kind)
  const { total } = await all
    .select((eb) => eb.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  const rows = await all
    .select([
      'id',
      'kind',
      'file_name',
      'sha256',
      'size_bytes',
      'counts',
      'created_by',
      'created_at',
    ])
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .offset(offset)
    .execute()
  return { rows, total }
}

export async function byId(db: Db, id: string): Promise<Tables['imports'] | undefined> {
  return db.selectFrom('imports').selectAll().where('id', '=', id).executeTakeFirst()
}

/** Names of the policy sets for everything, in lower case. */
export async function globalSetNames(db: Db): Promise<Set<string>> {
  const rows = await db
    .selectFrom('policy_sets')
    .select('name')
    .where('scope', '=', 'global')
    .execute()
  return new Set(rows.map(({ name }) => name.toLowerCase()))
}

/** Every exclusion, those that have ended too. */
export async function standingExclusions(db: Db) {
  return db
    .selectFrom('exclusions')
    .select(['scope', 'target_id', 'reason', 'expires_at', 'ended_at'])
    .execute()
}

/** What is excluded; `room` says where a room belongs. */
export interface ExclusionTarget {
  id: string
  name: string
  room: { id: string; organization_id: string; terminal_id: string | null } | null
}

/**
 * What an exclusion of a predecessor is about: by our id or the predecessor's; else by what people
 * call it (a room's code or title, a ship's IMO number or name, the name of a terminal or an
 * organization), where one alone is called so.
 * @returns undefined for none, `many` where more than one has the name
 */
export async function exclusionTarget(
  db: Db,
  scope: ExclusionScope,
  target: string,
  name: string | null,
): Promise<ExclusionTarget | 'many' | undefined> {
  const words = [...new Set([target, ...(name === null ? [] : [name])])]
  for (const word of words) {
    for await (const found of targetsOf(db, scope, word)) {
      if (found.length > 1) return 'many'
      if (found[0] !== undefined) return found[0]
    }
  }
  return undefined
}

/** By id, then by what is unique, then by name; two of a name are enough to know that it is not one. */
async function* targetsOf(
  db: Db,
  scope: ExclusionScope,
  word: string,
): AsyncGenerator<ExclusionTarget[]> {
  const noRoom = (rows: { id: string; name: string }[]) =>
    rows.map((row) => ({ ...row, room: null }))
  if (scope === 'room') {
    const rooms = db
      .selectFrom('rooms')
      .select(['rooms.id', 'rooms.title as name', 'organization_id', 'terminal_id'])
      .limit(2)
    const placed = ({ name, ...room }: Awaited<ReturnType<typeof rooms.execute>>[number]) => ({
      ...{ id: room.id, name, room },
    })
    yield (await rooms.where('rooms.id', '=', word).execute()).map(placed)
    const legacy = rooms
      .innerJoin('import_identities', 'import_identities.our_id', 'rooms.id')
      .where('table_name', '=', 'rooms')
    yield (await legacy.where('legacy_id', '=', word).execute()).map(placed)
    yield (await rooms.where('rooms.code', '=', word).execute()).map(placed)
    yield (await rooms.where('rooms.title', '=', word).execute()).map(placed)
  } else if (scope === 'vessel') {
    const vessels = db.selectFrom('vessels').select(['id', 'name']).limit(2)
    yield noRoom(await vessels.where('id', '=', word).execute())
    yield noRoom(await vessels.where('imo', '=', word.replace(/^IMO\s*/i, '')).execute())
    yield noRoom(await vessels.where('name', '=', word).execute())
  } else {
    const table = scope === 'terminal' ? 'terminals' : 'organizations'
    const places = db.selectFrom(table).select(['id', 'name']).limit(2)
    yield noRoom(await places.where('id', '=', word).execute())
    yield noRoom(await places.where('name', '=', word).execute())
  }
}
