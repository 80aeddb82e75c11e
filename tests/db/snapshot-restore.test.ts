import { describe, expect, test } from 'vitest'
import type { LocalClient } from '../../src-main/rpc/local-client.ts'
import { type RoomModel, roomModelSchema } from '../../src-shared/contract/room-model.ts'
import { compareModels } from '../../src-shared/rules/compare-models.ts'
import { openRoom, smallPdf } from '../fixtures/mutations.ts'
import { refusalOf } from '../fixtures/procedures.ts'
import { openWorld, type World } from '../fixtures/world.ts'
import { made, roomOf, sampleRooms } from './made.ts'

const whole = {
  snapshot_type: 'json' as const,
  include_messages: true,
  activity_limit: 10_000,
}

async function modelNow(world: World, owner: LocalClient, room_id: string): Promise<RoomModel> {
  const { bytes } = await made(world, owner, { room_id, ...whole })
  return roomModelSchema.parse(JSON.parse(bytes.toString()))
}

/** Everything but activity: the trail of another room is another trail. */
const differences = (before: RoomModel, after: RoomModel) =>
  compareModels(before, after).sections.filter(
    ({ section, added, removed, changed }) =>
      section !== 'activity' && added.length + removed.length + changed.length > 0,
  )

describe('a snapshot opened as a new room', () => {
  test.each(Object.values(sampleRooms))(
    'gives %s again, equal in everything but what names it',
    async (begins) => {
      await using world = await openWorld()
      const owner = await world.owner()
      const { id: room_id, code } = await roomOf(owner, begins)
      const { snapshot, bytes } = await made(world, owner, { room_id, ...whole })
      const before = roomModelSchema.parse(JSON.parse(bytes.toString()))
      const restored = await owner.snapshots.restore({
        room_id,
        snapshot_id: snapshot.id,
        mode: 'new_room',
      })
      expect(restored).toMatchObject({ mode: 'new_room', issues: [], safety_snapshot_id: null })
      expect(restored.room_id).not.toBe(room_id)
      const after = await modelNow(world, owner, restored.room_id)
      expect(differences(before, after)).toEqual([])
      expect(after.room.code).not.toBe(before.room.code)
      expect(after.activity.map(({ summary }) => summary)).toEqual([
        `Restored from a snapshot of ${code}`,
      ])
    },
  )

  test('works from a PDF too: each snapshot keeps the model that it was made of', async () => {
    await using world = await openWorld()
    const owner = await world.owner()
    const { id: room_id } = await roomOf(owner, sampleRooms.active)
    const { snapshot } = await made(world, owner, { room_id, snapshot_type: 'pdf' })
    const restored = await owner.snapshots.restore({
      room_id,
      snapshot_id: snapshot.id,
      mode: 'new_room',
    })
    const [before, after] = [
      await modelNow(world, owner, room_id),
      await modelNow(world, owner, restored.room_id),
    ]
    expect(differences(before, after).map(({ section }) => section)).toEqual(['messages'])
  })
})

describe('a file opened as a new room', () => {
  test('is taken when this workspace made it, and refused when a letter was changed', async () => {
    await using world = await openWorld()
    const owner = await world.owner()
    const { id: room_id } = await roomOf(owner, sampleRooms.active)
    const { bytes } = await made(world, owner, { room_id, ...whole })
    const opened = await owner.snapshots.openFile({
      file: new File([Uint8Array.from(bytes)], 'room.json'),
    })
    expect(opened.issues).toEqual([])

    const edited = new File(
      [bytes.toString().replace('"status": "active"', '"status": "ready"')],
      'e',
    )
    const rooms = (await owner.rooms.list({})).headers['x-total-count']
    expect(await refusalOf(owner.snapshots.openFile({ file: edited }))).toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('not one that this workspace made, or it was changed since'),
    })
    expect((await owner.rooms.list({})).headers['x-total-count']).toBe(rooms)
    const forced = await owner.snapshots.openFile({ file: edited, override: true })
    expect((await owner.rooms.get({ room_id: forced.room_id })).status).toBe('ready')
    const [entry] = (await owner.audit.list({ room_id: forced.room_id })).entries
    expect(entry).toMatchObject({ action: 'room.restored', detail: { known: false } })
  })

  test.each([
    ['%PDF-1.7', 'a PDF or CSV file does not hold all of it'],
    ['PK\u0003\u0004', 'a PDF or CSV file does not hold all of it'],
    ['hello', 'no JSON'],
    ['{"schema":"sts.room-snapshot/2"}', 'no snapshot of a room'],
    ['', 'empty'],
  ])('that is %j is refused with what it is instead', async (text, said) => {
    await using world = await openWorld({ runTasks: false })
    const owner = await world.owner()
    const refusal = await refusalOf(
      owner.snapshots.openFile({ file: new File([text], 'x'), override: true }),
    )
    expect(refusal).toMatchObject({
      code: 'UNSUPPORTED_FILE',
      message: expect.stringContaining(said),
    })
  })

  test('that contradicts itself changes nothing', async () => {
    await using world = await openWorld()
    const owner = await world.owner()
    const { id: room_id } = await roomOf(owner, sampleRooms.active)
    const model = await modelNow(world, owner, room_id)
    const file = new File(
      [JSON.stringify({ ...model, vessels: [...model.vessels, ...model.vessels] })],
      'twice.json',
    )
    const before = (await owner.rooms.list({})).headers['x-total-count']
    expect(await refusalOf(owner.snapshots.openFile({ file, override: true }))).toMatchObject({
      code: 'UNSUPPORTED_FILE',
      message: expect.stringContaining('contradicts itself'),
    })
    expect((await owner.rooms.list({})).headers['x-total-count']).toBe(before)
  })

  test('whose papers are not here says so, and makes them missing', async () => {
    await using world = await openWorld()
    const owner = await world.owner()
    const { id: room_id } = await roomOf(owner, sampleRooms.active)
    const model = await modelNow(world, owner, room_id)
    const documents = model.documents.map((document) => ({
      ...document,
      versions: document.versions.map((version) => ({ ...version, sha256: 'f'.repeat(64) })),
    }))
    const withFiles = documents.filter(({ versions }) => versions.length > 0)
    const file = new File([JSON.stringify({ ...model, documents })], 'elsewhere.json')
    const { room_id: opened, issues } = await owner.snapshots.openFile({ file, override: true })
    expect(
      issues.filter(({ message }) => message.startsWith('Its file is not in this workspace')),
    ).toHaveLength(withFiles.length)
    const after = await modelNow(world, owner, opened)
    expect(after.documents.every(({ status }) => status === 'missing')).toBe(true)
  })
})

describe('a roll-back', () => {
  test('puts the room back as it was, after a safety snapshot, and loses no file', async () => {
    await using world = await openWorld()
    const owner = await world.owner()
    const { room_id, vessel_id } = await openRoom(owner)
    const [type] = (await owner.documentTypes.list()).filter((one) => one.category === 'operations')
    const type_id = type?.id ?? ''
    const paper = await owner.documents.upload({ room_id, type_id, file: smallPdf('a.pdf', 'a') })
    await owner.documents.approve({ room_id, document_id: paper.id })
    const { snapshot } = await made(world, owner, { room_id, ...whole, title: 'All well' })
    const before = await modelNow(world, owner, room_id)

    const later = () => world.clock.set(new Date(world.clock.millis() + 60_000).toISOString())
    later()
    await owner.rooms.update({ room_id, title: 'Changed', tags: ['late'] })
    await owner.documents.upload({ room_id, type_id, file: smallPdf('b.pdf', 'b') })
    await owner.parties.add({ room_id, role: 'broker', name: 'B', email: 'b@parties.example' })
    await owner.messages.create({ room_id, body: 'Said since then' })
    await owner.roomVessels.remove({ room_id, vessel_id })
    const changed = await modelNow(world, owner, room_id)

    later()
    const asked = { room_id, snapshot_id: snapshot.id }
    const preview = await owner.snapshots.restorePreview(asked)
    expect(preview.equal).toBe(false)
    expect(
      preview.sections.flatMap(({ section, changed: fields }) =>
        section === 'room'
          ? fields.map(({ field, before: was, after }) => [field, was, after])
          : [],
      ),
    ).toEqual([
      ['title', 'Changed', 'A room of the test'],
      ['tags', ['late'], []],
    ])
    expect(await refusalOf(owner.snapshots.restore({ ...asked, mode: 'roll_back' }))).toMatchObject(
      {
        code: 'PREVIEW_NEEDED',
        data: { preview: { room_revision: preview.room_revision } },
      },
    )
    const { preview_token } = preview
    const restored = await owner.snapshots.restore({ ...asked, mode: 'roll_back', preview_token })
    expect(restored).toMatchObject({ mode: 'roll_back', room_id })

    const after = await modelNow(world, owner, room_id)
    const left = differences(before, after)
    // What people said stays, and so does each file: the paper of then is its newest version again.
    expect(left.map(({ section }) => section)).toEqual(['versions', 'messages'])
    expect(left[0]).toMatchObject({ removed: [], changed: [] })
    const document = (await owner.documents.list({ room_id })).find(({ id }) => id === paper.id)
    expect(document?.status).toBe('approved')
    expect(document?.versions.map(({ file_name }) => file_name).sort()).toEqual([
      'a.pdf',
      'a.pdf',
      'b.pdf',
    ])

    const safety = await owner.snapshots.get({
      room_id,
      snapshot_id: restored.safety_snapshot_id ?? '',
    })
    expect(safety).toMatchObject({
      status: 'completed',
      title: 'Before the roll-back to “All well”',
    })
    const { file } = await owner.snapshots
      .download({ room_id, snapshot_id: safety.id })
      .then(async ({ sha256 }) => ({ file: await world.workspace.blobs.read(sha256) }))
    const kept = roomModelSchema.parse(JSON.parse(file.toString()))
    expect(differences(changed, kept)).toEqual([])
    expect((await owner.audit.verify({})).ok).toBe(true)
  })

  test('previews what it would change and no more: not what stays with registry, trail, and files', async () => {
    await using world = await openWorld()
    const owner = await world.owner()
    const { room_id, vessel_id } = await openRoom(owner)
    const [type] = (await owner.documentTypes.list()).filter((one) => one.category === 'operations')
    const type_id = type?.id ?? ''
    await owner.documents.upload({ room_id, type_id, file: smallPdf('a.pdf', 'a') })
    const { snapshot } = await made(world, owner, { room_id, ...whole })
    const asked = { room_id, snapshot_id: snapshot.id }
    expect((await owner.snapshots.restorePreview(asked)).equal).toBe(true)

    await owner.vessels.update({ id: vessel_id, owner: 'Sold since' })
    await owner.messages.create({ room_id, body: 'Said since then' })
    const { equal, sections } = await owner.snapshots.restorePreview(asked)
    expect(sections.flatMap((one) => [...one.added, ...one.removed, ...one.changed])).toEqual([])
    expect(equal).toBe(true)

    await owner.documents.upload({ room_id, type_id, file: smallPdf('b.pdf', 'b') })
    const later = await owner.snapshots.restorePreview(asked)
    expect(later.sections.find(({ section }) => section === 'versions')?.removed).toEqual([])
  })

  test('is refused when the room has changed since the preview, and changes nothing', async () => {
    await using world = await openWorld()
    const owner = await world.owner()
    const { room_id } = await openRoom(owner)
    const { snapshot } = await made(world, owner, { room_id, ...whole })
    await owner.rooms.update({ room_id, title: 'Once' })
    const asked = { room_id, snapshot_id: snapshot.id }
    const { preview_token } = await owner.snapshots.restorePreview(asked)
    await owner.rooms.update({ room_id, title: 'Twice' })
    const mode = 'roll_back' as const
    expect(
      await refusalOf(owner.snapshots.restore({ ...asked, mode, preview_token })),
    ).toMatchObject({ code: 'PREVIEW_NEEDED' })
    expect((await owner.rooms.get({ room_id })).title).toBe('Twice')
  })

  test('of a closed room, and to a part of a room, is refused', async () => {
    await using world = await openWorld()
    const owner = await world.owner()
    const { room_id, vessel_id } = await openRoom(owner)
    const part = await made(world, owner, { room_id, ...whole, vessel_ids: [vessel_id] })
    const asked = { room_id, snapshot_id: part.snapshot.id }
    expect(await refusalOf(owner.snapshots.restorePreview(asked))).toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('a part of the room only'),
    })
    const { snapshot } = await made(world, owner, { room_id, ...whole })
    await owner.rooms.transition({ room_id, new_status: 'completed' })
    expect(
      await refusalOf(owner.snapshots.restorePreview({ room_id, snapshot_id: snapshot.id })),
    ).toMatchObject({ code: 'ROOM_CLOSED' })
  })
})
