import type { ClientContext, ClientLink } from '@orpc/client'
import { RPCLink as PortLink } from '@orpc/client/message-port'
import { RPCLink as SocketLink } from '@orpc/client/websocket'
import { create } from 'zustand'

/**
 * `connecting` is the first moment and the moment after signing in. `lost` is shown to people, and
 * so is `refused`: the door answers, but it is another run of it, whose key this page does not have.
 */
export type ConnectionState = 'connecting' | 'open' | 'lost' | 'refused'

type Link = ClientLink<ClientContext>

/** How the line to the main process stands, for the bar that says so. */
export const useConnection = create<{ state: ConnectionState }>(() => ({ state: 'connecting' }))

const setState = (state: ConnectionState): void => useConnection.setState({ state })

/** Seconds to wait before the first, second … attempt to get a lost line back. */
const backOff = [0.5, 1, 2, 4, 8, 15]

/** Thrown when there is no line: what was asked for has not reached the main process. */
export class ConnectionLost extends Error {
  override name = 'ConnectionLost'
  constructor() {
    super('The connection to the application is lost. Nothing was changed; try again in a moment.')
  }
}

/** Whether the page stands in the desktop window, where the line is a message port. */
export const inDesktop = window.location.protocol === 'app:'

interface Line {
  /** The link to use now; waits for the line that is being made. */
  link(): Promise<Link>
  /** Begins anew: the session is read when a line is made. */
  reconnect(): void
}

/** The desktop's line: one port, handed over by the preload script once the page has loaded. */
function portLine(): Line {
  const given = new Promise<Link>((resolve) => {
    const take = (event: MessageEvent): void => {
      const [port] = event.ports
      if (event.source !== window || event.data !== 'sts-port' || port === undefined) return
      window.removeEventListener('message', take)
      const link = new PortLink({ port })
      port.addEventListener('close', () => setState('lost'))
      port.start()
      setState('open')
      resolve(link)
    }
    window.addEventListener('message', take)
  })
  // The port belongs to the page, and main keeps the session: signing in changes no line.
  return { link: () => given, reconnect: () => {} }
}

/** The browser's line: a WebSocket that comes back by itself. */
class SocketLine implements Line {
  private socket: WebSocket | undefined
  private current: Promise<Link> | undefined
  private attempt = 0
  private timer: number | undefined

  constructor() {
    window.addEventListener('online', () => this.hurry())
    document.addEventListener('visibilitychange', () => this.hurry())
  }

  link(): Promise<Link> {
    this.current ??= this.open()
    return this.current
  }

  reconnect(): void {
    window.clearTimeout(this.timer)
    this.attempt = 0
    const old = this.socket
    this.socket = undefined
    this.current = undefined
    // Said at once, not when the other side has agreed: what is still asked ends now, and nothing
    // tries to send “stop asking” over a socket that closes.
    old?.dispatchEvent(new CloseEvent('close'))
    old?.close()
    setState('connecting')
  }

  private open(): Promise<Link> {
    const scheme = window.location.protocol === 'https:' ? 'wss' : 'ws'
    const socket = new WebSocket(`${scheme}://${window.location.host}/rpc`)
    this.socket = socket
    const link = new SocketLink({ websocket: socket })
    return new Promise<Link>((resolve, reject) => {
      socket.addEventListener('open', () => {
        if (this.socket !== socket) return
        this.attempt = 0
        setState('open')
        resolve(link)
      })
      socket.addEventListener('close', () => {
        reject(new ConnectionLost())
        if (this.socket === socket) this.lost()
      })
    })
  }

  private lost(): void {
    this.socket = undefined
    this.current = undefined
    if (useConnection.getState().state !== 'refused') setState('lost')
    void this.askWhy()
    const seconds = backOff[Math.min(this.attempt, backOff.length - 1)] ?? 15
    this.attempt += 1
    window.clearTimeout(this.timer)
    this.timer = window.setTimeout(() => this.again(), seconds * 1000)
  }

  /** A browser does not tell why a socket was refused; a plain request does. */
  private async askWhy(): Promise<void> {
    const answer = await fetch('/api/v1/setup').catch(() => undefined)
    const waits = useConnection.getState().state !== 'open'
    if (waits && answer !== undefined) setState(answer.status === 401 ? 'refused' : 'lost')
  }

  private again(): void {
    // A failure is not an error here: `lost` has asked for the next attempt already.
    this.link().catch(() => {})
  }

  private hurry(): void {
    const { state } = useConnection.getState()
    const waiting = (state === 'lost' || state === 'refused') && this.current === undefined
    if (!waiting || document.visibilityState === 'hidden') return
    window.clearTimeout(this.timer)
    this.again()
  }
}

export const line: Line = inDesktop ? portLine() : new SocketLine()
