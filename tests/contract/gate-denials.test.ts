import { createRouterClient } from '@orpc/server'
import { expect, test } from 'vitest'
import { declarations } from '../../src-main/rpc/declared.ts'
import { createLocalClient } from '../../src-main/rpc/local-client.ts'
import { createRouter } from '../../src-main/rpc/router.ts'
import type { Services } from '../../src-main/rpc/services.ts'
import { contract } from '../../src-shared/contract/index.ts'
import { decide } from '../../src-shared/rules/permissions.ts'
import { ownerEmail, passwords } from '../fixtures/names.ts'
import { procedureOf, refusalOf } from '../fixtures/procedures.ts'
import { entriesAfter, lastSeq } from '../fixtures/trail.ts'
import { openWorld, type World } from '../fixtures/world.ts'

const viewer = 'tomasz.wisniewski@baltic-inspect.example'
const madeUp = '019a0000-0000-7000-8000-000000000000'

/** A room in which this account is no party, and one in which it is. */
async function roomsOf(world: World, email: string): Promise<{ own: string; foreign: string }> {
  const all = (await (await world.owner()).rooms.list({ limit: 500 })).body
  const own = (await (await world.as(email)).rooms.list({ limit: 500 })).body
  const foreign = all.find((room) => !own.some((one) => one.id === room.id))
  if (own[0] === undefined || foreign === undefined)
    throw new Error('The sample has no such rooms.')
  return { own: own[0].id, foreign: foreign.id }
}

test('who is not signed in is denied every procedure but the anonymous ones, at level 1', async () => {
  await using world = await openWorld({ runTasks: false })
  const nobody = createRouterClient(world.workspace.router, {
    context: { source: 'rest' as const, session: { get: () => undefined, set: () => undefined } },
  })
  for (const [name, meta] of declarations(contract)) {
    const before = await lastSeq(world)
    const refusal = await refusalOf(procedureOf(nobody, name)({ no_such_field: true }))
    if (meta.anonymous === true) {
      expect(refusal.code, name).toBe('BAD_REQUEST')
      continue
    }
    expect(refusal, name).toMatchObject({
      code: 'UNAUTHENTICATED',
      status: 401,
      data: { level: 1, roles: { console: null, party: null } },
    })
    expect(await entriesAfter(world, before), name).toMatchObject([
      {
        action: 'access.denied',
        outcome: 'denied',
        actor_email: 'anonymous',
        resource_id: name,
        detail: { level: 1, code: 'UNAUTHENTICATED' },
      },
    ])
  }
})

test('a stranger is told the same of a room that is there as of one that is not', async () => {
  await using world = await openWorld({ runTasks: false })
  const client = await world.as(viewer)
  const { foreign } = await roomsOf(world, viewer)
  for (const [name, meta] of declarations(contract)) {
    if (meta.room !== 'room_id') continue
    const call = procedureOf(client, name)
    const there = await refusalOf(call({ room_id: foreign }))
    expect(there, name).toMatchObject({ code: 'ROOM_NOT_FOUND', status: 404, data: { level: 2 } })
    expect(await refusalOf(call({ room_id: madeUp })), name).toEqual(there)
    expect(await refusalOf(call({ room_id: 'not an id' })), name).toEqual(there)
    expect(await refusalOf(call({})), name).toEqual(there)
  }
})

test('a stranger is told the same of a task that is there as of one that is not', async () => {
  await using world = await openWorld({ runTasks: false })
  const { foreign } = await roomsOf(world, viewer)
  const { task_id } = await (await world.owner()).snapshots.create({ room_id: foreign })
  const client = await world.as(viewer)
  for (const call of [client.tasks.get, client.tasks.cancel]) {
    const there = await refusalOf(call({ task_id }))
    expect(there).toMatchObject({ code: 'NOT_FOUND', status: 404, data: { level: 2 } })
    expect(await refusalOf(call({ task_id: `snapshot-${madeUp}` }))).toEqual(there)
  }
})

test('a ship of another room is denied at level 4, and the denial is in the trail', async () => {
  await using world = await openWorld({ runTasks: false })
  const owner = await world.owner()
  const [one, other] = (await owner.rooms.list({ limit: 2, status: 'active' })).body
  if (one === undefined || other === undefined) throw new Error('The sample has two active rooms.')
  const own = (await owner.roomVessels.list({ room_id: one.id })).map((vessel) => vessel.id)
  const vessel_id = (await owner.roomVessels.list({ room_id: other.id }))
    .map((vessel) => vessel.id)
    .find((id) => !own.includes(id))
  if (vessel_id === undefined) throw new Error('The two rooms have the same ships.')
  const [party] = await owner.parties.list({ room_id: one.id })
  const room_id = one.id
  const calls = {
    'snapshots.create': () => owner.snapshots.create({ room_id, vessel_ids: [vessel_id] }),
    'messages.create': () => owner.messages.create({ room_id, vessel_id, body: 'Hello' }),
    'approvals.create': () =>
      owner.approvals.create({ room_id, vessel_id, party_id: party?.id ?? '' }),
    'roomVessels.update': () => owner.roomVessels.update({ room_id, vessel_id, name: 'Other' }),
    'roomVessels.remove': () => owner.roomVessels.remove({ room_id, vessel_id }),
  }
  for (const [name, call] of Object.entries(calls)) {
    const before = await lastSeq(world)
    expect(await refusalOf(call()), name).toMatchObject({
      code: 'BAD_REQUEST',
      status: 400,
      data: { level: 4, issues: [{ message: 'names no vessel of this room' }] },
    })
    expect(await entriesAfter(world, before), name).toMatchObject([
      { action: 'access.denied', outcome: 'denied', room_id, detail: { level: 4 } },
    ])
  }
})

test('a permission that nobody has heard of is denied to everybody', async () => {
  await using world = await openWorld({ runTasks: false })
  const { access } = world.workspace.services
  const matrix = await access.matrix()
  for (const console_role of ['viewer', 'operator', 'admin', 'superadmin'] as const) {
    const decision = decide(matrix, 'rooms.peek', {
      console_role,
      party_role: 'owner',
      token_permissions: null,
    })
    expect(decision).toMatchObject({ allowed: false, level: 3, would_be_granted_to: [] })
  }
  const owner = await world.owner()
  expect(await owner.access.explain({ permission: 'rooms.peek' })).toMatchObject({ allowed: false })
  expect(await owner.access.explain({ permission: 'records.write' })).toMatchObject({
    allowed: false,
    would_be_granted_to: [],
  })
})

test.each([
  ['is gone', 'delete from access_matrices'],
  ['is no JSON', "update access_matrices set matrix = 'not json'"],
  [
    'grants what the program does not know',
    `update access_matrices set matrix = replace(matrix, 'rooms.list', 'rooms.peek')`,
  ],
])(
  'when the matrix %s, every call that needs a permission fails, and nothing happens',
  async (_, damage) => {
    await using world = await openWorld({ runTasks: false })
    const room_id = (await (await world.owner()).rooms.list({ limit: 1 })).body[0]?.id ?? ''
    world.workspace.db.exec(damage)
    await world.reopen()
    const owner = await world.owner()
    const before = await lastSeq(world)
    expect(await refusalOf(owner.rooms.get({ room_id }))).toMatchObject({ status: 500 })
    expect(await refusalOf(owner.rooms.update({ room_id, title: 'Changed' }))).toMatchObject({
      status: 500,
    })
    expect(await entriesAfter(world, before)).toEqual([])
    const row = await world.workspace.db.kysely
      .selectFrom('rooms')
      .select('title')
      .where('id', '=', room_id)
      .executeTakeFirstOrThrow()
    expect(row.title).not.toBe('Changed')
  },
)

test('when the look-up of the room fails, the call is denied and its handler does not run', async () => {
  await using world = await openWorld({ runTasks: false })
  const { services } = world.workspace
  const { foreign } = await roomsOf(world, viewer)
  let handled = 0
  const broken: Services = {
    ...services,
    access: { ...services.access, place: () => Promise.reject(new Error('no such table: rooms')) },
    rooms: {
      ...services.rooms,
      get: (id) => {
        handled++
        return services.rooms.get(id)
      },
    },
  }
  const actor = await services.accounts.actor(ownerEmail)
  const client = createLocalClient(createRouter(broken), actor, 'rest')
  const refusal = await refusalOf(client.rooms.get({ room_id: foreign }))
  expect(refusal).toMatchObject({ code: 'INTERNAL_SERVER_ERROR', status: 500 })
  expect(refusal.message).not.toContain('no such table')
  expect(handled).toBe(0)
})

test('the gate looks once at each call, however deep the procedure lies', async () => {
  await using world = await openWorld({ runTasks: false })
  const { services } = world.workspace
  const seen = { authenticated: 0, placed: 0, decided: 0 }
  const counting: Services = {
    ...services,
    accounts: {
      ...services.accounts,
      authenticate: (token) => {
        seen.authenticated++
        return services.accounts.authenticate(token)
      },
    },
    access: {
      ...services.access,
      place: (...of) => {
        seen.placed++
        return services.access.place(...of)
      },
      decide: (...of) => {
        seen.decided++
        return services.access.decide(...of)
      },
    },
  }
  let token: string | undefined
  const client = createRouterClient(createRouter(counting), {
    context: {
      source: 'rest' as const,
      session: {
        get: () => token,
        set: (given: string | undefined) => {
          token = given
        },
      },
    },
  })
  await client.auth.login({ email: ownerEmail, password: passwords.owner })
  const { own: room_id } = await roomsOf(world, viewer)
  for (const [name, meta] of declarations(contract)) {
    if (meta.room !== 'room_id') continue
    Object.assign(seen, { authenticated: 0, placed: 0, decided: 0 })
    await refusalOf(procedureOf(client, name)({ room_id, no_such_field: true }))
    expect(seen, name).toEqual({ authenticated: 1, placed: 1, decided: 1 })
  }
})
