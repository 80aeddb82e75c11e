import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { launch, OWNER, type Running, reasonToSkip } from './launch.ts'

const reason = reasonToSkip()
test.skip(reason !== undefined, reason)
test.describe.configure({ mode: 'serial' })

async function signIn(page: Page): Promise<void> {
  await page.getByLabel(/e-?mail/i).fill(OWNER.email)
  await page.getByLabel(/password/i).fill(OWNER.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('navigation').first()).toBeVisible()
}

test.describe('the desktop door', () => {
  let running: Running
  let page: Page
  const requests: string[] = []
  const violations: string[] = []

  test.beforeAll(async () => {
    running = await launch()
    page = await running.app.firstWindow()
    page.on('request', (request) => requests.push(request.url()))
    page.on('console', (message) => {
      if (/content security policy/i.test(message.text())) violations.push(message.text())
    })
    // Loaded once more, so that both lists begin at the beginning.
    await page.reload()
  })
  test.afterAll(async () => {
    await running.end()
  })

  test('shows the sign-in in its first window, from our own address', async () => {
    expect(new URL(page.url()).protocol).toBe('app:')
    await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible()
  })

  test('runs its page in the sandbox, without anything of Node or Electron', async () => {
    const seen = await page.evaluate(() => ({
      require: typeof Reflect.get(globalThis, 'require'),
      process: typeof Reflect.get(globalThis, 'process'),
      electron: Object.keys(globalThis).filter((name) => /electron|ipc|sts/i.test(name)),
    }))
    expect(seen).toEqual({ require: 'undefined', process: 'undefined', electron: [] })
  })

  test('signs in, and stays signed in over a reload', async () => {
    await signIn(page)
    await page.reload()
    await expect(page.getByRole('navigation').first()).toBeVisible()
    await expect(page.getByRole('button', { name: 'Sign in' })).toHaveCount(0)
  })

  test('takes a snapshot that is completed', async () => {
    await page.getByRole('link', { name: 'Rooms' }).click()
    await page.getByRole('row').nth(1).click()
    await page.getByRole('button', { name: 'Take snapshot' }).first().click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Take snapshot' }).click()
    await expect(page.getByText('Completed').first()).toBeVisible({ timeout: 30_000 })
  })

  test('can neither leave its address nor reach another one', async () => {
    const address = page.url()
    const reached = await page.evaluate(async () => {
      const opened = window.open('https://example.com/') !== null
      const fetched = await fetch('https://example.com/').then(
        () => true,
        () => false,
      )
      return { opened, fetched }
    })
    expect(reached).toEqual({ opened: false, fetched: false })
    await page.evaluate(() => {
      location.href = 'https://example.com/'
    })
    await expect(page.getByRole('navigation').first()).toBeVisible()
    expect(page.url()).toBe(address)
    expect(running.app.windows()).toHaveLength(1)
  })

  test('has asked for nothing but its own files, and kept its policy', () => {
    const foreign = requests.filter(
      (url) => !/^(?:app:\/\/sts\/|data:|blob:app:\/\/sts\/)/.test(url) && !isDeliberate(url),
    )
    expect(foreign).toEqual([])
    expect(requests.length).toBeGreaterThan(0)
    expect(violations.filter((text) => !isDeliberate(text))).toEqual([])
  })
})

/** What the test before has done on purpose. */
function isDeliberate(text: string): boolean {
  return text.includes('https://example.com/')
}

test('a damaged workspace is a screen of its own, not an empty list', async () => {
  const running = await launch((workspace) => {
    writeFileSync(path.join(workspace, 'sts.db'), 'this is no database'.repeat(1000))
  })
  try {
    const page = await running.app.firstWindow()
    await expect(page.getByRole('heading', { name: 'The workspace is damaged' })).toBeVisible()
  } finally {
    await running.end()
  }
})

test('a second start ends at once and leaves the first one running', async () => {
  const running = await launch()
  try {
    await running.app.firstWindow()
    const [code] = await once(running.startAgain(), 'exit')
    expect(code).toBe(0)
    expect(running.app.windows()).toHaveLength(1)
  } finally {
    await running.end()
  }
})
