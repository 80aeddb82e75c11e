import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { cpSync, rmSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { test as base, expect, type Page } from '@playwright/test'
import axe, { type AxeResults, type RunOptions } from 'axe-core'
import { ownerEmail, passwords } from '../fixtures/names.ts'

const root = join(import.meta.dirname, '../..')
const sts = join(root, 'bin/sts.js')
const owner = { email: ownerEmail, password: passwords.owner }

/** A running server on a workspace of its own. */
export interface Door {
  /** `http://127.0.0.1:41234`. */
  origin: string
  /** The address of the screens with this run’s key; opens them once, then `origin` will do. */
  screensUrl: string
  /** The workspace’s directory. */
  workspace: string
  /** Ends the server and starts another one on the same port: a new run, with a key of its own. */
  restart(): Promise<void>
}

interface WorkerFixtures {
  /** A closed sample workspace, made once for each worker. */
  template: string
}

interface TestFixtures {
  /** Whether there is a workspace behind the door; without one the screens ask to make it. */
  withWorkspace: boolean
  /** The built program, serving a fresh copy of the sample workspace on a free port. */
  door: Door
  /** The rooms list, with the owner of the workspace signed in. */
  app: Page
}

/**
 * Tests of the screens behind the loopback door. Every `page` fails its test when the console shows
 * an error or a warning, when a script throws, or when the content security policy is violated.
 */
export const test = base.extend<TestFixtures, WorkerFixtures>({
  template: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from here
    async ({}, use) => {
      const dir = await mkdtemp(join(tmpdir(), 'sts-browser-'))
      const workspace = join(dir, 'template')
      const flags = ['--email', ownerEmail, '--name', 'Olga Owner', '--sample']
      await promisify(execFile)(
        process.execPath,
        [sts, 'init', '--workspace', workspace, ...flags],
        {
          env: {
            ...process.env,
            STS_PASSWORD: passwords.owner,
            STS_SAMPLE_PASSWORD: passwords.sample,
          },
        },
      )
      await use(workspace)
      rmSync(dir, { recursive: true, force: true })
    },
    { scope: 'worker', timeout: 180_000 },
  ],
  withWorkspace: [true, { option: true }],
  door: async ({ template, withWorkspace }, use) => {
    const dir = await mkdtemp(join(tmpdir(), 'sts-door-'))
    const workspace = join(dir, 'workspace')
    if (withWorkspace) cpSync(template, workspace, { recursive: true })
    // The command line serves what is there; only the door that people start may make a workspace.
    const program = withWorkspace ? [sts, 'serve'] : [join(root, 'out/main/serve.js')]
    const serve = (port: number) =>
      listening([...program, '--workspace', workspace, '--port', String(port)])
    let running = await serve(0)
    const port = Number(new URL(running.screensUrl).port)
    const door: Door = {
      origin: new URL(running.screensUrl).origin,
      screensUrl: running.screensUrl,
      workspace,
      restart: async () => {
        await end(running.process)
        running = await serve(port)
        door.screensUrl = running.screensUrl
      },
    }
    await use(door)
    await end(running.process)
    rmSync(dir, { recursive: true, force: true })
  },
  // Asks for the door, so that the page closes first and does not see it go.
  page: async ({ page, door: _ }, use) => {
    const problems = watch(page)
    // Nothing fades, so that a look at the colours sees them as they stay.
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await use(page)
    expect(problems, 'what the console and the content security policy complained about').toEqual(
      [],
    )
  },
  app: async ({ page, door }, use) => {
    await enter(page, door)
    await expect(page.getByRole('heading', { level: 1, name: 'Rooms' })).toBeVisible()
    await use(page)
  },
})

export { expect }

/** Opens the rooms list with a session that the door has given, as the sign-in screen gets it. */
export async function enter(
  page: Page,
  { origin, screensUrl }: Door,
  { email, password }: { email: string; password: string } = owner,
): Promise<void> {
  await page.request.get(screensUrl)
  const answer = await page.request.post(`${origin}/api/v1/auth/login`, {
    headers: { origin },
    data: { email, password },
  })
  expect(answer.status()).toBe(200)
  const { cookies } = await page.context().storageState()
  const localStorage = [{ name: 'sts-signed-in', value: 'yes' }]
  await page.context().setStorageState({ cookies, origins: [{ origin, localStorage }] })
  await page.goto(`${origin}/rooms`)
}

/** Fills in the sign-in screen that is shown, and sends it. */
export async function signIn(page: Page, email: string, password: string): Promise<void> {
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

const everyRule: RunOptions = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
}
/** The rules that look at colours: all that another theme can break. */
const colourRules: RunOptions = {
  runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] },
}

/** Holds what is on the screen against WCAG 2.2 AA and axe’s good practice, in both themes. */
export async function expectNoViolations(page: Page): Promise<void> {
  const themes = [
    { colorScheme: 'dark', options: colourRules },
    { colorScheme: 'light', options: everyRule },
  ] as const
  for (const { colorScheme, options } of themes) {
    await page.emulateMedia({ colorScheme })
    await page.locator(`html[data-mantine-color-scheme="${colorScheme}"]`).waitFor()
    expect(await violations(page, options), `in the ${colorScheme} theme`).toEqual([])
  }
}

/** Waits for colours that are on their way to another; what never ends, such as a spinner, stays. */
async function untilStill(): Promise<void> {
  const ending = document
    .getAnimations()
    .filter(({ effect }) => effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY)
  await Promise.allSettled(ending.map(({ finished }) => finished))
}

/**
 * Runs axe in the page itself: nothing here has a frame, and gathering the parts of frames, as the
 * package for Playwright does, takes longer than all of its rules.
 */
async function violations(page: Page, options: RunOptions) {
  if (await page.evaluate('typeof axe === "undefined"')) await page.evaluate(axe.source)
  await page.evaluate(untilStill)
  const found = await page.evaluate<AxeResults['violations']>(
    `axe.run(document, ${JSON.stringify({ ...options, resultTypes: ['violations'] })})
      .then((results) => results.violations)`,
  )
  return found.map(({ id, help, nodes }) => ({
    id,
    help,
    where: nodes.map(
      (node) => `${node.target.join(' ')}: ${node.failureSummary ?? ''} ${node.html}`,
    ),
  }))
}

/** Collects what a page complains about from now on. */
export function watch(page: Page): string[] {
  const problems: string[] = []
  page.on('pageerror', (error) => problems.push(`thrown: ${error.message}`))
  page.on('console', (message) => {
    if (message.type() !== 'error' && message.type() !== 'warning') return
    const { url } = message.location()
    if (isRefusal(message.text(), url) || isLostLine(message.text())) return
    problems.push(`${message.type()}: ${message.text()} (${url})`)
  })
  return problems
}

/** Chromium logs each 4xx answer; those of our own calls are shown to people, and are no fault. */
function isRefusal(text: string, url: string): boolean {
  return /the server responded with a status of 4\d\d/.test(text) && url.includes('/api/v1/')
}

/** So it does with a socket whose server was ended; the screen says so itself. */
function isLostLine(text: string): boolean {
  return /^WebSocket connection to '[^']+\/rpc' failed/.test(text)
}

/** Starts a server and waits until it has said where its screens are. */
async function listening(
  args: readonly string[],
): Promise<{ process: ChildProcess; screensUrl: string }> {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] })
  const said: string[] = []
  const screensUrl = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stderr }).on('line', (line) => {
      said.push(line)
      const url = /https?:\/\/\S+\?key=\S+/.exec(line)?.[0]
      if (url !== undefined) resolve(url)
    })
    child.once('exit', (code) =>
      reject(new Error(`The server ended with ${code}: ${said.join('\n')}`)),
    )
  })
  return { process: child, screensUrl }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  child.kill('SIGTERM')
  await ended
}
