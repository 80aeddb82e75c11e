import { execFile } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { z } from 'zod'

export const root = join(import.meta.dirname, '../..')

/** Every folder whose imports the rules speak of. */
export const sourceFolders = ['src-main', 'src-preload', 'src-renderer', 'src-shared', 'migrations']

const resultSchema = z.object({
  modules: z.array(z.object({ source: z.string() })),
  summary: z.object({
    violations: z.array(
      z.object({ rule: z.object({ name: z.string() }), from: z.string(), to: z.string() }),
    ),
    ruleSetUsed: z.object({ forbidden: z.array(z.object({ name: z.string() })) }),
  }),
})

/**
 * Runs dependency-cruiser with the project's rules, as `npm run lint` does.
 * @param folder holds the source folders: the project, or the planted tree
 */
export async function cruise(folder: string): Promise<z.infer<typeof resultSchema>> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [
      join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs'),
      ...['--config', join(root, '.dependency-cruiser.cjs'), '--output-type', 'json'],
      ...sourceFolders.filter((name) => existsSync(join(folder, name))),
    ],
    { cwd: folder, maxBuffer: 256 * 1024 * 1024 },
  )
  return resultSchema.parse(JSON.parse(stdout))
}

/** Every TypeScript file in the source folders, as `src-main/cli.ts`, sorted. */
export function sourceFiles(folder: string): string[] {
  return sourceFolders
    .filter((name) => existsSync(join(folder, name)))
    .flatMap((name) =>
      readdirSync(join(folder, name), { recursive: true, encoding: 'utf8' })
        .filter((file) => /\.tsx?$/.test(file))
        .map((file) => `${name}/${file.replaceAll('\\', '/')}`),
    )
    .sort()
}
