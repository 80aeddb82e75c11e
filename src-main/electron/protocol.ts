import type { Protocol } from 'electron'
import { SECURITY_HEADERS } from '../http/static.ts'
import { APP_HOST, APP_SCHEME } from './origin.ts'
import type { DesktopServices, SessionSlot } from './services.ts'
import { RECOVERY_PATH, type StateScreen, stateResponse } from './state-page.ts'

/** What answers under `app://sts`: the program, or the screen that says why it isn't there. */
export type Answering =
  | { services: Pick<DesktopServices, 'fetch'>; session: SessionSlot }
  | { screen: StateScreen; recover?: () => Promise<StateScreen> }

/**
 * Registers `app://`. Only the host `sts` exists; a bug in a handler is a plain 500 and is
 * reported, its text never reaches the page.
 */
export function handleAppScheme(
  protocol: Pick<Protocol, 'handle'>,
  answering: Answering,
  report: (what: string, error: unknown) => void,
): void {
  const respond = 'services' in answering ? fromServices(answering) : fromState(answering)
  protocol.handle(APP_SCHEME, async (request) => {
    if (new URL(request.url).host !== APP_HOST) return plain(404, 'There is nothing here.')
    try {
      return await respond(request)
    } catch (error) {
      report('A request of the page could not be answered', error)
      return plain(500, 'Something went wrong.')
    }
  })
}

type Respond = (request: Request) => Promise<Response>

function fromServices({ services, session }: Extract<Answering, { session: unknown }>): Respond {
  return (request) => services.fetch(request, { source: 'desktop', session })
}

function fromState({ screen, recover }: Extract<Answering, { screen: unknown }>): Respond {
  let shown = screen
  return async (request) => {
    const asked = request.method === 'POST' && new URL(request.url).pathname === RECOVERY_PATH
    if (asked && recover !== undefined && shown.recovery !== undefined) {
      // Taken away at once: a second click must not start a second recovery.
      shown = { state: screen.state, message: 'The recovery is running.' }
      shown = await recover()
    }
    return stateResponse(shown)
  }
}

function plain(status: number, text: string): Response {
  return new Response(text, {
    status,
    headers: { ...SECURITY_HEADERS, 'content-type': 'text/plain; charset=utf-8' },
  })
}
