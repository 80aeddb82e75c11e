import type { WebContents } from 'electron'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { guardContents, guardSession, mayRequest } from '../../../src-main/electron/guards.ts'
import { createOwnOrigin } from '../../../src-main/electron/origin.ts'
import { eventDouble, SessionDouble, standIn, WebContentsDouble } from './double.ts'

const own = createOwnOrigin()
const withDevServer = createOwnOrigin(new URL('http://localhost:4242/'))

/** The permissions in electron.d.ts that would matter most if one slipped through. */
const PERMISSIONS = [
  'media',
  'geolocation',
  'notifications',
  'openExternal',
  'clipboard-read',
  'fileSystem',
  'display-capture',
  'serial',
  'usb',
  'hid',
  'local-network-access',
  'fullscreen',
  'unknown',
] as const

function only<T>(calls: readonly (readonly [T | null, ...unknown[]])[]): T {
  const handler = calls[0]?.[0]
  if (calls.length !== 1 || handler === null || handler === undefined) {
    throw new Error('Exactly one handler was expected')
  }
  return handler
}

describe('permissions of the session', () => {
  let session: SessionDouble

  beforeEach(() => {
    session = new SessionDouble()
    guardSession(session, own, false)
  })

  it.each(PERMISSIONS)('refuses a request for %s', (permission) => {
    const handler = only(session.setPermissionRequestHandler.mock.calls)
    const answer = vi.fn<(granted: boolean) => void>()
    handler(standIn<WebContents>({}), permission, answer, {
      isMainFrame: true,
      requestingUrl: 'app://sts/',
    })
    expect(answer.mock.calls).toEqual([[false]])
  })

  it.each(PERMISSIONS)('refuses a check for %s, also for our own page', (permission) => {
    const handler = only(session.setPermissionCheckHandler.mock.calls)
    const details = { isMainFrame: true, requestingUrl: 'app://sts/' }
    expect(handler(null, permission, 'app://sts', details)).toBe(false)
  })

  it('refuses devices, screens and pairings', () => {
    const device = only(session.setDevicePermissionHandler.mock.calls)
    const details: Parameters<typeof device>[0] = standIn({
      deviceType: 'usb',
      origin: 'app://sts',
    })
    expect(device(details)).toBe(false)

    const screen = vi.fn<(streams: unknown) => void>()
    only(session.setDisplayMediaRequestHandler.mock.calls)(standIn({}), screen)
    expect(screen.mock.calls).toEqual([[null]])

    const pairing = vi.fn<(response: unknown) => void>()
    only(session.setBluetoothPairingHandler.mock.calls)(standIn({}), pairing)
    expect(pairing.mock.calls).toEqual([[{ confirmed: false }]])
  })
})

describe('requests of the session', () => {
  const cancelled = (url: string): unknown => {
    const session = new SessionDouble()
    guardSession(session, own, false)
    const answer = vi.fn<(response: { cancel?: boolean }) => void>()
    session.webRequest.beforeRequest?.(standIn({ url }), answer)
    expect(answer).toHaveBeenCalledTimes(1)
    return answer.mock.calls[0]?.[0].cancel
  }

  it.each([
    'app://sts/',
    'app://sts/assets/index-abc.js',
    'data:image/png;base64,AA==',
    'blob:app://sts/1-2',
  ])('lets %s through', (url) => expect(cancelled(url)).toBe(false))

  it.each([
    'https://example.com/',
    'http://localhost:4242/',
    'ws://localhost:4242/',
    'file:///etc/passwd',
    'app://other/',
    'app://sts.example.com/',
    'app://somebody@sts/',
    'blob:https://example.com/1-2',
    'devtools://devtools/bundled/inspector.html',
    'chrome-extension://abc/page.html',
    'not an address',
    '',
  ])('cancels %s', (url) => expect(cancelled(url)).toBe(true))

  it('lets the dev server and its socket through when there is one, and no other port', () => {
    expect(mayRequest('http://localhost:4242/src/main.tsx', withDevServer, true)).toBe(true)
    expect(mayRequest('ws://localhost:4242/?token=x', withDevServer, true)).toBe(true)
    expect(mayRequest('http://localhost:4243/', withDevServer, true)).toBe(false)
    expect(mayRequest('ws://example.com:4242/', withDevServer, true)).toBe(false)
  })

  it('lets the developer tools through only where they are allowed', () => {
    expect(mayRequest('devtools://devtools/bundled/inspector.html', own, true)).toBe(true)
    expect(mayRequest('devtools://devtools/bundled/inspector.html', own, false)).toBe(false)
  })
})

describe('navigation of the page', () => {
  let contents: WebContentsDouble

  beforeEach(() => {
    contents = new WebContentsDouble()
    guardContents(standIn<WebContents>(contents), own)
  })

  describe.each(['will-navigate', 'will-frame-navigate', 'will-redirect'])('%s', (name) => {
    it.each([
      ['app://sts/rooms', false],
      ['https://example.com/', true],
      ['http://localhost:4242/', true],
      ['file:///etc/passwd', true],
      ['javascript:alert(1)', true],
      ['data:text/html,hello', true],
      ['app://sts@example.com/', true],
      ['mailto:somebody@example.com', true],
    ])('to %s is refused: %s', (url, refused) => {
      const event = eventDouble({ url })
      contents.emit(name, event)
      expect(event.defaultPrevented).toBe(refused)
    })
  })

  it('attaches no webview', () => {
    const event = eventDouble({})
    contents.emit('will-attach-webview', event)
    expect(event.defaultPrevented).toBe(true)
  })

  it.each(['https://example.com/', 'app://sts/', 'about:blank'])(
    'opens no window for %s',
    (url) => {
      expect(contents.openHandler?.(standIn({ url }))).toEqual({ action: 'deny' })
    },
  )

  it('keeps WebRTC off the network', () => {
    expect(contents.setWebRTCIPHandlingPolicy).toHaveBeenCalledWith('disable_non_proxied_udp')
  })
})
