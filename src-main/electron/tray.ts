import type { Menu, MenuItemConstructorOptions, Tray } from 'electron'

export interface TrayParts {
  appName: string
  createTray(): Pick<Tray, 'setToolTip' | 'setContextMenu' | 'on' | 'destroy'>
  buildMenu(template: MenuItemConstructorOptions[]): Menu
  /** Brings the window to the front. */
  openWindow(): void
  quit(): void
}

/** What the tray offers. Taking a snapshot needs a room, which people choose in the window. */
export function trayTemplate(
  parts: Pick<TrayParts, 'appName' | 'openWindow' | 'quit'>,
): MenuItemConstructorOptions[] {
  return [
    { label: `Open ${parts.appName}`, click: () => parts.openWindow() },
    { label: 'Take snapshot…', click: () => parts.openWindow() },
    { type: 'separator' },
    { label: 'Quit', click: () => parts.quit() },
  ]
}

/**
 * Puts the icon into the tray.
 * @returns removes it. Whoever holds this function holds the tray: one that nobody holds is
 *          garbage-collected and vanishes
 */
export function showTray(parts: TrayParts): () => void {
  const tray = parts.createTray()
  tray.setToolTip(parts.appName)
  tray.setContextMenu(parts.buildMenu(trayTemplate(parts)))
  tray.on('click', () => parts.openWindow())
  return () => tray.destroy()
}
