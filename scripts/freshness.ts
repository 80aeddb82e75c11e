import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** What is built on its own: the Node side with the preload script, and the screens. */
export type Part = 'main' | 'renderer'

export const parts: readonly Part[] = ['main', 'renderer']

export const root = join(import.meta.dirname, '..')

const configuration = ['electron.vite.config.ts', 'package-lock.json', 'package.json']

const sources: Record<Part, readonly string[]> = {
  main: ['src-main', 'src-preload', 'src-shared', 'migrations', 'resources', ...configuration],
  renderer: ['src-renderer', 'src-shared', 'resources', ...configuration],
}

const stampFile = (part: Part): string => join(root, 'out', part, '.sources')

/** @returns SHA-256 over the names and contents of everything that the part is built from */
function fingerprint(part: Part): string {
  const hash = createHash('sha256')
  for (const source of sources[part]) {
    for (const file of filesUnder(source)) {
      hash
        .update(`${file}\0`)
        .update(readFileSync(join(root, file)))
        .update('\0')
    }
  }
  return hash.digest('hex')
}

function filesUnder(path: string): string[] {
  const absolute = join(root, path)
  if (!existsSync(absolute)) return []
  if (statSync(absolute).isFile()) return [path]
  return readdirSync(absolute)
    .sort()
    .flatMap((name) => filesUnder(`${path}/${name}`))
}

/** Remembers, beside the part in `out/`, what it was built from. */
export function writeStamp(part: Part): void {
  writeFileSync(stampFile(part), fingerprint(part))
}

/** What is built again on every change is fresh only as long as somebody watches. */
export function removeStamp(part: Part): void {
  rmSync(stampFile(part), { force: true })
}

/** Whether `out/` lacks the part, or holds one that was built from other sources. */
export function isStale(part: Part): boolean {
  if (!existsSync(stampFile(part))) return true
  return readFileSync(stampFile(part), 'utf8') !== fingerprint(part)
}

/**
 * Builds what is stale. What the build says goes to standard error, so that a command which is
 * started next has standard output for its result alone.
 */
export function ensureBuilt(wanted: readonly Part[]): void {
  const stale = wanted.filter(isStale)
  if (stale.length === 0) return
  process.stderr.write(`building ${stale.join(' and ')} …\n`)
  const build = spawnSync(process.execPath, [join(root, 'scripts/build.ts'), ...stale], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  })
  if (build.status !== 0) process.exit(build.status ?? 1)
}
