import { describe, expect, test } from 'vitest'
import { roomModelSchema } from '../../src-shared/contract/room-model.ts'
import { readPdf } from '../fixtures/read-pdf.ts'
import { openWorld, type World } from '../fixtures/world.ts'
import { letSellersSnapshot, made, roomOf, sampleRooms, seller } from './made.ts'

type Client = Awaited<ReturnType<World['owner']>>
type Options = Omit<Parameters<Client['snapshots']['create']>[0], 'room_id' | 'snapshot_type'>

/** The room model that a snapshot of this caller holds, and the file as text. */
async function modelOf(world: World, client: Client, room_id: string, options: Options = {}) {
  const { bytes } = await made(world, client, { room_id, snapshot_type: 'json', ...options })
  const text = bytes.toString()
  return { text, model: roomModelSchema.parse(JSON.parse(text)) }
}

/** Does a line tell of this ship? The title of the room, which names ships, is everybody's. */
const tells = (lines: readonly { action: string; summary: string }[], ship: string): boolean =>
  lines.some((line) => !line.action.startsWith('room.') && line.summary.includes(ship))

describe('a snapshot that a seller makes', () => {
  test('holds only what a seller may see, and says so', async () => {
    await using world = await openWorld()
    await letSellersSnapshot(world)
    const owner = await world.owner()
    const { id } = await roomOf(owner, sampleRooms.active)
    const olena = await world.as(seller)
    const all = await owner.roomVessels.list({ room_id: id })
    const own = await olena.roomVessels.list({ room_id: id })
    const hidden = all.filter((vessel) => !own.some((one) => one.id === vessel.id))
    expect([own.length, hidden.length]).toEqual([1, 2])

    const options = { include_messages: true, activity_limit: 10_000 }
    const whole = await modelOf(world, owner, id, options)
    const theirs = await modelOf(world, olena, id, options)
    for (const vessel of hidden) {
      expect(whole.text).toContain(vessel.id)
      expect(whole.text).toContain(vessel.imo)
      expect(theirs.text).not.toContain(vessel.id)
      expect(theirs.text).not.toContain(vessel.imo)
      expect(tells(whole.model.activity, vessel.name)).toBe(true)
      expect(tells(theirs.model.activity, vessel.name)).toBe(false)
    }
    expect(theirs.model.vessels.map((vessel) => vessel.id)).toEqual(own.map(({ id: its }) => its))
    const shown = await olena.documents.list({ room_id: id })
    expect(theirs.model.documents.map((one) => one.id).sort()).toEqual(
      shown.map((one) => one.id).sort(),
    )
    expect(theirs.model.readiness.required).toBe(shown.filter((one) => one.required).length)
    const reason = 'Made for a seller: only vessels of Corvale Energy Trading SA are shown.'
    expect(theirs.model.scope.visibility).toEqual({ restricted: true, reason })
    expect(theirs.model.scope.omitted).toContainEqual({ section: 'vessels', count: 2, reason })
    expect(whole.model.scope.visibility).toEqual({ restricted: false, reason: null })
  })

  test('says so on its face, in the PDF', async () => {
    await using world = await openWorld()
    await letSellersSnapshot(world)
    const { id } = await roomOf(await world.owner(), sampleRooms.active)
    const { bytes } = await made(world, await world.as(seller), { room_id: id })
    const pdf = readPdf(bytes)
    expect(pdf.text({ first: 1, last: 1 }).replace(/\s+/g, ' ')).toContain(
      'only vessels of Corvale Energy Trading SA are shown',
    )
    pdf.close()
  })

  test('keeps to what they saw, though the owner has it made again', async () => {
    await using world = await openWorld()
    await letSellersSnapshot(world)
    const owner = await world.owner()
    const { id } = await roomOf(owner, sampleRooms.active)
    const { snapshot } = await made(world, await world.as(seller), {
      room_id: id,
      snapshot_type: 'json',
    })
    const { unlink } = await import('node:fs/promises')
    await unlink(world.workspace.blobs.path(snapshot.sha256 ?? ''))
    await owner.snapshots.retry({ room_id: id, snapshot_id: snapshot.id })
    await world.workspace.tasks.idle()
    const again = await owner.snapshots.get({ room_id: id, snapshot_id: snapshot.id })
    expect(again).toMatchObject({ status: 'completed', sha256: snapshot.sha256 })
  })

  test('cannot be about a ship that they do not see', async () => {
    await using world = await openWorld({ runTasks: false })
    await letSellersSnapshot(world)
    const owner = await world.owner()
    const { id } = await roomOf(owner, sampleRooms.active)
    const olena = await world.as(seller)
    const own = await olena.roomVessels.list({ room_id: id })
    const hidden = (await owner.roomVessels.list({ room_id: id })).find(
      (vessel) => vessel.id !== own[0]?.id,
    )
    await expect(
      olena.snapshots.create({ room_id: id, vessel_ids: [hidden?.id ?? ''] }),
    ).rejects.toMatchObject({ code: 'BAD_REQUEST', data: { level: 4 } })
  })
})

describe('a ship that has left the room', () => {
  test('stays in the activity that the owner’s snapshot tells', async () => {
    await using world = await openWorld()
    const owner = await world.owner()
    const { id } = await roomOf(owner, sampleRooms.active)
    const tug = (await owner.roomVessels.list({ room_id: id })).find((one) => !one.is_lead)
    await owner.messages.create({ room_id: id, body: 'she is late', vessel_id: tug?.id })
    await owner.roomVessels.remove({ room_id: id, vessel_id: tug?.id ?? '' })
    const options = { activity_limit: 10_000, include_messages: true }
    const { model } = await modelOf(world, owner, id, options)
    expect(model.activity[0]?.summary).toBe(`Took vessel ${tug?.name} out of the room`)
    const { headers } = await owner.rooms.activities({ room_id: id })
    expect(model.activity).toHaveLength(Number(headers['x-total-count']))
    expect(model.messages[0]).toMatchObject({ body: 'she is late', vessel: { id: tug?.id } })
    expect(model.scope.omitted).toEqual([])
  })

  test('is nothing that a seller hears of, when it was not theirs', async () => {
    await using world = await openWorld()
    await letSellersSnapshot(world)
    const owner = await world.owner()
    const olena = await world.as(seller)
    const { id } = await roomOf(owner, sampleRooms.active)
    const own = await olena.roomVessels.list({ room_id: id })
    const others = (await owner.roomVessels.list({ room_id: id })).filter(
      (vessel) => vessel.id !== own[0]?.id,
    )
    for (const { id: vessel_id } of others) {
      await owner.messages.create({ room_id: id, body: 'not for sellers', vessel_id })
      await owner.roomVessels.remove({ room_id: id, vessel_id })
    }
    const { model } = await modelOf(world, olena, id, { include_messages: true })
    const { body: activities } = await olena.rooms.activities({ room_id: id, limit: 500 })
    const { body: messages } = await olena.messages.list({ room_id: id })
    expect(messages.some(({ body }) => body === 'not for sellers')).toBe(false)
    for (const { name } of others) {
      expect(tells(model.activity, name)).toBe(false)
      expect(tells(activities, name)).toBe(false)
    }
  })
})

describe('the options', () => {
  const leftOut = 'left out by the options of this snapshot'
  test.each([
    { option: 'include_documents', section: 'documents' },
    { option: 'include_approvals', section: 'approvals' },
    { option: 'include_activity', section: 'activity' },
  ] as const)(
    '$option false leaves $section out, and says how many',
    async ({ option, section }) => {
      await using world = await openWorld()
      const owner = await world.owner()
      const { id } = await roomOf(owner, sampleRooms.active)
      const options = { activity_limit: 10_000, include_messages: true }
      const { model: whole } = await modelOf(world, owner, id, options)
      const { model } = await modelOf(world, owner, id, { ...options, [option]: false })
      expect(whole[section].length).toBeGreaterThan(0)
      expect(whole.scope.omitted).toEqual([])
      expect(model[section]).toEqual([])
      expect(model.scope.omitted).toEqual([
        { section, count: whole[section].length, reason: leftOut },
      ])
      expect(model.readiness).toEqual(whole.readiness)
    },
  )

  test('messages are left out unless asked for', async () => {
    await using world = await openWorld()
    const owner = await world.owner()
    const { id } = await roomOf(owner, sampleRooms.active)
    const { headers } = await owner.messages.list({ room_id: id })
    const { model } = await modelOf(world, owner, id)
    expect(model.messages).toEqual([])
    expect(model.scope.omitted).toContainEqual({
      section: 'messages',
      count: Number(headers['x-total-count']),
      reason: leftOut,
    })
  })

  test('an activity limit keeps the newest, newest first, and counts the rest', async () => {
    await using world = await openWorld()
    const owner = await world.owner()
    const { id } = await roomOf(owner, sampleRooms.active)
    const { body: newest, headers } = await owner.rooms.activities({ room_id: id, limit: 5 })
    const { model } = await modelOf(world, owner, id, { activity_limit: 5 })
    expect(model.activity.map((line) => line.seq)).toEqual(newest.map((line) => line.id))
    expect(model.scope.omitted).toContainEqual({
      section: 'activity',
      count: Number(headers['x-total-count']) - 5,
      reason: 'older than the newest 5, the limit of this snapshot',
    })
  })

  test('chosen ships leave the others out, with all that is about them', async () => {
    await using world = await openWorld()
    const owner = await world.owner()
    const { id } = await roomOf(owner, sampleRooms.active)
    const [chosen, ...others] = await owner.roomVessels.list({ room_id: id })
    const { model, text } = await modelOf(world, owner, id, { vessel_ids: [chosen?.id ?? ''] })
    expect(model.vessels.map((vessel) => vessel.id)).toEqual([chosen?.id])
    for (const other of others) expect(text).not.toContain(other.imo)
    expect(model.documents.some((one) => one.vessel === null)).toBe(true)
    expect(model.scope.vessel_ids).toEqual([chosen?.id])
    expect(model.scope.omitted).toContainEqual({
      section: 'vessels',
      count: others.length,
      reason: 'not among the vessels chosen for this snapshot',
    })
  })

  test('chosen ships: what is about the others is counted, section by section', async () => {
    await using world = await openWorld()
    const owner = await world.owner()
    const { id } = await roomOf(owner, sampleRooms.active)
    const all = { include_messages: true, activity_limit: 10_000 }
    const { model: whole } = await modelOf(world, owner, id, all)
    const { model } = await modelOf(world, owner, id, { ...all, vessel_ids: [] })
    const sections = ['documents', 'approvals', 'messages', 'activity'] as const
    expect(sections.some((section) => model[section].length < whole[section].length)).toBe(true)
    for (const section of sections) {
      const count = whole[section].length - model[section].length
      const said = model.scope.omitted.filter((one) => one.section === section)
      const reason = 'about vessels that were not chosen for this snapshot'
      expect(said, section).toEqual(count === 0 ? [] : [{ section, count, reason }])
    }
  })

  test('a ship of another room is refused', async () => {
    await using world = await openWorld({ runTasks: false })
    const owner = await world.owner()
    const { id } = await roomOf(owner, sampleRooms.active)
    const other = await owner.roomVessels.list({
      room_id: (await roomOf(owner, sampleRooms.ready)).id,
    })
    await expect(
      owner.snapshots.create({ room_id: id, vessel_ids: [other[1]?.id ?? ''] }),
    ).rejects.toMatchObject({ code: 'BAD_REQUEST', data: { level: 4 } })
  })
})
