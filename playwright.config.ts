import { defineConfig } from '@playwright/test'
import { chromiumFlags, findChromium } from './scripts/chromium.ts'

const executablePath = findChromium()

/** The screens behind the loopback door, in the Chromium that is on the machine. */
export default defineConfig({
  testDir: 'tests/browser',
  outputDir: 'test-results/browser',
  forbidOnly: process.env['CI'] !== undefined,
  // Every test has a workspace and a server of its own.
  fullyParallel: true,
  retries: 0,
  // A busy machine is no fault of the program: what is slow is measured in bench/, not here.
  timeout: 180_000,
  expect: { timeout: 20_000 },
  workers: 2,
  use: {
    browserName: 'chromium',
    launchOptions: {
      args: chromiumFlags(),
      ...(executablePath === undefined ? {} : { executablePath }),
    },
    locale: 'en-GB',
    screenshot: 'only-on-failure',
    timezoneId: 'UTC',
    // Without its film: drawing every frame for it costs a fifth of the time.
    trace: { mode: 'retain-on-failure', screenshots: false },
    viewport: { width: 1440, height: 900 },
  },
})
