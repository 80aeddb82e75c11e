import {
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  CONTENT_SECURITY_POLICY,
  isInside,
  mimeType,
  resolveAppPath,
  serveStatic,
} from '../../../src-main/http/static.ts'

const ROOT = path.resolve('/srv/screens')

describe('the file that an address names', () => {
  it.each([
    ['app://sts/', 'index.html'],
    ['app://sts', 'index.html'],
    ['http://127.0.0.1:8000/', 'index.html'],
    ['app://sts/assets/index-B4x9zQk1.js', 'assets/index-B4x9zQk1.js'],
    ['app://sts/assets/a%20b.png', 'assets/a b.png'],
    ['app://sts/rooms/1?tab=docs#x', 'rooms/1'],
    ['app://sts/a/../b.js', 'b.js'],
    ['app://sts/..b/c', undefined],
    ['app://sts/a..b/c', 'a..b/c'],
  ])('%s is %s', (url, expected) => {
    const target = expected === undefined ? undefined : path.join(ROOT, expected)
    expect(resolveAppPath(ROOT, url)).toBe(target)
  })

  it.each([
    ['encoded dots and slashes', 'app://sts/%2e%2e%2f%2e%2e%2fetc/passwd'],
    ['encoded slashes', 'app://sts/..%2f..%2fetc/passwd'],
    ['mixed case encoding', 'app://sts/%2E%2e%2Fetc/passwd'],
    ['encoded backslashes', 'app://sts/..%5c..%5cwindows'],
    ['backslashes', 'app://sts/a\\..\\..\\windows'],
    ['an encoded absolute path', 'app://sts/%2e%2e%2f/etc/passwd'],
    ['a drive', 'app://sts/C:/windows/win.ini'],
    ['an encoded drive', 'app://sts/C%3A/windows/win.ini'],
    ['a stream', 'app://sts/index.html::$DATA'],
    ['NUL', 'app://sts/index.html%00.png'],
    ['a line break', 'app://sts/a%0ab'],
    ['a broken encoding', 'app://sts/%E0%A4%A'],
    ['a lone percent sign', 'app://sts/%'],
    ['a hidden file', 'app://sts/.env'],
    ['a hidden folder', 'app://sts/a/.git/config'],
    ['no address', 'nonsense'],
  ])('is none for %s', (_name, url) => {
    expect(resolveAppPath(ROOT, url)).toBeUndefined()
  })

  it('reads a doubly encoded traversal as a name, not as a way', () => {
    expect(resolveAppPath(ROOT, 'app://sts/%252e%252e%252fetc')).toBe(
      path.join(ROOT, '%2e%2e%2fetc'),
    )
  })

  it('never lies outside the folder, whatever the address', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '..',
        '.',
        '/',
        '\\',
        '%2e',
        '%2f',
        '%5c',
        '%00',
        '//',
        'C:',
        '~',
        '%25',
        '%2e%2e/',
      ),
      fc.string({ maxLength: 4 }),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const target = resolveAppPath(ROOT, `app://sts/${pieces.join('')}`)
        if (target === undefined) return true
        const relative = path.relative(ROOT, target)
        return relative !== '' && !relative.startsWith('..') && !path.isAbsolute(relative)
      }),
      { numRuns: 5000 },
    )
  })
})

describe('lying inside a folder', () => {
  it.each([
    ['/srv/screens/index.html', true],
    ['/srv/screens/..name', true],
    ['/srv/screens', false],
    ['/srv', false],
    ['/srv/screens-old/index.html', false],
    ['/srv/other', false],
    ['/etc/passwd', false],
  ])('%s in /srv/screens: %s', (target, expected) => {
    expect(isInside(ROOT, path.resolve(target))).toBe(expected)
  })
})

describe('serving the screens', () => {
  let root: string
  const get = (pathname: string, init?: RequestInit): Promise<Response> =>
    serveStatic(root, new Request(`app://sts${pathname}`, init))

  beforeAll(() => {
    const folder = mkdtempSync(path.join(tmpdir(), 'sts-static-'))
    root = path.join(folder, 'renderer')
    mkdirSync(path.join(root, 'assets'), { recursive: true })
    writeFileSync(path.join(folder, 'secret.txt'), 'secret')
    writeFileSync(path.join(root, 'index.html'), '<!doctype html><title>STS</title>')
    writeFileSync(path.join(root, 'assets', 'index-B4x9zQk1.js'), 'export {}')
    writeFileSync(path.join(root, 'assets', 'big-B4x9zQk1.wasm'), Buffer.alloc(5 * 1024 * 1024, 7))
    writeFileSync(path.join(root, 'assets', 'empty.css'), '')
  })
  afterAll(() => rmSync(path.dirname(root), { recursive: true }))

  it('answers with content, length and type', async () => {
    const response = await get('/assets/index-B4x9zQk1.js')
    expect(response.status).toBe(200)
    expect(await response.text()).toBe('export {}')
    expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
    expect(response.headers.get('content-length')).toBe('9')
  })

  it('streams a large file whole, and lets go of it when nobody reads on', async () => {
    const whole = await (await get('/assets/big-B4x9zQk1.wasm')).bytes()
    expect(whole.byteLength).toBe(5 * 1024 * 1024)
    expect(whole.every((byte) => byte === 7)).toBe(true)
    const reader = (await get('/assets/big-B4x9zQk1.wasm')).body?.getReader()
    await reader?.read()
    await expect(reader?.cancel()).resolves.toBeUndefined()
  })

  it('serves an empty file', async () => {
    expect(await (await get('/assets/empty.css')).text()).toBe('')
  })

  it.each(['/', '/rooms', '/rooms/0199/documents', '/index.html'])(
    'shows the screens at %s, to be asked for again each time',
    async (pathname) => {
      const response = await get(pathname)
      expect(response.status).toBe(200)
      expect(await response.text()).toContain('<title>STS</title>')
      expect(response.headers.get('cache-control')).toBe('no-cache')
      expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
    },
  )

  it.each([
    '/api/v1/rooms',
    '/api',
    '/rpc/rooms/list',
    '/assets/gone-B4x9zQk1.js',
    '/favicon.ico',
    '/..%2fsecret.txt',
    '/%2e%2e%2fsecret.txt',
    '/.env',
  ])('answers 404 and no screen at %s', async (pathname) => {
    const response = await get(pathname)
    expect(response.status).toBe(404)
    expect(await response.text()).toBe('There is nothing at this address.')
  })

  it('lists no folder', async () => {
    expect((await get('/assets/')).status).toBe(200)
    expect(await (await get('/assets/')).text()).toContain('<title>STS</title>')
  })

  it('keeps files with a hash in their name for ever', async () => {
    const response = await get('/assets/index-B4x9zQk1.js')
    expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
  })

  it('answers 304 while the file is the same, and 200 once it has changed', async () => {
    const etag = (await get('/index.html')).headers.get('etag') ?? ''
    expect(etag).toMatch(/^"[^"]+"$/)
    const again = await get('/', { headers: { 'if-none-match': `"other", W/${etag}` } })
    expect(again.status).toBe(304)
    expect(again.headers.get('etag')).toBe(etag)
    expect(again.headers.get('content-security-policy')).toBe(CONTENT_SECURITY_POLICY)
    const file = path.join(root, 'index.html')
    const { mtimeMs } = statSync(file)
    utimesSync(file, mtimeMs / 1000, mtimeMs / 1000 + 10)
    expect((await get('/', { headers: { 'if-none-match': etag } })).status).toBe(200)
  })

  it('answers HEAD without a body', async () => {
    const response = await get('/assets/index-B4x9zQk1.js', { method: 'HEAD' })
    expect(response.status).toBe(200)
    expect(response.headers.get('content-length')).toBe('9')
    expect(response.body).toBeNull()
  })

  it.each(['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])('answers no %s', async (method) => {
    const response = await get('/', { method })
    expect(response.status).toBe(405)
    expect(response.headers.get('allow')).toBe('GET, HEAD')
  })

  it.each(['/', '/assets/index-B4x9zQk1.js', '/.env', '/gone.js'])(
    'sends the security headers with %s',
    async (pathname) => {
      const { headers } = await get(pathname)
      expect(headers.get('content-security-policy')).toBe(CONTENT_SECURITY_POLICY)
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('referrer-policy')).toBe('no-referrer')
      expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
      expect(headers.get('cross-origin-resource-policy')).toBe('same-origin')
    },
  )

  it('serves nothing but regular files', async () => {
    symlinkSync(path.join(root, 'assets'), path.join(root, 'linked.js'))
    expect((await get('/linked.js')).status).toBe(404)
  })
})

describe('the content security policy', () => {
  const directives = new Map(
    CONTENT_SECURITY_POLICY.split('; ').map((directive) => {
      const [name = '', ...sources] = directive.split(' ')
      return [name, sources.join(' ')] as const
    }),
  )

  it('starts from nothing and lets scripts come from us only', () => {
    expect(directives.get('default-src')).toBe("'none'")
    expect(directives.get('script-src')).toBe("'self'")
    expect(directives.get('connect-src')).toBe("'self'")
  })

  it.each(['frame-src', 'object-src', 'base-uri', 'frame-ancestors'])('allows no %s', (name) =>
    expect(directives.get(name)).toBe("'none'"),
  )

  it('names no remote address, no wildcard and no eval', () => {
    expect(CONTENT_SECURITY_POLICY).not.toMatch(/https?:|\*|unsafe-eval/)
  })
})

describe('MIME types', () => {
  it.each([
    ['a.HTML', 'text/html; charset=utf-8'],
    ['a.mjs', 'text/javascript; charset=utf-8'],
    ['a.woff2', 'font/woff2'],
    ['a.wasm', 'application/wasm'],
    ['a.unknown', 'application/octet-stream'],
    ['none', 'application/octet-stream'],
  ])('%s is %s', (file, expected) => expect(mimeType(file)).toBe(expected))
})
