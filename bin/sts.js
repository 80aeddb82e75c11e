#!/usr/bin/env node
// The command line's front door. Plain JavaScript, so that an old Node can at least read it and
// hand over to the one that the project brings along.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const here = fileURLToPath(import.meta.url)
const root = join(dirname(here), '..')
const cli = join(root, 'out', 'main', 'cli.js')
const bundledNode = join(
  root,
  'node_modules/node/bin',
  process.platform === 'win32' ? 'node.exe' : 'node',
)

if (Number(process.versions.node.split('.')[0]) >= 22) {
  if (!existsSync(cli)) build()
  process.argv[1] = cli
  await import(pathToFileURL(cli).href)
} else if (existsSync(bundledNode)) {
  const child = spawn(bundledNode, [here, ...process.argv.slice(2)], { stdio: 'inherit' })
  // A terminal sends Ctrl-C to both of us; everything else comes here alone.
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'))
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  child.once('exit', (code) => process.exit(code ?? 1))
} else {
  console.error(`sts needs Node 22.12 or newer; this is ${process.version}. Run npm install.`)
  process.exitCode = 1
}

/** The build's own words go to standard error: standard output is for the command's result. */
function build() {
  console.error('building the command line …')
  const node = existsSync(bundledNode) ? bundledNode : process.execPath
  const script = join(root, 'scripts', 'build.ts')
  const flags = ['--experimental-strip-types', '--no-warnings']
  const { status } = spawnSync(node, [...flags, script, 'main'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  })
  if (status !== 0) process.exit(status ?? 1)
}
