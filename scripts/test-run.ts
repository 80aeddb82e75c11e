import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { root } from './freshness.ts'

/** What a step found. A static check is one test. */
export interface Counts {
  passed: number
  failed: number
  skipped: number
}

export const onePassed: Counts = { passed: 1, failed: 0, skipped: 0 }
export const oneFailed: Counts = { passed: 0, failed: 1, skipped: 0 }

const require = createRequire(import.meta.url)

/** @returns the file behind a command of a package, to be run by this Node on every platform */
function commandOf(packageName: string, command: string): string {
  const home = join(root, 'node_modules', packageName)
  const { bin } = require(join(home, 'package.json'))
  return join(home, typeof bin === 'string' ? bin : bin[command])
}

/** Runs a package's command with its output on ours. @returns its exit code */
export function runCommand(
  packageName: string,
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<number> {
  return runNode([commandOf(packageName, command), ...args], env)
}

/** Runs this Node with the given arguments, its output on ours. @returns its exit code */
export function runNode(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...plain, ...env },
    })
    child.once('error', reject)
    child.once('exit', (code) => resolve(code ?? 1))
  })
}

/** A log is read without a terminal's colours. */
const plain = process.stdout.isTTY ? {} : { NO_COLOR: '1', FORCE_COLOR: undefined }

/** A tool that says yes or no: one test. It speaks for itself when it says no. */
export async function staticCheck(
  packageName: string,
  command: string,
  args: readonly string[],
): Promise<Counts> {
  return (await runCommand(packageName, command, args)) === 0 ? onePassed : oneFailed
}

interface VitestReport {
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
  numTodoTests: number
  testResults: { status: string; assertionResults: unknown[] }[]
}

/** @param args projects and files, as Vitest's command line takes them */
export async function vitest(args: readonly string[]): Promise<Counts> {
  const report = freshReport('vitest.json')
  const code = await runCommand('vitest', 'vitest', [
    'run',
    ...['--reporter=dot', '--reporter=json', `--outputFile.json=${report}`],
    ...args,
  ])
  const found = readReport<VitestReport>(report)
  if (found === undefined) return oneFailed
  // A file that can't even be loaded holds no tests, and must not count as none.
  const unloaded = found.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  ).length
  return withExitCode(code, {
    passed: found.numPassedTests,
    failed: found.numFailedTests + unloaded,
    skipped: found.numPendingTests + found.numTodoTests,
  })
}

interface PlaywrightReport {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number }
}

/** @param config its configuration file @param files none: all of its folder */
export async function playwright(config: string, files: readonly string[]): Promise<Counts> {
  const report = freshReport(`${config}.json`)
  const code = await runCommand(
    '@playwright/test',
    'playwright',
    ['test', `--config=${config}`, '--reporter=dot,json', ...files],
    // Playwright colours its own processes, and Node warns of a wish against it.
    { PLAYWRIGHT_JSON_OUTPUT_FILE: report, NO_COLOR: undefined },
  )
  const stats = readReport<PlaywrightReport>(report)?.stats
  if (stats === undefined) return oneFailed
  return withExitCode(code, {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky,
    skipped: stats.skipped,
  })
}

/** A runner that failed without a failed test (no tests, an error outside of one) is one failure. */
function withExitCode(code: number, counts: Counts): Counts {
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts
}

function freshReport(name: string): string {
  const file = join(root, 'test-results/reports', name)
  mkdirSync(dirname(file), { recursive: true })
  rmSync(file, { force: true })
  return file
}

function readReport<Report>(file: string): Report | undefined {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined
}
