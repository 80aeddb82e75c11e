import { readFile } from 'node:fs/promises'
import { expect, expectNoViolations, test } from './fixture.ts'
import { backdate, makeSet, policies } from './policy-sets.ts'
import { openRoom, takeMany, untilMade } from './rooms-and-snapshots.ts'

const keeping = (retention: object) => ({
  formats: ['json'],
  cadences: [
    {
      ...{ name: 'daily', schedule: { kind: 'daily', at: '02:00' }, time_zone: 'UTC' },
      retention,
    },
  ],
})

test('what a saved rule would remove more is shown, and agreed to as it was shown', async ({
  app: page,
  door,
}) => {
  const set = await makeSet(page, door, 'House rule', keeping({ daily: 7 }))
  backdate(door, set, [1, 2, 3])
  await page.goto(`${door.origin}/policies/sets/${set}`)
  await page.getByRole('textbox', { name: 'Daily' }).fill('2')
  await page.getByRole('button', { name: 'Save as a new version' }).click()
  const going = page.getByRole('dialog')
  await expect(going).toHaveAccessibleName('This removes 9 snapshots more')
  await expect(going.getByRole('row')).toHaveCount(10)
  await expectNoViolations(page)

  // More has come since: what was shown is no longer what would go, and is shown anew.
  backdate(door, set, [4])
  await going.getByRole('button', { name: 'Save, and let them go' }).click()
  await expect(going).toHaveAccessibleName('This removes 18 snapshots more')
  await expect(going.getByRole('alert')).toContainText('Something has changed since the preview.')
  await going.getByRole('button', { name: 'Save, and let them go' }).click()
  await expect(page.getByText('“House rule” saved as version 2.')).toBeVisible()

  // The way back removes nothing more, and asks nothing; forth again it does.
  await page.getByText('Versions (2)').click()
  await page.getByRole('button', { name: 'Go back to version 1' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Go back to version 1' }).click()
  await expect(page.getByText('“House rule” saved as version 3.')).toBeVisible()
  await page.getByRole('button', { name: 'Go back to version 2' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Go back to version 2' }).click()
  await expect(going).toHaveAccessibleName('This removes 18 snapshots more')
  await going.getByRole('button', { name: 'Go back, and let them go' }).click()
  await expect(page.getByText('“House rule” saved as version 4.')).toBeVisible()
})

test('a run is tried, cancelled, and made whole; what would remove too much waits for its number', async ({
  app: page,
  door,
}) => {
  const set = await makeSet(page, door, 'House rule', keeping({ daily: 3 }))
  await policies(page, 'Runs')
  await expect(page.getByRole('heading', { name: 'No runs yet' })).toBeVisible()
  await page.getByRole('button', { name: 'Run now…' }).first().click()
  const starting = page.getByRole('dialog', { name: 'Start a run' })
  await starting.getByRole('combobox', { name: 'Policy set' }).click()
  await page.getByRole('option', { name: 'House rule' }).click()
  await starting.getByRole('switch', { name: 'Dry run' }).check({ force: true })
  await expectNoViolations(page)
  await starting.getByRole('button', { name: 'Start the dry run' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Run 1' })).toBeVisible()
  await expect(page.getByText('Dry run', { exact: true })).toBeVisible()
  const figures = page.getByLabel('What came of it')
  await expect(figures).toContainText('Would be created9')
  const records = page.getByRole('table', { name: 'Records' })
  await expect(records.getByRole('row', { name: /Only tried/ })).toHaveCount(9)

  // Behind other work a run is slow enough to be seen, and cancelled.
  const { roomId } = await openRoom(page, 'overview')
  await page.goto(`${door.origin}/policies/sets/${set}`)
  await page.getByRole('button', { name: 'Run now…' }).click()
  await takeMany(page, roomId, 200)
  await page.getByRole('button', { name: 'Start the run' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Run 2' })).toBeVisible()
  await expect(page.getByText(/^\d of 9 rooms$/)).toBeVisible()
  await expectNoViolations(page)
  await page.getByRole('button', { name: 'Cancel the run' }).click()
  await expect(records.getByRole('row', { name: /The run was cancelled/ }).first()).toBeVisible(
    untilMade,
  )
  await page.getByRole('combobox', { name: 'Action' }).click()
  await page.getByRole('option', { name: 'Created' }).click()
  await expect(page).toHaveURL(/action=created/)
  await expect(records.getByRole('row', { name: /The run was cancelled/ })).toHaveCount(0)

  // What it left is made by the next; of days gone by there is more than the rule keeps.
  backdate(door, set, [1, 2, 3, 4, 5, 6, 7])
  await policies(page, 'Runs')
  await page.getByRole('button', { name: 'Run now…' }).click()
  await page.getByRole('button', { name: 'Start the run' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Run 3' })).toBeVisible()
  await expect(page.getByText('Nothing was removed by “House rule”')).toBeVisible(untilMade)
  await expect(
    records.getByRole('row', { name: /Too many would go at once/ }).first(),
  ).toContainText('None was removed: a person has to agree.')
  const saved = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Export' }).click()
  await page.getByRole('menuitem', { name: 'CSV, for spreadsheets' }).click()
  expect(await readFile(await (await saved).path(), 'utf8')).toContain('mass_deletion')

  await page.getByRole('button', { name: 'See what would go…' }).click()
  const pruning = page.getByRole('dialog', { name: 'What retention would remove now' })
  const remove = pruning.getByRole('button', { name: /^Remove \d+ snapshots$/ })
  await expect(remove).toBeDisabled()
  const count = /\d+/.exec((await remove.textContent()) ?? '')?.[0] ?? ''
  await expectNoViolations(page)
  await pruning.getByRole('textbox', { name: `Type ${count} to remove them` }).fill(count)
  await remove.click()
  await expect(page.getByRole('heading', { level: 1, name: 'Run 4' })).toBeVisible()
  await expect(figures).toContainText(`Removed${count}`, untilMade)
  await expect(records.getByRole('row', { name: /By the retention rule/ }).first()).toBeVisible()
})
