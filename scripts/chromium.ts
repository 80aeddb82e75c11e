import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { findProgram, isProgram } from './find-program.ts'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'msedge']

const programFiles = [process.env['PROGRAMFILES'], process.env['PROGRAMFILES(X86)']].filter(
  (folder) => folder !== undefined,
)

/** Where the installers of macOS and Windows put it, which is on no PATH. */
const installed: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: programFiles.flatMap((folder) => [
    join(folder, 'Google/Chrome/Application/chrome.exe'),
    join(folder, 'Microsoft/Edge/Application/msedge.exe'),
  ]),
}

/**
 * A Chromium to test with: `CHROMIUM_PATH`, one on the PATH, one where its installer puts it, or
 * the one that Playwright downloaded.
 * @returns its path, undefined if there is none
 */
export function findChromium(): string | undefined {
  const named = process.env['CHROMIUM_PATH']
  if (named) return isProgram(named) ? named : undefined
  for (const name of names) {
    const found = findProgram(name)
    if (found !== undefined) return found
  }
  return [...(installed[process.platform] ?? []), chromium.executablePath()].find(isProgram)
}

/** Its flags: quiet everywhere, and without the sandbox that root and containers cannot have. */
export function chromiumFlags(): string[] {
  const quiet = [
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-quic',
    '--disable-sync',
    '--no-first-run',
  ]
  const isRoot = process.getuid?.() === 0
  const inContainer = process.platform === 'linux' && (isRoot || process.env['CI'] !== undefined)
  return inContainer ? ['--no-sandbox', '--disable-gpu', ...quiet] : quiet
}
