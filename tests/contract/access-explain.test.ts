import { expect, test } from 'vitest'
import { declarations } from '../../src-main/rpc/declared.ts'
import { contract } from '../../src-shared/contract/index.ts'
import { ownerEmail } from '../fixtures/names.ts'
import { procedureOf, refusalOf } from '../fixtures/procedures.ts'
import { openWorld } from '../fixtures/world.ts'

const emails = [
  ownerEmail,
  'admin@meltemi-tankers.example',
  'nikos.vlachos@meltemi-tankers.example',
  'despina.karagianni@meltemi-tankers.example',
  'james.pryce@ashdown-pryce.example',
  'astrid.lindqvist@norrsken-chartering.example',
  'olena.kovalenko@corvale-trading.example',
  'rashid.alhinai@alhajar-refining.example',
  'tomasz.wisniewski@baltic-inspect.example',
]

test('what explain says of an account is what the gate then does, for every permission and room', async () => {
  await using world = await openWorld({ runTasks: false })
  const owner = await world.owner()
  const rooms = (await owner.rooms.list({ limit: 4 })).body
  for (const email of emails) {
    const client = await world.as(email)
    for (const [name, meta] of declarations(contract)) {
      if (typeof meta.permission !== 'string' || meta.own !== undefined) continue
      // Without its task there is nothing to ask of: level 2 for everybody.
      if (meta.room === 'task_id') continue
      const places = meta.room === 'room_id' ? rooms.map((room) => room.id) : [undefined]
      for (const room_id of places) {
        const place = room_id === undefined ? {} : { room_id }
        const said = await owner.access.explain({ email, permission: meta.permission, ...place })
        const refusal = await refusalOf(
          procedureOf(client, name)({ ...place, no_such_field: true }),
        )
        const got = { allowed: refusal.data.level === undefined, level: refusal.data.level ?? 3 }
        expect({ allowed: said.allowed, level: said.level }, `${name} for ${email}`).toEqual(got)
        expect(said.permission).toBe(meta.permission)
        if (got.level === 3 && !got.allowed) {
          expect(said.would_be_granted_to).toEqual(refusal.data.would_be_granted_to)
          expect(said.reason).toBe(refusal.message)
        }
      }
    }
  }
})

test('everybody may ask of themselves; of others only who may list accounts', async () => {
  await using world = await openWorld({ runTasks: false })
  const email = 'tomasz.wisniewski@baltic-inspect.example'
  const viewer = await world.as(email)
  const own = await viewer.access.explain({ permission: 'rooms.create' })
  expect(own).toMatchObject({ allowed: false, level: 3, roles: { console: 'viewer', party: null } })
  expect(await viewer.access.explain({ permission: 'rooms.create', email })).toEqual(own)
  expect(
    await refusalOf(viewer.access.explain({ permission: 'rooms.create', email: ownerEmail })),
  ).toMatchObject({ code: 'FORBIDDEN', data: { level: 3, permission: 'accounts.list' } })
})

test('asking of a room that one does not see is answered as by the gate', async () => {
  await using world = await openWorld({ runTasks: false })
  const viewer = await world.as('tomasz.wisniewski@baltic-inspect.example')
  const own = new Set((await viewer.rooms.list({ limit: 500 })).body.map((room) => room.id))
  const all = (await (await world.owner()).rooms.list({ limit: 500 })).body
  const foreign = all.find((room) => !own.has(room.id))?.id ?? ''
  const ask = (room_id: string) =>
    refusalOf(viewer.access.explain({ permission: 'rooms.view', room_id }))
  const there = await ask(foreign)
  expect(there).toMatchObject({ code: 'ROOM_NOT_FOUND', status: 404, data: { level: 2 } })
  expect(await ask('019a0000-0000-7000-8000-000000000000')).toEqual(there)
})

test('an account that is taken out of use may do nothing: explain says level 1, as the gate would', async () => {
  await using world = await openWorld({ runTasks: false })
  const { accounts } = world.workspace.services
  const email = 'james.pryce@ashdown-pryce.example'
  const broker = await accounts.actor(email)
  const room_id = (await (await world.as(email)).rooms.list({ limit: 1 })).body[0]?.id ?? ''
  const owner = await world.owner()
  const ask = () => owner.access.explain({ email, permission: 'rooms.update', room_id })
  expect(await ask()).toMatchObject({
    allowed: true,
    granted_by: { axis: 'party', role: 'broker' },
  })
  await accounts.update(
    { account_id: broker.account_id ?? '', is_active: false },
    {
      procedure: 'test',
      source: 'rest',
      actor: await accounts.actor(ownerEmail),
      room: null,
      expects: null,
    },
  )
  const denied = await ask()
  expect(denied).toMatchObject({ allowed: false, level: 1 })
  expect(denied.granted_by).toBeUndefined()
})
