import type { MenuItemConstructorOptions } from 'electron'

export interface MenuParts {
  platform: NodeJS.Platform
  appName: string
  /** Developer tools in the View menu; never in a packaged program. */
  devTools: boolean
  showWorkspaceFolder(): void
  showAbout(): void
}

/**
 * The native menu. Its items do what the system does (roles) or what needs no page; the palette
 * (Ctrl/Cmd+K) and everything about rooms lives in the page, which has its own shortcuts.
 */
export function menuTemplate(parts: MenuParts): MenuItemConstructorOptions[] {
  const mac = parts.platform === 'darwin'
  const appMenu: MenuItemConstructorOptions[] = mac ? [{ role: 'appMenu' }] : []
  return [
    ...appMenu,
    { label: '&File', submenu: [mac ? { role: 'close' } : { role: 'quit' }] },
    { role: 'editMenu' },
    { label: '&View', submenu: viewItems(parts.devTools) },
    { role: 'windowMenu' },
    {
      role: 'help',
      label: '&Help',
      submenu: [
        { label: 'Show workspace folder', click: () => parts.showWorkspaceFolder() },
        { type: 'separator' },
        { label: `About ${parts.appName}`, click: () => parts.showAbout() },
      ],
    },
  ]
}

function viewItems(devTools: boolean): MenuItemConstructorOptions[] {
  const items: MenuItemConstructorOptions[] = [
    { role: 'reload' },
    { type: 'separator' },
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    { type: 'separator' },
    { role: 'togglefullscreen' },
  ]
  return devTools ? [...items, { type: 'separator' }, { role: 'toggleDevTools' }] : items
}
