import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** The files beside the built entry (`out/main/index.js`). */
export interface BuiltPaths {
  preload: string
  icon(size: 16 | 32 | 64 | 128 | 256 | 512): string
}

/** @param entryUrl `import.meta.url` of the entry */
export function builtPaths(entryUrl: string): BuiltPaths {
  const at = (relative: string): string => fileURLToPath(new URL(relative, entryUrl))
  return {
    preload: at('../preload/index.cjs'),
    icon: (size) => at(`../../resources/icons/${size}x${size}.png`),
  }
}

/**
 * The workspace to open: `--workspace DIR` or `--workspace=DIR`, else `STS_WORKSPACE`, else the
 * folder `workspace` in the program's own data folder.
 * @param cwd relative names are taken from here
 * @returns an absolute path
 */
export function workspaceDir(
  argv: readonly string[],
  env: NodeJS.ProcessEnv,
  cwd: string,
  userData: string,
): string {
  const named = workspaceArgument(argv) ?? env['STS_WORKSPACE']
  return named === undefined || named === ''
    ? path.join(userData, 'workspace')
    : path.resolve(cwd, named)
}

function workspaceArgument(argv: readonly string[]): string | undefined {
  const joined = argv.find((word) => word.startsWith('--workspace='))
  if (joined !== undefined) return joined.slice('--workspace='.length)
  const index = argv.indexOf('--workspace')
  const next = index === -1 ? undefined : argv[index + 1]
  return next?.startsWith('--') ? undefined : next
}
