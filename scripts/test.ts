/**
 * `npm test [name or file …]`: everything, or only the named steps and test files. All steps run,
 * whatever fails before them; the last line is the sum, `N passed, N failed, N skipped`.
 */
import { existsSync } from 'node:fs'
import { electronWithDisplay } from './electron-binary.ts'
import { isStale, parts } from './freshness.ts'
import { memoryDisk } from './memory-disk.ts'
import {
  type Counts,
  oneFailed,
  onePassed,
  playwright,
  runNode,
  staticCheck,
  vitest,
} from './test-run.ts'
import { provideTools } from './test-tools.ts'

const projects = ['unit', 'db', 'contract', 'faults', 'boundaries', 'built']

/** The checks that read the source and run none of it. */
const checks: Readonly<Record<string, () => Promise<Counts>>> = {
  format: () => staticCheck('@biomejs/biome', 'biome', ['format', '.']),
  lint: () => staticCheck('@biomejs/biome', 'biome', ['check', '--formatter-enabled=false', '.']),
  promises: () => staticCheck('oxlint', 'oxlint', []),
  types: () => staticCheck('typescript', 'tsc', ['--noEmit']),
  imports: () =>
    staticCheck('dependency-cruiser', 'depcruise', [
      ...['--config', '.dependency-cruiser.cjs'],
      ...['src-main', 'src-preload', 'src-renderer', 'src-shared', 'migrations'],
    ]),
  unused: () => staticCheck('knip', 'knip', ['--no-progress']),
}

const asked = process.argv.slice(2)
const names = [
  'tools',
  'static',
  ...Object.keys(checks),
  'build',
  ...projects,
  'browser',
  'electron',
]
const files = asked.filter((word) => existsSync(word) && /\.(test|spec)\.ts$/.test(word))
const unknown = asked.filter((word) => !names.includes(word) && !files.includes(word))
if (unknown.length > 0) {
  console.error(`npm test knows no ${unknown.join(', ')}. It knows ${names.join(', ')}, and files.`)
  process.exit(2)
}

const wants = (name: string): boolean => asked.length === 0 || asked.includes(name)
const filesIn = (...folders: string[]): string[] =>
  files.filter((file) => folders.some((folder) => file.includes(`tests/${folder}/`)))

Object.assign(process.env, memoryDisk())

const total: Counts = { passed: 0, failed: 0, skipped: 0 }

async function step(name: string, run: () => Promise<Counts>): Promise<void> {
  console.log(`▸ ${name}`)
  const started = performance.now()
  const counts = await run().catch((error: unknown) => {
    console.error(error)
    return oneFailed
  })
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : ''
  const mark = counts.failed > 0 ? '✗' : counts.passed > 0 ? '✓' : '–'
  console.log(
    `${mark} ${name}: ${counts.passed} passed, ${counts.failed} failed${skipped} (${seconds} s)\n`,
  )
  total.passed += counts.passed
  total.failed += counts.failed
  total.skipped += counts.skipped
}

async function tools(): Promise<Counts> {
  const problem = provideTools()
  if (problem !== undefined) console.log(`  ${problem}`)
  return problem === undefined ? onePassed : oneFailed
}

async function build(): Promise<Counts> {
  return (await runNode(['scripts/build.ts'])) === 0 ? onePassed : oneFailed
}

async function electron(): Promise<Counts> {
  const found = electronWithDisplay()
  if ('path' in found) return playwright('playwright.electron.config.ts', [])
  console.log(`  skipped: ${found.missing}`)
  return { passed: 0, failed: 0, skipped: 1 }
}

const wantedProjects = projects.filter(wants)
const vitestFiles = filesIn(...projects)
const browserFiles = filesIn('browser')
const runs = {
  vitest: wantedProjects.length > 0 || vitestFiles.length > 0,
  browser: wants('browser') || browserFiles.length > 0,
  electron: wants('electron'),
}
/** The kinds of test that start what was built. */
const onBuild = ['contract', 'faults', 'built', 'browser', 'electron']
const needsBuild = onBuild.some((kind) => asked.includes(kind)) || filesIn(...onBuild).length > 0

if (wants('tools')) await step('tools', tools)
for (const [name, check] of Object.entries(checks)) {
  if (wants(name) || asked.includes('static')) await step(name, check)
}
if (wants('build') || (needsBuild && parts.some(isStale))) await step('build', build)
if (runs.vitest) {
  const onlySome = asked.length > 0 ? wantedProjects.map((name) => `--project=${name}`) : []
  await step('vitest', () => vitest([...onlySome, ...vitestFiles]))
}
if (runs.browser) await step('browser', () => playwright('playwright.config.ts', browserFiles))
if (runs.electron) await step('electron', electron)

console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`)
process.exitCode = total.failed > 0 ? 1 : 0
