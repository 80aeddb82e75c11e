import { expect, test } from 'vitest'
import { openRoom } from '../fixtures/mutations.ts'
import { makeAccount } from '../fixtures/people.ts'
import { refusalOf } from '../fixtures/procedures.ts'
import { openWorld } from '../fixtures/world.ts'
import { made, roomOf, sampleRooms } from './made.ts'

const json = { snapshot_type: 'json' } as const

test('a held snapshot cannot be deleted until it is released, or its time has come', async () => {
  await using world = await openWorld()
  const owner = await world.owner()
  const { room_id } = await openRoom(owner)
  const { snapshot } = await made(world, owner, { room_id, ...json })
  const one = { room_id, snapshot_id: snapshot.id }
  const many = { room_id, snapshot_ids: [snapshot.id] }
  const held = await owner.snapshots.hold({ ...one, reason: 'For the court' })
  expect(held).toMatchObject({ held: true, hold_reason: 'For the court', hold_until: null })
  expect(await refusalOf(owner.snapshots.hold({ ...one, reason: 'Again' }))).toMatchObject({
    code: 'CONFLICT',
    message: expect.stringContaining('held already'),
  })
  for (const attempt of [
    owner.snapshots.delete(one),
    owner.snapshots
      .deletionPreview(many)
      .then(({ preview_token }) =>
        owner.snapshots.deleteMany({ ...many, reason: 'x', preview_token }),
      ),
  ]) {
    expect(await refusalOf(attempt)).toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('For the court'),
    })
  }
  expect(await owner.snapshots.release({ ...one, reason: 'Judgment given' })).toMatchObject({
    held: false,
    hold_reason: null,
  })
  expect(await refusalOf(owner.snapshots.release({ ...one, reason: 'x' }))).toMatchObject({
    code: 'CONFLICT',
  })

  const until = new Date(world.clock.millis() + 3_600_000).toISOString()
  await owner.snapshots.hold({ ...one, reason: 'An hour', hold_until: until })
  world.clock.set(until)
  expect((await owner.snapshots.get(one)).held).toBe(false)
  expect(await owner.snapshots.delete({ ...one, reason: 'Over' })).toMatchObject({
    snapshot_id: snapshot.id,
  })
  expect(await owner.snapshots.get(one)).toMatchObject({
    status: 'deleted',
    deleted_by: 'owner@example.org',
    deleted_reason: 'Over',
  })
})

test('a hold until a time that has passed is refused', async () => {
  await using world = await openWorld()
  const owner = await world.owner()
  const { room_id } = await openRoom(owner)
  const { snapshot } = await made(world, owner, { room_id, ...json })
  expect(
    await refusalOf(
      owner.snapshots.hold({
        room_id,
        snapshot_id: snapshot.id,
        reason: 'x',
        hold_until: '2020-01-01T00:00:00Z',
      }),
    ),
  ).toMatchObject({ code: 'BAD_REQUEST', data: { issues: [{ path: ['hold_until'] }] } })
})

test('what a deletion frees are the files that nothing else has', async () => {
  await using world = await openWorld()
  const owner = await world.owner()
  const { id: room_id } = await roomOf(owner, sampleRooms.active)
  const first = await made(world, owner, { room_id, snapshot_type: 'pdf' })
  const second = await made(world, owner, { room_id, snapshot_type: 'pdf' })
  expect(second.snapshot.sha256).toBe(first.snapshot.sha256)
  const preview = (ids: string[]) => owner.snapshots.deletionPreview({ room_id, snapshot_ids: ids })
  expect((await preview([first.snapshot.id])).bytes_freed).toBe(0)
  const both = [first.snapshot.id, second.snapshot.id]
  const { bytes_freed, preview_token } = await preview(both)
  expect(bytes_freed).toBeGreaterThan(first.snapshot.file_size)
  expect(
    await owner.snapshots.deleteMany({
      room_id,
      snapshot_ids: both,
      reason: 'Twice',
      preview_token,
    }),
  ).toEqual({ deleted: 2, bytes_freed })
})

test('a deletion of many with a stale token or one that is gone deletes none', async () => {
  await using world = await openWorld()
  const owner = await world.owner()
  const { room_id } = await openRoom(owner)
  const [a, b] = [
    await made(world, owner, { room_id, ...json }),
    await made(world, owner, { room_id, ...json, title: 'Other' }),
  ]
  const many = { room_id, snapshot_ids: [a.snapshot.id, b.snapshot.id] }
  const { preview_token } = await owner.snapshots.deletionPreview(many)
  const one = { room_id, snapshot_id: b.snapshot.id }
  await owner.snapshots.hold({ ...one, reason: 'x' })
  await owner.snapshots.release({ ...one, reason: 'x' })
  expect(
    await owner.snapshots.deleteMany({ ...many, reason: 'as shown', preview_token }),
  ).toMatchObject({ deleted: 2 })
  const again = owner.snapshots.deleteMany({ ...many, reason: 'again', preview_token })
  expect(await refusalOf(again)).toMatchObject({ code: 'CONFLICT' })
})

test('a batch takes every room or none, and names the one that is not there', async () => {
  await using world = await openWorld()
  const owner = await world.owner()
  const rooms = (await owner.rooms.list({ limit: 5 })).body.map(({ id }) => id)
  const stranger = '00000000-0000-7000-8000-000000000000'
  const refused = owner.snapshots.batch({ room_ids: [...rooms, stranger] })
  expect(await refusalOf(refused)).toMatchObject({
    code: 'ROOM_NOT_FOUND',
    message: expect.stringContaining(stranger),
    data: { issues: [{ path: ['room_ids', rooms.length] }] },
  })
  expect((await owner.tasks.list({})).body).toEqual([])
  const { tasks } = await owner.snapshots.batch({ room_ids: rooms, ...json })
  expect(tasks.map(({ room_id }) => room_id)).toEqual(rooms)
  await world.workspace.tasks.idle()
  for (const { room_id, snapshot_id } of tasks) {
    expect((await owner.snapshots.get({ room_id, snapshot_id })).status).toBe('completed')
  }
})

test('a party takes a batch of their own rooms, and none when one of them does not allow it', async () => {
  await using world = await openWorld()
  const owner = await world.owner()
  const [mine, other] = [await openRoom(owner), await openRoom(owner)]
  const { email, name } = await makeAccount(owner, 'Petra Party')
  await owner.parties.add({ room_id: mine.room_id, role: 'broker', name, email })
  const petra = await world.as(email)
  const ids = [mine.room_id, other.room_id]
  expect(await refusalOf(petra.snapshots.batch({ room_ids: ids, ...json }))).toMatchObject({
    code: 'ROOM_NOT_FOUND',
  })
  await owner.parties.add({ room_id: other.room_id, role: 'viewer', name, email })
  expect(await refusalOf(petra.snapshots.batch({ room_ids: ids, ...json }))).toMatchObject({
    code: 'FORBIDDEN',
    message: expect.stringContaining('No snapshot was taken of any room.'),
    data: { issues: [{ path: ['room_ids', 1] }] },
  })
  expect((await petra.tasks.list({})).body).toEqual([])
  expect((await petra.snapshots.batch({ room_ids: [mine.room_id], ...json })).tasks).toHaveLength(1)
  await world.workspace.tasks.idle()
})

test('tasks that run or wait are listed apart from those that have ended', async () => {
  await using world = await openWorld()
  const owner = await world.owner()
  const { room_id } = await openRoom(owner)
  const { snapshot } = await made(world, owner, { room_id, ...json })
  const titles = async (ended: boolean) =>
    (await owner.tasks.list({ ended })).body.map(({ task_id }) => task_id)
  expect([await titles(false), await titles(true)]).toEqual([[], [snapshot.task_id]])
  const waiting = await owner.snapshots.create({ room_id, ...json, title: 'Waits' })
  expect(await titles(false)).toEqual([waiting.task_id])
  await world.workspace.tasks.idle()
})

test('two PDFs of a room are compared by what they were made of; one of another room is not there', async () => {
  await using world = await openWorld()
  const owner = await world.owner()
  const { room_id } = await openRoom(owner)
  const from = (await made(world, owner, { room_id, snapshot_type: 'pdf' })).snapshot.id
  await owner.rooms.update({ room_id, location: 'Box 7' })
  await owner.parties.add({ room_id, role: 'viewer', name: 'Eye', email: 'eye@parties.example' })
  const to = (await made(world, owner, { room_id, snapshot_type: 'csv' })).snapshot.id
  const found = await owner.snapshots.compare({ room_id, from, to })
  expect(found.equal).toBe(false)
  const differing = found.sections.filter(
    ({ added, removed, changed }) => added.length + removed.length + changed.length > 0,
  )
  expect(differing).toMatchObject([
    {
      section: 'room',
      changed: [{ path: 'room/room/location', field: 'location', before: 'Box 2', after: 'Box 7' }],
    },
    { section: 'parties', added: [{ path: 'parties/eye@parties.example', label: 'Eye, viewer' }] },
    { section: 'activity', removed: [] },
  ])
  const { id: other } = await roomOf(owner, sampleRooms.active)
  const stranger = (await made(world, owner, { room_id: other, ...json })).snapshot.id
  expect(await refusalOf(owner.snapshots.compare({ room_id, from, to: stranger }))).toMatchObject({
    code: 'NOT_FOUND',
  })
})
