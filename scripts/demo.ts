/** `npm run demo`: the sample story from an empty folder to files; its result is all of stdout. */
import { join } from 'node:path'
import { ensureBuilt, root } from './freshness.ts'
import { foreground } from './run.ts'

ensureBuilt(['main'])
const cli = join(root, 'out/main/cli.js')
process.exitCode = await foreground(process.execPath, [cli, 'demo', ...process.argv.slice(2)])
