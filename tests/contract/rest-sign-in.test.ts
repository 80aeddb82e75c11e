import { expect, test } from 'vitest'
import { z } from 'zod'
import { accountSchema } from '../../src-shared/contract/accounts.ts'
import { ownerEmail, passwords } from '../fixtures/names.ts'
import { callerOf, openServer } from '../fixtures/server.ts'
import { entriesAfter, lastSeq } from '../fixtures/trail.ts'

const login = '/api/v1/auth/login'
const signedInSchema = z.strictObject({
  access_token: z.string().min(32),
  token_type: z.literal('bearer'),
  expires_in: z.number().int().positive(),
  account: z.strictObject(accountSchema.shape),
})
const viewer = 'tomasz.wisniewski@baltic-inspect.example'

test('a right pair gives a bearer token, whatever the case of the e-mail, and the token opens calls', async () => {
  await using server = await openServer({ runTasks: false })
  const answer = await server.anonymous('POST', login, {
    json: { email: 'OWNER@Example.org', password: passwords.owner },
  })
  expect(answer.status).toBe(200)
  expect(answer.headers.get('cache-control')).toBe('no-store')
  expect(answer.headers.get('set-cookie')).toBeNull()
  const { access_token, account } = await answer.as(signedInSchema)
  expect(account.email).toBe(ownerEmail)
  const me = await callerOf(server.origin, access_token)('GET', '/api/v1/auth/me')
  expect(me.status).toBe(200)
  expect(await me.as(z.looseObject({}))).toMatchObject({
    account: { email: ownerEmail },
    console_role: 'superadmin',
  })
})

test('me says the permissions held everywhere and the rooms with the party role in each', async () => {
  await using server = await openServer({ runTasks: false })
  const me = await (await server.as(viewer))('GET', '/api/v1/auth/me')
  const { permissions, rooms } = await me.as(
    z.looseObject({
      permissions: z.array(z.string()),
      rooms: z.array(
        z.strictObject({
          room_id: z.string(),
          code: z.string(),
          title: z.string(),
          party_role: z.string(),
        }),
      ),
    }),
  )
  expect(permissions).toContain('rooms.list')
  expect(permissions).not.toContain('rooms.view')
  expect(rooms.map((room) => room.party_role)).toEqual(['viewer', 'viewer', 'viewer'])
})

test('a wrong password, an unknown e-mail, and a deactivated account are told the same', async () => {
  await using server = await openServer({ runTasks: false })
  const { accounts } = server.world.workspace.services
  const gone = await accounts.actor('james.pryce@ashdown-pryce.example')
  const call = {
    procedure: 'test',
    source: 'rest' as const,
    actor: await accounts.actor(ownerEmail),
    room: null,
    expects: null,
  }
  await accounts.update({ account_id: gone.account_id ?? '', is_active: false }, call)
  const pairs = [
    { email: ownerEmail, password: 'wrong' },
    { email: 'nobody@example.org', password: 'wrong' },
    { email: gone.email, password: passwords.sample },
  ]
  const before = await lastSeq(server.world)
  const answers = await Promise.all(
    pairs.map(async (json) => (await server.anonymous('POST', login, { json })).envelope()),
  )
  expect(answers[0]).toEqual({
    code: 'INVALID_CREDENTIALS',
    status: 401,
    message: 'E-mail or password is wrong.',
    data: {},
  })
  expect(answers[1]).toEqual(answers[0])
  expect(answers[2]).toEqual(answers[0])
  const entries = await entriesAfter(server.world, before)
  expect(entries.map((entry) => [entry.action, entry.outcome])).toEqual(
    pairs.map(() => ['session.sign_in_failed', 'denied']),
  )
  expect(JSON.stringify(entries)).not.toContain(passwords.sample)
})

test('five failures in a row lock the account for fifteen minutes, even for the right password', async () => {
  await using server = await openServer({ runTasks: false })
  const attempt = (password: string) =>
    server.anonymous('POST', login, { json: { email: viewer, password } })
  for (let failure = 1; failure <= 4; failure++) expect((await attempt('wrong')).status).toBe(401)
  const fifth = await attempt('wrong')
  expect(fifth.status).toBe(423)
  const locked_until = '2026-11-20T12:15:00.000Z'
  expect(await fifth.envelope()).toMatchObject({ code: 'ACCOUNT_LOCKED', data: { locked_until } })
  const right = await attempt(passwords.sample)
  expect(await right.envelope()).toMatchObject({ code: 'ACCOUNT_LOCKED', data: { locked_until } })
  server.world.clock.set('2026-11-20T12:14:59.999Z')
  expect((await attempt(passwords.sample)).status).toBe(423)
  server.world.clock.set(locked_until)
  expect((await attempt(passwords.sample)).status).toBe(200)
})

test('failures that come at the same moment are all counted', async () => {
  await using server = await openServer({ runTasks: false })
  const answers = await Promise.all(
    Array.from({ length: 8 }, () =>
      server.anonymous('POST', login, { json: { email: viewer, password: 'wrong' } }),
    ),
  )
  expect(answers.map((answer) => answer.status)).toContain(423)
  const right = await server.anonymous('POST', login, {
    json: { email: viewer, password: passwords.sample },
  })
  expect(right.status).toBe(423)
})

test('a success between failures begins the count anew', async () => {
  await using server = await openServer({ runTasks: false })
  const attempt = async (password: string) =>
    (await server.anonymous('POST', login, { json: { email: viewer, password } })).status
  for (const _ of [1, 2, 3, 4]) expect(await attempt('wrong')).toBe(401)
  expect(await attempt(passwords.sample)).toBe(200)
  for (const _ of [1, 2, 3, 4]) expect(await attempt('wrong')).toBe(401)
  expect(await attempt(passwords.sample)).toBe(200)
})

test('a locked account’s token is not taken until the lock is over', async () => {
  await using server = await openServer({ runTasks: false })
  const caller = await server.as(viewer)
  for (const _ of [1, 2, 3, 4, 5]) {
    await server.anonymous('POST', login, { json: { email: viewer, password: 'wrong' } })
  }
  expect((await caller('GET', '/api/v1/auth/me')).status).toBe(401)
  server.world.clock.advance(15 * 60_000)
  expect((await caller('GET', '/api/v1/auth/me')).status).toBe(200)
})

test('after signing out the token opens nothing, and other sessions go on', async () => {
  await using server = await openServer({ runTasks: false })
  const first = await server.owner()
  const second = await server.anonymous('POST', login, {
    json: { email: ownerEmail, password: passwords.owner },
  })
  const other = callerOf(server.origin, (await second.as(signedInSchema)).access_token)
  const out = await first('POST', '/api/v1/auth/logout')
  expect(out.status).toBe(204)
  expect(await out.text()).toBe('')
  const after = await first('GET', '/api/v1/auth/me')
  expect(await after.envelope()).toMatchObject({
    code: 'UNAUTHENTICATED',
    status: 401,
    data: { level: 1 },
  })
  expect((await other('GET', '/api/v1/auth/me')).status).toBe(200)
})

test('the token of an account that is taken out of use opens nothing', async () => {
  await using server = await openServer({ runTasks: false })
  const caller = await server.as(viewer)
  const { accounts } = server.world.workspace.services
  const account = await accounts.actor(viewer)
  const actor = await accounts.actor(ownerEmail)
  const call = { procedure: 'test', source: 'rest' as const, actor, room: null, expects: null }
  await accounts.update({ account_id: account.account_id ?? '', is_active: false }, call)
  expect((await caller('GET', '/api/v1/rooms')).status).toBe(401)
  await accounts.update({ account_id: account.account_id ?? '', is_active: true }, call)
  expect((await caller('GET', '/api/v1/rooms')).status, 'its sessions have ended').toBe(401)
})

test('a session that nobody used for its whole time has ended', async () => {
  await using server = await openServer({ runTasks: false })
  const caller = await server.owner()
  server.world.clock.advance(11 * 3_600_000)
  expect((await caller('GET', '/api/v1/auth/me')).status).toBe(200)
  server.world.clock.advance(11 * 3_600_000)
  expect((await caller('GET', '/api/v1/auth/me')).status, 'use keeps it alive').toBe(200)
  server.world.clock.advance(12 * 3_600_000 + 1)
  expect((await caller('GET', '/api/v1/auth/me')).status).toBe(401)
})

test.each([
  ['no token', undefined],
  ['a made-up token', 'made-up'],
  ['a token of the right form', 'A'.repeat(43)],
  ['an SQL fragment', "' or '1'='1"],
])('%s is refused at level 1', async (_, token) => {
  await using server = await openServer({ runTasks: false })
  const answer = await callerOf(server.origin, token)('GET', '/api/v1/rooms')
  expect(answer.status).toBe(401)
  expect((await answer.envelope()).data).toMatchObject({ level: 1, permission: 'rooms.list' })
})

test('tokens are stored hashed', async () => {
  await using server = await openServer({ runTasks: false })
  const token = await server.token(ownerEmail)
  const rows = await server.world.workspace.db.kysely.selectFrom('sessions').selectAll().execute()
  expect(rows.length).toBeGreaterThan(0)
  expect(JSON.stringify(rows)).not.toContain(token)
})
