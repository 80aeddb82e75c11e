/**
 * `npm run dev`: rebuilds as files change. With Electron, electron-vite's own development mode;
 * without, everything is rebuilt into `out/` and the loopback door starts anew when it changed.
 */
import { join } from 'node:path'
import { electronForWindows } from './electron-binary.ts'
import { ensureBuilt, parts, root } from './freshness.ts'
import { foreground } from './run.ts'

const args = process.argv.slice(2)
const electron = electronForWindows()
if ('path' in electron) {
  const env = { ...process.env, ELECTRON_EXEC_PATH: electron.path }
  const electronVite = join(root, 'node_modules/electron-vite/bin/electron-vite.js')
  process.exitCode = await foreground(process.execPath, [electronVite, 'dev', '--watch'], env)
} else {
  console.error(`Developing in the browser: ${electron.missing}.`)
  ensureBuilt(parts)
  const serve = join(root, 'out/main/serve.js')
  const codes = await Promise.all([
    foreground(process.execPath, [join(root, 'scripts/build.ts'), '--watch']),
    foreground(process.execPath, ['--watch', '--watch-preserve-output', serve, ...args]),
  ])
  process.exitCode = Math.max(...codes)
}
