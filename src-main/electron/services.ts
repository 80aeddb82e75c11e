import type { KeyStore } from '../platform/secrets/index.ts'

/**
 * What the desktop door needs from the rest of the program. The composition root implements it
 * in `src-main/desktop-services.ts`; nothing here knows a feature.
 */

/** Who is signed in in one window. Kept in the main process: no secret enters the page. */
export interface SessionSlot {
  get(): string | undefined
  set(token: string | undefined): void
}

/** Where a request or a port comes from, for the gate and for the audit trail. */
export interface DesktopOrigin {
  source: 'desktop'
  session: SessionSlot
}

/**
 * The main-process end of a message channel, as oRPC's message-port adapter takes it.
 * Electron's `MessagePortMain` has this shape.
 */
export interface MessagePortMainLike {
  on(event: string, listener: (event?: { data: unknown }) => void): unknown
  postMessage(message: unknown): void
  start(): void
  close(): void
}

export interface DesktopServices {
  /**
   * Answers a request for `app://sts/…`: the static screens and the `/api` downloads, the same
   * application as behind the loopback door. The response carries its MIME type, CSP and nosniff.
   */
  fetch(request: Request, origin: DesktopOrigin): Promise<Response>
  /**
   * Serves the router over one port. It attaches its listeners before it returns; the door then
   * calls `port.start()`. The port's `close` event ends every stream that runs over it.
   */
  connectPort(port: MessagePortMainLike, origin: DesktopOrigin): void
  /** Closes everything that `openDesktopServices` opened. Running tasks are left resumable. */
  stop(): Promise<void>
  /** The setting "closing the window keeps the scheduler in the tray". Asked at each close. */
  keepInTray?(): boolean
  /**
   * What people have to be told from now on, as the operating system may show it.
   * @returns ends it
   */
  onNotice?(listener: (notice: DesktopNotice) => void): () => void
  /** The machine woke from sleep: missed periods are to be made up. */
  wake(): void
}

/** A notice in the words of the operating system's notifications. */
export interface DesktopNotice {
  title: string
  body: string
}

/** Why a workspace could not be opened; each has a screen of its own. */
export type WorkspaceState = 'damaged' | 'newer' | 'locked' | 'missing'

/** A named state in place of services. */
export interface OpenFailure {
  state: WorkspaceState
  /** One or two sentences for people: what happened, what is safe, what to do. */
  message: string
  /** A way out that the screen offers as its one button, such as restoring the newest back-up. */
  recovery?: {
    /** What the button says, and a sentence on what it does. */
    label: string
    description: string
    /** Does it. Afterwards the program starts again. */
    run(): Promise<void>
  }
}

/** What only the desktop can do for a feature. */
export interface DesktopHost {
  /**
   * Asks where to save one file.
   * @param defaultName a file name without folders
   * @returns the absolute path that was chosen, or `undefined` when the person cancelled
   */
  saveAs(defaultName: string): Promise<string | undefined>
  /** Asks for a folder to save several files in. */
  chooseFolder(): Promise<string | undefined>
  /** Opens the folder that holds a file, with the file selected. */
  showInFolder(path: string): void
}

export interface OpenOptions {
  workspaceDir: string
  /** `import.meta.url` of the entry: workers, screens and migrations lie relative to it. */
  entryUrl: string
  host: DesktopHost
  keyStore: KeyStore
}

export type OpenDesktopServices = (options: OpenOptions) => Promise<DesktopServices | OpenFailure>

/** @returns an empty slot; whoever holds it decides how long a sign-in lives. */
export function createSessionSlot(): SessionSlot {
  let token: string | undefined
  return {
    get: () => token,
    set: (next) => {
      token = next
    },
  }
}
