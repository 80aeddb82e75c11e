import { passwords } from '../fixtures/names.ts'
import { expect, expectNoViolations, signIn, test } from './fixture.ts'

test('the list, the drawer, and the dialogs of accounts hold WCAG 2.2 AA', async ({
  app: page,
}) => {
  test.slow()
  await page.getByRole('link', { name: 'Accounts' }).click()
  await expect(page.getByText('11 accounts', { exact: true })).toBeVisible()
  await expectNoViolations(page)
  await page.getByRole('button', { name: 'James Pryce' }).click()
  await expect(page.getByText('Not signed in anywhere.')).toBeVisible()
  await expectNoViolations(page)
  await page.getByRole('button', { name: 'Take out of use' }).click()
  await expect(page.getByRole('heading', { name: 'Take James Pryce out of use?' })).toBeVisible()
  await expectNoViolations(page)
  await page.getByRole('button', { name: 'Keep' }).click()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Add an account' }).click()
  await page.getByRole('button', { name: 'Add the account' }).click()
  await expect(page.getByRole('textbox', { name: 'Name' })).toBeFocused()
  await expectNoViolations(page)
})

test('an account is added, its password handed over once, and replaced at the first sign-in', async ({
  app: page,
  browser,
  door,
}) => {
  test.slow()
  await page.getByRole('link', { name: 'Accounts' }).click()
  await page.getByRole('button', { name: 'Add an account' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('Nora Newcomer')
  await page.getByRole('textbox', { name: 'E-mail' }).fill('nora@people.example')
  await page.getByRole('button', { name: 'Add the account' }).click()
  const shown = page.getByRole('textbox', { name: 'Password' })
  await expect(shown).toHaveValue(/^[2-9a-z]{5}(-[2-9a-z]{5}){3}$/)
  await expectNoViolations(page)
  const password = await shown.inputValue()
  await page.getByRole('button', { name: 'Done' }).click()
  await expect(page.getByText('12 accounts', { exact: true })).toBeVisible()
  await expect(page.getByText(password)).toHaveCount(0)

  const context = await browser.newContext()
  const theirs = await context.newPage()
  await theirs.goto(door.screensUrl)
  await signIn(theirs, 'nora@people.example', password)
  await expect(
    theirs.getByRole('heading', { level: 1, name: 'Choose a new password' }),
  ).toBeVisible()
  await expectNoViolations(theirs)
  await theirs.goto(`${door.origin}/rooms`)
  await expect(
    theirs.getByRole('heading', { level: 1, name: 'Choose a new password' }),
  ).toBeVisible()
  await theirs.getByLabel('Present password', { exact: true }).fill(password)
  await theirs.getByLabel('New password', { exact: true }).fill('a-long-enough-one')
  await theirs.getByLabel('New password again', { exact: true }).fill('another-one-typed')
  await theirs.getByRole('button', { name: 'Change password' }).click()
  await expect(theirs.getByText('Must be the same as above.')).toBeVisible()
  await theirs.getByLabel('New password again', { exact: true }).fill('a-long-enough-one')
  await theirs.getByRole('button', { name: 'Change password' }).click()
  await expect(theirs.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible()
  // A viewer finds the administration closed, with the reason.
  await expect(
    theirs.getByRole('navigation').getByRole('button', { name: 'Accounts' }),
  ).toHaveAttribute('aria-disabled', 'true')

  await page.getByRole('button', { name: 'Nora Newcomer' }).click()
  await expect(page.getByRole('table', { name: 'Sessions' })).toContainText('Browser')
  await page.getByRole('button', { name: 'End all sessions' }).click()
  await expect(page.getByText('Not signed in anywhere.')).toBeVisible()
  await theirs.getByRole('link', { name: 'Snapshots', exact: true }).click()
  await expect(theirs.getByText('Your session has ended')).toBeVisible()
  await expectNoViolations(theirs)
  await context.close()
})

test('an account is changed, taken out of use, and brought back', async ({ app: page }) => {
  await page.getByRole('link', { name: 'Accounts' }).click()
  await page.getByLabel('Search accounts').fill('pryce')
  await expect(page.getByText('1 account', { exact: true })).toBeVisible()
  await expect(page).toHaveURL(/q=pryce/)
  await page.getByRole('button', { name: 'James Pryce' }).click()
  await page.getByRole('button', { name: 'Edit' }).click()
  await page.getByRole('combobox', { name: 'Console role' }).last().click()
  await page.getByRole('option', { name: 'Operator' }).last().click()
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('dialog').getByText('Operator', { exact: true })).toBeVisible()
  await page.getByRole('button', { name: 'Take out of use' }).click()
  await page.getByRole('button', { name: 'Take out of use' }).last().click()
  await expect(page.getByRole('dialog').getByText('Out of use', { exact: true })).toBeVisible()
  await page.getByRole('button', { name: 'Bring back' }).click()
  await expect(page.getByRole('dialog').getByText('Active', { exact: true })).toBeVisible()
})

test('the last superadmin cannot be taken out of use, and the screen says why', async ({
  app: page,
}) => {
  await page.getByRole('link', { name: 'Accounts' }).click()
  await page.getByRole('button', { name: 'Olga Owner', exact: true }).click()
  await page.getByRole('button', { name: 'Take out of use' }).click()
  await page.getByRole('button', { name: 'Take out of use' }).last().click()
  await expect(page.getByRole('alert')).toContainText('the last active superadmin')
})

test('five wrong passwords lock an account, and an administrator lifts it', async ({
  app: page,
  door,
}) => {
  const email = 'james.pryce@ashdown-pryce.example'
  for (let attempt = 0; attempt < 5; attempt++) {
    await page.request.post(`${door.origin}/api/v1/auth/login`, {
      data: { email, password: 'not the password' },
    })
  }
  await page.getByRole('link', { name: 'Accounts' }).click()
  await page.getByRole('combobox', { name: 'State' }).click()
  await page.getByRole('option', { name: 'Locked' }).click()
  await page.getByRole('button', { name: 'James Pryce' }).click()
  await page.getByRole('button', { name: 'Unlock' }).click()
  await expect(page.getByText('James Pryce can sign in again.')).toBeVisible()
  const answer = await page.request.post(`${door.origin}/api/v1/auth/login`, {
    data: { email, password: passwords.sample },
  })
  expect(answer.status()).toBe(200)
})
