import type { Page } from '@playwright/test'
import { passwords } from '../fixtures/names.ts'
import { enter, expect, expectNoViolations, test } from './fixture.ts'

const rowsOf = (page: Page, table: string) =>
  page.getByRole('table', { name: table }).locator('tbody tr[data-row-id]')

async function go(page: Page, place: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: place }).click()
  await expect(page.getByRole('heading', { level: 1, name: place })).toBeVisible()
  await expect(rowsOf(page, place).first()).toBeVisible()
}

test('an organization is added, renamed, and deleted; one that is used says by what', async ({
  app: page,
}) => {
  await go(page, 'Organizations')
  const used = await rowsOf(page, 'Organizations').first().getByRole('button').first().textContent()
  await page.getByRole('button', { name: 'Add an organization' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Add the organization' }).click()
  await expect(dialog.getByText('Must not be empty')).toBeVisible()
  await dialog.getByLabel('Name').fill(used ?? '')
  await dialog.getByRole('button', { name: 'Add the organization' }).click()
  await expect(dialog.getByText('Is taken')).toBeVisible()
  await expectNoViolations(page)
  await dialog.getByLabel('Name').fill('Havn Shipping')
  await dialog.getByRole('button', { name: 'Add the organization' }).click()
  await expect(dialog).toBeHidden()

  await page.getByRole('searchbox', { name: 'Search organizations' }).fill('havn')
  await expect(page).toHaveURL(/q=havn/)
  const rows = rowsOf(page, 'Organizations')
  await expect(rows).toHaveCount(1)
  await rows.getByRole('button', { name: 'Havn Shipping', exact: true }).press('Enter')
  await dialog.getByLabel('Name').fill('Havn Tankers')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(rows).toContainText('Havn Tankers')
  await page.getByRole('button', { name: 'Delete Havn Tankers' }).click()
  await dialog.getByRole('button', { name: 'Delete' }).click()
  await expect(page.getByText('No organization fits')).toBeVisible()

  await page.getByRole('button', { name: 'Clear search and filters' }).click()
  await page.getByRole('button', { name: `Delete ${used}` }).click()
  await dialog.getByRole('button', { name: 'Delete' }).click()
  await expect(dialog.getByText('It is in use, and stays')).toBeVisible()
  await expect(dialog).toContainText(/is used by \d+ /)
  await expectNoViolations(page)
})

test('a terminal does not take a UN/LOCODE that is none, and says what would be one', async ({
  app: page,
}) => {
  await go(page, 'Terminals')
  await page.getByRole('button', { name: 'Add a terminal' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name').fill('Maasvlakte')
  await dialog.getByLabel('UN/LOCODE').fill('NLRT0')
  await dialog.getByRole('button', { name: 'Add the terminal' }).click()
  await expect(dialog.getByText('such as NLRTM.').last()).toBeVisible()
  await expect(dialog.getByLabel('UN/LOCODE')).toHaveAttribute('aria-invalid', 'true')
  await dialog.getByLabel('UN/LOCODE').fill('nlrtm')
  await dialog.getByRole('button', { name: 'Add the terminal' }).click()
  await expect(dialog).toBeHidden()
  await page.getByRole('searchbox', { name: 'Search terminals' }).fill('nlrtm')
  await expect(rowsOf(page, 'Terminals').filter({ hasText: 'Maasvlakte' })).toContainText('NLRTM')
})

test('a vessel opens with the rooms it is in, and changes in all of them', async ({
  app: page,
}) => {
  await go(page, 'Vessels')
  const row = rowsOf(page, 'Vessels').first()
  const name = (await row.getByRole('link').first().textContent()) ?? ''
  await row.getByRole('link', { name }).press('Enter')
  const drawer = page.getByRole('dialog', { name })
  await expect(page).toHaveURL(/vessel=/)
  await expect(
    drawer
      .getByRole('list', { name: /^Rooms/ })
      .getByRole('listitem')
      .first(),
  ).toBeVisible()
  await expectNoViolations(page)
  await drawer.getByRole('button', { name: 'Change' }).click()
  const form = page.getByRole('dialog', { name }).last()
  await form.getByLabel('IMO number').fill('9074728')
  await form.getByRole('button', { name: 'Save in every room' }).click()
  await expect(form.getByText('9 would be right')).toBeVisible()
  await form.getByLabel('IMO number').fill('9074729')
  await form.getByLabel('Name').fill('Renamed by a test')
  await form.getByRole('button', { name: 'Save in every room' }).click()
  await expect(page.getByRole('dialog', { name: 'Renamed by a test' })).toBeVisible()
  await page.getByRole('dialog').getByRole('listitem').first().getByRole('link').click()
  await expect(page.getByText('Renamed by a test').first()).toBeVisible()
})

test('a document type is retired and used again; its filters outlive a reload', async ({
  app: page,
}) => {
  await go(page, 'Document types')
  await page.getByRole('searchbox', { name: 'Search document types' }).fill('Q88')
  const rows = rowsOf(page, 'Document types')
  await expect(rows).toHaveCount(1)
  await page.getByRole('button', { name: /^Delete / }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Delete' }).click()
  await dialog.getByRole('button', { name: 'Retire it' }).click()
  await expect(rows).toContainText('Retired')
  await page.getByRole('combobox', { name: 'State' }).click()
  await page.getByRole('option', { name: 'Retired' }).click()
  await page.reload()
  await expect(rows).toHaveCount(1)
  await page.getByRole('button', { name: /again$/ }).click()
  await expect(page.getByText('No document type fits')).toBeVisible()
})

test('whoever may not manage the registry reads it, and is told why no more', async ({
  page,
  door,
}) => {
  const email = 'tomasz.wisniewski@baltic-inspect.example'
  await enter(page, door, { email, password: passwords.sample })
  await go(page, 'Document types')
  const add = page.getByRole('button', { name: 'Add a document type' })
  await expect(add).toHaveAttribute('aria-disabled', 'true')
  await expect(add).toHaveAttribute('aria-description', /does not grant “document_types\.manage”/)
})

test('the four lists hold WCAG 2.2 AA', async ({ app: page }) => {
  for (const place of ['Organizations', 'Terminals', 'Vessels', 'Document types']) {
    await go(page, place)
    await expectNoViolations(page)
  }
  await page.getByRole('button', { name: 'Add a document type' }).click()
  await expect(page.getByRole('dialog')).toBeVisible()
  await expectNoViolations(page)
})
