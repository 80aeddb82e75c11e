import { join } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import { Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely'
import { describe, expect, test } from 'vitest'
import { buildRoomModel } from '../../src-main/features/snapshots/model.ts'
import type { Tables } from '../../src-main/features/tables.ts'
import { CachingSqliteDriver } from '../../src-main/platform/db/driver.ts'
import { roomChangingActions } from '../../src-shared/rules/activity.ts'
import { openWorld, type World } from '../fixtures/world.ts'
import { made, roomOf, sampleRooms } from './made.ts'

const options = {
  include_documents: true,
  include_activity: true,
  include_approvals: true,
  include_messages: true,
  activity_limit: 10_000,
}
const request = (room_id: string) => ({
  room_id,
  options,
  viewpoint: null,
  today: '2026-11-20',
})

/** A read-only connection like a render thread's, on which `between` runs after each statement. */
function reader(world: World, between: (sql: string) => void) {
  const database = new BetterSqlite3(join(world.dir, 'workspace.db'), { readonly: true })
  return new Kysely<Tables>({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createDriver: () => new CachingSqliteDriver(database),
      createIntrospector: (db) => new SqliteIntrospector(db),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
    log: ({ query }) => between(query.sql),
  })
}

const modelOf = (world: World, room_id: string) =>
  buildRoomModel(world.workspace.db.kysely, request(room_id))

describe('the room model', () => {
  test('is of one moment, though the room changes while it is read', async () => {
    await using world = await openWorld({ runTasks: false })
    const { id } = await roomOf(await world.owner(), sampleRooms.active)
    const before = await modelOf(world, id)
    let changed = false
    const db = reader(world, (sql) => {
      if (changed || !sql.includes('from "rooms"')) return
      changed = true
      world.workspace.db.exec("update rooms set title = 'Meanwhile', revision = revision + 1")
      world.workspace.db.exec("update documents set notes = 'meanwhile'")
      world.workspace.db.exec("update messages set body = 'meanwhile'")
    })
    const during = await db.transaction().execute((trx) => buildRoomModel(trx, request(id)))
    await db.destroy()
    expect(changed).toBe(true)
    expect(during).toEqual(before)
    const after = await modelOf(world, id)
    expect(after.room.title).toBe('Meanwhile')
    expect(after.messages.every(({ body }) => body === 'meanwhile')).toBe(true)
  })

  test('tells what changed the room, and neither looks, downloads, denials nor snapshots', async () => {
    await using world = await openWorld()
    const owner = await world.owner()
    const { id: room_id } = await roomOf(owner, sampleRooms.active)
    const before = await modelOf(world, room_id)
    const { count } = await world.workspace.db.kysely
      .selectFrom('audit_entries')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('room_id', '=', room_id)
      .executeTakeFirstOrThrow()

    const [document] = (await owner.documents.list({ room_id })).filter(
      (one) => one.versions.length > 0,
    )
    await owner.documents.download({ room_id, document_id: document?.id ?? '' })
    const { snapshot } = await made(world, owner, { room_id, snapshot_type: 'json' })
    await owner.snapshots.download({ room_id, snapshot_id: snapshot.id })
    await owner.snapshots.delete({ room_id, snapshot_id: snapshot.id })
    const inspector = await world.as('tomasz.wisniewski@baltic-inspect.example')
    await expect(inspector.rooms.delete({ room_id })).rejects.toMatchObject({ code: 'FORBIDDEN' })

    const { entries } = await owner.audit.list({ room_id, limit: 100 })
    const newest = entries.slice(0, 6).map(({ action }) => action)
    expect(newest).toEqual([
      'access.denied',
      'snapshot.deleted',
      'snapshot.downloaded',
      'snapshot.completed',
      'snapshot.created',
      'document.downloaded',
    ])
    const after = await modelOf(world, room_id)
    expect(after).toEqual(before)
    expect(after.activity).toHaveLength(count)
    const known: readonly string[] = roomChangingActions
    expect(after.activity.every(({ action }) => known.includes(action))).toBe(true)
  })

  test('has its activity newest first, and each change as one more line', async () => {
    await using world = await openWorld({ runTasks: false })
    const owner = await world.owner()
    const { id: room_id } = await roomOf(owner, sampleRooms.active)
    const before = await modelOf(world, room_id)
    await owner.messages.create({ room_id, body: 'all fast' })
    const after = await modelOf(world, room_id)
    expect(after.activity[0]).toMatchObject({
      action: 'message.created',
      actor: 'owner@example.org',
      at: world.clock.iso(),
      summary: 'Wrote a message',
    })
    expect(after.activity.slice(1)).toEqual(before.activity)
    expect(after.room.revision).toBe(before.room.revision + 1)
    const seqs = after.activity.map(({ seq }) => seq)
    expect(seqs).toEqual([...seqs].sort((a, b) => b - a))
  })

  test('fails as a whole when a section cannot be read: no silent hole', async () => {
    await using world = await openWorld({ runTasks: false })
    const { id } = await roomOf(await world.owner(), sampleRooms.active)
    world.workspace.db.exec('alter table approvals rename to lost')
    await expect(modelOf(world, id)).rejects.toThrow('no such table')
  })

  test('of a room that is gone is refused', async () => {
    await using world = await openWorld({ runTasks: false })
    await expect(modelOf(world, 'no such room')).rejects.toMatchObject({ code: 'ROOM_NOT_FOUND' })
  })

  test('says the same of clearance as list, detail, and summary', async () => {
    await using world = await openWorld({ runTasks: false })
    const owner = await world.owner()
    for (const room of (await owner.rooms.list({ limit: 500 })).body) {
      const { readiness } = await modelOf(world, room.id)
      const summary = await owner.rooms.summary({ room_id: room.id })
      const detail = await owner.rooms.get({ room_id: room.id })
      for (const progress of [
        summary.progress_percentage,
        detail.progress_percentage,
        room.progress_percentage,
      ]) {
        expect(progress, room.code).toBe(readiness.progress)
      }
      expect(summary.total_required_docs).toBe(readiness.required)
      expect(detail.resolved_documents).toBe(readiness.resolved)
      expect(summary.blockers.map((one) => one.document_id).sort()).toEqual(
        readiness.blockers.map((one) => one.document_id).sort(),
      )
      expect(readiness.blockers).toHaveLength(readiness.required - readiness.resolved)
    }
    const open = (await owner.rooms.list({ open: true, limit: 500 })).body
    const cleared = open.filter((room) => room.progress_percentage === 100)
    const clearance = await owner.rooms.clearance()
    expect(clearance).toMatchObject({ open_rooms: open.length, counted_rooms: open.length })
    expect(clearance.parts.at(-1)).toEqual({ from: 100, to: 100, rooms: cleared.length })
    expect(clearance.parts.reduce((sum, part) => sum + part.rooms, 0)).toBe(open.length)
    expect(cleared.length).toBeGreaterThan(0)
    expect(
      (await owner.rooms.list({ open: false })).body.map(({ status }) => status),
    ).not.toContain('pending')
  })
})
