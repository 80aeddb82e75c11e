import { createHash, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { getRequestListener } from '@hono/node-server'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { getCookie } from 'hono/cookie'
import { parse as parseCookies } from 'hono/utils/cookie'
import { WebSocketServer } from 'ws'
import { maxDocumentBytes } from '../../src-shared/contract/documents.ts'
import { maxImportBytes } from '../../src-shared/contract/imports.ts'
import { maxModelBytes, maxVerifyBytes } from '../../src-shared/contract/snapshots.ts'
import { DomainError, systemCode } from '../platform/domain-error.ts'
import type { DoorContext, SessionSlot } from '../rpc/context.ts'
import { createSocketHandler } from '../rpc/transports.ts'
import type { Workspace } from '../workspace.ts'
import { createApi } from './app.ts'
import { errorResponse, json } from './envelope.ts'
import { createFailureLimit } from './failure-limit.ts'
import { keyPage } from './key-page.ts'
import type { Setup } from './setup.ts'
import { serveStatic } from './static.ts'

const maxJsonBytes = 1024 * 1024
const loopbackHosts = ['127.0.0.1', 'localhost', '::1', '[::1]']

export interface DoorOptions {
  host: string
  port: number
  /** The directory of the built screens. */
  screens: string
  /** Secret of this run: who opens the screens must know it. */
  key: string
  workspace: () => Workspace | undefined
  /** Makes the first workspace, where there is none yet. */
  setup: Setup | undefined
}

export interface Door {
  /** `http://127.0.0.1:8000`. */
  origin: string
  close(): Promise<void>
}

/**
 * The loopback door: REST for scripts, and the screens in a browser. Binds to loopback only, and
 * refuses requests whose Host or Origin is not its own.
 * @throws BAD_REQUEST for a host that is not loopback, CONFLICT for a port in use
 */
export async function openDoor(options: DoorOptions): Promise<Door> {
  if (!loopbackHosts.includes(options.host)) {
    throw new DomainError(
      'BAD_REQUEST',
      `--host ${options.host} is refused: the door opens on the loopback address only (127.0.0.1, ::1, or localhost).`,
    )
  }
  const apis = new WeakMap<Workspace, ReturnType<typeof createApi>>()
  const sockets = new WeakMap<Workspace, ReturnType<typeof createSocketHandler>>()
  const apiOf = (workspace: Workspace) => kept(apis, workspace, createApi)
  const socketOf = (workspace: Workspace) =>
    kept(sockets, workspace, (one) => createSocketHandler(one.router))

  let port = options.port
  const names = () => ({ door: `sts_door_${port}`, session: `sts_session_${port}` })
  const knowsKey = (cookie: string | undefined) =>
    cookie !== undefined && sameSecret(cookie, options.key)

  const app = new Hono()
  app.use('*', async (context, next) => {
    const problem = foreign(context.req.raw.headers, port)
    if (problem !== undefined) return errorResponse('FORBIDDEN', problem)
    return next()
  })
  app.use('/api/*', async (context, next) => {
    const { path } = context.req
    const maxSize = /^\/api\/v1\/rooms\/[^/]+\/documents$/.test(path)
      ? maxDocumentBytes + maxJsonBytes
      : path === '/api/v1/snapshots/verify'
        ? maxVerifyBytes
        : path === '/api/v1/snapshots/open'
          ? maxModelBytes + maxJsonBytes
          : path === '/api/v1/imports'
            ? maxImportBytes + maxJsonBytes
            : maxJsonBytes
    const limit = bodyLimit({
      maxSize,
      onError: () => {
        const refusal = errorResponse(
          'PAYLOAD_TOO_LARGE',
          `This call takes at most ${Math.round(maxSize / 1024 / 1024)} MB.`,
        )
        // The rest of the body is not read: the caller must not send the next request after it.
        refusal.headers.set('connection', 'close')
        return refusal
      },
    })
    return limit(context, next)
  })
  const failures = createFailureLimit()
  app.post('/api/v1/auth/login', async (_context, next) => {
    if (failures.tooMany()) {
      return errorResponse(
        'TOO_MANY_REQUESTS',
        'Too many failed sign-ins on this machine; wait a minute.',
      )
    }
    await next()
    return undefined
  })
  app.all('/api/v1/setup', async (context) => {
    if (!knowsKey(getCookie(context, names().door))) return errorResponse('UNAUTHENTICATED')
    const { setup } = options
    if (context.req.method === 'GET')
      return json({ needed: setup !== undefined && options.workspace() === undefined })
    if (setup === undefined || options.workspace() !== undefined) {
      return errorResponse('CONFLICT', 'The workspace is set up already.')
    }
    return setup(context.req.raw)
  })
  app.all('/api/*', async (context) => {
    const workspace = options.workspace()
    if (workspace === undefined) {
      return context.req.path === '/api/health'
        ? json({ status: 'ok' })
        : errorResponse('WORKSPACE_UNUSABLE', 'There is no workspace yet: set one up first.')
    }
    const slot = cookieSlot(getCookie(context, names().session), context.req.raw)
    const answer = await apiOf(workspace)(context.req.raw, slot.context)
    if (context.req.path === '/api/v1/auth/login' && answer.status === 401) failures.note()
    return slot.applyTo(answer, names().session)
  })
  app.get('*', async (context) => {
    const given = context.req.query('key')
    if (given !== undefined && sameSecret(given, options.key)) {
      return new Response(null, {
        status: 303,
        headers: { location: '/', 'set-cookie': cookie(names().door, options.key) },
      })
    }
    if (!knowsKey(getCookie(context, names().door))) return keyPage(given !== undefined)
    return serveStatic(options.screens, context.req.raw)
  })
  app.notFound(() => errorResponse('NOT_FOUND'))
  app.onError((error) => {
    const workspace = options.workspace()
    workspace?.log.error({ err: error }, 'a request could not be answered')
    return error instanceof DomainError
      ? errorResponse(error.code, error.message, error.data)
      : errorResponse('INTERNAL_SERVER_ERROR')
  })

  const listener = getRequestListener(app.fetch)
  const server = createServer((request, response) => {
    void listener(request, response)
  })
  server.requestTimeout = 120_000
  const socketServer = new WebSocketServer({ noServer: true, maxPayload: maxJsonBytes })
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const workspace = options.workspace()
    const cookies = parseCookies(request.headers.cookie ?? '')
    // Once upgraded, the server listens to no error of this connection any more.
    socket.on('error', () => socket.destroy())
    const refused =
      !/^\/rpc(\?|$)/.test(request.url ?? '') ||
      request.headers.origin === undefined ||
      foreign(new Headers(flat(request)), port) !== undefined ||
      !knowsKey(cookies[names().door]) ||
      workspace === undefined
    if (refused) {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
      return
    }
    const token = cookies[names().session]
    socketServer.handleUpgrade(request, socket, head, (webSocket) => {
      // What breaks the protocol (a message too large, bytes that are no text) closes this socket;
      // without a listener it would end the process.
      webSocket.on('error', () => webSocket.terminate())
      socketOf(workspace)(webSocket, {
        source: 'browser',
        // The cookie is set and cleared over HTTP; the page opens a new socket afterwards.
        session: { get: () => token, set: () => undefined },
      })
    })
  })
  await listening(server, options)
  port = (server.address() as AddressInfo).port
  const shown =
    options.host.includes(':') && !options.host.startsWith('[') ? `[${options.host}]` : options.host
  return {
    origin: `http://${shown}:${port}`,
    close: async () => {
      for (const client of socketServer.clients) client.terminate()
      socketServer.close()
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeAllConnections()
      await closed
    },
  }
}

async function listening(server: Server, { host, port }: DoorOptions): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => {
      reject(
        systemCode(error) === 'EADDRINUSE'
          ? new DomainError('CONFLICT', `Port ${port} is in use; choose another one with --port.`)
          : systemCode(error) === 'EACCES'
            ? new DomainError(
                'CONFLICT',
                `Port ${port} may not be opened with your rights; choose one above 1023.`,
              )
            : error,
      )
    })
    server.listen(port, host.replace(/^\[|\]$/g, ''), () => resolve())
  })
}

/** Why a request is not for us: a foreign Host (DNS rebinding) or a foreign Origin (another site). */
function foreign(headers: Headers, port: number): string | undefined {
  const own = ['127.0.0.1', 'localhost', '[::1]'].map((name) => `${name}:${port}`)
  if (!own.includes(headers.get('host') ?? ''))
    return 'The Host of this request is not this server’s.'
  const origin = headers.get('origin')
  if (origin !== null && !own.some((name) => origin === `http://${name}`)) {
    return 'The Origin of this request is not this server’s.'
  }
  return undefined
}

/** Where a caller's token is: the Authorization header of a script, or the cookie of our page. */
function cookieSlot(cookieToken: string | undefined, request: Request) {
  const bearer = /^Bearer (.+)$/i.exec(request.headers.get('authorization') ?? '')?.[1]
  const ownPage =
    request.headers.get('origin') !== null ||
    request.headers.get('sec-fetch-site') === 'same-origin'
  let change: { token: string | undefined } | undefined
  const session: SessionSlot = {
    get: () => bearer ?? cookieToken,
    set: (token) => {
      change = { token }
    },
  }
  const source: DoorContext['source'] =
    bearer === undefined && (ownPage || cookieToken !== undefined) ? 'browser' : 'rest'
  return {
    context: { source, session } satisfies DoorContext,
    applyTo: (response: Response, name: string): Response => {
      if (change === undefined || !ownPage) return response
      const headers = new Headers(response.headers)
      headers.append(
        'set-cookie',
        change.token === undefined ? `${cookie(name, '')}; Max-Age=0` : cookie(name, change.token),
      )
      return new Response(response.body, { status: response.status, headers })
    },
  }
}

const cookie = (name: string, value: string) =>
  `${name}=${value}; Path=/; HttpOnly; SameSite=Strict`

function sameSecret(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(a), digest(b))
}

function flat(request: IncomingMessage): [string, string][] {
  return Object.entries(request.headers).flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' ? [[name, value]] : [],
  )
}

function kept<Key extends object, Value>(
  map: WeakMap<Key, Value>,
  key: Key,
  make: (key: Key) => Value,
): Value {
  const there = map.get(key)
  if (there !== undefined) return there
  const made = make(key)
  map.set(key, made)
  return made
}
