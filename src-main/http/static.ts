import { createReadStream, type Stats } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import path from 'node:path'

/**
 * The content security policy of every page of ours, behind both doors.
 *
 * `style-src` allows inline styles because Mantine writes `<style>` elements and React writes
 * style attributes; scripts have no such exception.
 */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  "frame-src 'none'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

/** Headers that every response of the doors carries, whatever it is. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
}

const MIME_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
  '.wasm': 'application/wasm',
  '.pdf': 'application/pdf',
}

/** Up to this size a file is read at once: `fs.open` would unpack it when it lies in an asar. */
const READ_AT_ONCE_BYTES = 4 * 1024 * 1024

/** Vite's content hash in a file name: `index-B4x_9zQk.js`. */
const HASHED_NAME = /-[A-Za-z0-9_-]{8,}\.[a-z0-9]+$/

/** @returns the MIME type for a file's extension; unknown ones are bytes without a meaning */
export function mimeType(file: string): string {
  return MIME_TYPES[path.extname(file).toLowerCase()] ?? 'application/octet-stream'
}

/**
 * The file below `root` that an address names, without looking at the disk.
 *
 * The path is decoded once. Whatever would lead out of `root` is refused, and so is what a file
 * system may read in a second way: NUL and control characters, backslashes, colons (drives and
 * streams on Windows), and names that start with a dot.
 * @param root absolute path of the folder with the built screens
 * @param url  any scheme and host; only the path counts. A directory means its `index.html`
 * @returns an absolute path inside `root`, or `undefined` when the address is refused
 */
export function resolveAppPath(root: string, url: string | URL): string | undefined {
  const pathname = decodedPath(url)
  if (pathname === undefined) return undefined
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  if (/[\u0000-\u001f\u007f\\:]/.test(pathname)) return undefined
  if (pathname.split('/').some((segment) => segment.startsWith('.'))) return undefined
  const relative = pathname.endsWith('/') ? `${pathname}index.html` : pathname
  const target = path.resolve(root, `.${relative}`)
  return isInside(root, target) ? target : undefined
}

/**
 * Does a path lie below a folder? By `path.relative`, never by comparing beginnings, for which
 * `/srv/screens-old` would lie in `/srv/screens`.
 * @param root   absolute
 * @param target absolute
 */
export function isInside(root: string, target: string): boolean {
  const relative = path.relative(root, target)
  const leaves = relative === '..' || relative.startsWith(`..${path.sep}`)
  return relative !== '' && !leaves && !path.isAbsolute(relative)
}

function decodedPath(url: string | URL): string | undefined {
  try {
    const { pathname } = new URL(url)
    return decodeURIComponent(pathname === '' ? '/' : pathname)
  } catch {
    return undefined
  }
}

/**
 * Serves the built screens, fetch-style, for the desktop's `app://` scheme and for loopback HTTP.
 *
 * Addresses without an extension that name no file are routes of the screens and get
 * `index.html`; `/api` and `/rpc` never do. Files with a hash in their name are immutable,
 * all others are asked for again with their ETag.
 * @param root absolute path of the folder with the built screens
 * @returns 200, 304, 404 or 405; 404 also for every refused address
 */
export async function serveStatic(root: string, request: Request): Promise<Response> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return plain(405, 'Only GET and HEAD are answered here.', { allow: 'GET, HEAD' })
  }
  const target = resolveAppPath(root, request.url)
  if (target === undefined) return notFound()
  const found = await regularFile(target)
  if (found !== undefined) return fileResponse(target, found, request)
  if (!isScreenRoute(request.url)) return notFound()
  const index = path.join(root, 'index.html')
  const indexStats = await regularFile(index)
  return indexStats === undefined ? notFound() : fileResponse(index, indexStats, request)
}

function isScreenRoute(url: string): boolean {
  const { pathname } = new URL(url)
  return path.posix.extname(pathname) === '' && !/^\/(?:api|rpc)(?:\/|$)/.test(pathname)
}

async function regularFile(file: string): Promise<Stats | undefined> {
  try {
    const stats = await stat(file)
    return stats.isFile() ? stats : undefined
  } catch {
    return undefined
  }
}

async function fileResponse(file: string, stats: Stats, request: Request): Promise<Response> {
  const etag = `"${stats.size.toString(36)}-${Math.trunc(stats.mtimeMs).toString(36)}"`
  const headers = new Headers({
    ...SECURITY_HEADERS,
    'cache-control': HASHED_NAME.test(path.basename(file))
      ? 'public, max-age=31536000, immutable'
      : 'no-cache',
    etag,
  })
  if (matches(request.headers.get('if-none-match'), etag)) {
    return new Response(null, { status: 304, headers })
  }
  headers.set('content-type', mimeType(file))
  headers.set('content-length', String(stats.size))
  const body = request.method === 'HEAD' ? null : await contentOf(file, stats.size)
  return new Response(body, { status: 200, headers })
}

function matches(ifNoneMatch: string | null, etag: string): boolean {
  if (ifNoneMatch === null) return false
  return ifNoneMatch
    .split(',')
    .map((tag) => tag.trim().replace(/^W\//, ''))
    .some((tag) => tag === '*' || tag === etag)
}

async function contentOf(file: string, size: number): Promise<BodyInit> {
  if (size <= READ_AT_ONCE_BYTES) return readFile(file)
  return streamOf(file)
}

function streamOf(file: string): ReadableStream<Uint8Array> {
  const chunks: AsyncIterator<Uint8Array> = createReadStream(file)[Symbol.asyncIterator]()
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await chunks.next()
      if (done === true) controller.close()
      else controller.enqueue(value)
    },
    async cancel() {
      await chunks.return?.()
    },
  })
}

function notFound(): Response {
  return plain(404, 'There is nothing at this address.')
}

function plain(status: number, text: string, extra: Record<string, string> = {}): Response {
  return new Response(text, {
    status,
    headers: { ...SECURITY_HEADERS, 'content-type': 'text/plain; charset=utf-8', ...extra },
  })
}
