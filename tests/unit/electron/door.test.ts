import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type {
  DesktopNotice,
  DesktopOrigin,
  DesktopServices,
  MessagePortMainLike,
  OpenFailure,
} from '../../../src-main/electron/services.ts'
import {
  BrowserWindowDouble,
  electronDouble,
  eventDouble,
  NotificationDouble,
  TrayDouble,
} from './double.ts'

class ServicesDouble implements DesktopServices {
  readonly connected: { port: MessagePortMainLike; origin: DesktopOrigin }[] = []
  readonly stop = vi.fn(async () => undefined)
  readonly wake = vi.fn()
  notify: ((notice: DesktopNotice) => void) | undefined
  keep = false

  async fetch(): Promise<Response> {
    return new Response('screens')
  }
  connectPort(port: MessagePortMainLike, origin: DesktopOrigin): void {
    this.connected.push({ port, origin })
  }
  onNotice(listener: (notice: DesktopNotice) => void): () => void {
    this.notify = listener
    return () => {
      this.notify = undefined
    }
  }
  keepInTray(): boolean {
    return this.keep
  }
}

describe('the desktop door', () => {
  let double: ReturnType<typeof electronDouble>
  let userData: string
  const signalsBefore = new Map<string, readonly unknown[]>()

  beforeEach(() => {
    userData = mkdtempSync(path.join(tmpdir(), 'sts-door-'))
    double = electronDouble()
    double.app.userData = userData
    vi.resetModules()
    vi.doMock('electron', () => double)
    vi.stubEnv('STS_WORKSPACE', '')
    for (const name of ['SIGINT', 'SIGTERM', 'uncaughtException', 'unhandledRejection']) {
      signalsBefore.set(name, process.rawListeners(name))
    }
  })
  afterEach(() => {
    vi.doUnmock('electron')
    for (const [name, listeners] of signalsBefore) {
      for (const listener of process.rawListeners(name)) {
        if (!listeners.includes(listener)) Reflect.apply(process.off, process, [name, listener])
      }
    }
    vi.unstubAllEnvs()
    rmSync(userData, { recursive: true })
  })

  const open = async (opened: () => Promise<DesktopServices | OpenFailure>) => {
    const { beforeReady, closeSession, openServices } = await import(
      '../../../src-main/electron/start.ts'
    )
    const { showDesktop } = await import('../../../src-main/electron/show.ts')
    const desktop = beforeReady('file:///opt/sts/out/main/index.js')
    if (desktop === undefined) return undefined
    closeSession(desktop)
    const asked = vi.fn(opened)
    showDesktop(desktop, await openServices(desktop, async () => asked))
    return { desktop, asked }
  }
  const window = (index = 0): BrowserWindowDouble => {
    const made = BrowserWindowDouble.made[index]
    if (made === undefined) throw new Error(`There is no window number ${index}`)
    return made
  }
  const quitEvent = () => {
    const event = eventDouble({})
    double.app.emit('before-quit', event)
    return event
  }
  const loaded = (): Promise<Response> | Response | undefined =>
    double.protocol.handle.mock.calls[0]?.[1](new Request('app://sts/'))

  it('opens the workspace in the data folder, from the built entry', async () => {
    const services = new ServicesDouble()
    const result = await open(async () => services)
    expect(result?.asked.mock.calls[0]).toMatchObject([
      {
        workspaceDir: path.join(userData, 'workspace'),
        entryUrl: 'file:///opt/sts/out/main/index.js',
      },
    ])
  })

  it('shows one guarded window at our own address', async () => {
    await open(async () => new ServicesDouble())
    expect(BrowserWindowDouble.made).toHaveLength(1)
    expect(window().loadURL).toHaveBeenCalledWith('app://sts/')
    expect(window().options.webPreferences).toMatchObject({
      preload: '/opt/sts/out/preload/index.cjs',
      sandbox: true,
      devTools: false,
    })
    expect(double.session.defaultSession.webRequest.beforeRequest).toBeDefined()
    expect(await (await loaded())?.text()).toBe('screens')
  })

  it('guards every page that Electron ever makes', async () => {
    await open(async () => new ServicesDouble())
    const { webContents } = window()
    double.app.emit('web-contents-created', {}, webContents)
    const event = eventDouble({ url: 'https://example.com/' })
    webContents.emit('will-navigate', event)
    expect(event.defaultPrevented).toBe(true)
  })

  it('gives the page a port with the session of the window, which survives a reload', async () => {
    const services = new ServicesDouble()
    await open(async () => services)
    window().webContents.emit('did-finish-load')
    services.connected[0]?.origin.session.set('token')
    window().webContents.emit('did-navigate')
    window().webContents.emit('did-finish-load')
    expect(services.connected).toHaveLength(2)
    expect(services.connected[1]?.origin.source).toBe('desktop')
    expect(services.connected[1]?.origin.session.get()).toBe('token')
    window().emit('closed')
    expect(services.connected[1]?.origin.session.get()).toBeUndefined()
  })

  it('is one: a second start does nothing but quit', async () => {
    double.app.requestSingleInstanceLock.mockReturnValue(false)
    expect(await open(async () => new ServicesDouble())).toBeUndefined()
    expect(double.app.quit).toHaveBeenCalledTimes(1)
    expect(BrowserWindowDouble.made).toHaveLength(0)
  })

  it('comes to the front at a second start, and says that another workspace is open', async () => {
    const result = await open(async () => new ServicesDouble())
    const same = { workspaceDir: result?.desktop.workspaceDir }
    window().minimized = true
    double.app.emit('second-instance', {}, [], '/', same)
    expect(window().restore).toHaveBeenCalledTimes(1)
    expect(window().focus).toHaveBeenCalledTimes(1)
    expect(double.dialog.showMessageBox).not.toHaveBeenCalled()
    double.app.emit('second-instance', {}, [], '/', { workspaceDir: '/other' })
    expect(double.dialog.showMessageBox).toHaveBeenCalledTimes(1)
    expect(BrowserWindowDouble.made).toHaveLength(1)
  })

  it('makes a new window when the old one is gone', async () => {
    await open(async () => new ServicesDouble())
    window().emit('closed')
    double.app.emit('activate')
    expect(BrowserWindowDouble.made).toHaveLength(2)
    expect(window(1).loadURL).toHaveBeenCalledWith('app://sts/')
  })

  it('stays in the tray while the setting says so, but not when it quits', async () => {
    const services = new ServicesDouble()
    services.keep = true
    await open(async () => services)
    expect(TrayDouble.made).toHaveLength(1)
    const hidden = eventDouble({})
    window().emit('close', hidden)
    expect(hidden.defaultPrevented).toBe(true)
    quitEvent()
    const closed = eventDouble({})
    window().emit('close', closed)
    expect(closed.defaultPrevented).toBe(false)
  })

  it('closes port and tray before the workspace, and only then quits', async () => {
    const services = new ServicesDouble()
    await open(async () => services)
    window().webContents.emit('did-finish-load')
    const order: string[] = []
    services.connected[0]?.port.on('close', () => order.push('port'))
    TrayDouble.made[0]?.destroy.mockImplementation(() => {
      order.push('tray')
    })
    const stopped = Promise.withResolvers<void>()
    services.stop.mockImplementation(async () => {
      order.push('workspace')
      await stopped.promise
      return undefined
    })
    const quit = new Promise<void>((resolve) => double.app.quit.mockImplementation(resolve))
    expect(quitEvent().defaultPrevented).toBe(true)
    await vi.waitFor(() => expect(order).toContain('workspace'))
    expect(double.app.quit).not.toHaveBeenCalled()
    stopped.resolve()
    await quit
    expect(order.indexOf('tray')).toBeLessThan(order.indexOf('workspace'))
    expect(order).toContain('port')
    expect(quitEvent().defaultPrevented).toBe(false)
  })

  it('tells the services when the machine wakes', async () => {
    const services = new ServicesDouble()
    await open(async () => services)
    double.powerMonitor.emit('resume')
    expect(services.wake).toHaveBeenCalledTimes(1)
  })

  it('has the system show notices; a click on one brings the window to the front', async () => {
    const services = new ServicesDouble()
    await open(async () => services)
    services.notify?.({ title: 'Overdue', body: 'Nightly: 3 rooms' })
    const [shown] = NotificationDouble.made
    expect(shown?.options).toEqual({ title: 'Overdue', body: 'Nightly: 3 rooms' })
    expect(shown?.show).toHaveBeenCalledTimes(1)
    window().emit('closed')
    shown?.emit('click', {})
    expect(BrowserWindowDouble.made).toHaveLength(2)
    NotificationDouble.supported = false
    services.notify?.({ title: 'Overdue', body: 'Again' })
    expect(NotificationDouble.made).toHaveLength(1)
    double.app.emit('before-quit', eventDouble({}))
    await vi.waitFor(() => expect(services.notify).toBeUndefined())
  })

  it('shows where the window was the last time', async () => {
    await open(async () => new ServicesDouble())
    window().bounds = { x: 200, y: 100, width: 1100, height: 800 }
    window().emit('close', eventDouble({}))
    window().emit('closed')
    double.app.emit('activate')
    expect(window(1).options).toMatchObject({ x: 200, y: 100, width: 1100, height: 800 })
  })

  describe('without a workspace', () => {
    const newer: OpenFailure = { state: 'newer', message: 'Made by version 2.' }

    it('shows the screen of the state, without port and tray', async () => {
      await open(async () => newer)
      expect(window().loadURL).toHaveBeenCalledWith('app://sts/state/newer')
      window().webContents.emit('did-finish-load')
      expect(window().webContents.mainFrame.delivered).toHaveLength(0)
      expect(TrayDouble.made).toHaveLength(0)
      expect(await (await loaded())?.text()).toContain('Made by version 2.')
    })

    it('shows a fault by its id only, with the whole of it in the log', async () => {
      await open(() => Promise.reject(new Error('SQLITE_IOERR in /home/somebody')))
      const html = await (await loaded())?.text()
      const log = readFileSync(path.join(userData, 'logs', 'desktop.log'), 'utf8')
      const { id }: { id: string } = JSON.parse(log)
      expect(html).toContain(id)
      expect(html).not.toContain('SQLITE_IOERR')
      expect(log).toContain('SQLITE_IOERR')
    })

    it('starts again after a recovery, and stays when the recovery fails', async () => {
      const run = vi.fn().mockRejectedValueOnce(new Error('disk full')).mockResolvedValue(undefined)
      const recovery = { label: 'Restore', description: 'The newest back-up.', run }
      const press = () =>
        double.protocol.handle.mock.calls[0]?.[1](
          new Request('app://sts/state/recover', { method: 'POST' }),
        )
      await open(async () => ({ state: 'damaged', message: 'Damaged.', recovery }))
      expect(await (await press())?.text()).toMatch(
        /Damaged\. The recovery failed \([0-9a-f-]+\)\./,
      )
      expect(double.app.relaunch).not.toHaveBeenCalled()

      double.protocol.handle.mockClear()
      await open(async () => ({ state: 'damaged', message: 'Damaged.', recovery }))
      expect(await (await press())?.text()).toContain('The program starts again.')
      expect(double.app.relaunch).toHaveBeenCalledTimes(1)
      expect(double.app.quit).toHaveBeenCalledTimes(1)
    })
  })
})
