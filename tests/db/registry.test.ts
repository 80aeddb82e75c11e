import { describe, expect, test } from 'vitest'
import { openRoom, smallPdf } from '../fixtures/mutations.ts'
import { refusalOf } from '../fixtures/procedures.ts'
import { entriesAfter, lastSeq } from '../fixtures/trail.ts'
import { openWorld } from '../fixtures/world.ts'

const ship = { name: 'MT Vesper', vessel_type: 'Tanker', flag: 'NO' }
const paper = {
  code: 'TEST_PAPER',
  name: 'Test paper',
  category: 'operations',
  required: true,
  criticality: 'low',
} as const

describe('an organization', () => {
  test('is found, renamed, and deleted while nothing uses it', async () => {
    await using world = await openWorld({ runTasks: false })
    const owner = await world.owner()
    const { id } = await owner.organizations.create({ name: 'Havn Shipping', kind: 'shipowner' })
    const found = await owner.organizations.list({ q: 'havn', kind: 'shipowner' })
    expect(found).toMatchObject({ headers: { 'x-total-count': '1' }, body: [{ id }] })
    expect(await owner.organizations.update({ id, kind: 'broker' })).toEqual({
      id,
      name: 'Havn Shipping',
      kind: 'broker',
    })
    await owner.organizations.delete({ id })
    expect((await owner.organizations.list({ q: 'havn' })).body).toEqual([])
    expect(await refusalOf(owner.organizations.delete({ id }))).toMatchObject({ code: 'NOT_FOUND' })
  })

  test('has a name of its own, whatever the case of its letters', async () => {
    await using world = await openWorld({ runTasks: false })
    const owner = await world.owner()
    const { id } = await owner.organizations.create({ name: 'Havn Shipping', kind: 'other' })
    const twin = owner.organizations.create({ name: 'HAVN shipping', kind: 'other' })
    expect(await refusalOf(twin)).toMatchObject({
      code: 'CONFLICT',
      message: 'There is an organization called Havn Shipping already.',
      data: { issues: [{ path: ['name'] }] },
    })
    expect(await owner.organizations.update({ id, name: 'HAVN Shipping' })).toMatchObject({ id })
  })

  test('that is used stays, and the refusal says by what', async () => {
    await using world = await openWorld({ runTasks: false })
    const owner = await world.owner()
    const [used] = (await owner.rooms.list({ limit: 1 })).body
    const id = used?.organization_id ?? ''
    const before = await lastSeq(world)
    const refusal = await refusalOf(owner.organizations.delete({ id }))
    expect(refusal).toMatchObject({ code: 'IN_USE', status: 409 })
    expect(refusal.data.usage?.['rooms']).toBeGreaterThan(0)
    expect(refusal.message).toMatch(/is used by \d+ rooms?/)
    expect(await entriesAfter(world, before)).toEqual([])
  })

  test('that is renamed is a change of each of its rooms', async () => {
    await using world = await openWorld({ runTasks: false })
    const owner = await world.owner()
    const { room_id } = await openRoom(owner)
    const before = await owner.rooms.get({ room_id })
    await owner.organizations.update({ id: before.organization_id, name: 'Renamed Trading' })
    expect(await owner.rooms.get({ room_id })).toMatchObject({
      organization_name: 'Renamed Trading',
      revision: before.revision + 1,
    })
  })
})

describe('a terminal', () => {
  test.each(['NLRT0', 'NL', 'N1RTM', 'NLRTMX'])(
    'does not take %s for a UN/LOCODE',
    async (unlocode) => {
      await using world = await openWorld({ runTasks: false })
      const owner = await world.owner()
      const refusal = await refusalOf(owner.terminals.create({ name: 'Maas', unlocode }))
      expect(refusal).toMatchObject({
        code: 'BAD_REQUEST',
        data: { issues: [{ path: ['unlocode'] }] },
      })
      expect(refusal.message).toContain('such as NLRTM')
      expect((await owner.terminals.list({ q: 'Maas' })).body).toEqual([])
    },
  )

  test('takes a UN/LOCODE in any case, and none at all', async () => {
    await using world = await openWorld({ runTasks: false })
    const owner = await world.owner()
    const made = await owner.terminals.create({ name: 'Maas', unlocode: 'nl rtm' })
    expect(made.unlocode).toBe('NLRTM')
    const emptied = await owner.terminals.update({ id: made.id, unlocode: null })
    expect(emptied.unlocode).toBeNull()
    expect(await refusalOf(owner.terminals.create({ name: 'maas' }))).toMatchObject({
      code: 'CONFLICT',
    })
    expect(
      await refusalOf(
        owner.terminals.update({
          id: made.id,
          organization_id: '019a0000-0000-7000-8000-000000000000',
        }),
      ),
    ).toMatchObject({ code: 'BAD_REQUEST', data: { issues: [{ path: ['organization_id'] }] } })
  })

  test('that rooms name stays', async () => {
    await using world = await openWorld({ runTasks: false })
    const owner = await world.owner()
    const used = (await owner.rooms.list({ limit: 50 })).body.find((room) => room.terminal_id)
    const refusal = await refusalOf(owner.terminals.delete({ id: used?.terminal_id ?? '' }))
    expect(refusal).toMatchObject({ code: 'IN_USE', status: 409 })
    expect(refusal.data.usage?.['rooms']).toBeGreaterThan(0)
  })
})

describe('a vessel of the registry', () => {
  test.each([
    ['9074728', 'The check digit of IMO 9074728 is wrong: it ends in 8, 9 would be right.'],
    ['907472', 'An IMO number has 7 digits, such as 9074729; this one has 6.'],
    ['90747290', 'An IMO number has 7 digits, such as 9074729; this one has 8.'],
    ['90A4729', 'An IMO number has digits only, such as 9074729.'],
  ])('does not take %s for an IMO number', async (imo, sentence) => {
    await using world = await openWorld({ runTasks: false })
    const owner = await world.owner()
    expect(await refusalOf(owner.vessels.create({ imo, ...ship }))).toMatchObject({
      code: 'BAD_REQUEST',
      message: `imo: ${sentence}`,
      data: { issues: [{ path: ['imo'], message: sentence }] },
    })
  })

  test('has an IMO number that no other has', async () => {
    await using world = await openWorld({ runTasks: false })
    const owner = await world.owner()
    const one = await owner.vessels.create({ imo: 'IMO 9074729', ...ship })
    expect(one).toMatchObject({ imo: '9074729', imo_verified: true })
    const twin = await refusalOf(owner.vessels.create({ imo: '9074729', ...ship, name: 'Other' }))
    expect(twin).toMatchObject({
      code: 'CONFLICT',
      message: 'IMO 9074729 is in the registry already, as MT Vesper.',
    })
    const two = await owner.vessels.create({ imo: '9811000', ...ship, name: 'Other' })
    expect(await refusalOf(owner.vessels.update({ id: two.id, imo: '9074729' }))).toMatchObject({
      code: 'CONFLICT',
    })
  })

  test('changes in every room it is in, and grows the revision of each', async () => {
    await using world = await openWorld({ runTasks: false })
    const owner = await world.owner()
    const rooms = [await openRoom(owner), await openRoom(owner, 'The other')]
    const vessel = rooms[0]?.vessel_id ?? ''
    expect(rooms[1]?.vessel_id).toBe(vessel)
    const revisions = () =>
      Promise.all(rooms.map(async ({ room_id }) => (await owner.rooms.get({ room_id })).revision))
    const before = await revisions()
    const seq = await lastSeq(world)
    await owner.vessels.update({ id: vessel, name: 'Renamed Mother' })
    expect(await revisions()).toEqual(before.map((revision) => revision + 1))
    expect(await entriesAfter(world, seq)).toMatchObject([
      {
        action: 'vessel.updated',
        room_id: null,
        detail: { before: { name: 'Test Mother' }, after: { name: 'Renamed Mother' } },
      },
    ])
    const detail = await owner.vessels.get({ id: vessel })
    expect(detail.rooms.map((room) => room.room_id).sort()).toEqual(
      rooms.map((room) => room.room_id).sort(),
    )
    expect((await owner.vessels.list({ q: 'renamed' })).body).toMatchObject([{ room_count: 2 }])
    expect((await owner.rooms.list({ q: 'renamed mother' })).body).toHaveLength(2)
    expect(await refusalOf(owner.vessels.delete({ id: vessel }))).toMatchObject({
      code: 'IN_USE',
      status: 409,
      data: { usage: { rooms: 2 } },
    })
  })
})

describe('a document type', () => {
  test('has a code that no other has, and is asked of rooms opened from then on', async () => {
    await using world = await openWorld({ runTasks: false })
    const owner = await world.owner()
    const before = await openRoom(owner)
    await owner.documentTypes.create({ ...paper, code: 'test_paper' })
    expect(await refusalOf(owner.documentTypes.create(paper))).toMatchObject({
      code: 'CONFLICT',
      message: 'The code TEST_PAPER is taken by Test paper.',
    })
    const after = await openRoom(owner)
    const codes = async (room_id: string) =>
      (await owner.documents.list({ room_id })).map((document) => document.type_code)
    expect(await codes(before.room_id)).not.toContain('TEST_PAPER')
    expect(await codes(after.room_id)).toContain('TEST_PAPER')
  })

  test('in use cannot be deleted; retired, no new room is asked for it', async () => {
    await using world = await openWorld({ runTasks: false })
    const owner = await world.owner()
    const { id } = await owner.documentTypes.create(paper)
    const { room_id } = await openRoom(owner)
    expect(await refusalOf(owner.documentTypes.delete({ id }))).toMatchObject({
      code: 'IN_USE',
      data: { usage: { documents: 1 } },
      message: expect.stringContaining('Retire it instead'),
    })
    const progress = (await owner.rooms.get({ room_id })).required_documents
    await owner.documentTypes.update({ id, is_active: false })
    expect((await owner.rooms.get({ room_id })).required_documents).toBe(progress)
    const next = await openRoom(owner)
    expect((await owner.rooms.get({ room_id: next.room_id })).required_documents).toBe(progress - 1)
  })

  test('that is not required any more lets go of the rooms that it alone kept', async () => {
    await using world = await openWorld({ runTasks: false })
    const owner = await world.owner()
    for (const type of await owner.documentTypes.list()) {
      if (type.required) await owner.documentTypes.update({ id: type.id, required: false })
    }
    const { id } = await owner.documentTypes.create(paper)
    const organization_id = (await owner.organizations.list({ limit: 1 })).body[0]?.id ?? ''
    const { id: room_id, status } = await owner.rooms.create({
      title: 'Kept',
      location: 'Box',
      eta: '2026-12-01T00:00:00Z',
      organization_id,
    })
    expect(status).toBe('pending')
    const seq = await lastSeq(world)
    await owner.documentTypes.update({ id, required: false })
    expect(await owner.rooms.get({ room_id })).toMatchObject({ status: 'ready', revision: 2 })
    const entries = (await entriesAfter(world, seq)).filter((entry) => entry.room_id === room_id)
    expect(entries).toMatchObject([
      { action: 'room.transitioned', actor_email: 'system', detail: { to: 'ready' } },
    ])
  })

  test('of which a room has one cannot become one of each vessel', async () => {
    await using world = await openWorld({ runTasks: false })
    const owner = await world.owner()
    const { id } = await owner.documentTypes.create(paper)
    await openRoom(owner)
    expect(await refusalOf(owner.documentTypes.update({ id, category: 'crew' }))).toMatchObject({
      code: 'CONFLICT',
    })
    expect(await owner.documentTypes.update({ id, category: 'cargo' })).toMatchObject({
      category: 'cargo',
    })
  })
})

describe('a pending room that one thing keeps', () => {
  test.each(['removing the vessel', 'deleting the document', 'approving the document'])(
    'becomes ready by %s',
    async (how) => {
      await using world = await openWorld({ runTasks: false })
      const owner = await world.owner()
      for (const type of await owner.documentTypes.list()) {
        if (type.required) await owner.documentTypes.update({ id: type.id, required: false })
      }
      await owner.documentTypes.create({ ...paper, category: 'vessel' })
      const organization_id = (await owner.organizations.list({ limit: 1 })).body[0]?.id ?? ''
      // One more, of the room, that keeps it pending until the vessel is there.
      const gate = await owner.documentTypes.create({ ...paper, code: 'GATE' })
      const { id: room_id } = await owner.rooms.create({
        title: 'Kept',
        location: 'Box',
        eta: '2026-12-01T00:00:00Z',
        organization_id,
      })
      const vessel = await owner.roomVessels.add({
        room_id,
        imo: '9074729',
        role: 'mother',
        ...ship,
      })
      await owner.documentTypes.update({ id: gate.id, required: false })
      expect((await owner.rooms.get({ room_id })).status).toBe('pending')
      const document = (await owner.documents.list({ room_id })).find((one) => one.required)
      const one = { room_id, document_id: document?.id ?? '' }
      if (how === 'removing the vessel') {
        await owner.roomVessels.remove({ room_id, vessel_id: vessel.id })
      } else if (how === 'deleting the document') await owner.documents.delete(one)
      else {
        await owner.documents.upload({
          room_id,
          vessel_id: vessel.id,
          document_type: 'TEST_PAPER',
          file: smallPdf(),
        })
        await owner.documents.approve(one)
      }
      expect((await owner.rooms.get({ room_id })).status).toBe('ready')
    },
  )
})
