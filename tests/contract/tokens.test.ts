import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { declarations } from '../../src-main/rpc/declared.ts'
import { contract } from '../../src-shared/contract/index.ts'
import { type Permission, permissions } from '../../src-shared/contract/permissions.ts'
import { ownerEmail, passwords } from '../fixtures/names.ts'
import { makeAccount } from '../fixtures/people.ts'
import { procedureOf, refusalOf } from '../fixtures/procedures.ts'
import { callerOf, openServer } from '../fixtures/server.ts'
import { signIn, withToken } from '../fixtures/sign-in.ts'
import { entriesAfter, lastSeq } from '../fixtures/trail.ts'
import { openWorld, type World } from '../fixtures/world.ts'

test('a token is answered once, kept as a hash, and opens REST as its owner', async () => {
  await using server = await openServer({ runTasks: false })
  const made = await (await server.owner())('POST', '/api/v1/tokens', { json: { name: 'export' } })
  expect(made.status).toBe(201)
  const { token, id } = await made.as(z.looseObject({ token: z.string(), id: z.string() }))
  expect(token).toMatch(/^sts_[\w-]{43}$/)
  const script = callerOf(server.origin, token)
  expect((await script('GET', '/api/v1/rooms')).status).toBe(200)
  const listed = await (await (await server.owner())('GET', '/api/v1/tokens')).text()
  expect(listed).toContain(id)
  expect(listed).not.toContain(token)
  expect(JSON.parse(listed)).toMatchObject([
    { name: 'export', state: 'active', last_used_at: server.world.clock.iso(), permissions: null },
  ])
  const trail = JSON.stringify(await entriesAfter(server.world, 0))
  expect(trail).not.toContain(token)
  const { kysely } = server.world.workspace.db
  expect(JSON.stringify(await kysely.selectFrom('api_tokens').selectAll().execute())).not.toContain(
    token,
  )
})

describe('a token that carries one permission', () => {
  const carried: Permission[] = ['rooms.view_all', 'metrics.view']
  let world: World
  let client: ReturnType<typeof withToken>
  let place: { room_id: string; task_id: string }
  beforeAll(async () => {
    world = await openWorld({ runTasks: false })
    const owner = await signIn(world, ownerEmail, passwords.owner)
    const room = (await owner.rooms.list({ limit: 1 })).body[0]
    const { task_id } = await owner.snapshots.create({ room_id: room?.id ?? '' })
    place = { room_id: room?.id ?? '', task_id }
    const { token } = await owner.tokens.create({
      name: 'one permission',
      permissions: carried,
    })
    client = withToken(world, token)
  })
  afterAll(() => world[Symbol.asyncDispose]())

  test.each([...declarations(contract)])(
    'is denied %s unless it asks for none, or for that one',
    async (name, meta) => {
      const field = typeof meta.room === 'string' ? { [meta.room]: place[meta.room] } : {}
      const refusal = await refusalOf(procedureOf(client, name)({ ...field, no_such_field: true }))
      const asks = typeof meta.permission === 'string' && !carried.includes(meta.permission)
      const open = !asks && meta.sessionOnly !== true
      expect({ code: refusal.code, level: refusal.data.level }).toEqual(
        open ? { code: 'BAD_REQUEST', level: undefined } : { code: 'FORBIDDEN', level: 3 },
      )
    },
  )
})

test('without rooms.view_all a token sees only the rooms in which its owner is a party', async () => {
  await using world = await openWorld({ runTasks: false })
  const owner = await signIn(world, ownerEmail, passwords.owner)
  const { token } = await owner.tokens.create({
    name: 'narrow',
    permissions: ['rooms.view', 'rooms.list'],
  })
  const [room] = (await owner.rooms.list({ limit: 1 })).body
  const script = withToken(world, token)
  expect((await script.rooms.list({})).body).toEqual([])
  expect(await refusalOf(script.rooms.get({ room_id: room?.id ?? '' }))).toMatchObject({
    code: 'ROOM_NOT_FOUND',
    data: { level: 2 },
  })
})

test('a token carries no more than its owner has, now and later', async () => {
  await using world = await openWorld({ runTasks: false })
  const owner = await world.owner()
  const account = await makeAccount(owner, 'Script Owner', 'admin')
  const admin = await signIn(world, account.email, passwords.sample)
  expect(
    await refusalOf(admin.tokens.create({ name: 'more', permissions: ['settings.update'] })),
  ).toMatchObject({ code: 'BAD_REQUEST', data: { issues: [{ path: ['permissions'] }] } })
  const { token } = await admin.tokens.create({ name: 'all of mine' })
  const script = withToken(world, token)
  expect((await script.accounts.list({})).body.length).toBeGreaterThan(1)
  await owner.accounts.update({ account_id: account.id, console_role: 'viewer' })
  expect((await refusalOf(script.accounts.list({}))).code).toBe('FORBIDDEN')
})

test('a token makes no tokens, no passwords, no matrix, and no account that is more than a viewer', async () => {
  await using world = await openWorld({ runTasks: false })
  const owner = await signIn(world, ownerEmail, passwords.owner)
  const { token } = await owner.tokens.create({
    name: 'everything',
    permissions: [...permissions].filter((one) => one !== 'records.write'),
  })
  const script = withToken(world, token)
  const account = await makeAccount(owner, 'Some Body')
  const newcomer = { email: 'x@people.example', name: 'X', password: passwords.sample }
  for (const call of [
    script.tokens.create({ name: 'another' }),
    script.auth.password({ current_password: passwords.owner, new_password: 'a-long-enough-one' }),
    script.accounts.resetPassword({ account_id: account.id }),
    script.access.updateMatrix({
      version: 1,
      permissions: [{ permission: 'rooms.delete', console: [], party: [] }],
      comment: 'x',
    }),
    script.accounts.create({ ...newcomer, console_role: 'operator' }),
    script.accounts.update({ account_id: account.id, console_role: 'admin' }),
  ]) {
    expect(await refusalOf(call)).toMatchObject({ code: 'FORBIDDEN', data: { level: 3 } })
  }
  expect(await script.accounts.create({ ...newcomer, console_role: 'viewer' })).toMatchObject({
    console_role: 'viewer',
  })
})

test('a token that is revoked, has expired, or whose owner is locked or out admits nobody, and its use is an entry', async () => {
  await using world = await openWorld({ runTasks: false })
  const owner = await world.owner()
  const account = await makeAccount(owner, 'Four Tokens', 'operator')
  const theirs = await signIn(world, account.email, passwords.sample)
  const expires_at = '2026-11-20T13:00:00.000Z'
  const expiring = await theirs.tokens.create({ name: 'expiring', expires_at })
  const revoked = await theirs.tokens.create({ name: 'revoked' })
  const lasting = await theirs.tokens.create({ name: 'lasting' })
  const why = async (token: string) => {
    const before = await lastSeq(world)
    expect((await refusalOf(withToken(world, token).rooms.list({}))).code).toBe('UNAUTHENTICATED')
    return (await entriesAfter(world, before))[0]
  }
  await theirs.tokens.revoke({ token_id: revoked.id })
  expect(await why(revoked.token)).toMatchObject({
    action: 'access.denied',
    actor_email: 'anonymous',
    detail: { level: 1, token_id: revoked.id, account_email: account.email, why: 'revoked' },
  })
  world.clock.set(expires_at)
  expect((await why(expiring.token))?.detail).toMatchObject({ why: 'expired' })
  for (let failure = 0; failure < 5; failure++) {
    await refusalOf(signIn(world, account.email, 'not the password'))
  }
  expect((await why(lasting.token))?.detail).toMatchObject({ why: 'account_locked' })
  expect((await refusalOf(withToken(world, 'sts_nobody').rooms.list({}))).code).toBe(
    'UNAUTHENTICATED',
  )
  expect((await refusalOf(theirs.tokens.create({ name: 'past', expires_at }))).code).toBe(
    'UNAUTHENTICATED',
  )
})

test('only who may manage all sees and revokes the tokens of others', async () => {
  await using world = await openWorld({ runTasks: false })
  const owner = await signIn(world, ownerEmail, passwords.owner)
  const account = await makeAccount(owner, 'Has A Token', 'admin')
  const admin = await signIn(world, account.email, passwords.sample)
  const { id: token_id } = await admin.tokens.create({ name: 'theirs' })
  const own = await owner.tokens.create({ name: 'the owner’s' })
  expect((await admin.tokens.list({})).body.map(({ name }) => name)).toEqual(['theirs'])
  expect((await refusalOf(admin.tokens.list({ all: true }))).code).toBe('FORBIDDEN')
  expect((await refusalOf(admin.tokens.revoke({ token_id: own.id }))).code).toBe('NOT_FOUND')
  expect((await owner.tokens.list({ all: true })).body.map(({ name }) => name).sort()).toEqual([
    'the owner’s',
    'theirs',
  ])
  expect(await owner.tokens.revoke({ token_id })).toMatchObject({ state: 'revoked' })
  expect((await refusalOf(owner.tokens.revoke({ token_id }))).code).toBe('CONFLICT')
})
