import bcrypt from 'bcryptjs'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { accountWithPasswordSchema } from '../../src-shared/contract/accounts.ts'
import { ownerEmail, passwords } from '../fixtures/names.ts'
import { makeAccount } from '../fixtures/people.ts'
import { refusalOf } from '../fixtures/procedures.ts'
import { callerOf, openServer } from '../fixtures/server.ts'
import { signIn } from '../fixtures/sign-in.ts'
import { entriesAfter, lastSeq } from '../fixtures/trail.ts'
import { openWorld } from '../fixtures/world.ts'

const accounts = '/api/v1/accounts'
const admin = 'admin@meltemi-tankers.example'
const made = { email: 'New@People.example', name: 'New Person', console_role: 'viewer' }
const withId = z.looseObject({ id: z.string() })

test('an account is made with a password that is answered once and must be changed first', async () => {
  await using server = await openServer({ runTasks: false })
  const answer = await (await server.owner())('POST', accounts, { json: made })
  expect(answer.status).toBe(201)
  const account = await answer.as(z.strictObject(accountWithPasswordSchema.shape))
  expect(account).toMatchObject({ email: 'new@people.example', must_change_password: true })
  const password = account.generated_password ?? ''
  expect(password).toMatch(/^[2-9a-hjkmnp-z]{5}(-[2-9a-hjkmnp-z]{5}){3}$/)
  const signedIn = await server.anonymous('POST', '/api/v1/auth/login', {
    json: { email: account.email, password },
  })
  const { access_token } = await signedIn.as(z.looseObject({ access_token: z.string() }))
  const caller = callerOf(server.origin, access_token)
  for (const path of ['/api/v1/rooms', '/api/v1/events', '/api/v1/access/matrix']) {
    expect(await (await caller('GET', path)).envelope(), path).toMatchObject({
      code: 'PASSWORD_CHANGE_REQUIRED',
      status: 403,
      data: { level: 1 },
    })
  }
  expect((await caller('GET', '/api/v1/auth/me')).status).toBe(200)
  const change = (current_password: string, new_password: string) =>
    caller('POST', '/api/v1/auth/password', { json: { current_password, new_password } })
  expect((await (await change('wrong', 'a-long-enough-one')).envelope()).code).toBe(
    'INVALID_CREDENTIALS',
  )
  expect(await (await change(password, 'too short')).envelope()).toMatchObject({
    code: 'BAD_REQUEST',
    message: 'new_password: must have at least 12 characters',
  })
  expect((await change(password, password)).status).toBe(400)
  expect((await change(password, 'a-long-enough-one')).status).toBe(200)
  expect((await caller('GET', '/api/v1/rooms')).status).toBe(200)
  const trail = await entriesAfter(server.world, 0)
  expect(JSON.stringify(trail)).not.toContain(password)
})

test('what may not be is refused with its code and a sentence, and changes nothing', async () => {
  await using server = await openServer({ runTasks: false })
  const owner = await server.owner()
  const asAdmin = await server.as(admin)
  const ownerId = (await server.world.workspace.services.accounts.actor(ownerEmail)).account_id
  const adminId = (await server.world.workspace.services.accounts.actor(admin)).account_id
  const other = await (await owner('POST', accounts, { json: made })).as(withId)
  const patch = (path: string) => `${accounts}/${path}`
  const cases = [
    ['a taken e-mail', owner, 'POST', accounts, made, 409, 'CONFLICT'],
    [
      'raising oneself',
      asAdmin,
      'PATCH',
      patch(`${adminId}`),
      { console_role: 'superadmin' },
      403,
      'FORBIDDEN',
    ],
    [
      'making somebody higher',
      asAdmin,
      'POST',
      accounts,
      { ...made, email: 'x@y.example', console_role: 'superadmin' },
      403,
      'FORBIDDEN',
    ],
    [
      'changing a role without the permission',
      asAdmin,
      'PATCH',
      patch(other.id),
      { console_role: 'operator' },
      403,
      'FORBIDDEN',
    ],
    [
      'acting on somebody higher',
      asAdmin,
      'PATCH',
      patch(`${ownerId}`),
      { name: 'Mine' },
      403,
      'FORBIDDEN',
    ],
    [
      'a password for somebody higher',
      asAdmin,
      'POST',
      `${patch(`${ownerId}`)}/reset-password`,
      {},
      403,
      'FORBIDDEN',
    ],
    [
      'one’s own e-mail',
      owner,
      'PATCH',
      patch(`${ownerId}`),
      { email: 'other@example.org' },
      403,
      'FORBIDDEN',
    ],
    [
      'deactivating the last superadmin',
      owner,
      'PATCH',
      patch(`${ownerId}`),
      { is_active: false },
      409,
      'LAST_SUPERADMIN',
    ],
    [
      'demoting the last superadmin',
      owner,
      'PATCH',
      patch(`${ownerId}`),
      { console_role: 'admin' },
      409,
      'LAST_SUPERADMIN',
    ],
    [
      'a short password',
      owner,
      'POST',
      accounts,
      { ...made, email: 'x@y.example', password: 'elevensigns' },
      400,
      'BAD_REQUEST',
    ],
    [
      'no such organization',
      owner,
      'PATCH',
      patch(other.id),
      { organization_id: other.id },
      400,
      'BAD_REQUEST',
    ],
    ['no field at all', owner, 'PATCH', patch(other.id), {}, 400, 'BAD_REQUEST'],
    [
      'no such account',
      owner,
      'PATCH',
      patch('019a0000-0000-7000-8000-000000000000'),
      { name: 'x' },
      404,
      'NOT_FOUND',
    ],
  ] as const
  const everybody = async () => (await owner('GET', `${accounts}?limit=500`)).text()
  const before = await everybody()
  for (const [what, caller, method, path, json, status, code] of cases) {
    expect(await (await caller(method, path, { json })).envelope(), what).toMatchObject({
      status,
      code,
    })
  }
  expect(await everybody()).toBe(before)
})

test('a list is searched, filtered, sorted by rank, and counted', async () => {
  await using server = await openServer({ runTasks: false })
  const owner = await server.owner()
  const list = async (query: string) => {
    const answer = await owner('GET', `${accounts}?${query}`)
    const rows = await answer.as(
      z.array(z.looseObject({ email: z.string(), console_role: z.string() })),
    )
    return { rows, total: Number(answer.headers.get('x-total-count')) }
  }
  const all = await list('limit=500&sort=console_role&direction=desc')
  expect(all.rows[0]?.email).toBe(ownerEmail)
  expect(all.rows.at(-1)?.console_role).toBe('viewer')
  expect(all.total).toBe(all.rows.length)
  const page = await list('limit=1&offset=1&sort=console_role&direction=desc')
  expect(page).toEqual({ rows: [all.rows[1]], total: all.total })
  expect((await list('q=OWNER@')).rows.map((row) => row.email)).toEqual([ownerEmail])
  expect((await list('state=locked')).total).toBe(0)
  expect((await list('q=%25')).total).toBe(0)
})

test('taking an account out of use ends its sessions and tokens; bringing it back revives none', async () => {
  await using world = await openWorld({ runTasks: false })
  const owner = await world.owner()
  const account = await makeAccount(owner, 'Leaving Soon', 'operator')
  const theirs = await signIn(world, account.email, passwords.sample)
  const { token } = await theirs.tokens.create({ name: 'a script' })
  const before = await lastSeq(world)
  await owner.accounts.update({ account_id: account.id, is_active: false })
  expect(await entriesAfter(world, before)).toMatchObject([
    {
      action: 'account.updated',
      detail: { before: { is_active: true }, after: { is_active: false }, tokens_revoked: 1 },
    },
  ])
  expect((await refusalOf(theirs.rooms.list({}))).code).toBe('UNAUTHENTICATED')
  await owner.accounts.update({ account_id: account.id, is_active: true })
  expect((await refusalOf(theirs.rooms.list({}))).code).toBe('UNAUTHENTICATED')
  expect(await world.workspace.services.tokens.authenticate(token)).toMatchObject({
    why: 'revoked',
  })
})

test('another role and a reset password end sessions; five failures lock until it is lifted', async () => {
  await using world = await openWorld({ runTasks: false })
  const owner = await world.owner()
  const account = await makeAccount(owner, 'Somebody Else', 'operator')
  const account_id = account.id
  const first = await signIn(world, account.email, passwords.sample)
  await owner.accounts.update({ account_id, console_role: 'viewer' })
  expect((await refusalOf(first.auth.me())).code).toBe('UNAUTHENTICATED')
  const second = await signIn(world, account.email, passwords.sample)
  const reset = await owner.accounts.resetPassword({ account_id })
  expect((await refusalOf(second.auth.me())).code).toBe('UNAUTHENTICATED')
  for (let failure = 0; failure < 5; failure++) {
    await refusalOf(signIn(world, account.email, 'not the password'))
  }
  const password = reset.generated_password ?? ''
  expect((await refusalOf(signIn(world, account.email, password))).code).toBe('ACCOUNT_LOCKED')
  expect((await owner.accounts.list({ state: 'locked' })).body).toMatchObject([{ id: account_id }])
  await owner.accounts.unlock({ account_id })
  const third = await signIn(world, account.email, password)
  expect(await third.auth.me()).toMatchObject({ account: { must_change_password: true } })
})

test('sessions are listed while they live, the present one marked, and ended one by one', async () => {
  await using world = await openWorld({ runTasks: false })
  const { id: account_id } = (await (await world.owner()).auth.me()).account
  const here = await signIn(world, ownerEmail, passwords.owner)
  const there = await signIn(world, ownerEmail, passwords.owner, 'browser')
  const list = await here.accounts.sessions({ account_id })
  expect(list.map(({ source, is_current }) => `${source} ${is_current}`).sort()).toEqual([
    'browser false',
    'rest true',
  ])
  const other = list.find((session) => !session.is_current)
  await here.accounts.endSession({ account_id, session_id: other?.id ?? '' })
  expect((await refusalOf(there.auth.me())).code).toBe('UNAUTHENTICATED')
  world.clock.advance(11 * 3_600_000)
  await here.auth.me()
  await signIn(world, ownerEmail, passwords.owner)
  world.clock.advance(11 * 3_600_000)
  await here.auth.me()
  world.clock.advance(3_600_000 + 1)
  expect(await here.accounts.sessions({ account_id })).toMatchObject([{ is_current: true }])
})

test('a viewer sees and ends their own sessions, and nobody else’s', async () => {
  await using world = await openWorld({ runTasks: false })
  const email = 'tomasz.wisniewski@baltic-inspect.example'
  const viewer = await signIn(world, email, passwords.sample)
  const own = (await viewer.auth.me()).account.id
  expect(await viewer.accounts.sessions({ account_id: own })).toMatchObject([{ is_current: true }])
  const { id: foreign } = (await (await world.owner()).auth.me()).account
  expect(await refusalOf(viewer.accounts.sessions({ account_id: foreign }))).toMatchObject({
    code: 'FORBIDDEN',
    data: { level: 3, permission: 'accounts.list' },
  })
  expect(await viewer.accounts.endSessions({ account_id: own })).toEqual({ ended: 1 })
})

test('an imported bcrypt hash opens once and is argon2id from then on', async () => {
  await using world = await openWorld({ runTasks: false })
  const account = await makeAccount(await world.owner(), 'From Before')
  const { kysely } = world.workspace.db
  const password_hash = await bcrypt.hash('the-old-password', 4)
  await kysely.updateTable('accounts').set({ password_hash }).where('id', '=', account.id).execute()
  expect((await refusalOf(signIn(world, account.email, 'not the old one'))).code).toBe(
    'INVALID_CREDENTIALS',
  )
  await signIn(world, account.email, 'the-old-password')
  const row = await kysely
    .selectFrom('accounts')
    .select('password_hash')
    .where('id', '=', account.id)
    .executeTakeFirstOrThrow()
  expect(row.password_hash).toMatch(/^\$argon2id\$/)
  await signIn(world, account.email, 'the-old-password')
})
