import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { _electron, type ElectronApplication } from '@playwright/test'

const ROOT = path.resolve(import.meta.dirname, '../..')

/** The sample owner's sign-in, in the temporary workspace of one test run. */
export const OWNER = { email: 'owner@sample.example', password: 'correct horse battery staple' }

/**
 * The Electron binary, without asking the `electron` package, which would download it.
 * @returns its path, or `undefined` where there is none
 */
export function electronBinary(): string | undefined {
  const home = path.join(ROOT, 'node_modules/electron')
  const pathFile = path.join(home, 'path.txt')
  if (!existsSync(pathFile)) return undefined
  const dist = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? path.join(home, 'dist')
  const binary = path.join(dist, readFileSync(pathFile, 'utf8').trim())
  return existsSync(binary) ? binary : undefined
}

/** Why the suite can't run here, as a sentence; `undefined` when it can. */
export function reasonToSkip(): string | undefined {
  if (electronBinary() === undefined) {
    return 'There is no Electron binary on this machine; the desktop door was not started.'
  }
  if (!existsSync(path.join(ROOT, 'out/main/index.js'))) {
    return 'There is no build; run "npm run build" first.'
  }
  return undefined
}

/** The running program over a workspace of its own. */
export interface Running {
  app: ElectronApplication
  workspace: string
  userData: string
  /** Starts the program a second time, on the same data folder. */
  startAgain(): ChildProcess
  /** Ends the program and removes both folders. */
  end(): Promise<void>
}

/**
 * Makes a sample workspace with the command line and starts the built program on it.
 * @param prepare may spoil the workspace before the start
 */
export async function launch(prepare: (workspace: string) => void = () => {}): Promise<Running> {
  const executablePath = electronBinary()
  if (executablePath === undefined) throw new Error('There is no Electron binary')
  const workspace = mkdtempSync(path.join(tmpdir(), 'sts-desktop-workspace-'))
  const userData = mkdtempSync(path.join(tmpdir(), 'sts-desktop-data-'))
  execFileSync(
    process.execPath,
    [
      path.join(ROOT, 'out/main/cli.js'),
      'init',
      ...['--workspace', workspace, '--email', OWNER.email, '--name', 'Sample Owner', '--sample'],
    ],
    { env: { ...process.env, STS_PASSWORD: OWNER.password, STS_SAMPLE_PASSWORD: OWNER.password } },
  )
  prepare(workspace)
  // Chromium's sandbox does not start as root, which is what containers run as.
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const args = [...asRoot, `--user-data-dir=${userData}`, ROOT, `--workspace=${workspace}`]
  const env = { ...definedEnvironment(), ELECTRON_RENDERER_URL: '', STS_WORKSPACE: '' }
  const app = await _electron.launch({ executablePath, args, env })
  return {
    app,
    workspace,
    userData,
    startAgain: () => spawn(executablePath, args, { env, stdio: 'ignore' }),
    async end() {
      await app.close()
      rmSync(workspace, { recursive: true, force: true })
      rmSync(userData, { recursive: true, force: true })
    },
  }
}

function definedEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value] as const],
    ),
  )
}
