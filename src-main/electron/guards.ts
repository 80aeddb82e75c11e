import type { Session, WebContents } from 'electron'
import type { OwnOrigin } from './origin.ts'

export interface GuardedSession
  extends Pick<
    Session,
    | 'setPermissionRequestHandler'
    | 'setPermissionCheckHandler'
    | 'setDevicePermissionHandler'
    | 'setDisplayMediaRequestHandler'
    | 'setBluetoothPairingHandler'
  > {
  webRequest: Pick<Session['webRequest'], 'onBeforeRequest'>
}

/**
 * Refuses every permission, every device and every request that is not ours.
 * @param devTools the address of the developer tools is let through; never in a packaged program
 */
export function guardSession(session: GuardedSession, own: OwnOrigin, devTools: boolean): void {
  session.setPermissionRequestHandler((_contents, _permission, callback) => callback(false))
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
  session.setDisplayMediaRequestHandler((_request, callback) => callback(null))
  session.setBluetoothPairingHandler((_details, callback) => callback({ confirmed: false }))
  session.webRequest.onBeforeRequest((details, callback) => {
    callback({ cancel: !mayRequest(details.url, own, devTools) })
  })
}

/**
 * May anything in this session ask for this address?
 *
 * `data:` and `blob:` hold their content or point into our own page and reach no network; what
 * may be done with them is the content security policy's business.
 */
export function mayRequest(url: string, own: OwnOrigin, devTools: boolean): boolean {
  if (url.startsWith('data:')) return true
  if (url.startsWith('blob:')) return own.ownsUrl(url.slice('blob:'.length))
  if (url.startsWith('devtools://')) return devTools
  return own.ownsUrl(url) || own.ownsSocket(url)
}

/**
 * Keeps one page where it is: no navigation, frame, redirect, window or webview that leads away
 * from our own origin. Nothing is opened in the system's browser instead.
 */
export function guardContents(
  contents: Pick<WebContents, 'on' | 'setWindowOpenHandler' | 'setWebRTCIPHandlingPolicy'>,
  own: OwnOrigin,
): void {
  const stay = (event: { url: string; preventDefault(): void }): void => {
    if (!own.ownsUrl(event.url)) event.preventDefault()
  }
  contents.on('will-navigate', stay)
  contents.on('will-frame-navigate', stay)
  contents.on('will-redirect', stay)
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  // WebRTC asks for no permission and passes by the request filter.
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp')
}
