import { defineConfig } from '@playwright/test'

/** The desktop door in the real Electron. `npm test` runs it only where Electron's program is. */
export default defineConfig({
  testDir: 'tests/electron',
  outputDir: 'test-results/electron',
  forbidOnly: process.env['CI'] !== undefined,
  fullyParallel: false,
  retries: 0,
  timeout: 90_000,
  workers: 1,
})
