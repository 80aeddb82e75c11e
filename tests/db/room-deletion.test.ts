import { expect, test } from 'vitest'
import { createRooms } from '../../src-main/features/rooms/index.ts'
import { randomIds } from '../../src-main/platform/ids/index.ts'
import { createPreviews } from '../../src-main/platform/previews/index.ts'
import { openRoom, smallPdf } from '../fixtures/mutations.ts'
import { ownerEmail } from '../fixtures/names.ts'
import { refusalOf } from '../fixtures/procedures.ts'
import { openWorld } from '../fixtures/world.ts'
import { made } from './made.ts'

test('a preview says what goes with the room, each stored file once', async () => {
  await using world = await openWorld()
  const owner = await world.owner()
  const { room_id, vessel_id } = await openRoom(owner)
  const document_type = 'STS_PLAN'
  const file = smallPdf('plan.pdf')
  await owner.documents.upload({ room_id, document_type, file })
  await owner.documents.upload({ room_id, document_type, file })
  await owner.messages.create({ room_id, vessel_id, body: 'Hello' })
  const { snapshot } = await made(world, owner, { room_id, snapshot_type: 'json' })
  expect(await owner.rooms.deletionPreview({ room_id })).toMatchObject({
    parties: 2,
    vessels: 1,
    documents: (await owner.documents.list({ room_id })).length,
    versions: 2,
    messages: 1,
    snapshots: 1,
    held_snapshots: 0,
    bytes: file.size + snapshot.file_size,
    expires_at: '2026-11-20T12:10:00.000Z',
  })
})

test('a preview is good for what it showed: any change, or ten minutes, ask for a fresh one', async () => {
  await using world = await openWorld({ runTasks: false })
  const owner = await world.owner()
  const { room_id } = await openRoom(owner)
  const first = await owner.rooms.deletionPreview({ room_id })
  await owner.messages.create({ room_id, body: 'Wait' })
  const stale = await refusalOf(owner.rooms.delete({ room_id, preview_token: first.preview_token }))
  expect(stale).toMatchObject({
    code: 'PREVIEW_NEEDED',
    status: 409,
    data: { preview: { messages: 1, revision: first.revision + 1 } },
  })
  world.clock.advance(600_000)
  const preview_token = String(stale.data.preview?.['preview_token'])
  expect(await refusalOf(owner.rooms.delete({ room_id, preview_token }))).toMatchObject({
    code: 'PREVIEW_NEEDED',
    message: expect.stringContaining('ten minutes'),
  })
  const fresh = await owner.rooms.deletionPreview({ room_id })
  await owner.rooms.delete({ room_id, preview_token: fresh.preview_token })
  expect(await refusalOf(owner.rooms.get({ room_id }))).toMatchObject({ code: 'ROOM_NOT_FOUND' })
  expect((await owner.rooms.list({ q: 'room of the test' })).body).toEqual([])
})

test('a room with a snapshot on hold is not deleted, whatever was previewed', async () => {
  await using world = await openWorld()
  const owner = await world.owner()
  const { room_id } = await openRoom(owner)
  const { snapshot } = await made(world, owner, { room_id, snapshot_type: 'json' })
  const hold = (until: string | null) =>
    world.workspace.db.kysely
      .updateTable('snapshots')
      .set({ hold: 1, hold_until: until })
      .where('id', '=', snapshot.id)
      .execute()
  await hold(null)
  const { preview_token, held_snapshots } = await owner.rooms.deletionPreview({ room_id })
  expect(held_snapshots).toBe(1)
  expect(await refusalOf(owner.rooms.delete({ room_id, preview_token }))).toMatchObject({
    code: 'CONFLICT',
    data: { count: 1 },
    message: expect.stringContaining('on hold'),
  })
  await hold('2026-11-20T11:00:00.000Z')
  const over = await owner.rooms.deletionPreview({ room_id })
  await owner.rooms.delete({ room_id, preview_token: over.preview_token })
})

test('a room code that is taken is drawn again', async () => {
  await using world = await openWorld({ runTasks: false })
  const owner = await world.owner()
  const { room_id } = await openRoom(owner)
  const { code, organization_id } = await owner.rooms.get({ room_id })
  const { kysely } = world.workspace.db
  const { access, audit } = world.workspace.services
  const draws = [code.slice(-6), code.slice(-6), 'QQQQQQ']
  const ids = { ...randomIds(world.clock), signs: () => draws.shift() ?? '' }
  const previews = createPreviews({ clock: world.clock, ids })
  const { rooms } = createRooms({ db: kysely, audit, access, clock: world.clock, ids, previews })
  const actor = await world.workspace.services.accounts.actor(ownerEmail)
  const room = await rooms.create(
    {
      title: 'Second',
      location: 'Box',
      eta: '2026-12-01T00:00:00.000Z',
      organization_id,
      currency: 'USD',
      tags: [],
      parties: [],
    },
    { procedure: 'test', source: 'rest', actor, room: null, expects: 'room.created' },
  )
  expect(room.code).toBe(`${code.slice(0, -6)}QQQQQQ`)
  expect(draws).toEqual([])
})
