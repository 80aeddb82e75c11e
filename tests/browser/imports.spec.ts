import { faultyRows, legacyFile, rowsWith, soundRows } from '../fixtures/legacy-database.ts'
import { passwords } from '../fixtures/names.ts'
import { dropFiles, type TestFile } from './files.ts'
import { expect, expectNoViolations, test } from './fixture.ts'

async function asTestFile(file: File): Promise<TestFile> {
  return {
    name: file.name,
    mimeType: 'application/octet-stream',
    buffer: Buffer.from(await file.arrayBuffer()),
  }
}

test.describe('where there is no workspace yet', () => {
  test.use({ withWorkspace: false, colorScheme: 'light' })

  test('the first person begins with sts_clearance.db: dry run, import, and its report', async ({
    page,
    door,
  }) => {
    test.slow()
    await page.goto(door.screensUrl)
    await page.getByLabel('Your name').fill('Ada Pilot')
    await page.getByLabel('E-mail').fill('ada@example.org')
    await page.getByLabel('Password', { exact: true }).fill(passwords.owner)
    await page.getByRole('radio', { name: 'The rooms of STS Clearance' }).check()
    await page.getByRole('button', { name: 'Create the workspace' }).click()
    await expect(page.getByRole('alert')).toHaveText('Choose the file first.')
    const field = page.locator('input[type="file"]')
    await field.setInputFiles({ name: 'a.csv', mimeType: 'text/csv', buffer: Buffer.from('room') })
    await expect(page.getByRole('alert')).toContainText('a.csv is no database of STS Clearance.')
    await expectNoViolations(page)
    await field.setInputFiles(await asTestFile(legacyFile(rowsWith(faultyRows))))
    await page.getByRole('button', { name: 'Create the workspace' }).click()

    await expect(page.getByText('This is a dry run: nothing has been changed.')).toBeVisible()
    await expect(page.getByRole('combobox', { name: 'Read as' })).toHaveValue(
      'STS Clearance database',
    )
    await expectNoViolations(page)
    const issues = page.getByRole('region', { name: 'Issues' }).getByRole('table')
    await page.getByRole('button', { name: 'Issues of vessels', exact: true }).click()
    await page.getByRole('combobox', { name: 'Code' }).click()
    await page.getByRole('option', { name: /^IMO_NOT_VERIFIED/ }).click()
    await expect(page).toHaveURL(/table=vessels/)
    await expect(page).toHaveURL(/code=IMO_NOT_VERIFIED/)
    await expect(issues.getByText('IMO_NOT_VERIFIED')).toHaveCount(3)
    await page.getByLabel('Search issues').fill('v1')
    await expect(issues.getByText('IMO_NOT_VERIFIED')).toHaveCount(1)
    await page.getByRole('button', { name: 'Clear', exact: true }).click()

    const button = page.getByRole('button', { name: /^Import \d+ rows$/ })
    const rows = (await button.textContent()) ?? ''
    await button.click()
    await expect(page.getByText('They are taken in one change')).toBeVisible()
    await expectNoViolations(page)
    await page.getByRole('dialog').getByRole('button', { name: rows }).click()
    await expect(
      page.getByRole('heading', { level: 1, name: 'Imported sts_clearance.db' }),
    ).toBeVisible()
    await page.getByRole('link', { name: 'Rooms', exact: true }).click()
    await page.getByRole('link', { name: /^STS-/ }).last().click()
    await page.getByRole('tab', { name: 'Activity' }).click()
    await expect(page.getByText(/^Imported the room/)).toBeVisible()
  })
})

test.describe('in a workspace', () => {
  test.use({ colorScheme: 'dark' })

  test('a dropped file is tried, imported, and found again with its report; an import elsewhere is followed', async ({
    app: page,
    door,
  }) => {
    test.slow()
    await page.getByRole('link', { name: 'Imports' }).click()
    await expect(page.getByRole('heading', { name: 'Nothing has been imported yet' })).toBeVisible()
    await expectNoViolations(page)
    await dropFiles(page.getByRole('heading', { level: 1, name: 'Imports' }), [
      { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('a;b') },
    ])
    await expect(page.getByRole('combobox', { name: 'Read as' })).toHaveValue('Exclusions (CSV)')
    await page.getByRole('combobox', { name: 'Read as' }).click()
    await page.getByRole('option', { name: 'STS Clearance database' }).click()
    await expect(page.getByRole('alert')).toContainText('SQLite')
    await expectNoViolations(page)
    await page.getByRole('button', { name: 'Choose another file' }).click()
    await expectNoViolations(page)
    await page
      .locator('input[type="file"]')
      .setInputFiles(await asTestFile(legacyFile(soundRows())))
    await page.getByRole('button', { name: /^Import \d+ rows$/ }).click()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Import/ })
      .click()
    await expect(page.getByRole('heading', { level: 1, name: /^Imported/ })).toBeVisible()
    await page.getByRole('link', { name: 'All imports' }).click()
    await page.getByRole('link', { name: 'sts_clearance.db' }).click()
    await expect(page.getByText(/imported by owner@example.org/)).toBeVisible()
    await expect(page.getByRole('cell', { name: 'All tables' })).toBeVisible()
    await expectNoViolations(page)

    await page.getByRole('link', { name: 'All imports' }).click()
    await expect(page.getByText('1 import', { exact: true })).toBeVisible()
    const answer = await page.request.post(`${door.origin}/api/v1/imports`, {
      headers: { origin: door.origin },
      multipart: {
        file: { name: 'rules.json', mimeType: 'application/json', buffer: Buffer.from('[]') },
        kind: 'policy_rules',
        dry_run: 'false',
      },
    })
    expect(answer.status()).toBe(200)
    await expect(page.getByText('2 imports', { exact: true })).toBeVisible()
  })
})
