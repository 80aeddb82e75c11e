import { expect, test } from 'vitest'
import { refusalOf } from '../fixtures/procedures.ts'
import { openWorld, type World } from '../fixtures/world.ts'

const seller = 'olena.kovalenko@corvale-trading.example'
const own = 'Corvale Trading'

/** A room of two ships, of which the seller may see one, with something about each. */
async function stage(world: World) {
  const owner = await world.owner()
  const organization_id = (await owner.organizations.list({ limit: 1 })).body[0]?.id ?? ''
  const room = await owner.rooms.create({
    title: 'Heavy fuel off Kalamata',
    location: 'Box 7',
    eta: '2026-12-01T06:00:00Z',
    organization_id,
    parties: [
      { role: 'owner', name: 'Anna Owner', email: 'anna@owners.example' },
      { role: 'seller', name: 'Olena Kovalenko', email: seller, organization: own },
    ],
  })
  const room_id = room.id
  const facts = { room_id, vessel_type: 'Tanker', flag: 'NO' }
  const hidden = await owner.roomVessels.add({
    ...facts,
    imo: '9074729',
    role: 'mother',
    name: 'Zephyrine Hidden',
    owner: 'Somebody Else',
  })
  const shown = await owner.roomVessels.add({
    ...facts,
    imo: '9811000',
    role: 'daughter',
    name: 'Quillon Shown',
    charterer: own.toUpperCase(),
  })
  const [party] = await owner.parties.list({ room_id })
  const approvals = []
  for (const vessel_id of [hidden.id, shown.id, null]) {
    approvals.push(await owner.approvals.create({ room_id, party_id: party?.id ?? '', vessel_id }))
    await owner.messages.create({ room_id, vessel_id, body: 'Hello' })
  }
  return { owner, room, room_id, hidden, shown, approvals, olena: await world.as(seller) }
}

test('a seller finds a room by what they see of it, and not by a ship that they do not', async () => {
  await using world = await openWorld({ runTasks: false })
  const { olena, owner, room_id } = await stage(world)
  const found = async (client: typeof owner, q: string) => {
    const { headers, body } = await client.rooms.list({ q })
    expect(headers['x-total-count']).toBe(String(body.length))
    return body.some((room) => room.id === room_id)
  }
  for (const q of ['zephyrine', '9074729', 'kalamata zeph', 'Hidden']) {
    expect(await found(owner, q), q).toBe(true)
    expect(await found(olena, q), q).toBe(false)
  }
  for (const q of [
    'kalamata',
    'quillon',
    'IMO 9811000'.slice(4),
    'anna@owners',
    'kala quil',
    'Box 7',
  ]) {
    expect(await found(owner, q), q).toBe(true)
    expect(await found(olena, q), q).toBe(true)
  }
})

test('what a seller is told of a room counts only what they see: list, detail, and summary alike', async () => {
  await using world = await openWorld({ runTasks: false })
  const { olena, owner, room_id } = await stage(world)
  const documents = await olena.documents.list({ room_id })
  const required = documents.filter((document) => document.required).length
  const listed = (await olena.rooms.list({ q: 'kalamata' })).body[0]
  const detail = await olena.rooms.get({ room_id })
  const summary = await olena.rooms.summary({ room_id })
  expect([listed, detail]).toMatchObject([
    { required_documents: required, blocker_count: required, lead_vessel_name: null },
    { required_documents: required, blocker_count: required, lead_vessel_name: null },
  ])
  expect(summary.total_required_docs).toBe(required)
  expect(summary.blockers).toHaveLength(required)
  const whole = await owner.rooms.get({ room_id })
  expect(whole.required_documents).toBeGreaterThan(required)
  expect(whole.lead_vessel_name).toBe('Zephyrine Hidden')
})

test('no list of a room tells a seller of a ship that they do not see, nor counts it', async () => {
  await using world = await openWorld({ runTasks: false })
  const { olena, owner, room_id, hidden, shown } = await stage(world)
  const lists = async (client: typeof owner) => ({
    vessels: (await client.roomVessels.list({ room_id })).map((vessel) => vessel.id),
    approvals: (await client.approvals.list({ room_id })).map((one) => one.vessel_id),
    messages: await client.messages.list({ room_id }),
    activities: await client.rooms.activities({ room_id, limit: 100 }),
    documents: (await client.documents.list({ room_id })).map((one) => one.vessel_id),
    parties: (await client.parties.list({ room_id })).length,
  })
  const seen = await lists(olena)
  expect(JSON.stringify(seen)).not.toContain(hidden.id)
  expect(JSON.stringify(seen)).not.toContain('Zephyrine')
  expect(seen.vessels).toEqual([shown.id])
  expect(new Set(seen.approvals)).toEqual(new Set([shown.id, null]))
  expect(seen.approvals).toHaveLength(2)
  for (const page of [seen.messages, seen.activities]) {
    expect(page.headers['x-total-count']).toBe(String(page.body.length))
  }
  const all = await lists(owner)
  expect(JSON.stringify(all)).toContain(hidden.id)
  expect(all.activities.body.length).toBeGreaterThan(seen.activities.body.length)
  expect(all.parties).toBe(seen.parties)
})

test('activity pages by cursor leave nothing out for somebody who sees a part', async () => {
  await using world = await openWorld({ runTasks: false })
  const { olena, room_id } = await stage(world)
  const whole = (await olena.rooms.activities({ room_id, limit: 100 })).body.map((one) => one.id)
  const paged: number[] = []
  let cursor: number | undefined
  do {
    const { body } = await olena.rooms.activities({ room_id, limit: 2, ...(cursor && { cursor }) })
    paged.push(...body.map((one) => one.id))
    cursor = body.at(-1)?.id
  } while (cursor !== undefined)
  expect(paged).toEqual(whole)
})

test('an approval about a ship that the caller does not see is not there for them', async () => {
  await using world = await openWorld({ runTasks: false })
  const { owner, room_id, approvals } = await stage(world)
  // A seller with the permission, as a superadmin may give it.
  const { call } = await sellersCall(world, room_id)
  const people = world.workspace.services.people
  const hidden = approvals[0]?.id ?? ''
  for (const attempt of [
    people.decideApproval({ approval_id: hidden, status: 'approved' }, call),
    people.revokeApproval({ approval_id: hidden }, call),
    people.deleteApproval(hidden, call),
  ]) {
    await expect(attempt).rejects.toMatchObject({ code: 'NOT_FOUND' })
  }
  expect(await owner.approvals.list({ room_id })).toHaveLength(3)
})

test('the registry shows a seller the ships of their own organization, and counts no others', async () => {
  await using world = await openWorld({ runTasks: false })
  const { olena, owner, hidden, shown } = await stage(world)
  const ids = async (client: typeof owner) => {
    const { headers, body } = await client.vessels.list({ limit: 500 })
    expect(headers['x-total-count']).toBe(String(body.length))
    return body.map((vessel) => vessel.id)
  }
  expect(await ids(owner)).toContain(hidden.id)
  expect(await ids(olena)).not.toContain(hidden.id)
  expect(await ids(olena)).toContain(shown.id)
  expect(await refusalOf(olena.vessels.get({ id: hidden.id }))).toMatchObject({ code: 'NOT_FOUND' })
  expect((await olena.vessels.get({ id: shown.id })).rooms).toHaveLength(1)
})

async function sellersCall(world: World, room_id: string) {
  const { accounts, access } = world.workspace.services
  const actor = await accounts.actor(seller)
  const room = (await access.place(actor, room_id)) ?? null
  return {
    call: { procedure: 'test', source: 'rest' as const, actor, room, expects: null },
  }
}

test('a search that most rooms answer finds the same rooms, in the same order, as one that few do', async () => {
  await using world = await openWorld({ runTasks: false })
  const { owner, olena, room_id } = await stage(world)
  const ids = async (client: typeof owner, input: Parameters<typeof owner.rooms.list>[0]) => {
    const { headers, body } = await client.rooms.list({ limit: 500, sort: 'code', ...input })
    expect(headers['x-total-count']).toBe(String(body.length))
    return body.map((room) => room.id)
  }
  // Every operation code begins with STS.
  expect(await ids(owner, { q: 'sts' })).toEqual(await ids(owner, {}))
  expect(await ids(owner, { q: 'sts', status: 'active' })).toEqual(
    await ids(owner, { status: 'active' }),
  )
  expect(await ids(olena, { q: 'sts' })).toEqual(await ids(olena, {}))
  expect(await ids(olena, { q: 'sts kalamata' })).toEqual([room_id])
  const second = await owner.rooms.list({ q: 'sts', sort: 'code', limit: 3, offset: 3 })
  const unsearched = await owner.rooms.list({ sort: 'code', limit: 3, offset: 3 })
  expect(second.body).toEqual(unsearched.body)
})

test('rooms are narrowed by tag and by time of arrival, and the total with them', async () => {
  await using world = await openWorld({ runTasks: false })
  const { owner, room_id } = await stage(world)
  await owner.rooms.update({ room_id, tags: ['heavy fuel', 'urgent'] })
  const ids = async (input: Parameters<typeof owner.rooms.list>[0]) => {
    const { headers, body } = await owner.rooms.list({ limit: 500, ...input })
    expect(headers['x-total-count']).toBe(String(body.length))
    return body.map((room) => room.id)
  }
  expect(await ids({ tag: 'heavy fuel' })).toEqual([room_id])
  expect(await ids({ tag: 'heavy' })).toEqual([])
  const at = '2026-12-01T06:00:00Z'
  expect(await ids({ eta_from: at, eta_to: at })).toContain(room_id)
  expect(await ids({ eta_from: '2026-12-01T06:00:00.001Z' })).not.toContain(room_id)
  expect(await ids({ eta_to: '2026-12-01T05:59:59.999Z' })).not.toContain(room_id)
})

test('the search follows every name that a room refers to', async () => {
  await using world = await openWorld({ runTasks: false })
  const { owner, room_id, hidden } = await stage(world)
  const found = async (q: string) =>
    (await owner.rooms.list({ q, limit: 500 })).body.some((room) => room.id === room_id)
  const terminal = await owner.terminals.create({ name: 'Obscurehaven', unlocode: 'GRKLX' })
  const { organization_id } = await owner.rooms.update({ room_id, terminal_id: terminal.id })
  const party = await owner.parties.add({
    room_id,
    role: 'viewer',
    name: 'Theodora Quince',
    email: 'somebody@parties.example',
  })
  const renames: [old: string, now: string, rename: () => Promise<unknown>][] = [
    [
      'obscurehaven',
      'brightport',
      () => owner.terminals.update({ id: terminal.id, name: 'Brightport' }),
    ],
    ['zephyrine', 'boreas', () => owner.vessels.update({ id: hidden.id, name: 'Boreas' })],
    ['kalamata', 'pylos', () => owner.rooms.update({ room_id, title: 'Off Pylos' })],
    [
      'quince',
      'Xanthopoulou',
      () => owner.parties.update({ room_id, party_id: party.id, name: 'Maria Xanthopoulou' }),
    ],
    [
      'qqq',
      'Ülgen',
      () => owner.organizations.update({ id: organization_id, name: 'Ülgen Denizcilik' }),
    ],
  ]
  for (const [old, now, rename] of renames) {
    if (old !== 'qqq') expect(await found(old), old).toBe(true)
    await rename()
    expect(await found(old), old).toBe(false)
    expect(await found(now), now).toBe(true)
  }
  expect(await found('ulgen'), 'accents do not count').toBe(true)
  await owner.roomVessels.remove({ room_id, vessel_id: hidden.id })
  expect(await found('boreas')).toBe(false)
})
