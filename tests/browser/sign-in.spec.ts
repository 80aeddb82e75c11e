import { ownerEmail, passwords } from '../fixtures/names.ts'
import { expect, expectNoViolations, signIn, test } from './fixture.ts'

test('a wrong password is refused without saying what was wrong, and may be typed again', async ({
  page,
  door,
}) => {
  await page.goto(door.screensUrl)
  await signIn(page, ownerEmail, 'not the password')
  await expect(page.getByRole('alert')).toHaveText('E-mail or password is wrong.')
  await expectNoViolations(page)
  await expect(page.getByLabel('Password', { exact: true })).toBeFocused()
  await expect(page.getByLabel('Password', { exact: true })).toHaveValue('')

  // The first refusal still stands there: the second one has come when the password is emptied.
  const answer = page.waitForResponse('**/api/v1/auth/login')
  await signIn(page, 'nobody@example.org', 'not the password')
  await answer
  await expect(page.getByLabel('Password', { exact: true })).toHaveValue('')
  await expect(page.getByRole('alert')).toHaveText('E-mail or password is wrong.')
  await signIn(page, ownerEmail, passwords.owner)
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible()
})

test('five wrong passwords lock the account, and the screen says until when', async ({
  page,
  door,
}) => {
  await page.goto(door.screensUrl)
  for (let attempt = 1; attempt <= 5; attempt++) {
    const answer = page.waitForResponse('**/api/v1/auth/login')
    await signIn(page, ownerEmail, 'not the password')
    await answer
  }
  await signIn(page, ownerEmail, passwords.owner)
  await expect(page.getByRole('alert')).toContainText(
    /It opens again at \d+ \w{3} \d{4}, \d\d:\d\d/,
  )
})

test('an address from outside waits for the sign-in, which needs no mouse', async ({
  page,
  door,
}) => {
  await page.goto(door.screensUrl)
  await page.goto(`${door.origin}/rooms?status=active`)
  await expect(page.getByLabel('E-mail')).toBeFocused()
  await page.keyboard.type(ownerEmail)
  await page.keyboard.press('Tab')
  await page.keyboard.type(passwords.owner)
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(`${door.origin}/rooms?status=active`)
  await expect(page.getByText('2 rooms', { exact: true })).toBeVisible()
})

test('an address of another site is not where the sign-in leads to', async ({ page, door }) => {
  await page.goto(door.screensUrl)
  await page.goto(`${door.origin}/sign-in?next=${encodeURIComponent('//elsewhere.example/rooms')}`)
  await signIn(page, ownerEmail, passwords.owner)
  await expect(page).toHaveURL(`${door.origin}/overview`)
})

test('signing out leaves nothing on the screen, and going back shows nothing', async ({
  app: page,
  door,
}) => {
  await page.locator('tbody a[data-row-focus]').first().click()
  await expect(page.getByRole('tab', { name: 'Overview' })).toBeVisible()
  await page.getByRole('button', { name: 'Account: Olga Owner' }).click()
  await expect(page.getByText('Console role: superadmin')).toBeVisible()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible()

  await page.goBack()
  await expect(page.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible()
  await expect(page.getByRole('table')).toHaveCount(0)
  const answer = await page.request.get(`${door.origin}/api/v1/auth/me`)
  expect(answer.status()).toBe(401)
})

test('a session that is ended elsewhere leads to the sign-in, and back to the same place', async ({
  app: page,
  door,
}) => {
  await page.getByRole('combobox', { name: 'Status' }).click()
  await page.getByRole('option', { name: 'Active' }).click()
  await expect(page.getByText('2 rooms', { exact: true })).toBeVisible()
  const status = await page.evaluate(
    async () => (await fetch('/api/v1/auth/logout', { method: 'POST' })).status,
  )
  expect(status).toBe(204)
  await page.getByRole('button', { name: 'Title' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible()
  await signIn(page, ownerEmail, passwords.owner)
  await expect(page).toHaveURL(/status=active/)
  expect(new URL(page.url()).origin).toBe(door.origin)
})

test('a start without a session leaves no denial in the audit trail', async ({ page, door }) => {
  await page.goto(door.screensUrl)
  await expect(page.getByLabel('E-mail')).toBeVisible()
  await page.reload()
  await signIn(page, ownerEmail, passwords.owner)
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible()
  const answer = await page.request.get(`${door.origin}/api/v1/audit?action=access.denied`)
  expect(await answer.json()).toMatchObject({ entries: [] })
})

test.describe('where there is no workspace yet', () => {
  test.use({ withWorkspace: false })

  test('the first person sets it up and is inside', async ({ page, door }) => {
    await page.goto(door.screensUrl)
    await expect(
      page.getByRole('heading', { level: 1, name: 'Set up the workspace' }),
    ).toBeVisible()
    await expectNoViolations(page)
    await page.getByLabel('Your name').fill('Ada Pilot')
    await page.getByLabel('E-mail').fill('ada@example.org')
    await page.getByLabel('Password', { exact: true }).fill('short')
    await page.getByRole('button', { name: 'Create the workspace' }).click()
    await expect(page.getByText('Must have at least 12 characters')).toBeVisible()
    await expect(page.getByLabel('Password', { exact: true })).toBeFocused()
    await expectNoViolations(page)

    await page.getByLabel('Password', { exact: true }).fill(passwords.owner)
    await page.getByRole('button', { name: 'Create the workspace' }).click()
    await expect(page.getByText('No room that you see is open.')).toBeVisible()
    await page.getByRole('link', { name: 'Rooms', exact: true }).first().click()
    await expect(page.getByRole('heading', { name: 'No rooms yet' })).toBeVisible()
    await expectNoViolations(page)
    await page.getByRole('button', { name: /^Account:/ }).click()
    await expect(page.getByText('ada@example.org')).toBeVisible()
  })
})
