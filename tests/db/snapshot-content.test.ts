import { join } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import { Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely'
import { describe, expect, test } from 'vitest'
import { contentHash } from '../../src-main/features/snapshots/content-hash.ts'
import { buildRoomModel } from '../../src-main/features/snapshots/model.ts'
import type { Tables } from '../../src-main/features/tables.ts'
import { CachingSqliteDriver } from '../../src-main/platform/db/driver.ts'
import { roomModelSchema } from '../../src-shared/contract/room-model.ts'
import { objections } from '../fixtures/published-schema.ts'
import { openWorld, type World } from '../fixtures/world.ts'
import { made, roomOf, sampleRooms } from './made.ts'
import { fileOf, papers } from './papers.ts'

const options = {
  include_documents: true,
  include_activity: true,
  include_approvals: true,
  include_messages: true,
  activity_limit: 10_000,
}

/** A connection of the test's own, on which nothing that the database else forbids is forbidden. */
function lawless(world: World, queried: (sql: string) => void = () => undefined) {
  const database = new BetterSqlite3(join(world.dir, 'workspace.db'))
  database.pragma('foreign_keys = OFF')
  database.pragma('ignore_check_constraints = ON')
  const triggers = "select name from sqlite_master where type = 'trigger'"
  for (const { name } of database.prepare<[], { name: string }>(triggers).all()) {
    database.exec(`drop trigger ${name}`)
  }
  const db = new Kysely<Tables>({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createDriver: () => new CachingSqliteDriver(database),
      createIntrospector: (kysely) => new SqliteIntrospector(kysely),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
    log: ({ query }) => queried(query.sql),
  })
  const modelOf = (room_id: string) =>
    buildRoomModel(db, { room_id, options, viewpoint: null, today: '2026-11-20' })
  return { database, db, modelOf }
}

/** The tables that a room is read from, and which of their rows belong to it. */
const sources: Readonly<Record<string, string>> = {
  rooms: 'id = :room',
  organizations: 'id = (select organization_id from rooms where id = :room)',
  terminals: 'id = (select terminal_id from rooms where id = :room)',
  parties: 'room_id = :room',
  room_vessels: 'room_id = :room',
  vessels: 'id in (select vessel_id from room_vessels where room_id = :room)',
  document_types: 'id in (select type_id from documents where room_id = :room)',
  documents: 'room_id = :room',
  document_versions: 'document_id in (select id from documents where room_id = :room)',
  approvals: 'room_id = :room',
  messages: 'room_id = :room',
  audit_entries: "room_id = :room and action = 'message.created'",
}

/** What is in a table but is no content: who wrote a row, and when, as far as no order follows from it. */
const notPrinted = [
  'rooms.created_by',
  'rooms.updated_by',
  'organizations.created_at',
  'organizations.updated_at',
  'terminals.organization_id',
  'terminals.created_at',
  'terminals.updated_at',
  'room_vessels.position',
  'room_vessels.created_at',
  'vessels.created_at',
  'vessels.updated_at',
  'document_types.expiry_warning_days',
  'document_types.is_active',
  'document_types.position',
  'documents.created_at',
  'document_versions.id',
  'approvals.created_at',
  'messages.sender_account_id',
  'messages.sender_email',
  'audit_entries.actor_id',
  'audit_entries.actor_roles',
  'audit_entries.source',
  'audit_entries.resource_type',
  'audit_entries.resource_id',
  'audit_entries.organization_id',
  'audit_entries.terminal_id',
  'audit_entries.prev_hash',
  'audit_entries.hash',
]

/** Another value that a column may have by its type and form. */
function otherThan(value: unknown): unknown {
  if (typeof value === 'number') return value === 0 || value === 1 ? 1 - value : value + 1
  if (typeof value !== 'string') return 'something'
  if (/^\d{4}-\d\d-\d\d/.test(value)) return `2031${value.slice(4)}`
  if (value.startsWith('[')) return '["another"]'
  if (value.startsWith('{')) return '{"vessel_name":"Another"}'
  return `${value} 2`
}

describe('the content of a snapshot', () => {
  test('fulfils the contract and the published schema in every room of the sample', async () => {
    await using world = await openWorld({ runTasks: false })
    const { database, modelOf } = lawless(world)
    const rooms = database.prepare<[], { id: string }>('select id from rooms').all()
    expect(rooms).toHaveLength(12)
    for (const { id } of rooms) {
      const model = await modelOf(id)
      expect(roomModelSchema.parse(model)).toEqual(model)
      expect(objections(model)).toEqual([])
    }
    database.close()
  })

  test('is read from every table in one walk, and a table that cannot be read fails it', async () => {
    await using world = await openWorld({ runTasks: false })
    const { id } = await roomOf(await world.owner(), sampleRooms.active)
    const read = new Set<string>()
    const { database, db, modelOf } = lawless(world, (sql) => {
      for (const [, table = ''] of sql.matchAll(/(?:from|join) "(\w+)"/g)) read.add(table)
    })
    await modelOf(id)
    expect([...read].sort()).toEqual(Object.keys(sources).sort())
    for (const table of read) {
      const failing = db.withPlugin({
        transformQuery: ({ node }) => {
          if (JSON.stringify(node).includes(`"name":"${table}"`)) throw new Error(`${table}: EIO`)
          return node
        },
        transformResult: async ({ result }) => result,
      })
      await expect(
        buildRoomModel(failing, { room_id: id, options, viewpoint: null, today: '2026-11-20' }),
      ).rejects.toThrow(`${table}: EIO`)
    }
    database.close()
  })

  test('that cannot be read whole makes a failed snapshot with a reason, and no file', async () => {
    await using world = await openWorld()
    const owner = await world.owner()
    const { id: room_id } = await roomOf(owner, sampleRooms.active)
    world.workspace.db.exec('alter table messages rename to lost')
    const { snapshot, task } = await made(world, owner, { room_id, include_messages: true })
    expect(snapshot).toMatchObject({ status: 'failed', sha256: null, file_size: 0 })
    expect(snapshot.error_code).not.toBeNull()
    expect(task).toMatchObject({ status: 'failed', error: { code: snapshot.error_code } })
  })

  test('changes with every column that is printed, and with no other', async () => {
    await using world = await openWorld({ runTasks: false })
    const owner = await world.owner()
    const { id: room } = await roomOf(owner, sampleRooms.active)
    await owner.messages.create({ room_id: room, body: 'all fast' })
    const { database, modelOf } = lawless(world)
    const hashOf = async () =>
      contentHash({ format: 'pdf', heading: 'Room snapshot', options, model: await modelOf(room) })
    const before = await hashOf()
    const unchanged: string[] = []
    const numeric = new Set(
      database
        .prepare<[], { name: string }>(
          `select m.name || '.' || c.name as name from sqlite_master m, pragma_table_info(m.name) c
             where m.type = 'table' and c.type in ('INTEGER', 'REAL')`,
        )
        .all()
        .map(({ name }) => name),
    )
    for (const [table, rows] of Object.entries(sources)) {
      const row = database
        .prepare<[{ room: string }], Record<string, unknown>>(
          `select rowid as _row, * from ${table} where ${rows} order by rowid desc limit 1`,
        )
        .get({ room })
      const { _row, ...columns } = row ?? {}
      expect(_row, `a row of ${table}`).toBeDefined()
      for (const [column, value] of Object.entries(columns)) {
        database.exec('savepoint change')
        const number = numeric.has(`${table}.${column}`)
        const update = database.prepare(`update ${table} set ${column} = ? where rowid = ?`)
        update.run(value === null && number ? 7 : otherThan(value), _row)
        // A change after which the room cannot be read at all is no silent one either.
        const after = await hashOf().catch(() => 'unreadable')
        if (after === before) unchanged.push(`${table}.${column}`)
        database.exec('rollback to change; release change')
      }
    }
    expect(unchanged).toEqual(notPrinted)
    expect(await hashOf()).toBe(before)
    database.close()
  })

  test('does not change with the order in which rows lie in the database', async () => {
    await using world = await openWorld({ runTasks: false })
    const { id } = await roomOf(await world.owner(), sampleRooms.active)
    const { database, modelOf } = lawless(world)
    const before = await modelOf(id)
    for (const table of Object.keys(sources).filter((name) => name !== 'audit_entries')) {
      database.exec(
        `create temp table moved as select * from ${table} order by rowid desc;
         delete from ${table}; insert into ${table} select * from moved; drop table moved`,
      )
    }
    expect(await modelOf(id)).toEqual(before)
    database.close()
  })

  test('has the files of a document in the order they came, the one in force last', async () => {
    await using world = await openWorld({ runTasks: false })
    const owner = await world.owner()
    const { id: room_id } = await roomOf(owner, sampleRooms.active)
    const [document] = await owner.documents.list({ room_id })
    const place = { type_id: document?.type_id, vessel_id: document?.vessel_id ?? undefined }
    for (const [name, bytes] of [
      ['first.pdf', papers.pdf],
      ['second.png', papers.png],
    ] as const) {
      world.clock.advance(60_000)
      await owner.documents.upload({ room_id, ...place, file: fileOf(bytes, name) })
    }
    const { database, modelOf } = lawless(world)
    const { documents } = await modelOf(room_id)
    database.close()
    const names = documents
      .find(({ id }) => id === document?.id)
      ?.versions.map(({ file_name }) => file_name)
    expect(names?.slice(-2)).toEqual(['first.pdf', 'second.png'])
  })
})
