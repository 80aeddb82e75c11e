import { spawn } from 'node:child_process'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { initWorkspace } from '../init.ts'
import { placesOf } from '../places.ts'
import { systemClock } from '../platform/clock/index.ts'
import { DomainError } from '../platform/domain-error.ts'
import { randomIds } from '../platform/ids/index.ts'
import { openWorkspace, type Workspace } from '../workspace.ts'
import { openDoor } from './door.ts'
import { createSetup, type SetupInput } from './setup.ts'

export interface ServeOptions {
  dir: string
  host: string
  port: number
  entryUrl: string
  /** Lets the set-up screen make the workspace where there is none. */
  mayCreate: boolean
}

export interface Serving {
  origin: string
  /** The address of the screens, with this run's key. */
  screensUrl: string
  close(): Promise<void>
}

/**
 * Opens a workspace behind the loopback door and answers when it is ready.
 * @throws every reason why a workspace or a port cannot be opened, as DomainError
 */
export async function serve(options: ServeOptions): Promise<Serving> {
  const { dir, entryUrl, mayCreate } = options
  const key = randomIds(systemClock).secret()
  let workspace: Workspace | undefined
  const open = async () => {
    workspace = await openWorkspace({ dir, entryUrl, automate: true })
    // Not awaited: a first snapshot may come before; it then waits for its thread as usual.
    workspace
      .warm()
      .catch((error: unknown) => workspace?.log.warn({ err: error }, 'warming failed'))
  }
  try {
    await open()
  } catch (error) {
    const missing = error instanceof DomainError && error.code === 'WORKSPACE_UNUSABLE'
    if (!mayCreate || !missing) throw error
  }
  const setup = createSetup(async (input) => {
    await initWorkspace({ dir, entryUrl, ...setupOptions(input) })
    await open()
  })
  try {
    const door = await openDoor({
      ...options,
      screens: placesOf(entryUrl).screens,
      key,
      workspace: () => workspace,
      setup: mayCreate ? setup : undefined,
    })
    return {
      origin: door.origin,
      screensUrl: `${door.origin}/?key=${key}`,
      close: async () => {
        await door.close()
        await workspace?.close()
      },
    }
  } catch (error) {
    await workspace?.close()
    throw error
  }
}

/** What the set-up screen asked for, as `initWorkspace` takes it. */
export function setupOptions(input: SetupInput) {
  return {
    owner: { email: input.email, name: input.name, password: input.password },
    organization: input.organization,
    sample: input.sample ? { anchor: systemClock.today(), password: input.password } : undefined,
  }
}

/** The workspace of people who name none: in the same place as the desktop door's. */
export function defaultWorkspaceDir(): string {
  const home = homedir()
  const data =
    process.platform === 'win32'
      ? (process.env['APPDATA'] ?? join(home, 'AppData', 'Roaming'))
      : process.platform === 'darwin'
        ? join(home, 'Library', 'Application Support')
        : (process.env['XDG_CONFIG_HOME'] ?? join(home, '.config'))
  return process.env['STS_WORKSPACE'] ?? join(data, 'STS Clearance Desktop', 'workspace')
}

/** Waits for SIGTERM or SIGINT, closes, and ends the process; a second signal ends it at once. */
export function closeOnSignal(close: () => Promise<void>): void {
  let closing = false
  const stop = () => {
    if (closing) process.exit(1)
    closing = true
    close().then(
      () => process.exit(0),
      () => process.exit(1),
    )
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
}

/** Shows an address in the machine's browser, where it has one. */
export function openInBrowser(url: string): void {
  const [command, args] =
    process.platform === 'win32'
      ? ['cmd', ['/c', 'start', '', url]]
      : process.platform === 'darwin'
        ? ['open', [url]]
        : ['xdg-open', [url]]
  const child = spawn(command as string, args as string[], { stdio: 'ignore', detached: true })
  child.on('error', () => undefined)
  child.unref()
}
