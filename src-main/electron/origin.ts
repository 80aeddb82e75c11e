import type { WebFrameMain } from 'electron'

/** The scheme, host and start address of our own screens. */
export const APP_SCHEME = 'app'
export const APP_HOST = 'sts'
export const APP_ORIGIN = `${APP_SCHEME}://${APP_HOST}`

/** Which addresses are ours. Everything else is foreign. */
export interface OwnOrigin {
  /** Where the window starts. */
  startUrl: string
  /** A page or resource of ours, with no user name or password in the address. */
  ownsUrl(url: string): boolean
  /** The dev server's live-reload socket; never true without a dev server. */
  ownsSocket(url: string): boolean
  /** A serialized origin (RFC 6454), as `WebFrameMain.origin` gives it. */
  ownsOrigin(origin: string): boolean
}

const LOOPBACK_HOSTS = new Set(['localhost', '127.0.0.1', '[::1]'])

/**
 * The address of the dev server, if there is one to be trusted.
 * @param env      `ELECTRON_RENDERER_URL` is set by `electron-vite dev`
 * @param packaged a packaged program never looks at it
 * @returns a loopback http address, or `undefined`
 */
export function devServerUrl(env: NodeJS.ProcessEnv, packaged: boolean): URL | undefined {
  const text = env['ELECTRON_RENDERER_URL']
  if (packaged || text === undefined || !URL.canParse(text)) return undefined
  const url = new URL(text)
  return url.protocol === 'http:' && LOOPBACK_HOSTS.has(url.hostname) ? url : undefined
}

/** Says what is ours: `app://sts`, or in development the dev server in its place as well. */
export function createOwnOrigin(devServer?: URL): OwnOrigin {
  return {
    startUrl: devServer?.href ?? `${APP_ORIGIN}/`,
    ownsUrl(text) {
      if (!URL.canParse(text)) return false
      const url = new URL(text)
      if (url.username !== '' || url.password !== '') return false
      // URL.origin is "null" for schemes that Node doesn't know, so scheme and host are compared.
      if (url.protocol === `${APP_SCHEME}:`) return url.host === APP_HOST
      return devServer !== undefined && url.origin === devServer.origin
    },
    ownsSocket(text) {
      if (devServer === undefined || !URL.canParse(text)) return false
      const url = new URL(text)
      return url.protocol === 'ws:' && url.host === devServer.host
    },
    ownsOrigin(origin) {
      return origin === APP_ORIGIN || (devServer !== undefined && origin === devServer.origin)
    },
  }
}

/**
 * Is this the top frame of our own page?
 *
 * A frame may be `null`, detached, or throw when it is touched after it was disposed; all of
 * these count as "no".
 */
export function isOwnTopFrame(
  frame: Pick<WebFrameMain, 'origin' | 'parent' | 'detached'> | null,
  own: OwnOrigin,
): boolean {
  try {
    return (
      frame !== null && !frame.detached && frame.parent === null && own.ownsOrigin(frame.origin)
    )
  } catch {
    return false
  }
}
