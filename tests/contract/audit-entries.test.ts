import { expect, test } from 'vitest'
import { declarations } from '../../src-main/rpc/declared.ts'
import { contract } from '../../src-shared/contract/index.ts'
import { everyMutation, openRoom, signedIn, smallPdf } from '../fixtures/mutations.ts'
import { ownerEmail } from '../fixtures/names.ts'
import { refusalOf } from '../fixtures/procedures.ts'
import { everyRead } from '../fixtures/reads.ts'
import { entriesAfter, lastSeq } from '../fixtures/trail.ts'
import { openWorld, type World } from '../fixtures/world.ts'

const audited = [...declarations(contract)].flatMap(([name, { audit }]) =>
  typeof audit === 'string' ? [{ name, action: audit }] : [],
)
const silent = [...declarations(contract)].flatMap(([name, { audit }]) =>
  typeof audit === 'string' ? [] : [name],
)

test('a success leaves exactly the declared action in the trail, for every procedure that has one', async () => {
  await using world = await openWorld({ runTasks: false })
  const calls = await everyMutation(world, await signedIn(world))
  expect(Object.keys(calls).sort()).toEqual(audited.map(({ name }) => name).sort())
  for (const { name, action } of audited) {
    const before = await lastSeq(world)
    await calls[name]?.()
    const entries = await entriesAfter(world, before)
    // What the program adds by itself (a cancelled task’s snapshot) it signs as `system`.
    const byCaller = entries.filter((entry) => entry.actor_email !== 'system')
    expect(byCaller, name).toMatchObject([{ action, outcome: 'success', source: 'rest' }])
    expect(JSON.stringify(entries), name).not.toContain('sample-password')
  }
  expect(await (await world.owner()).audit.verify({})).toMatchObject({ ok: true })
})

test('a call that is refused leaves no entry of a success', async () => {
  await using world = await openWorld({ runTasks: false })
  const client = await signedIn(world)
  const calls = await everyMutation(world, client)
  await calls['rooms.delete']?.()
  await calls['parties.remove']?.()
  await calls['documents.approve']?.()
  await calls['snapshots.delete']?.()
  const before = await lastSeq(world)
  for (const name of ['rooms.delete', 'parties.remove', 'documents.approve', 'snapshots.delete']) {
    await refusalOf(calls[name]?.() ?? Promise.resolve())
  }
  const after = await entriesAfter(world, before)
  expect(after.filter((entry) => entry.outcome === 'success')).toEqual([])
})

test('what reads leaves no entry', async () => {
  await using world = await openWorld({ runTasks: false })
  const calls = await everyRead(world, await signedIn(world))
  expect(Object.keys(calls).sort()).toEqual(
    silent.filter((name) => name !== 'system.events').sort(),
  )
  for (const [name, call] of Object.entries(calls)) {
    const before = await lastSeq(world)
    await call()
    expect(await entriesAfter(world, before), name).toEqual([])
  }
})

test('a change says what was there before and what is there now', async () => {
  await using world = await openWorld({ runTasks: false })
  const client = await signedIn(world)
  const { room_id, vessel_id } = await openRoom(client, 'First title')
  expect(
    await detailOf(world, () => client.rooms.update({ room_id, title: 'Second title' })),
  ).toEqual({
    fields: ['title'],
    before: { title: 'First title' },
    after: { title: 'Second title' },
  })
  expect(
    await detailOf(world, () => client.roomVessels.update({ room_id, vessel_id, flag: 'MT' })),
  ).toMatchObject({ before: { flag: 'NO' }, after: { flag: 'MT' } })
  const type = (await client.documentTypes.list()).find((one) => one.category === 'operations')
  const file = smallPdf()
  const uploaded = await detailOf(world, () =>
    client.documents.upload({ room_id, type_id: type?.id ?? '', file }),
  )
  expect(uploaded).toMatchObject({
    before: 'missing',
    file_name: 'paper.pdf',
    size_bytes: file.size,
  })
})

test('an entry says who did it, from which door, and where', async () => {
  await using world = await openWorld({ runTasks: false })
  const client = await signedIn(world)
  const { room_id } = await openRoom(client)
  const before = await lastSeq(world)
  await client.messages.create({ room_id, body: 'Hello' })
  const account = await client.auth.me()
  const room = await client.rooms.get({ room_id })
  expect(await entriesAfter(world, before)).toMatchObject([
    {
      actor_id: account.account.id,
      actor_email: ownerEmail,
      actor_roles: { console: 'superadmin', party: null },
      source: 'rest',
      room_id,
      organization_id: room.organization_id,
      terminal_id: room.terminal_id,
    },
  ])
})

async function detailOf(world: World, call: () => Promise<unknown>) {
  const before = await lastSeq(world)
  await call()
  return (await entriesAfter(world, before))[0]?.detail
}

/** The fields that a read cannot do without. */
