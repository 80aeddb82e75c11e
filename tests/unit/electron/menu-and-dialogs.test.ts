import { EventEmitter } from 'node:events'
import path from 'node:path'
import type { MenuItemConstructorOptions, Session } from 'electron'
import { describe, expect, it, vi } from 'vitest'
import {
  askWhereDownloadsGo,
  desktopHost,
  safeFileName,
} from '../../../src-main/electron/dialogs.ts'
import { menuTemplate } from '../../../src-main/electron/menu.ts'
import { createOwnOrigin } from '../../../src-main/electron/origin.ts'
import { trayTemplate } from '../../../src-main/electron/tray.ts'
import { eventDouble, SessionDouble, standIn } from './double.ts'

function itemsOf(template: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] {
  return template.flatMap((item) => [
    item,
    ...(Array.isArray(item.submenu) ? itemsOf(item.submenu) : []),
  ])
}
const press = (items: readonly MenuItemConstructorOptions[], label: string): void => {
  const item = items.find((candidate) => candidate.label === label)
  if (item?.click === undefined) throw new Error(`There is nothing to press at ${label}`)
  Reflect.apply(item.click, undefined, [])
}

describe('the menu', () => {
  const parts = {
    platform: 'linux' as const,
    appName: 'STS',
    devTools: false,
    showWorkspaceFolder: vi.fn(),
    showAbout: vi.fn(),
  }

  it('has Edit, View, Window and Help on every system', () => {
    for (const platform of ['linux', 'win32', 'darwin'] as const) {
      const items = menuTemplate({ ...parts, platform })
      const named = items.map((item) => item.role ?? item.label)
      expect(named).toEqual(expect.arrayContaining(['editMenu', '&View', 'windowMenu', 'help']))
      expect(named.includes('appMenu')).toBe(platform === 'darwin')
    }
  })

  it('shows developer tools only where they are allowed', () => {
    const roles = (devTools: boolean) =>
      itemsOf(menuTemplate({ ...parts, devTools })).map((item) => item.role)
    expect(roles(false)).not.toContain('toggleDevTools')
    expect(roles(false)).not.toContain('forceReload')
    expect(roles(true)).toContain('toggleDevTools')
  })

  it('shows the workspace folder and what this program is', () => {
    const items = itemsOf(menuTemplate(parts))
    press(items, 'Show workspace folder')
    press(items, 'About STS')
    expect(parts.showWorkspaceFolder).toHaveBeenCalledTimes(1)
    expect(parts.showAbout).toHaveBeenCalledTimes(1)
  })

  it('leaves Ctrl+K to the page', () => {
    const keys = itemsOf(menuTemplate(parts)).map((item) => item.accelerator)
    expect(keys.filter((key) => key !== undefined)).toEqual([])
  })
})

describe('the tray', () => {
  it('opens the window for a snapshot, and quits', () => {
    const openWindow = vi.fn()
    const quit = vi.fn()
    const items = trayTemplate({ appName: 'STS', openWindow, quit })
    press(items, 'Open STS')
    press(items, 'Take snapshot…')
    expect(openWindow).toHaveBeenCalledTimes(2)
    press(items, 'Quit')
    expect(quit).toHaveBeenCalledTimes(1)
  })
})

describe('the dialogs', () => {
  const downloadsDir = path.resolve('/home/somebody/downloads')
  const hostWith = (saved: { canceled: boolean; filePath: string }) => {
    const showSaveDialog = vi.fn(async (_options: unknown) => saved)
    const showOpenDialog = vi.fn(async () => ({ canceled: false, filePaths: ['/chosen'] }))
    const showItemInFolder = vi.fn()
    const host = desktopHost({
      dialog: { showSaveDialog, showOpenDialog },
      shell: { showItemInFolder },
      window: () => undefined,
      downloadsDir,
    })
    return { host, showSaveDialog, showItemInFolder }
  }

  it('ask where to save, in the downloads folder, never overwriting silently', async () => {
    const { host, showSaveDialog } = hostWith({ canceled: false, filePath: '/chosen/a.pdf' })
    expect(await host.saveAs('STS-20261120-AB12CD.pdf')).toBe('/chosen/a.pdf')
    expect(showSaveDialog).toHaveBeenCalledWith({
      defaultPath: path.join(downloadsDir, 'STS-20261120-AB12CD.pdf'),
      properties: ['createDirectory', 'showOverwriteConfirmation'],
    })
  })

  it('answer with nothing when the person cancels', async () => {
    expect(await hostWith({ canceled: true, filePath: '' }).host.saveAs('a.pdf')).toBeUndefined()
  })

  it('choose a folder, and show a file in its folder', async () => {
    const { host, showItemInFolder } = hostWith({ canceled: true, filePath: '' })
    expect(await host.chooseFolder()).toBe('/chosen')
    host.showInFolder('/chosen/a.pdf')
    expect(showItemInFolder).toHaveBeenCalledWith('/chosen/a.pdf')
  })

  it('never let a name leave the downloads folder', async () => {
    const { host, showSaveDialog } = hostWith({ canceled: true, filePath: '' })
    await host.saveAs('../../etc/passwd')
    expect(showSaveDialog.mock.calls[0]?.[0]).toMatchObject({
      defaultPath: path.join(downloadsDir, '_.._etc_passwd'),
    })
  })

  it.each([
    ['a:b*c?.pdf', 'a_b_c_.pdf'],
    ['..\\..\\x.pdf', '_.._x.pdf'],
    ['.hidden', 'hidden'],
    ['trailing. ', 'trailing'],
    ['', 'download'],
    ['...', 'download'],
    ['\u0000\u0007', '_'],
    ['Αργώ – Волга.pdf', 'Αργώ – Волга.pdf'],
    [`${'a'.repeat(300)}.pdf`, `${'a'.repeat(146)}.pdf`],
  ])('the file name of %j is %j', (name, expected) => expect(safeFileName(name)).toBe(expected))
})

describe('downloads', () => {
  const download = (url: string) => {
    const session = new SessionDouble()
    askWhereDownloadsGo(standIn<Session>(session), createOwnOrigin(), path.resolve('/downloads'))
    const item = Object.assign(new EventEmitter(), {
      getURL: () => url,
      getFilename: () => 'STS/1.pdf',
      setSaveDialogOptions: vi.fn(),
    })
    const event = eventDouble({})
    session.emit('will-download', event, item)
    return { item, event }
  }

  it.each(['app://sts/api/v1/rooms/1/snapshots/2/download', 'blob:app://sts/1-2'])(
    'of ours ask where to go: %s',
    (url) => {
      const { item, event } = download(url)
      expect(event.defaultPrevented).toBe(false)
      expect(item.setSaveDialogOptions).toHaveBeenCalledWith({
        defaultPath: path.join(path.resolve('/downloads'), 'STS_1.pdf'),
        properties: ['createDirectory', 'showOverwriteConfirmation'],
      })
    },
  )

  it.each([
    'https://example.com/a.exe',
    'blob:https://example.com/1',
    'data:text/plain,a',
    'file:///a',
  ])('from elsewhere do not happen: %s', (url) => {
    const { item, event } = download(url)
    expect(event.defaultPrevented).toBe(true)
    expect(item.setSaveDialogOptions).not.toHaveBeenCalled()
  })
})
