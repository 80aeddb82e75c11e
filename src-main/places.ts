import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Where the program's own files lie, seen from the door that was started. */
export interface Places {
  renderWorker: string
  readerWorker: string
  fonts: string
  sample: string
  /** The built screens. */
  screens: string
}

/**
 * @param entryUrl `import.meta.url` of the door: in `src-main/` when run from source, in
 *   `out/main/` when built. Workers lie beside it in `workers/`, with the same ending.
 */
export function placesOf(entryUrl: string): Places {
  const entry = fileURLToPath(entryUrl)
  const ending = entry.endsWith('.ts') ? 'ts' : 'js'
  const beside = dirname(entry)
  const root = ending === 'ts' ? dirname(beside) : dirname(dirname(beside))
  const resources = join(root, 'resources')
  if (!existsSync(resources))
    throw new Error('The program is not whole: its resources are missing.')
  return {
    renderWorker: join(beside, 'workers', `render.${ending}`),
    readerWorker: join(beside, 'workers', `reader.${ending}`),
    fonts: join(resources, 'fonts'),
    sample: join(resources, 'sample'),
    screens: join(root, 'out', 'renderer'),
  }
}
