import type { App, CrashReporter, Protocol } from 'electron'
import { APP_SCHEME } from './origin.ts'

/** As in electron-builder.yml: the installer's shortcut carries it. */
const APP_ID = 'org.sts-clearance.desktop'

/** What a second start of the program tells the first one. */
export interface SecondStart {
  workspaceDir: string
}

export interface PrebootParts {
  app: Pick<
    App,
    | 'enableSandbox'
    | 'commandLine'
    | 'requestSingleInstanceLock'
    | 'setAppUserModelId'
    | 'on'
    | 'quit'
  >
  protocol: Pick<Protocol, 'registerSchemesAsPrivileged'>
  crashReporter: Pick<CrashReporter, 'start'>
  workspaceDir: string
  /** With a dev server the names of hosts must still resolve. */
  devServer: boolean
  onSecondStart(start: SecondStart): void
}

/**
 * Everything that Electron wants before `ready`, in one synchronous call before the first await.
 * @returns false when another instance holds the lock: this one is quitting and must do nothing
 */
export function preboot(parts: PrebootParts): boolean {
  const { app } = parts
  app.enableSandbox()
  // Windows shows notifications of programs whose id it knows; elsewhere this does nothing.
  app.setAppUserModelId(APP_ID)
  parts.protocol.registerSchemesAsPrivileged([
    {
      scheme: APP_SCHEME,
      privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true },
    },
  ])
  // A second lock behind the request filter: the page's network stack knows no host at all.
  if (!parts.devServer) app.commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND')
  // Dumps stay on this machine.
  parts.crashReporter.start({ uploadToServer: false })

  // argv arrives at the first instance reordered and with additions; additionalData does not.
  const mine: SecondStart = { workspaceDir: parts.workspaceDir }
  if (!app.requestSingleInstanceLock(mine)) {
    app.quit()
    return false
  }
  app.on('second-instance', (_event, _argv, _cwd, data) => {
    parts.onSecondStart(parseSecondStart(data, parts.workspaceDir))
  })
  return true
}

function parseSecondStart(data: unknown, fallback: string): SecondStart {
  if (typeof data === 'object' && data !== null && 'workspaceDir' in data) {
    if (typeof data.workspaceDir === 'string') return { workspaceDir: data.workspaceDir }
  }
  return { workspaceDir: fallback }
}
