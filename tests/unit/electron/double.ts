/**
 * A double of the `electron` module, as far as `src-main/electron` uses it.
 *
 * Its parts are checked against electron.d.ts (`implements Pick<…>`, `satisfies DoubleOf<…>`), so
 * that a call that Electron renames or retypes breaks the type check here. Events are plain Node
 * events: the names that the program listens to are checked where it listens.
 */
import { EventEmitter } from 'node:events'
import { MessageChannel, type MessagePort } from 'node:worker_threads'
import type * as Electron from 'electron'
import { vi } from 'vitest'

type EventMethods = keyof EventEmitter

/** The members of an Electron type, each optional, nested, without its event methods. */
export type DoubleOf<T> = {
  [K in Exclude<keyof T, EventMethods>]?: T[K] extends (...args: never[]) => unknown
    ? T[K]
    : T[K] extends object
      ? DoubleOf<T[K]>
      : T[K]
}

/** The one place where a double is passed off as the real thing. */
export function standIn<T>(double: DoubleOf<T>): T {
  return double as T
}

/** The main-process end of a channel, on Node's own message port. */
export class PortMainDouble
  extends EventEmitter
  implements Pick<Electron.MessagePortMain, 'start' | 'close' | 'postMessage'>
{
  readonly port: MessagePort
  #started = false

  constructor(port: MessagePort) {
    super()
    this.port = port
    port.once('close', () => this.emit('close'))
    port.unref()
  }

  /** As in Electron, messages wait until this is called. */
  start(): void {
    if (this.#started) return
    this.#started = true
    this.port.on('message', (data: unknown) => this.emit('message', { data, ports: [] }))
  }

  close(): void {
    this.port.close()
  }

  postMessage(message: unknown): void {
    this.port.postMessage(message)
  }
}

/** A channel between main and page. */
export function channelDouble(): Electron.MessageChannelMain {
  const { port1, port2 } = new MessageChannel()
  return standIn<Electron.MessageChannelMain>({
    port1: standIn<Electron.MessagePortMain>(new PortMainDouble(port1)),
    port2: standIn<Electron.MessagePortMain>(new PortMainDouble(port2)),
  })
}

/** What arrived in a frame, with its ports as the page gets them. */
export interface Delivered {
  channel: string
  message: unknown
  ports: MessagePort[]
}

export class FrameDouble
  implements Pick<Electron.WebFrameMain, 'origin' | 'parent' | 'detached' | 'postMessage'>
{
  origin: string
  parent: Electron.WebFrameMain | null = null
  detached = false
  readonly delivered: Delivered[] = []

  constructor(origin: string) {
    this.origin = origin
  }

  postMessage(channel: string, message: unknown, transfer: Electron.MessagePortMain[] = []): void {
    const ports = transfer.map((port) => {
      if (port instanceof PortMainDouble) return port.port
      throw new TypeError('Not a port of this double')
    })
    this.delivered.push({ channel, message, ports })
  }
}

export class WebContentsDouble
  extends EventEmitter
  implements
    Pick<
      Electron.WebContents,
      'setWindowOpenHandler' | 'setWebRTCIPHandlingPolicy' | 'reload' | 'loadURL'
    >
{
  mainFrame: FrameDouble = new FrameDouble('app://sts')
  openHandler: Parameters<Electron.WebContents['setWindowOpenHandler']>[0] | undefined
  readonly setWebRTCIPHandlingPolicy = vi.fn<Electron.WebContents['setWebRTCIPHandlingPolicy']>()
  readonly reload = vi.fn<Electron.WebContents['reload']>()
  readonly loadURL = vi.fn<Electron.WebContents['loadURL']>(async () => undefined)

  setWindowOpenHandler(handler: Parameters<Electron.WebContents['setWindowOpenHandler']>[0]): void {
    this.openHandler = handler
  }
}

export class BrowserWindowDouble
  extends EventEmitter
  implements
    Pick<
      Electron.BrowserWindow,
      | 'show'
      | 'hide'
      | 'focus'
      | 'restore'
      | 'maximize'
      | 'isVisible'
      | 'isMinimized'
      | 'isMaximized'
      | 'getNormalBounds'
      | 'loadURL'
    >
{
  static readonly made: BrowserWindowDouble[] = []
  readonly webContents = new WebContentsDouble()
  readonly options: Electron.BrowserWindowConstructorOptions
  readonly show = vi.fn<() => void>(() => {
    this.visible = true
  })
  readonly hide = vi.fn<() => void>(() => {
    this.visible = false
  })
  readonly focus = vi.fn<() => void>()
  readonly restore = vi.fn<() => void>()
  readonly maximize = vi.fn<() => void>()
  readonly loadURL = vi.fn<Electron.BrowserWindow['loadURL']>(async () => undefined)
  visible = false
  minimized = false
  maximized = false
  bounds: Electron.Rectangle = { x: 40, y: 50, width: 1300, height: 900 }

  constructor(options: Electron.BrowserWindowConstructorOptions = {}) {
    super()
    this.options = options
    BrowserWindowDouble.made.push(this)
  }

  isVisible(): boolean {
    return this.visible
  }

  isMinimized(): boolean {
    return this.minimized
  }

  isMaximized(): boolean {
    return this.maximized
  }

  getNormalBounds(): Electron.Rectangle {
    return this.bounds
  }
}

export class TrayDouble
  extends EventEmitter
  implements Pick<Electron.Tray, 'setToolTip' | 'setContextMenu' | 'destroy'>
{
  static readonly made: TrayDouble[] = []
  readonly setToolTip = vi.fn<Electron.Tray['setToolTip']>()
  readonly setContextMenu = vi.fn<Electron.Tray['setContextMenu']>()
  readonly destroy = vi.fn<Electron.Tray['destroy']>()

  constructor() {
    super()
    TrayDouble.made.push(this)
  }
}

type BeforeRequest = NonNullable<Parameters<Electron.WebRequest['onBeforeRequest']>[0]>

export class WebRequestDouble implements Pick<Electron.WebRequest, 'onBeforeRequest'> {
  /** The listener that is set now: Electron keeps one, the last. */
  beforeRequest: BeforeRequest | undefined

  onBeforeRequest(filter: Electron.WebRequestFilter, listener: BeforeRequest | null): void
  onBeforeRequest(listener: BeforeRequest | null): void
  onBeforeRequest(
    first: Electron.WebRequestFilter | BeforeRequest | null,
    second?: BeforeRequest | null,
  ): void {
    this.beforeRequest = (typeof first === 'function' ? first : second) ?? undefined
  }
}

/** The session, with the handlers that were set on it. */
export class SessionDouble extends EventEmitter {
  readonly setPermissionRequestHandler = vi.fn<Electron.Session['setPermissionRequestHandler']>()
  readonly setPermissionCheckHandler = vi.fn<Electron.Session['setPermissionCheckHandler']>()
  readonly setDevicePermissionHandler = vi.fn<Electron.Session['setDevicePermissionHandler']>()
  readonly setDisplayMediaRequestHandler =
    vi.fn<Electron.Session['setDisplayMediaRequestHandler']>()
  readonly setBluetoothPairingHandler = vi.fn<Electron.Session['setBluetoothPairingHandler']>()
  readonly webRequest = new WebRequestDouble()
}

export class AppDouble
  extends EventEmitter
  implements
    Pick<
      Electron.App,
      'enableSandbox' | 'requestSingleInstanceLock' | 'quit' | 'exit' | 'relaunch' | 'getPath'
    >
{
  isPackaged = true
  userData = ''
  readonly enableSandbox = vi.fn<Electron.App['enableSandbox']>()
  readonly requestSingleInstanceLock = vi.fn<Electron.App['requestSingleInstanceLock']>(() => true)
  readonly setAppUserModelId = vi.fn<Electron.App['setAppUserModelId']>()
  readonly quit = vi.fn<Electron.App['quit']>()
  readonly exit = vi.fn<Electron.App['exit']>()
  readonly relaunch = vi.fn<Electron.App['relaunch']>()
  readonly whenReady = vi.fn<Electron.App['whenReady']>(async () => undefined)
  readonly setAboutPanelOptions = vi.fn<Electron.App['setAboutPanelOptions']>()
  readonly showAboutPanel = vi.fn<Electron.App['showAboutPanel']>()
  readonly commandLine = { appendSwitch: vi.fn<Electron.CommandLine['appendSwitch']>() }

  getPath(name: Parameters<Electron.App['getPath']>[0]): string {
    return name === 'userData' ? this.userData : `/home/somebody/${name}`
  }

  getName(): string {
    return 'STS Clearance Desktop'
  }

  getVersion(): string {
    return '0.1.0'
  }
}

/** A notification of the operating system, and all that were made. */
export class NotificationDouble
  extends EventEmitter
  implements Pick<Electron.Notification, 'show'>
{
  static readonly made: NotificationDouble[] = []
  static supported = true
  static isSupported = (): boolean => NotificationDouble.supported
  readonly options: Electron.NotificationConstructorOptions | undefined
  readonly show = vi.fn<Electron.Notification['show']>()

  constructor(options?: Electron.NotificationConstructorOptions) {
    super()
    this.options = options
    NotificationDouble.made.push(this)
  }
}

/** A fresh double of the whole module. */
export function electronDouble() {
  BrowserWindowDouble.made.length = 0
  TrayDouble.made.length = 0
  NotificationDouble.made.length = 0
  NotificationDouble.supported = true
  const menu = standIn<Electron.Menu>({ items: [] })
  const checked = {
    app: new AppDouble(),
    BrowserWindow: BrowserWindowDouble,
    Tray: TrayDouble,
    Notification: NotificationDouble,
    MessageChannelMain: class {
      constructor() {
        Object.assign(this, channelDouble())
      }
    },
    Menu: {
      buildFromTemplate: vi.fn<typeof Electron.Menu.buildFromTemplate>(() => menu),
      setApplicationMenu: vi.fn<typeof Electron.Menu.setApplicationMenu>(),
    },
    crashReporter: { start: vi.fn<Electron.CrashReporter['start']>() },
    dialog: {
      showErrorBox: vi.fn<Electron.Dialog['showErrorBox']>(),
      showMessageBox: vi.fn(async () => ({ response: 0, checkboxChecked: false })),
      showSaveDialog: vi.fn(async () => ({ canceled: true, filePath: '' })),
      showOpenDialog: vi.fn(async () => ({ canceled: true, filePaths: [] })),
    },
    nativeTheme: { shouldUseDarkColors: false },
    protocol: {
      registerSchemesAsPrivileged: vi.fn<Electron.Protocol['registerSchemesAsPrivileged']>(),
      handle: vi.fn<Electron.Protocol['handle']>(),
    },
    screen: {
      getAllDisplays: () => [
        standIn<Electron.Display>({ workArea: { x: 0, y: 0, width: 1920, height: 1040 } }),
      ],
    },
    safeStorage: {
      getSelectedStorageBackend: vi.fn<Electron.SafeStorage['getSelectedStorageBackend']>(
        () => 'basic_text',
      ),
    },
    session: { defaultSession: new SessionDouble() },
    shell: {
      openPath: vi.fn<Electron.Shell['openPath']>(async () => ''),
      showItemInFolder: vi.fn<Electron.Shell['showItemInFolder']>(),
    },
  }
  checked satisfies DoubleOf<typeof Electron>
  return { ...checked, powerMonitor: new EventEmitter() }
}

/** An event with a `preventDefault` that can be asked about. */
export function eventDouble<T extends object>(more: T): Electron.Event<T> {
  let prevented = false
  return {
    ...more,
    preventDefault: () => {
      prevented = true
    },
    get defaultPrevented() {
      return prevented
    },
  }
}
