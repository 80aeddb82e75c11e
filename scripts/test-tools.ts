import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { findChromium } from './chromium.ts'
import { findProgram } from './find-program.ts'

/** Programs that the tests call, which no package of ours can bring. */
const tools = [
  { name: 'chromium', debian: 'chromium', find: findChromium },
  { name: 'qpdf', debian: 'qpdf', find: () => findProgram('qpdf') },
  { name: 'pdftotext', debian: 'poppler-utils', find: () => findProgram('pdftotext') },
  { name: 'pdftoppm', debian: 'poppler-utils', find: () => findProgram('pdftoppm') },
]

const missingTools = () => tools.filter((tool) => tool.find() === undefined)

/**
 * Looks for the programs that the tests call, and installs them where that is ours to do: as root
 * on a Debian or its like.
 * @returns undefined when all are there, else a sentence that says what is missing and how to get it
 */
export function provideTools(): string | undefined {
  if (missingTools().length > 0 && mayInstall()) install()
  const missing = missingTools().map((tool) => tool.name)
  if (missing.length === 0) return undefined
  return `${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing. ${advice()}`
}

function mayInstall(): boolean {
  const isRoot = process.getuid?.() === 0
  return isRoot && existsSync('/etc/debian_version') && findProgram('apt-get') !== undefined
}

function install(): void {
  const packages = [...new Set(tools.map((tool) => tool.debian))]
  console.log(`  installing ${packages.join(', ')} …`)
  const options = {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    encoding: 'utf8' as const,
  }
  for (const args of [['update'], ['install', '-y', ...packages]]) {
    const { status, stderr } = spawnSync('apt-get', args, options)
    if (status !== 0) console.log(`  apt-get ${args.join(' ')} failed:\n${stderr}`)
  }
}

function advice(): string {
  switch (process.platform) {
    case 'darwin':
      return 'Get them with: brew install qpdf poppler; brew install --cask google-chrome.'
    case 'win32':
      return 'Get them with: choco install qpdf poppler googlechrome.'
    default:
      return 'Get them with: sudo apt-get install chromium qpdf poppler-utils, or name a Chromium in CHROMIUM_PATH.'
  }
}
