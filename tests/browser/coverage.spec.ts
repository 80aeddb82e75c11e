import { expect, expectNoViolations, test } from './fixture.ts'
import { backdate, makeSet, policies } from './policy-sets.ts'
import { untilMade } from './rooms-and-snapshots.ts'

test('what is overdue is seen from the overview; a block is told and leads to its run; an organization is left alone, a set paused', async ({
  app: page,
  door,
}) => {
  const set = await makeSet(page, door, 'House rule', { formats: ['json'] })
  backdate(door, set, [3])
  const overview = page
    .getByRole('navigation', { name: 'Main' })
    .getByRole('link', { name: 'Overview', exact: true })
  await page.goto(`${door.origin}/overview`)
  await expect(page.getByText('0 of 9 covered')).toBeVisible()
  await expect(page.getByRole('list', { name: 'What needs attention' })).toContainText('Overdue')
  await page.getByRole('link', { name: '9 overdue' }).click()
  await expect(page).toHaveURL(/status=overdue/)
  const rows = page.getByRole('table', { name: 'Rooms and their cadences' })
  await expect(rows.getByRole('row', { name: /Overdue/ })).toHaveCount(9)

  // Over budget nothing is made, and somebody is told.
  const settings = (budget_snapshots: number) =>
    page.request.patch(`${door.origin}/api/v1/settings`, {
      headers: { origin: door.origin },
      data: { budget_snapshots },
    })
  expect((await settings(1)).status()).toBe(200)
  const runNow = async () => {
    await page.goto(`${door.origin}/policies/sets/${set}`)
    await page.getByRole('button', { name: 'Run now…' }).click()
    await page.getByRole('button', { name: 'Start the run' }).click()
  }
  await runNow()
  const figures = page.getByLabel('What came of it')
  await expect(figures).toContainText('Blocked9', untilMade)
  await overview.click()
  await page.getByRole('button', { name: /^Notices, \d+ open$/ }).click()
  const notices = page.getByRole('list', { name: 'Notices, newest first' })
  await expect(notices).toContainText('Run 1 (House rule, daily) was blocked for 9 rooms.')
  await notices.getByRole('link', { name: 'Open the run' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Run 1' })).toBeVisible()
  await expect(page.getByRole('table', { name: 'Records' })).toContainText('budget')

  // An organization is left alone, until somebody ends it; the history stays.
  await policies(page, 'Exclusions')
  await page.getByRole('button', { name: 'Exclude' }).first().click()
  const excluding = page.getByRole('dialog', { name: 'Exclude from automation' })
  await excluding.getByText('Organization', { exact: true }).click()
  await excluding.getByRole('combobox', { name: 'Organization' }).click()
  await page.getByRole('option', { name: 'Meltemi Tankers S.A.' }).click()
  await excluding.getByRole('textbox', { name: 'Reason' }).fill('Their own records')
  await expectNoViolations(page)
  await excluding.getByRole('button', { name: 'Exclude' }).click()
  const exclusions = page.getByRole('table', { name: 'Exclusions' })
  await expect(exclusions.getByRole('row', { name: /Meltemi/ })).toContainText('Running')
  await policies(page, 'Coverage')
  const groups = page.getByRole('table', { name: 'Coverage by policy set' })
  await expect(groups.getByRole('row', { name: /No policy set decides/ })).toContainText('Excluded')
  await policies(page, 'Exclusions')
  await page.getByRole('button', { name: 'End the exclusion of Meltemi Tankers S.A.' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'End the exclusion' }).click()
  await expect(exclusions.getByRole('row', { name: /Meltemi/ })).toHaveCount(0)
  await page.getByText('With history').click()
  await expect(exclusions.getByRole('row', { name: /Meltemi/ })).toContainText('Ended')

  // With room in the budget the day is whole, in the map of days too.
  expect((await settings(0)).status()).toBe(200)
  await runNow()
  await expect(figures).toContainText('Created9', untilMade)
  await policies(page, 'Coverage')
  const days = page.getByRole('group', { name: 'Days, oldest first' }).getByRole('button')
  await expect(days).toHaveCount(30)
  await expect(days.last()).toHaveAccessibleName(/: 9 made, 9 blocked$/)
  await days.last().focus()
  await page.keyboard.press('ArrowLeft')
  await expect(days.nth(28)).toBeFocused()
  await expect(days.nth(28)).toHaveAccessibleName(/: nothing$/)
  await expectNoViolations(page)
  await overview.click()
  await expect(page.getByText('All 9 covered')).toBeVisible()

  await page.goto(`${door.origin}/policies/sets/${set}`)
  await page.getByRole('button', { name: 'Paused until' }).click()
  await page.getByRole('button', { name: 'Next month' }).click()
  await page.getByRole('button', { name: /^15 / }).click()
  await expectNoViolations(page)
  await page.getByRole('button', { name: 'Done' }).click()
  await page.getByRole('textbox', { name: 'Comment of the version' }).fill('In dry dock')
  await page.getByRole('button', { name: 'Save as a new version' }).click()
  await expect(page.getByText('“House rule” saved as version 2.')).toBeVisible()
  await policies(page, 'Policy sets')
  const sets = page.getByRole('table', { name: 'Policy sets' })
  await expect(sets.getByRole('row', { name: /House rule/ })).toContainText(/Paused\s*until\s*15/)
})
