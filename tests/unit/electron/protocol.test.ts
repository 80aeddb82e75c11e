import type { Protocol } from 'electron'
import { describe, expect, it, vi } from 'vitest'
import { type Answering, handleAppScheme } from '../../../src-main/electron/protocol.ts'
import { createSessionSlot, type DesktopOrigin } from '../../../src-main/electron/services.ts'
import type { StateScreen } from '../../../src-main/electron/state-page.ts'

type Handler = Parameters<Protocol['handle']>[1]

function registered(answering: Answering, report = vi.fn()) {
  const handle = vi.fn<Protocol['handle']>()
  handleAppScheme({ handle }, answering, report)
  expect(handle).toHaveBeenCalledTimes(1)
  const [scheme, handler] = handle.mock.calls[0] ?? []
  if (handler === undefined) throw new Error('No handler was registered')
  return { scheme, handler, report }
}

async function ask(handler: Handler, url: string, init?: RequestInit): Promise<Response> {
  // Electron's handler takes the global Request; Node's is the same in tests.
  return await handler(new Request(url, init))
}

describe('app://', () => {
  const session = createSessionSlot()

  it('gives requests for app://sts to the program, with the session of the window', async () => {
    const fetch = vi.fn(
      async (_request: Request, _origin: DesktopOrigin) => new Response('screens'),
    )
    const { scheme, handler } = registered({ services: { fetch }, session })
    expect(scheme).toBe('app')
    const response = await ask(handler, 'app://sts/rooms?q=1')
    expect(await response.text()).toBe('screens')
    expect(fetch.mock.calls[0]?.[0].url).toBe('app://sts/rooms?q=1')
    expect(fetch.mock.calls[0]?.[1]).toEqual({ source: 'desktop', session })
  })

  it.each(['app://other/', 'app://sts.example.com/', 'app://sts:80/', 'app:///'])(
    'knows no host but its own: %s',
    async (url) => {
      const fetch = vi.fn(async () => new Response('screens'))
      const { handler } = registered({ services: { fetch }, session })
      expect((await ask(handler, url)).status).toBe(404)
      expect(fetch).not.toHaveBeenCalled()
    },
  )

  it('answers a bug with a plain 500 and reports it whole', async () => {
    const bug = new Error('no such table: rooms in /home/somebody')
    const services = { fetch: () => Promise.reject(bug) }
    const { handler, report } = registered({ services, session })
    const response = await ask(handler, 'app://sts/')
    expect(response.status).toBe(500)
    expect(await response.text()).toBe('Something went wrong.')
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    expect(report.mock.calls[0]?.[1]).toBe(bug)
  })
})

describe('the screen of a named state', () => {
  const damaged: StateScreen = {
    state: 'damaged',
    message: 'The check found <1> fault & more.',
    recovery: { label: 'Restore "newest"', description: 'From 20 Nov 2026, 14:05.' },
  }

  it('says the state and the sentence, escaped, without script', async () => {
    const { handler } = registered({ screen: damaged })
    const response = await ask(handler, 'app://sts/state/damaged')
    const html = await response.text()
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(html).toContain('<h1>The workspace is damaged</h1>')
    expect(html).toContain('The check found &lt;1&gt; fault &amp; more.')
    expect(html).toContain('Restore &quot;newest&quot;')
    expect(html).not.toContain('<script')
  })

  it('allows nothing but its own style', async () => {
    const { handler } = registered({ screen: damaged })
    const response = await ask(handler, 'app://sts/state/damaged')
    const policy = response.headers.get('content-security-policy') ?? ''
    const style = /<style>([\s\S]*)<\/style>/.exec(await response.text())?.[1] ?? ''
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(style))
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain(`style-src 'sha256-${Buffer.from(digest).toString('base64')}'`)
    expect(policy).not.toContain('unsafe')
    expect(policy).not.toContain('script-src')
  })

  it('is shown whatever is asked for', async () => {
    const { handler } = registered({ screen: damaged })
    expect(await (await ask(handler, 'app://sts/api/v1/rooms')).text()).toContain('damaged')
  })

  it('recovers once, when its button is pressed', async () => {
    const done: StateScreen = { state: 'damaged', message: 'Done.' }
    const gate = Promise.withResolvers<StateScreen>()
    const recover = vi.fn(() => gate.promise)
    const { handler } = registered({ screen: damaged, recover })
    const first = ask(handler, 'app://sts/state/recover', { method: 'POST' })
    const second = await ask(handler, 'app://sts/state/recover', { method: 'POST' })
    expect(await second.text()).toContain('The recovery is running.')
    gate.resolve(done)
    expect(await (await first).text()).toContain('Done.')
    expect(recover).toHaveBeenCalledTimes(1)
  })

  it('recovers neither by looking nor where nothing is offered', async () => {
    const recover = vi.fn(async () => damaged)
    await ask(registered({ screen: damaged, recover }).handler, 'app://sts/state/recover')
    const { recovery: _none, ...without } = damaged
    const { handler } = registered({ screen: without, recover })
    await ask(handler, 'app://sts/state/recover', { method: 'POST' })
    expect(recover).not.toHaveBeenCalled()
  })
})
