import type { Locator, Page } from '@playwright/test'
import { expect, expectNoViolations, test } from './fixture.ts'
import { openRoom, untilMade } from './rooms-and-snapshots.ts'

/** Opens the palette as people do, and hands over its field. */
async function openPalette(page: Page): Promise<Locator> {
  await page.keyboard.press('Control+k')
  const field = page.getByRole('combobox', { name: 'Go to, do, or find' })
  await expect(field).toBeFocused()
  return field
}

/** The option that Enter would run, by what screen readers are told. */
async function chosen(page: Page, field: Locator): Promise<Locator> {
  const id = await field.getAttribute('aria-activedescendant')
  return page.locator(`[id="${id}"][aria-selected="true"]`)
}

test('a room is found by its code and opened from the keyboard alone', async ({ app: page }) => {
  const { code, title } = await openRoom(page, 'overview')
  await page.getByRole('link', { name: 'Rooms', exact: true }).click()
  await expect(page).toHaveURL(/\/rooms$/)

  await openPalette(page)
  await page.keyboard.type(code.toLowerCase())
  const option = page.getByRole('option', { name: new RegExp(code) })
  await expect(option).toBeVisible()
  await expect(option).toHaveAttribute('aria-selected', 'true')
  await expectNoViolations(page)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible()
})

test('a room is found by a vessel’s name', async ({ app: page }) => {
  await openPalette(page)
  await page.keyboard.type('Kestrel Bay')
  await expect(page.getByRole('option', { name: /Kestrel Bay/ }).first()).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('combobox', { name: 'Go to, do, or find' })).toBeHidden()
})

test('the arrows go round the list, and what is chosen is told to screen readers', async ({
  app: page,
}) => {
  const field = await openPalette(page)
  const options = page.getByRole('listbox', { name: 'What was found' }).getByRole('option')
  await expect(options.first()).toBeVisible()
  await expect(await chosen(page, field)).toHaveText('Overview')
  await page.keyboard.press('ArrowDown')
  await expect(await chosen(page, field)).toHaveText('Rooms')
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('ArrowUp')
  await expect(options.last()).toHaveAttribute('aria-selected', 'true')
  for (let step = 0; step < 3; step++) await page.keyboard.press('ArrowDown')
  await expect(await chosen(page, field)).toHaveText('Snapshots')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Snapshots' })).toBeVisible()
})

test('the snapshot of the room in view is taken from the palette', async ({ app: page }) => {
  await openRoom(page, 'overview')
  await openPalette(page)
  await page.keyboard.type('take snap')
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Take snapshot' })
  await dialog.getByRole('button', { name: 'Take snapshot' }).click()
  await expect(dialog.getByText('Snapshot completed')).toBeVisible(untilMade)
})

test('the theme is switched, the tasks are shown, and one signs out', async ({ app: page }) => {
  const scheme = () => page.locator('html').getAttribute('data-mantine-color-scheme')
  const before = await scheme()
  await openPalette(page)
  await page.keyboard.type('theme')
  await page.keyboard.press('Enter')
  await expect.poll(scheme).not.toBe(before)

  await openPalette(page)
  await page.keyboard.type('tasks')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog', { name: 'Tasks' })).toBeVisible()
  await page.keyboard.press('Escape')

  await openPalette(page)
  await page.keyboard.type('sign out')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible()
})

test('what does not exist is said to be not found', async ({ app: page }) => {
  await openPalette(page)
  await page.keyboard.type('zzzz no such room')
  await expect(page.getByText(/^Nothing found/)).toBeVisible()
  await expectNoViolations(page)
})
