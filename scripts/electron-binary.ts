import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './freshness.ts'

/** Electron's program, or the sentence that says why there is none to start here. */
export type Electron = { path: string } | { missing: string; downloadable?: boolean }

/**
 * Looks for Electron's binary without asking the `electron` package, which would download it:
 * `ELECTRON_OVERRIDE_DIST_PATH`, else `dist/` in the package, named by its `path.txt`.
 */
function electronBinary(): Electron {
  const home = join(root, 'node_modules/electron')
  const pathFile = join(home, 'path.txt')
  const name = existsSync(pathFile) ? readFileSync(pathFile, 'utf8').trim() : undefined
  const override = process.env['ELECTRON_OVERRIDE_DIST_PATH']
  const path =
    override === undefined
      ? name && join(home, 'dist', name)
      : join(override, name ?? programName[process.platform] ?? 'electron')
  if (path && existsSync(path)) return { path }
  return { missing: "Electron's program is not on this machine", downloadable: true }
}

const programName: Partial<Record<NodeJS.Platform, string>> = {
  darwin: 'Electron.app/Contents/MacOS/Electron',
  win32: 'electron.exe',
}

/**
 * Downloads Electron's program, as its package does at first use; its words go to standard error.
 * @returns false where that fails: without a network, or where a proxy refuses it
 */
export function downloadElectron(): boolean {
  const script = join(root, 'node_modules/electron/install.js')
  return spawnSync(process.execPath, [script], { stdio: ['ignore', 2, 2] }).status === 0
}

/** The same, where it can also open a window: that needs a display. */
export function electronWithDisplay(): Electron {
  const hasDisplay =
    process.platform !== 'linux' || process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']
  return hasDisplay ? electronBinary() : { missing: 'there is no display here' }
}

/** The same, for daily use: with its sandbox, which the user root cannot have. */
export function electronForWindows(): Electron {
  const isRoot = process.platform === 'linux' && process.getuid?.() === 0
  return isRoot ? { missing: 'Electron does not run as root' } : electronWithDisplay()
}
