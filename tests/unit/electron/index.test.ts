import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { OpenDesktopServices } from '../../../src-main/electron/services.ts'
import { BrowserWindowDouble, electronDouble } from './double.ts'

describe('the entry of the desktop door', () => {
  let double: ReturnType<typeof electronDouble>
  let userData: string
  let ready: ReturnType<typeof Promise.withResolvers<void>>
  const openDesktopServices = vi.fn<OpenDesktopServices>()
  const order: string[] = []

  beforeEach(() => {
    userData = mkdtempSync(path.join(tmpdir(), 'sts-entry-'))
    double = electronDouble()
    double.app.userData = userData
    ready = Promise.withResolvers<void>()
    double.app.whenReady.mockReturnValue(ready.promise)
    double.app.requestSingleInstanceLock.mockImplementation(() => {
      order.push('lock')
      return true
    })
    double.session.defaultSession.setPermissionCheckHandler.mockImplementation(() => {
      order.push('session closed')
    })
    double.protocol.handle.mockImplementation(() => {
      order.push('scheme')
    })
    openDesktopServices.mockImplementation(async () => {
      order.push('workspace')
      return { state: 'missing', message: 'Not there.' }
    })
    order.length = 0
    vi.resetModules()
    vi.doMock('electron', () => double)
    vi.doMock('../../../src-main/desktop-services.ts', () => ({ openDesktopServices }))
    vi.spyOn(process, 'on').mockReturnThis()
  })
  afterEach(() => {
    vi.doUnmock('electron')
    vi.doUnmock('../../../src-main/desktop-services.ts')
    vi.restoreAllMocks()
    rmSync(userData, { recursive: true })
  })

  it('has been evaluated before Electron is ready, and starts in one order after it', async () => {
    // Resolves only if nothing at the top level waits for ready, which would wait for this.
    await import('../../../src-main/index.ts')
    expect(order).toEqual(['lock'])
    ready.resolve()
    await vi.waitFor(() => expect(BrowserWindowDouble.made).toHaveLength(1))
    expect(order).toEqual(['lock', 'session closed', 'workspace', 'scheme'])
  })

  it('opens nothing when another instance runs', async () => {
    double.app.requestSingleInstanceLock.mockReturnValue(false)
    await import('../../../src-main/index.ts')
    expect(double.app.whenReady).not.toHaveBeenCalled()
    expect(double.app.quit).toHaveBeenCalledTimes(1)
  })

  it('gives up with a sentence when the door itself fails', async () => {
    double.protocol.handle.mockImplementation(() => {
      throw new Error('Failed to register protocol: app')
    })
    const exited = new Promise<number | undefined>((resolve) => {
      double.app.exit.mockImplementation(resolve)
    })
    await import('../../../src-main/index.ts')
    ready.resolve()
    expect(await exited).toBe(1)
    expect(double.dialog.showErrorBox).toHaveBeenCalledTimes(1)
    expect(String(double.dialog.showErrorBox.mock.calls[0]?.[1])).toContain(
      'Your workspace is safe',
    )
  })
})
