import { readFile } from 'node:fs/promises'
import { unzipSync } from 'fflate'
import { expect, expectNoViolations, test } from './fixture.ts'
import { openRoom, takeMany, untilMade } from './rooms-and-snapshots.ts'

test('snapshots of all rooms are found, held, exported together, and deleted as they were shown', async ({
  app: page,
}) => {
  const first = await openRoom(page, 'snapshots', 'Kestrel Bay – diesel')
  await takeMany(page, first.roomId, 3)
  const second = await openRoom(page, 'snapshots', 'Lomé offshore, daughter')
  await takeMany(page, second.roomId, 1)

  // One list of both rooms; what narrows it stands in the address.
  await page.getByRole('link', { name: 'Snapshots', exact: true }).click()
  const table = page.getByRole('table', { name: 'Snapshots' })
  await expect(page.getByText('4 snapshots', { exact: true })).toBeVisible()
  await expect(table.getByText('Completed')).toHaveCount(4, untilMade)
  await expectNoViolations(page)
  const search = page.getByRole('searchbox', { name: 'Search snapshots' })
  await search.fill(`${second.code.toLowerCase()} ahead`)
  await expect(page.getByText('1 snapshot', { exact: true })).toBeVisible()
  await expect(page).toHaveURL(/[?&]q=/)
  await search.fill('')
  await expect(page.getByText('4 snapshots', { exact: true })).toBeVisible()

  // Held from its drawer, which has an address of its own.
  await table.getByRole('button', { name: 'Ahead 0 of 3', exact: true }).click()
  await expect(page).toHaveURL(/[?&]snapshot=/)
  await page.reload()
  const drawer = page.getByRole('dialog', { name: 'Snapshot', exact: true })
  await drawer.getByRole('button', { name: 'Hold…' }).click()
  const holding = page.getByRole('dialog', { name: 'Hold this snapshot' })
  await holding.getByRole('button', { name: 'Hold', exact: true }).click()
  await expect(holding.getByText('Must not be empty')).toBeVisible()
  await holding.getByRole('textbox', { name: 'Reason' }).fill('Claim of the insurer')
  await expectNoViolations(page)
  await holding.getByRole('button', { name: 'Hold', exact: true }).click()
  await expect(drawer.getByText(/^Held by /)).toBeVisible()
  await expect(drawer.getByText('Claim of the insurer')).toBeVisible()
  await expect(drawer.getByRole('button', { name: 'Delete' })).toHaveAttribute(
    'aria-description',
    'The snapshot is held: release it first.',
  )
  await page.keyboard.press('Escape')
  await page.getByRole('combobox', { name: 'Hold' }).click()
  await page.getByRole('option', { name: 'Held', exact: true }).click()
  await expect(page.getByText('1 snapshot', { exact: true })).toBeVisible()
  await page.getByRole('button', { name: 'Clear', exact: true }).click()

  // Of two rooms: exported together, in one zip.
  await page.getByRole('checkbox', { name: 'Choose all on this page' }).check()
  const bar = page.getByRole('region', { name: 'Chosen snapshots' })
  await expect(bar.getByRole('button', { name: 'Delete 4 snapshots…' })).toHaveAttribute(
    'aria-description',
    'The chosen snapshots are of 2 rooms: delete those of one room at a time.',
  )
  const download = page.waitForEvent('download')
  await bar.getByRole('button', { name: 'Export 4 files' }).click()
  const saved = await download
  expect(saved.suggestedFilename()).toMatch(/^snapshots_\d{8}-\d{6}Z\.zip$/)
  const files = Object.entries(unzipSync(await readFile(await saved.path())))
  expect(files.filter(([name]) => name.startsWith(first.code))).toHaveLength(3)
  expect(files.filter(([name]) => name.startsWith(second.code))).toHaveLength(1)
  for (const [, bytes] of files) expect(Buffer.from(bytes.subarray(0, 5)).toString()).toBe('%PDF-')

  // Of one room: deleted, but for what is held.
  await table.getByRole('checkbox', { name: /^Choose Ahead 0 of 1/ }).uncheck()
  await bar.getByRole('button', { name: 'Delete 3 snapshots…' }).click()
  const deleting = page.getByRole('dialog', { name: /^Delete \d snapshots\?$/ })
  await expect(deleting.getByRole('list', { name: 'What goes' }).getByText('Held')).toBeVisible()
  await expectNoViolations(page)
  await deleting.getByRole('button', { name: 'Leave it out' }).click()
  await deleting.getByRole('textbox', { name: 'Reason' }).fill('Made twice')
  await deleting.getByRole('button', { name: 'Delete 2 snapshots' }).click()
  await expect(deleting).toBeHidden()
  await expect(table.getByText('Deleted')).toHaveCount(2)

  // Released in its row.
  await table.getByRole('button', { name: 'More for Ahead 0 of 3' }).click()
  await page.getByRole('menuitem', { name: 'Release…' }).click()
  const releasing = page.getByRole('dialog', { name: 'Release this snapshot?' })
  await releasing.getByRole('textbox', { name: 'Reason' }).fill('Settled')
  await releasing.getByRole('button', { name: 'Release' }).click()
  await expect(table.getByText('Held')).toHaveCount(0)
})
