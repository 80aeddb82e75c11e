import {
  app,
  type BrowserWindow,
  crashReporter,
  dialog,
  protocol,
  safeStorage,
  session,
  shell,
} from 'electron'
import { systemClock } from '../platform/clock/index.ts'
import { randomIds } from '../platform/ids/index.ts'
import { crashLog, type Report } from './crash-log.ts'
import { watchForCrashes } from './crashes.ts'
import { askWhereDownloadsGo, desktopHost } from './dialogs.ts'
import { guardContents, guardSession } from './guards.ts'
import { osKeyStore } from './key-store.ts'
import { createOwnOrigin, devServerUrl, type OwnOrigin } from './origin.ts'
import { type BuiltPaths, builtPaths, workspaceDir } from './paths.ts'
import { preboot } from './preboot.ts'
import type { DesktopServices, OpenDesktopServices, OpenFailure } from './services.ts'
import { createShutDown, quitInOrder, type ShutDown } from './shut-down.ts'

/** How long one step of the shut-down may take, in milliseconds. */
const STOP_DEADLINE_MS = 10_000

/** What every step of the start knows. */
export interface Desktop {
  own: OwnOrigin
  files: BuiltPaths
  entryUrl: string
  workspaceDir: string
  userData: string
  /** Not in a packaged program. */
  devTools: boolean
  shutDown: ShutDown
  report: Report
  isQuitting(): boolean
  /** The one window, while there is one. */
  window: BrowserWindow | undefined
  /** Brings the window to the front, making it where there is none. Does nothing before step 4. */
  openWindow(): void
}

/** A bug on the way to an open workspace. */
export interface OpenFault {
  state: 'failed'
  /** Says the id under which the log has the whole of it. */
  message: string
}

/** What came of opening the workspace. */
export type Opened = DesktopServices | OpenFailure | OpenFault

/** Tells services from a state in their place. */
export function isServices(opened: Opened): opened is DesktopServices {
  return 'connectPort' in opened
}

/**
 * Step 1, synchronous: everything that must precede `ready`.
 * @param entryUrl `import.meta.url` of the entry
 * @returns `undefined` when another instance runs: this one is quitting
 */
export function beforeReady(entryUrl: string): Desktop | undefined {
  const userData = app.getPath('userData')
  const report = crashLog(userData, systemClock, randomIds(systemClock))
  const devServer = devServerUrl(process.env, app.isPackaged)
  const shutDown = createShutDown(STOP_DEADLINE_MS, report)
  const desktop: Desktop = {
    own: createOwnOrigin(devServer),
    files: builtPaths(entryUrl),
    entryUrl,
    workspaceDir: workspaceDir(process.argv, process.env, process.cwd(), userData),
    userData,
    devTools: !app.isPackaged,
    shutDown,
    report,
    isQuitting: () => false,
    window: undefined,
    openWindow: () => undefined,
  }
  watchForCrashes({ app, process, report, giveUp })
  const first = preboot({
    app,
    protocol,
    crashReporter,
    workspaceDir: desktop.workspaceDir,
    devServer: devServer !== undefined,
    onSecondStart: (start) => answerSecondStart(desktop, start.workspaceDir),
  })
  if (!first) return undefined
  desktop.isQuitting = quitInOrder(app, process, shutDown)
  app.on('web-contents-created', (_event, contents) => guardContents(contents, desktop.own))
  return desktop
}

/**
 * Tells the person and ends the program without the orderly shut-down: after a fault that nobody
 * caught nothing can be relied on, and the workspace is made to survive exactly this.
 */
export function giveUp(): void {
  dialog.showErrorBox(
    'STS Clearance Desktop has to close',
    'Something went wrong that it cannot recover from while running. Your workspace is safe: ' +
      'what was finished is stored, what was running is taken up again at the next start.',
  )
  app.exit(1)
}

function answerSecondStart(desktop: Desktop, asked: string): void {
  desktop.openWindow()
  if (asked === desktop.workspaceDir) return
  void dialog.showMessageBox({
    type: 'info',
    message: 'Another workspace is open',
    detail: `Quit first, then start again to open ${asked}.`,
  })
}

/**
 * Electron is ready.
 *
 * Never await this at the top level of the entry: `ready` comes after the entry has been
 * evaluated, so that await would never end.
 */
export function untilReady(): Promise<void> {
  return app.whenReady()
}

/** Step 2: what holds for the session of every page, before there is a page. */
export function closeSession(desktop: Desktop): void {
  guardSession(session.defaultSession, desktop.own, desktop.devTools)
  askWhereDownloadsGo(session.defaultSession, desktop.own, app.getPath('downloads'))
}

/**
 * Step 3: opens the workspace. A fault on the way becomes a screen with its id, never a crash.
 * @param load imports the composition root; only now, so that a second start stays light
 */
export async function openServices(
  desktop: Desktop,
  load: () => Promise<OpenDesktopServices>,
): Promise<Opened> {
  const host = desktopHost({
    dialog,
    shell,
    window: () => desktop.window,
    downloadsDir: app.getPath('downloads'),
  })
  try {
    const open = await load()
    const opened = await open({
      workspaceDir: desktop.workspaceDir,
      entryUrl: desktop.entryUrl,
      host,
      keyStore: osKeyStore(safeStorage, process.platform),
    })
    if (isServices(opened)) desktop.shutDown.add('the workspace', () => opened.stop())
    return opened
  } catch (error) {
    const id = desktop.report('The workspace could not be opened', error)
    return {
      state: 'failed',
      message: `The workspace could not be opened (${id}). Nothing in it was changed by this.`,
    }
  }
}
