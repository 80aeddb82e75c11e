import type { Page } from '@playwright/test'
import { ownerEmail, passwords } from '../fixtures/names.ts'
import { expect, expectNoViolations, signIn, test } from './fixture.ts'

const tabs = [
  'Overview',
  'Parties',
  'Vessels',
  'Documents',
  'Approvals',
  'Messages',
  'Activity',
  'Snapshots',
  'Protection',
]

const small = { width: 1280, height: 800 }
const large = { width: 1920, height: 1080 }

/** Every text that is seen, with its size, where that is under 12 px. */
async function smallTexts(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = []
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const element = node.parentElement
      const text = node.textContent?.trim() ?? ''
      if (element === null || text === '' || element.getClientRects().length === 0) continue
      const size = Number.parseFloat(getComputedStyle(element).fontSize)
      if (size < 12) found.push(`${size}px: ${text}`)
    }
    return found
  })
}

/** Holds a screen against everything that must be true of each of them, in both themes. */
async function looksRight(page: Page): Promise<void> {
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0)
  await expectNoViolations(page)
  expect(await smallTexts(page), 'texts under 12 px').toEqual([])
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  expect(overflow, 'the page must not be wider than the window').toBe(0)
}

/** The same in a small and in a large window. */
async function looksRightInBoth(page: Page): Promise<void> {
  for (const size of [large, small]) {
    await page.setViewportSize(size)
    await looksRight(page)
  }
}

test('the sign-in, lists and rooms hold WCAG 2.2 AA in small and large windows', async ({
  page,
  door,
}) => {
  await page.goto(door.screensUrl)
  await expect(page.getByLabel('E-mail')).toBeVisible()
  await looksRightInBoth(page)
  await signIn(page, ownerEmail, passwords.owner)
  await expect(page.getByRole('list', { name: 'Recent activity' })).toBeVisible()
  await looksRightInBoth(page)
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Rooms' }).click()
  await expect(page.locator('tbody a[data-row-focus]').first()).toBeVisible()
  await looksRightInBoth(page)
  await page.getByRole('link', { name: 'STS-' }).nth(4).click()
  for (const tab of tabs) {
    await page.getByRole('tab', { name: tab }).click()
    await expect(page.getByRole('tab', { name: tab })).toHaveAttribute('aria-selected', 'true')
    await looksRightInBoth(page)
  }
})

test('the audit trail holds WCAG 2.2 AA in small and large windows', async ({ app: page }) => {
  await page.getByRole('link', { name: 'Audit trail' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Audit trail' })).toBeVisible()
  await looksRightInBoth(page)
  await page.getByRole('button', { name: 'More', exact: true }).click()
  await expect(page.getByRole('combobox', { name: 'Vessel' })).toBeVisible()
  for (const view of ['Timeline', 'Statistics', 'Failures']) {
    await page.getByText(view, { exact: true }).click()
    await expect(page).toHaveURL(new RegExp(`view=${view.toLowerCase()}`))
    await looksRightInBoth(page)
  }
})

test('menus, dialogs and drawers hold WCAG 2.2 AA', async ({ app: page }) => {
  const opened = async (open: () => Promise<void>) => {
    await open()
    await looksRight(page)
    await page.keyboard.press('Escape')
  }
  const click = (name: string | RegExp) => () =>
    page.getByRole('button', { name, exact: true }).click()
  await opened(click('Theme'))
  await opened(click(/^Account:/))
  await opened(click('Columns'))
  await opened(click('Tasks'))
  await opened(() => page.keyboard.press('Control+k'))
  await opened(async () => {
    await click('Open a room')()
    await click('Open the room')()
    await expect(page.getByRole('textbox', { name: 'Title' })).toBeFocused()
  })
  await page.getByLabel('Search rooms').fill('no room is called that')
  await expect(page.getByRole('heading', { name: 'No room fits' })).toBeVisible()
  await looksRight(page)
  await click('Clear search and filters')()

  await page.getByRole('link', { name: 'STS-' }).nth(4).click()
  await opened(click('Change status'))
  await opened(async () => {
    await click('Change status')()
    await page.getByRole('menuitem', { name: 'Cancel the operation' }).click()
  })
  await opened(click('Take snapshot'))
  await opened(click('More for this room'))
  await opened(async () => {
    await click('More for this room')()
    await page.getByRole('menuitem', { name: 'Delete the room' }).click()
    await expect(page.getByText('Vessels in the room')).toBeVisible()
  })
  await opened(click('Edit facts'))
  await page.getByRole('tab', { name: 'Parties' }).click()
  await opened(click('Add a party'))
  await opened(() =>
    page
      .getByRole('button', { name: /^Edit / })
      .first()
      .click(),
  )
  await page.getByRole('tab', { name: 'Vessels' }).click()
  await opened(click('Add a vessel'))
  await opened(() =>
    page
      .getByRole('button', { name: /^Edit / })
      .first()
      .click(),
  )
  await page.getByRole('tab', { name: 'Documents' }).click()
  await opened(click('Upload documents'))
  await opened(() => page.locator('tbody button[data-row-focus]').first().click())
  await page.getByRole('tab', { name: 'Approvals' }).click()
  await opened(() =>
    page
      .getByRole('button', { name: /^Pending/ })
      .first()
      .click(),
  )
  await page.getByRole('link', { name: 'Audit trail' }).click()
  await opened(click('Export all'))
  await opened(click('Checkpoints'))
  await opened(() => page.locator('tbody button[data-row-focus]').first().click())
})

test('an address that names nothing says so calmly', async ({ app: page, door }) => {
  await page.goto(`${door.origin}/there/is/nothing`)
  await expect(
    page.getByRole('heading', { name: 'There is nothing at this address' }),
  ).toBeVisible()
  await looksRight(page)
  await page.getByRole('link', { name: 'Go to the rooms' }).click()
  await expect(page).toHaveURL(`${door.origin}/rooms`)
  await page.goto(`${door.origin}/rooms/00000000-0000-7000-8000-000000000000/overview`)
  await expect(page.getByRole('heading', { name: 'No such room' })).toBeVisible()
  await looksRight(page)
  await page.goto(`${door.origin}/rooms/00000000-0000-7000-8000-000000000000/cellar`)
  await expect(
    page.getByRole('heading', { name: 'There is nothing at this address' }),
  ).toBeVisible()
})

test('the theme is chosen once and outlives a reload', async ({ app: page }) => {
  const html = page.locator('html')
  await expect(html).toHaveAttribute('data-mantine-color-scheme', 'light')
  await page.getByRole('button', { name: 'Theme' }).click()
  await page.getByRole('menuitemradio', { name: 'Dark' }).click()
  await expect(html).toHaveAttribute('data-mantine-color-scheme', 'dark')
  await page.reload()
  await expect(page.getByRole('heading', { level: 1, name: 'Rooms' })).toBeVisible()
  await expect(html).toHaveAttribute('data-mantine-color-scheme', 'dark')
})

test('the navigation folds to icons that keep their names', async ({ app: page }) => {
  const nav = page.getByRole('navigation', { name: 'Main' })
  await expect.poll(async () => (await nav.boundingBox())?.width).toBe(220)
  await page.getByRole('button', { name: 'Collapse the navigation' }).click()
  await expect.poll(async () => (await nav.boundingBox())?.width).toBeLessThan(64)
  await expect(nav.getByRole('link', { name: 'Audit trail' })).toBeVisible()
  await looksRight(page)
  await page.reload()
  await expect(page.getByRole('button', { name: 'Expand the navigation' })).toBeVisible()
})

test('nothing is asked of any other place, and the policy forbids it', async ({
  page,
  context,
  door,
}) => {
  const asked: string[] = []
  page.on('request', (request) => asked.push(new URL(request.url()).origin))
  await page.goto(door.screensUrl)
  await signIn(page, ownerEmail, passwords.owner)
  await page.getByRole('link', { name: 'Rooms', exact: true }).first().click()
  await page.locator('tbody a[data-row-focus]').first().click()
  await expect(page.getByRole('tab', { name: 'Overview' })).toBeVisible()
  expect(new Set(asked)).toEqual(new Set([door.origin]))

  const answer = await page.request.get(`${door.origin}/rooms`)
  const policy = answer.headers()['content-security-policy'] ?? ''
  for (const rule of [
    "default-src 'none'",
    "script-src 'self'",
    "connect-src 'self'",
    "frame-src 'none'",
    "object-src 'none'",
  ]) {
    expect(policy.split('; ')).toContain(rule)
  }
  // On a page of its own: what is broken here on purpose must not fail the test.
  const trial = await context.newPage()
  await trial.goto(`${door.origin}/rooms`)
  const evaluated = await trial.evaluate(async () => {
    const broken = new Promise<string>((resolve) => {
      const heard = (event: SecurityPolicyViolationEvent) => resolve(event.effectiveDirective)
      document.addEventListener('securitypolicyviolation', heard, { once: true })
    })
    const script = document.createElement('script')
    script.textContent = 'window.wasRun = true'
    document.head.append(script)
    return { directive: await broken, wasRun: 'wasRun' in window }
  })
  expect(evaluated).toEqual({ directive: 'script-src-elem', wasRun: false })
})
