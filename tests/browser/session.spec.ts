import { passwords } from '../fixtures/names.ts'
import { expect, expectNoViolations, test } from './fixture.ts'

test('an idle screen locks, hides what was open, and gives it back', async ({ page, door }) => {
  await page.clock.install()
  await page.goto(door.screensUrl)
  await page.getByLabel('E-mail').fill('owner@example.org')
  await page.getByLabel('Password', { exact: true }).fill(passwords.owner)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Rooms' }).click()
  await page.getByRole('button', { name: 'Open a room' }).click()
  await page.getByRole('textbox', { name: 'Title' }).fill('Half written')
  await page.clock.fastForward('29:00')
  await expect(page.getByRole('heading', { level: 1, name: 'Locked' })).toHaveCount(0)
  await page.clock.fastForward('02:00')
  await expect(page.getByRole('heading', { level: 1, name: 'Locked' })).toBeVisible()
  await expect(page.getByRole('textbox', { name: 'Title' })).toHaveCount(0)
  await expect(page.getByRole('table')).toHaveCount(0)
  await expectNoViolations(page)

  await page.getByLabel('Password', { exact: true }).fill('not the password')
  await page.getByRole('button', { name: 'Unlock' }).click()
  await expect(page.getByRole('alert')).toHaveText('E-mail or password is wrong.')
  await page.getByLabel('Password', { exact: true }).fill(passwords.owner)
  await page.getByRole('button', { name: 'Unlock' }).click()
  await expect(page.getByRole('textbox', { name: 'Title' })).toHaveValue('Half written')
})

test('a locked session stays locked over a reload and behind the address, until the password comes', async ({
  app: page,
  door,
}) => {
  await page.getByRole('button', { name: /^Account:/ }).click()
  await page.getByRole('menuitem', { name: 'Lock the screen' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Locked' })).toBeVisible()
  await page.reload()
  await expect(page.getByRole('heading', { level: 1, name: 'Locked' })).toBeVisible()
  await expect(page.getByText('owner@example.org')).toBeVisible()
  const answer = await page.request.get(`${door.origin}/api/v1/rooms`)
  expect(answer.status()).toBe(401)
  await page.getByLabel('Password', { exact: true }).fill(passwords.owner)
  await page.keyboard.press('Enter')
  await expect(page.getByText('12 rooms', { exact: true })).toBeVisible()
})

test('one’s own password is changed from the account menu', async ({ app: page, door }) => {
  await page.getByRole('button', { name: /^Account:/ }).click()
  await page.getByRole('menuitem', { name: 'Change password' }).click()
  await page.getByLabel('Present password', { exact: true }).fill('not the password')
  await page.getByLabel('New password', { exact: true }).fill('a-long-enough-one')
  await page.getByLabel('New password again', { exact: true }).fill('a-long-enough-one')
  await page.getByRole('dialog').getByRole('button', { name: 'Change password' }).click()
  await expect(page.getByText('This is not your present password.')).toBeVisible()
  await expectNoViolations(page)
  await page.getByLabel('Present password', { exact: true }).fill(passwords.owner)
  await page.getByRole('dialog').getByRole('button', { name: 'Change password' }).click()
  await expect(page.getByText('Your password is changed.')).toBeVisible()
  const data = { email: 'owner@example.org', password: 'a-long-enough-one' }
  expect((await page.request.post(`${door.origin}/api/v1/auth/login`, { data })).status()).toBe(200)
})

test('the settings are saved, refused with their bounds, and seen at once', async ({
  app: page,
}) => {
  await page.getByRole('link', { name: 'Settings' }).click()
  await expectNoViolations(page)
  const idle = page.getByRole('textbox', { name: 'Lock after idle' })
  await idle.fill('0')
  await page.getByRole('button', { name: 'Save settings' }).click()
  await expect(page.getByText('Must be at least 1 minutes')).toBeVisible()
  await idle.fill('45')
  await page.getByRole('button', { name: 'Save settings' }).click()
  await expect(page.getByText('Settings saved.')).toBeVisible()
  await page.reload()
  await expect(idle).toHaveValue('45 minutes')
})
