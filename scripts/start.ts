/** `npm start`: the desktop window where there can be one, else the same screens in a browser. */
import { join } from 'node:path'
import { downloadElectron, electronForWindows } from './electron-binary.ts'
import { ensureBuilt, parts, root } from './freshness.ts'
import { foreground } from './run.ts'

ensureBuilt(parts)
const args = process.argv.slice(2)
let electron = electronForWindows()
if ('downloadable' in electron && downloadElectron()) electron = electronForWindows()
if ('path' in electron) {
  process.exitCode = await foreground(electron.path, [root, ...args])
} else {
  console.error(`Opening in the browser instead of a window: ${electron.missing}.`)
  const serve = join(root, 'out/main/serve.js')
  process.exitCode = await foreground(process.execPath, [serve, '--open', ...args])
}
