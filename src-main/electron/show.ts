import path from 'node:path'
import {
  app,
  BrowserWindow,
  Menu,
  MessageChannelMain,
  Notification,
  nativeTheme,
  powerMonitor,
  protocol,
  screen,
  shell,
  Tray,
} from 'electron'
import { reloadAfterCrash } from './crashes.ts'
import { menuTemplate } from './menu.ts'
import { createNotifier } from './notifier.ts'
import { APP_ORIGIN } from './origin.ts'
import { handOverPorts } from './port.ts'
import { type Answering, handleAppScheme } from './protocol.ts'
import {
  createSessionSlot,
  type DesktopServices,
  type OpenFailure,
  type SessionSlot,
} from './services.ts'
import { type Desktop, isServices, type Opened, type OpenFault } from './start.ts'
import { type StateScreen, statePath } from './state-page.ts'
import { showTray } from './tray.ts'
import { bringToFront, giveHabits, windowOptions } from './window.ts'
import { openingState, readWindowState, writeWindowState } from './window-state.ts'

/** Step 4: scheme, menu, tray, and the window with what was opened, or why it could not be. */
export function showDesktop(desktop: Desktop, opened: Opened): void {
  const session = createSessionSlot()
  handleAppScheme(protocol, answering(desktop, opened, session), desktop.report)
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(menuParts(desktop))))
  if (isServices(opened)) {
    desktop.shutDown.add('the tray', showTray(trayParts(desktop)))
    powerMonitor.on('resume', () => opened.wake())
    const stopNotices = opened.onNotice?.(createNotifier(notifierParts(desktop)))
    if (stopNotices !== undefined) desktop.shutDown.add('the notices', stopNotices)
  }
  const makeWindow = (): void => {
    desktop.window = isServices(opened)
      ? mainWindow(desktop, opened, session)
      : stateWindow(desktop, opened)
  }
  desktop.openWindow = () => {
    // A new window shows itself when it has something to show.
    if (desktop.window === undefined) makeWindow()
    else bringToFront(desktop.window)
  }
  makeWindow()
  app.on('activate', () => desktop.openWindow())
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
}

function answering(desktop: Desktop, opened: Opened, session: SessionSlot): Answering {
  if (isServices(opened)) return { services: opened, session }
  const recovery = opened.state === 'failed' ? undefined : opened.recovery
  if (recovery === undefined) return { screen: opened }
  const { state, message } = opened
  return { screen: opened, recover: () => recover(desktop, { state, message }, recovery) }
}

async function recover(
  desktop: Desktop,
  before: Pick<StateScreen, 'state' | 'message'>,
  recovery: NonNullable<OpenFailure['recovery']>,
): Promise<StateScreen> {
  try {
    await recovery.run()
  } catch (error) {
    const id = desktop.report('The recovery failed', error)
    return { state: before.state, message: `${before.message} The recovery failed (${id}).` }
  }
  app.relaunch()
  app.quit()
  return { state: before.state, message: 'Done. The program starts again.' }
}

/** The window with the screens, and the port that its page gets. */
function mainWindow(
  desktop: Desktop,
  services: DesktopServices,
  session: SessionSlot,
): BrowserWindow {
  const window = newWindow(desktop, () => services.keepInTray?.() === true)
  const closePort = handOverPorts({
    contents: window.webContents,
    own: desktop.own,
    createChannel: () => new MessageChannelMain(),
    connect: (port) => services.connectPort(port, { source: 'desktop', session }),
    report: desktop.report,
  })
  desktop.shutDown.add("the page's port", closePort)
  // Reloading stays signed in; closing the window for good does not.
  window.on('closed', () => session.set(undefined))
  load(desktop, window, desktop.own.startUrl)
  return window
}

/** A window with one static screen. It gets no port, and it never hides in the tray. */
function stateWindow(desktop: Desktop, opened: OpenFailure | OpenFault): BrowserWindow {
  const window = newWindow(desktop, () => false)
  load(desktop, window, `${APP_ORIGIN}${statePath(opened.state)}`)
  return window
}

function newWindow(desktop: Desktop, keepInTray: () => boolean): BrowserWindow {
  const stateFile = path.join(desktop.userData, 'window.json')
  const opening = openingState(
    readWindowState(stateFile),
    screen.getAllDisplays().map((display) => display.workArea),
  )
  const window = new BrowserWindow(
    windowOptions({
      title: app.getName(),
      preload: desktop.files.preload,
      icon: desktop.files.icon(256),
      dark: nativeTheme.shouldUseDarkColors,
      opening,
      devTools: desktop.devTools,
    }),
  )
  giveHabits(window, {
    maximized: opening.maximized,
    keepInTray: () => !desktop.isQuitting() && keepInTray(),
    remember: (state) => {
      try {
        writeWindowState(stateFile, state)
      } catch (error) {
        desktop.report("The window's place could not be remembered", error)
      }
    },
  })
  reloadAfterCrash(window.webContents, desktop.report)
  window.on('closed', () => {
    desktop.window = undefined
  })
  return window
}

function load(desktop: Desktop, window: BrowserWindow, url: string): void {
  window.loadURL(url).catch((error: unknown) => desktop.report('The page did not load', error))
}

function menuParts(desktop: Desktop): Parameters<typeof menuTemplate>[0] {
  app.setAboutPanelOptions({ applicationName: app.getName(), applicationVersion: app.getVersion() })
  return {
    platform: process.platform,
    appName: app.getName(),
    devTools: desktop.devTools,
    showWorkspaceFolder: () => {
      void shell.openPath(desktop.workspaceDir).then((refusal) => {
        if (refusal !== '') desktop.report('The workspace folder could not be shown', refusal)
      })
    },
    showAbout: () => app.showAboutPanel(),
  }
}

function trayParts(desktop: Desktop): Parameters<typeof showTray>[0] {
  return {
    appName: app.getName(),
    createTray: () => new Tray(desktop.files.icon(process.platform === 'darwin' ? 16 : 32)),
    buildMenu: (template) => Menu.buildFromTemplate(template),
    openWindow: () => desktop.openWindow(),
    quit: () => app.quit(),
  }
}

function notifierParts(desktop: Desktop): Parameters<typeof createNotifier>[0] {
  return {
    isSupported: () => Notification.isSupported(),
    create: (options) => new Notification(options),
    openWindow: () => desktop.openWindow(),
  }
}
