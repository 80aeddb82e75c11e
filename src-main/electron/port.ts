import type { MessageChannelMain, MessagePortMain, WebContents } from 'electron'
import { isOwnTopFrame, type OwnOrigin } from './origin.ts'
import type { MessagePortMainLike } from './services.ts'

/** The one channel that there is between main and preload. */
export const PORT_CHANNEL = 'sts-port'

export interface PortParts {
  contents: Pick<WebContents, 'on' | 'mainFrame'>
  own: OwnOrigin
  createChannel(): MessageChannelMain
  /** Attaches the router's listeners. */
  connect(port: MessagePortMainLike): void
  report(what: string, error: unknown): void
}

/**
 * Hands each page that loads in this window one port to the router.
 *
 * There is one mechanism: main gives, the page never asks, so nothing listens to messages from
 * the page. A port goes out once for each committed document, when it has finished loading, and
 * only to the top frame of our own origin. It is closed as soon as another document takes the
 * frame, the renderer dies or the window goes.
 * @returns closes the port that is open, if any
 */
export function handOverPorts(parts: PortParts): () => void {
  const { contents } = parts
  // Holding the port keeps it alive: Electron closes ports that are garbage-collected.
  let open: MessagePortMain | undefined
  let given = false

  const close = (): void => {
    open?.close()
    open = undefined
  }
  const newDocument = (): void => {
    close()
    given = false
  }

  const give = (): void => {
    if (given) return
    const frame = contents.mainFrame
    if (!isOwnTopFrame(frame, parts.own)) return
    const { port1, port2 } = parts.createChannel()
    open = port1
    given = true
    try {
      parts.connect(port1)
      port1.start()
      // Sent on the very frame that was checked; throws when the frame is already disposed.
      frame.postMessage(PORT_CHANNEL, null, [port2])
    } catch (error) {
      close()
      parts.report('The page could not be given its port', error)
    }
  }

  contents.on('did-navigate', newDocument)
  contents.on('did-finish-load', give)
  contents.on('render-process-gone', newDocument)
  contents.on('destroyed', newDocument)
  return close
}
