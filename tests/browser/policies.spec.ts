import { readFile } from 'node:fs/promises'
import { expect, expectNoViolations, test } from './fixture.ts'
import { makeSet, policies } from './policy-sets.ts'

test('a policy set is written with its times and what it keeps in view, changed, compared, and rolled back to', async ({
  app: page,
}) => {
  await policies(page, 'Policy sets')
  await expect(page.getByRole('heading', { name: 'No policy sets yet' })).toBeVisible()
  await page.getByRole('button', { name: 'New policy set' }).first().click()
  await page.getByRole('textbox', { name: 'Cadence' }).fill('nightly')
  await page.getByRole('textbox', { name: 'At' }).fill('25:00')
  await page.getByRole('button', { name: 'Make the policy set' }).click()
  await expect(page.getByText('Must be a time of day such as 02:00')).toBeVisible()
  await expect(page.getByRole('textbox', { name: 'Name' })).toBeFocused()
  await page.getByRole('textbox', { name: 'Name' }).fill('House rule')
  await page.getByRole('textbox', { name: 'At' }).fill('02:30')
  await expect(page.getByRole('cell', { name: /02:30/ }).first()).toBeVisible()
  await expect(
    page.getByText('Keeps the newest snapshot of each of the last 7 days that have one.'),
  ).toBeVisible()
  await page.getByRole('textbox', { name: 'Daily' }).fill('3')
  await expect(page.getByText(/^3 of \d+ snapshots stay$/)).toBeVisible()
  await expectNoViolations(page)
  await page.getByRole('button', { name: 'Make the policy set' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'House rule' })).toBeVisible()
  await expect(page.getByRole('link', { name: 'Decides about 9 rooms' })).toBeVisible()

  await page.getByRole('textbox', { name: 'Priority' }).fill('250')
  await page.getByRole('textbox', { name: 'Comment of the version' }).fill('Before the others')
  await page.getByRole('button', { name: 'Save as a new version' }).click()
  await expect(page.getByText('“House rule” saved as version 2.')).toBeVisible()
  await page.getByText('Versions (2)').click()
  await expect(page.getByRole('table', { name: 'Versions' })).toContainText('Before the others')
  const changed = page.getByRole('table', { name: 'From version 1 to version 2' })
  await expect(changed.getByRole('row', { name: 'Priority 100 250' })).toBeVisible()
  await expectNoViolations(page)
  await page.getByRole('button', { name: 'Go back to version 1' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Go back to version 1' }).click()
  await expect(page.getByText('“House rule” saved as version 3.')).toBeVisible()
  await expect(page.getByText('Priority 100', { exact: true })).toBeVisible()

  // What is exported opens as a new set, to be saved under a name of its own.
  await page.getByRole('button', { name: 'More for this policy set' }).click()
  const saved = page.waitForEvent('download')
  await page.getByRole('menuitem', { name: 'Export as JSON' }).click()
  const download = await saved
  expect(download.suggestedFilename()).toBe('policy-house-rule-v3.json')
  const exported = JSON.parse(await readFile(await download.path(), 'utf8'))
  expect(exported).toMatchObject({
    name: 'House rule',
    version: 3,
    cadences: [{ name: 'nightly' }],
  })
  await policies(page, 'Policy sets')
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Open a file…' }).click()
  await (await chooser).setFiles({
    ...{ name: 'rule.json', mimeType: 'application/json' },
    buffer: Buffer.from(JSON.stringify({ ...exported, name: 'Copied rule' })),
  })
  await expect(page.getByRole('textbox', { name: 'Cadence' })).toHaveValue('nightly')
  await page.getByRole('button', { name: 'Make the policy set' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Copied rule' })).toBeVisible()
})

test('rooms are assigned by choice and by filter, excluded, and their protection says why', async ({
  app: page,
  door,
}) => {
  await makeSet(page, door, 'House rule')
  const nightly = await makeSet(page, door, 'Nightly', { priority: 0 })
  await policies(page, 'Assignments')
  const table = page.getByRole('table', { name: 'Assignments' })
  const first = table.locator('tbody tr').first()
  await expect(first).toContainText('House rule')
  await expect(first).toContainText('By its match')
  const code = (await first.getByRole('link').first().textContent()) ?? ''
  await first.getByRole('checkbox').check()
  await page.getByRole('button', { name: 'Assign a policy set…' }).click()
  await page.getByRole('combobox', { name: 'Policy set' }).click()
  await page.getByRole('option', { name: 'Nightly' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Assign to 1 room' }).click()
  await expect(first).toContainText('By hand')
  await expect(first).toContainText('Nightly')
  await page.getByRole('combobox', { name: 'Status' }).click()
  await page.getByRole('option', { name: 'Active' }).click()
  await page.getByRole('button', { name: 'Assign to all that fit…' }).click()
  await page.getByRole('combobox', { name: 'Policy set' }).click()
  await page.getByRole('option', { name: 'Nightly' }).click()
  await expect(page.getByText('All rooms that fit: Active.')).toBeVisible()
  await expectNoViolations(page)
  await page.getByRole('dialog').getByRole('button', { name: 'Assign to 2 rooms' }).click()
  await expect(page.getByText('2 rooms assigned')).toBeVisible()
  await page.goto(`${door.origin}/policies/assignments?by=hand&policy_set=${nightly}`)
  await expect(page.getByText('3 rooms', { exact: true })).toBeVisible()

  // A set that is assigned is not deleted without saying what comes in its place.
  await page.getByRole('link', { name: 'Nightly' }).first().click()
  await page.getByRole('button', { name: 'More for this policy set' }).click()
  await page.getByRole('menuitem', { name: 'Delete…' }).click()
  const deleting = page.getByRole('dialog', { name: 'Delete Nightly?' })
  await expect(deleting.getByText('It is assigned to 3 rooms.')).toBeVisible()
  await expect(deleting.getByRole('button', { name: 'Delete' })).toBeDisabled()
  await deleting.getByRole('button', { name: 'Keep' }).click()

  await policies(page, 'Exclusions')
  await page.getByRole('button', { name: 'Exclude' }).first().click()
  const excluding = page.getByRole('dialog', { name: 'Exclude from automation' })
  await excluding.getByRole('button', { name: 'Exclude' }).click()
  await expect(excluding.getByText('Must not be empty')).toBeVisible()
  await excluding.getByRole('combobox', { name: 'Room' }).fill(code)
  await page.getByRole('option', { name: code }).click()
  await excluding.getByRole('textbox', { name: 'Reason' }).fill('Arrested')
  await excluding.getByRole('button', { name: 'Exclude' }).click()
  const exclusions = page.getByRole('table', { name: 'Exclusions' })
  await expect(exclusions.getByRole('row', { name: new RegExp(code) })).toContainText('Arrested')
  await expectNoViolations(page)

  await exclusions.getByRole('link', { name: new RegExp(code) }).click()
  await expect(page.getByRole('tab', { name: 'Protection' })).toHaveAttribute(
    'aria-selected',
    'true',
  )
  await expect(page.getByText('Excluded through the room: Arrested')).toBeVisible()
  const candidates = page.getByRole('table', { name: 'Candidates' })
  await expect(candidates.getByRole('row', { name: /Nightly/ })).toContainText(
    'An exclusion always wins',
  )
  await page.getByRole('button', { name: 'End the exclusion…' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'End the exclusion' }).click()
  await expect(
    page.getByRole('paragraph').filter({ hasText: '“Nightly” is assigned to the room.' }),
  ).toBeVisible()
  await expect(page.getByRole('table', { name: 'Cadences' })).toContainText('Daily at 02:00 UTC')
  await expectNoViolations(page)

  await policies(page, 'Coverage')
  const groups = page.getByRole('table', { name: 'Coverage by policy set' })
  await expect(groups.getByRole('row', { name: /Nightly/ })).toContainText('3')
  await expect(groups.getByRole('row', { name: /House rule/ })).toContainText('6')
  await page.getByText('Pending 9').click()
  await expect(page).toHaveURL(/status=pending/)
  await expectNoViolations(page)
  await page
    .getByRole('navigation', { name: 'Main' })
    .getByRole('link', { name: 'Overview', exact: true })
    .click()
  await expect(page.getByText('9 snapshots not due yet.')).toBeVisible()
  await expect(page.getByRole('list', { name: 'Next runs' })).toContainText('House rule, daily')
})
