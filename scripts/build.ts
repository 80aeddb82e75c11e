/**
 * `npm run build [main] [renderer]`: builds the named parts, or both, and stamps them. With
 * `--watch` it stays and builds again whatever a change touches.
 */
import { type Part, parts, removeStamp, writeStamp } from './freshness.ts'

/**
 * Builds through electron-vite's configuration.
 *
 * `main` is the three doors, the thread entries and the preload script; `renderer` is the screens.
 */
async function build(wanted: readonly Part[], watch: boolean): Promise<void> {
  // The mode decides what plugins and bundled libraries do; it must be set before they load.
  process.env['NODE_ENV'] = 'production'
  process.env['NODE_ENV_ELECTRON_VITE'] = 'production'
  const { resolveConfig } = await import('electron-vite')
  const { build: viteBuild } = await import('vite')
  const { config } = await resolveConfig(
    { logLevel: watch ? 'info' : 'warn' },
    'build',
    'production',
  )
  for (const part of wanted) {
    const started = performance.now()
    const targets = part === 'main' ? [config?.main, config?.preload] : [config?.renderer]
    for (const target of targets) {
      if (target === undefined) throw new Error(`electron.vite.config.ts says nothing of ${part}`)
      // While it watches, a program runs from the folder: nothing of it may be gone for a moment.
      const watching = { ...target.build, watch: {}, emptyOutDir: false }
      const build = watch ? watching : target.build
      await viteBuild({ ...target, build, configFile: false })
    }
    if (watch) {
      removeStamp(part)
      continue
    }
    writeStamp(part)
    console.log(`built ${part} in ${((performance.now() - started) / 1000).toFixed(1)} s`)
  }
}

const named = parts.filter((part) => process.argv.slice(2).includes(part))
await build(named.length === 0 ? parts : named, process.argv.includes('--watch'))
