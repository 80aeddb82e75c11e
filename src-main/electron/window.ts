import type { BrowserWindow, BrowserWindowConstructorOptions } from 'electron'
import { MIN_SIZE, type OpeningState, type WindowState } from './window-state.ts'

/** The grounds of the two themes: the first thing that is painted, before any style is loaded. */
const GROUND = { light: '#ffffff', dark: '#10161b' } as const

export interface WindowLook {
  title: string
  preload: string
  icon: string
  dark: boolean
  opening: OpeningState
  /** Developer tools; never in a packaged program. */
  devTools: boolean
}

/** The options of the one window. What is a default of Electron but matters is said all the same. */
export function windowOptions(look: WindowLook): BrowserWindowConstructorOptions {
  return {
    ...look.opening.bounds,
    minWidth: MIN_SIZE.width,
    minHeight: MIN_SIZE.height,
    title: look.title,
    icon: look.icon,
    show: false,
    backgroundColor: look.dark ? GROUND.dark : GROUND.light,
    webPreferences: {
      preload: look.preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      // Chromium's spelling checker fetches its dictionaries from the network.
      spellcheck: false,
      devTools: look.devTools,
    },
  }
}

export interface WindowHabits {
  maximized: boolean
  /** Should closing hide the window? False while the program is quitting. */
  keepInTray(): boolean
  remember(state: WindowState): void
}

type HabitualWindow = Pick<
  BrowserWindow,
  'show' | 'hide' | 'maximize' | 'isMaximized' | 'getNormalBounds' | 'isVisible'
> & {
  on: BrowserWindow['on']
  once: BrowserWindow['once']
  webContents: Pick<BrowserWindow['webContents'], 'on'>
}

/** Shows the window once it has something to show, remembers where it was, closes to the tray. */
export function giveHabits(window: HabitualWindow, habits: WindowHabits): void {
  const reveal = (): void => {
    if (window.isVisible()) return
    if (habits.maximized) window.maximize()
    window.show()
  }
  window.once('ready-to-show', reveal)
  // A page that can't be loaded must not leave a program without a window.
  window.webContents.on('did-fail-load', (_event, _code, _text, _url, isMainFrame) => {
    if (isMainFrame) reveal()
  })
  window.on('close', (event) => {
    habits.remember({ bounds: window.getNormalBounds(), maximized: window.isMaximized() })
    if (!habits.keepInTray()) return
    event.preventDefault()
    window.hide()
  })
}

/** Brings a window to the front, wherever it is. */
export function bringToFront(
  window: Pick<BrowserWindow, 'isMinimized' | 'restore' | 'show' | 'focus'>,
): void {
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}
