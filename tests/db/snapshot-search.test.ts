import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { LocalClient } from '../../src-main/rpc/local-client.ts'
import { openWorld, type World } from '../fixtures/world.ts'
import { letSellersSnapshot, roomOf, sampleRooms, seller } from './made.ts'

let world: World
let owner: LocalClient
beforeAll(async () => {
  world = await openWorld({ runTasks: false })
  await letSellersSnapshot(world)
  owner = await world.owner()
  const { body } = await owner.rooms.list({ limit: 5 })
  for (const snapshot_type of ['pdf', 'csv'] as const) {
    await owner.snapshots.batch({ room_ids: body.map(({ id }) => id), snapshot_type })
    world.clock.advance(1000)
  }
})
afterAll(() => world[Symbol.asyncDispose]())

type Asked = Parameters<LocalClient['snapshots']['search']>[0]

const found = async (client: LocalClient, asked: Asked = {}) => {
  const { body, headers } = await client.snapshots.search({ limit: 500, ...asked })
  expect(headers['x-total-count']).toBe(String(body.length))
  return body
}
const idsOf = (rows: readonly { id: string }[]) => rows.map(({ id }) => id).sort()

describe('snapshots of all rooms', () => {
  test('are those of each room’s own list, newest first, for somebody who sees all rooms', async () => {
    const rows = await found(owner)
    const { body: rooms } = await owner.rooms.list({ limit: 500 })
    const each = []
    for (const room of rooms) {
      each.push(...(await owner.snapshots.list({ room_id: room.id, limit: 500 })).body)
    }
    expect(each.length).toBe(10)
    expect(idsOf(rows)).toEqual(idsOf(each))
    expect(rows.map((row) => row.created_at)).toEqual(
      rows.map((row) => row.created_at).sort((a, b) => (a < b ? 1 : -1)),
    )
    const titles = new Map(rooms.map(({ id, title }) => [id, title]))
    expect(rows.every((row) => row.room_title === titles.get(row.room_id))).toBe(true)
  })

  test('of a restricted party are those of their rooms, and of their own viewpoint alone', async () => {
    const room_id = (await roomOf(owner, sampleRooms.active)).id
    const olena = await world.as(seller)
    const theirs = await olena.snapshots.create({ room_id, title: 'Theirs' })
    const ours = await owner.snapshots.create({ room_id, title: 'Ours' })
    const rows = await found(olena)
    expect(idsOf(rows)).toContain(theirs.id)
    expect(idsOf(rows)).not.toContain(ours.id)
    const { body: rooms } = await olena.rooms.list({ limit: 500 })
    const each = []
    for (const room of rooms) {
      each.push(...(await olena.snapshots.list({ room_id: room.id, limit: 500 })).body)
    }
    expect(idsOf(rows)).toEqual(idsOf(each))
    expect(idsOf(await found(olena, { q: 'Ours' }))).toEqual([])
    expect(idsOf(await found(owner, { q: 'Ours' }))).toEqual([ours.id])
  })

  test('are none for somebody with no part in any room', async () => {
    await owner.accounts.create({
      ...{ email: 'nobody@nowhere.example', name: 'Nobody', console_role: 'viewer' },
    })
    expect(await found(await world.as('nobody@nowhere.example'))).toEqual([])
  })

  test('are none of a room in which the party’s role may not list them', async () => {
    const before = await owner.access.matrix()
    const olena = await world.as(seller)
    expect(await found(olena)).not.toEqual([])
    const rows = before.permissions.map((row) =>
      row.permission === 'snapshots.list' ? { ...row, party: ['owner' as const] } : row,
    )
    await world.workspace.db.kysely
      .insertInto('access_matrices')
      .values({
        ...(await world.workspace.db.kysely
          .selectFrom('access_matrices')
          .selectAll()
          .orderBy('version', 'desc')
          .executeTakeFirstOrThrow()),
        version: before.version + 1,
        matrix: JSON.stringify({ ...before, version: before.version + 1, permissions: rows }),
      })
      .execute()
    await world.reopen()
    owner = await world.owner()
    expect(await found(await world.as(seller))).toEqual([])
  })

  test('are narrowed by word, room, format, status, trigger and time', async () => {
    const room = await roomOf(owner, sampleRooms.ready)
    world.clock.advance(60_000)
    const from = world.clock.iso()
    const json = await owner.snapshots.create({
      ...{ room_id: room.id, title: 'Midnight 100% _run', snapshot_type: 'json' },
    })
    world.clock.advance(60_000)
    const to = world.clock.iso()
    const pdf = await owner.snapshots.create({ room_id: room.id, title: 'Later' })
    const ids = async (asked: Asked) => idsOf(await found(owner, asked))
    expect(await ids({ from, to })).toEqual([json.id])
    expect(await ids({ from: to })).toEqual([pdf.id])
    expect(await ids({ from, snapshot_type: 'pdf' })).toEqual([pdf.id])
    expect(await ids({ from, status: 'completed' })).toEqual([])
    expect(await ids({ from, trigger: 'scheduled' })).toEqual([])
    expect(await ids({ q: '100% _run' })).toEqual([json.id])
    expect(await ids({ q: `${room.code} midnight` })).toEqual([json.id])
    expect(await ids({ from, room_id: room.id })).toEqual([json.id, pdf.id].sort())
    const title = room.title.split(' ').at(0) ?? ''
    expect(await ids({ from, q: title })).toEqual([json.id, pdf.id].sort())
    const other = await roomOf(owner, sampleRooms.active)
    expect(await ids({ from, room_id: other.id })).toEqual([])
  })

  test('are held until the hold ends', async () => {
    const room_id = (await roomOf(owner, sampleRooms.ready)).id
    const { id: snapshot_id } = await owner.snapshots.create({ room_id, title: 'Evidence' })
    const hold_until = new Date(world.clock.millis() + 3_600_000).toISOString()
    await owner.snapshots.hold({ room_id, snapshot_id, reason: 'Claim', hold_until })
    const q = 'Evidence'
    expect(idsOf(await found(owner, { q, held: true }))).toEqual([snapshot_id])
    expect(await found(owner, { q, held: false })).toEqual([])
    world.clock.advance(3_600_000)
    expect(await found(owner, { q, held: true })).toEqual([])
    expect(idsOf(await found(owner, { q, held: false }))).toEqual([snapshot_id])
  })

  test('are sorted by size and by room, and come in pages that leave none out', async () => {
    const all = await found(owner)
    const by = async (sort: 'file_size' | 'room_code', direction: 'asc' | 'desc') => {
      const rows = []
      for (let offset = 0; offset < all.length; offset += 4) {
        const { body, headers } = await owner.snapshots.search({
          ...{ sort, direction, limit: 4, offset },
        })
        expect(headers['x-total-count']).toBe(String(all.length))
        rows.push(...body)
      }
      expect(idsOf(rows)).toEqual(idsOf(all))
      return rows
    }
    const sizes = (await by('file_size', 'desc')).map((row) => row.file_size)
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a))
    const codes = (await by('room_code', 'asc')).map((row) => row.room_code)
    expect(codes).toEqual([...codes].sort())
  })
})
