import type { App } from 'electron'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { preboot, type SecondStart } from '../../../src-main/electron/preboot.ts'
import { type AppDouble, electronDouble, standIn } from './double.ts'

describe('before ready', () => {
  let app: AppDouble
  let electron: ReturnType<typeof electronDouble>
  let onSecondStart: ReturnType<typeof vi.fn<(start: SecondStart) => void>>

  beforeEach(() => {
    electron = electronDouble()
    app = electron.app
    onSecondStart = vi.fn<(start: SecondStart) => void>()
  })
  const boot = (devServer = false): boolean =>
    preboot({
      app: standIn<App>(app),
      protocol: electron.protocol,
      crashReporter: electron.crashReporter,
      workspaceDir: '/data/first',
      devServer,
      onSecondStart,
    })

  it('registers app:// as a standard, secure scheme that goes round no policy', () => {
    expect(boot()).toBe(true)
    expect(electron.protocol.registerSchemesAsPrivileged.mock.calls).toEqual([
      [
        [
          {
            scheme: 'app',
            privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true },
          },
        ],
      ],
    ])
  })

  it('puts every page into the sandbox and keeps crash dumps here', () => {
    boot()
    expect(app.enableSandbox).toHaveBeenCalledTimes(1)
    expect(electron.crashReporter.start).toHaveBeenCalledWith({ uploadToServer: false })
  })

  it('lets Chromium resolve no host, except while there is a dev server', () => {
    boot()
    expect(app.commandLine.appendSwitch.mock.calls).toEqual([
      ['host-resolver-rules', 'MAP * ~NOTFOUND'],
    ])
    app.commandLine.appendSwitch.mockClear()
    boot(true)
    expect(app.commandLine.appendSwitch).not.toHaveBeenCalled()
  })

  it('quits a second start after telling the first one what was asked for', () => {
    app.requestSingleInstanceLock.mockReturnValue(false)
    expect(boot()).toBe(false)
    expect(app.requestSingleInstanceLock).toHaveBeenCalledWith({ workspaceDir: '/data/first' })
    expect(app.quit).toHaveBeenCalledTimes(1)
    expect(app.listenerCount('second-instance')).toBe(0)
  })

  it('answers a second start', () => {
    boot()
    app.emit('second-instance', {}, ['sts'], '/somewhere', { workspaceDir: '/data/second' })
    expect(onSecondStart.mock.calls).toEqual([[{ workspaceDir: '/data/second' }]])
  })

  it.each([undefined, null, 'text', {}, { workspaceDir: 7 }])(
    'takes a second start that says %j for the same workspace',
    (data) => {
      boot()
      app.emit('second-instance', {}, ['sts'], '/somewhere', data)
      expect(onSecondStart.mock.calls).toEqual([[{ workspaceDir: '/data/first' }]])
    },
  )
})
