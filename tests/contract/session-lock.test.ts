import { expect, test } from 'vitest'
import { ownerEmail, passwords } from '../fixtures/names.ts'
import { refusalOf } from '../fixtures/procedures.ts'
import { signIn } from '../fixtures/sign-in.ts'
import { openWorld } from '../fixtures/world.ts'

test('a locked session does nothing until its password is given again, and then goes on', async () => {
  await using world = await openWorld({ runTasks: false })
  const client = await signIn(world, ownerEmail, passwords.owner, 'browser')
  await client.auth.lock()
  expect(await refusalOf(client.rooms.list({}))).toMatchObject({
    code: 'SESSION_LOCKED',
    status: 401,
    data: { level: 1, email: ownerEmail },
  })
  expect((await refusalOf(client.auth.me())).code).toBe('SESSION_LOCKED')
  expect((await refusalOf(client.auth.unlock({ password: 'not it' }))).code).toBe(
    'INVALID_CREDENTIALS',
  )
  expect((await refusalOf(client.rooms.list({}))).code).toBe('SESSION_LOCKED')
  await client.auth.unlock({ password: passwords.owner })
  expect((await client.rooms.list({})).body.length).toBeGreaterThan(0)
})

test.each(['browser', 'desktop'] as const)(
  'a %s session that was left alone is locked, by the setting as it is now',
  async (source) => {
    await using world = await openWorld({ runTasks: false })
    const client = await signIn(world, ownerEmail, passwords.owner, source)
    world.clock.advance(30 * 60_000)
    await client.auth.me()
    world.clock.advance(32 * 60_000)
    expect((await refusalOf(client.auth.me())).code).toBe('SESSION_LOCKED')
    await client.auth.unlock({ password: passwords.owner })
    await client.settings.update({ idle_lock_minutes: 5 })
    world.clock.advance(7 * 60_000)
    expect((await refusalOf(client.auth.me())).code).toBe('SESSION_LOCKED')
  },
)

test('a script’s session has no screen to lock, and ends after twelve hours unused', async () => {
  await using world = await openWorld({ runTasks: false })
  const client = await signIn(world, ownerEmail, passwords.owner, 'rest')
  world.clock.advance(11 * 3_600_000)
  await client.auth.me()
  world.clock.advance(12 * 3_600_000 + 1)
  expect((await refusalOf(client.auth.me())).code).toBe('UNAUTHENTICATED')
})

test('guessing at the lock locks the account as guessing at the sign-in does', async () => {
  await using world = await openWorld({ runTasks: false })
  const client = await signIn(world, ownerEmail, passwords.owner, 'browser')
  await client.auth.lock()
  const codes: string[] = []
  for (let attempt = 0; attempt < 5; attempt++) {
    codes.push((await refusalOf(client.auth.unlock({ password: 'a guess' }))).code)
  }
  expect(codes).toEqual([...Array(4).fill('INVALID_CREDENTIALS'), 'ACCOUNT_LOCKED'])
  expect((await refusalOf(client.auth.unlock({ password: passwords.owner }))).code).toBe(
    'UNAUTHENTICATED',
  )
})
