import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

const globalSetup = ['tests/global-setup.ts'].filter((file) =>
  existsSync(join(import.meta.dirname, file)),
)

/** What a kind of test may take for one test, in seconds; the folders of `tests/` are the kinds. */
const seconds = { unit: 30, db: 60, contract: 90, faults: 120, boundaries: 60, built: 60 }

export default defineConfig({
  test: {
    environment: 'node',
    // Native modules and process-wide handles: every file gets a process of its own.
    pool: 'forks',
    maxWorkers: 2,
    globalSetup,
    passWithNoTests: false,
    projects: Object.entries(seconds).map(([name, limit]) => ({
      extends: true as const,
      test: {
        name,
        include: [`tests/${name}/**/*.test.ts`],
        exclude: ['tests/boundaries/planted/**'],
        testTimeout: limit * 1000,
        hookTimeout: Math.max(limit, 30) * 1000,
      },
    })),
  },
})
