import type { Notification, NotificationConstructorOptions } from 'electron'
import type { DesktopNotice } from './services.ts'

type Shown = Pick<Notification, 'on' | 'once' | 'show'>

export interface NotifierParts {
  isSupported(): boolean
  create(options: NotificationConstructorOptions): Shown
  /** Brings the window to the front. */
  openWindow(): void
}

/**
 * Shows notices as the operating system shows them; a click brings the window to the front. Where
 * the system shows none, nothing happens: the notice stands in the window anyway.
 * @returns what shows one
 */
export function createNotifier(parts: NotifierParts): (notice: DesktopNotice) => void {
  // One that nobody holds is garbage-collected, and its click is never heard.
  const held = new Set<Shown>()
  return ({ title, body }) => {
    if (!parts.isSupported()) return
    const shown = parts.create({ title, body })
    const release = (): void => {
      held.delete(shown)
    }
    held.add(shown)
    shown.on('click', () => {
      parts.openWindow()
      release()
    })
    shown.once('close', release)
    shown.once('failed', release)
    shown.show()
  }
}
