import { expect, expectNoViolations, test } from './fixture.ts'

test('the matrix is edited, reviewed, put into force, and restored', async ({ app: page }) => {
  await page.getByRole('link', { name: 'Permissions' }).click()
  await expect(page.getByText('Version 1 is in force')).toBeVisible()
  await expectNoViolations(page)
  await page.getByRole('button', { name: 'Edit the matrix' }).click()
  await expect(
    page.getByRole('img', { name: /Granted\. A superadmin keeps “access\.edit_matrix”/ }),
  ).toHaveCount(1)
  await page.getByRole('checkbox', { name: 'rooms.delete for console role admin' }).uncheck()
  await page.getByRole('checkbox', { name: 'rooms.update for party role owner' }).check()
  await expect(page.getByText('2 cells changed, not yet in force.')).toBeVisible()
  await expectNoViolations(page)
  await page.getByRole('button', { name: 'Review and save' }).click()
  await expect(page.getByText('every owner, in their rooms')).toBeVisible()
  await expect(page.getByText('1 account', { exact: true })).toBeVisible()
  await expectNoViolations(page)
  await page.getByRole('button', { name: 'Put into force' }).click()
  await expect(page.getByText('Must not be empty')).toBeVisible()
  await page.getByRole('textbox', { name: 'Why' }).fill('Owners keep their rooms')
  await page.getByRole('button', { name: 'Put into force' }).click()
  await expect(page.getByText('Version 2 is in force', { exact: true })).toBeVisible()

  await page.getByRole('tab', { name: 'Versions' }).click()
  await expect(page.getByText('Owners keep their rooms')).toBeVisible()
  await expectNoViolations(page)
  await page.getByRole('button', { name: 'Restore' }).click()
  await expectNoViolations(page)
  await page.getByRole('dialog').getByRole('button', { name: 'Restore' }).click()
  await expect(page.getByText('Back to version 1')).toBeVisible()
})

test('view as, why, and who can answer', async ({ app: page, door }) => {
  const base = `${door.origin}/admin/permissions`
  await page.goto(`${base}?view=try&console_role=viewer&party_role=broker&permission=rooms.update`)
  await expect(
    page.getByText('The party role broker grants “rooms.update” in this room.'),
  ).toBeVisible()
  await expectNoViolations(page)
  await page.goto(`${base}?view=try`)
  await page.getByRole('combobox', { name: 'Account' }).click()
  await page.getByRole('option', { name: 'James Pryce' }).click()
  await page.getByRole('combobox', { name: 'Permission' }).click()
  await page.getByRole('option', { name: 'settings.update' }).click()
  await expect(
    page.getByText(/console role viewer does not grant “settings\.update”/),
  ).toBeVisible()
  await page.goto(`${base}?view=who&permission=settings.update`)
  await expect(page.getByText('1 account', { exact: true })).toBeVisible()
  await expect(page.getByRole('cell', { name: 'Olga Owner' })).toBeVisible()
  await expectNoViolations(page)
})
