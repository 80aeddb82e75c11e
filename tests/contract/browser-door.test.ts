import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDoor } from '../../src-main/http/door.ts'
import { ownerEmail, passwords } from '../fixtures/names.ts'
import { doorKey, openServer, type TestServer } from '../fixtures/server.ts'
import { pageCookies } from '../fixtures/socket.ts'

let server: TestServer
beforeAll(async () => {
  server = await openServer({ runTasks: false })
})
afterAll(() => server[Symbol.asyncDispose]())

const page = (path: string, headers: Record<string, string> = {}) =>
  server.anonymous('GET', path, { headers })

test.each(['/', '/rooms', '/index.html', '/?key=', '/?key=wrong'])(
  'without the key, %s is the page that asks for it, and nothing else',
  async (path) => {
    const answer = await page(path)
    expect(answer.status).toBe(403)
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(answer.headers.get('set-cookie')).toBeNull()
    expect(answer.headers.get('cache-control')).toBe('no-store')
    const html = await answer.text()
    expect(html).toContain('This door needs its key')
    expect(html).not.toContain('Screens')
    expect(html).not.toContain(doorKey)
    expect(html.includes('That is not the key')).toBe(path.includes('key='))
  },
)

test('the key becomes a cookie that scripts and other sites cannot have, and leaves the address', async () => {
  const answer = await page(`/?key=${doorKey}`)
  expect(answer.status).toBe(303)
  expect(answer.headers.get('location')).toBe('/')
  expect(answer.headers.get('set-cookie')).toBe(
    `sts_door_${server.port}=${doorKey}; Path=/; HttpOnly; SameSite=Strict`,
  )
})

test('with the cookie the screens are served, with a policy that lets nothing foreign in', async () => {
  for (const path of ['/', '/rooms/some-room']) {
    const answer = await page(path, { cookie: pageCookies(server) })
    expect(answer.status).toBe(200)
    expect(await answer.text()).toContain('Screens')
    const policy = answer.headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("script-src 'self';")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(answer.headers.get('referrer-policy')).toBe('no-referrer')
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
    expect(answer.headers.get('cross-origin-opener-policy')).toBe('same-origin')
  }
})

test('the key page has the same policy', async () => {
  expect((await page('/')).headers.get('content-security-policy')).toContain("default-src 'none'")
})

test('a page signs in to a cookie of its own; a script to a token alone', async () => {
  const json = { email: ownerEmail, password: passwords.owner }
  const script = await server.anonymous('POST', '/api/v1/auth/login', { json })
  expect(script.headers.get('set-cookie')).toBeNull()
  const signedIn = await server.anonymous('POST', '/api/v1/auth/login', {
    json,
    headers: { origin: server.origin },
  })
  const [pair = '', ...attributes] = (signedIn.headers.get('set-cookie') ?? '').split('; ')
  expect(attributes).toEqual(['Path=/', 'HttpOnly', 'SameSite=Strict'])
  expect(pair).toMatch(new RegExp(`^sts_session_${server.port}=.{43}$`))
  const me = await page('/api/v1/auth/me', { cookie: pair })
  expect(me.status).toBe(200)
  const out = await server.anonymous('POST', '/api/v1/auth/logout', {
    headers: { cookie: pair, origin: server.origin },
  })
  expect(out.status).toBe(204)
  expect(out.headers.get('set-cookie')).toMatch(/^sts_session_\d+=; .*Max-Age=0$/)
  expect((await page('/api/v1/auth/me', { cookie: pair })).status).toBe(401)
})

test.each(['0.0.0.0', '::', '192.168.1.5', 'example.org', ''])(
  'the door does not open on %j',
  async (host) => {
    await expect(
      openDoor({
        host,
        port: 0,
        screens: '/',
        key: doorKey,
        workspace: () => undefined,
        setup: undefined,
      }),
    ).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  },
)

test('a port that is taken is refused with a sentence', async () => {
  await expect(
    openDoor({
      host: '127.0.0.1',
      port: server.port,
      screens: '/',
      key: doorKey,
      workspace: () => undefined,
      setup: undefined,
    }),
  ).rejects.toMatchObject({ code: 'CONFLICT' })
})
