import type { Browser, Page } from '@playwright/test'
import { type Door, enter, expect, test, watch } from './fixture.ts'
import { openRoom } from './rooms-and-snapshots.ts'

/** Another person's window on the same workspace, with a session of its own. */
async function otherWindow(browser: Browser, door: Door): Promise<Page> {
  const context = await browser.newContext()
  const page = await context.newPage()
  await enter(page, door)
  await expect(page.getByRole('heading', { level: 1, name: 'Rooms' })).toBeVisible()
  return page
}

test('what another window changes in a room stands in this one without a reload', async ({
  app: page,
  browser,
  door,
}) => {
  const { title } = await openRoom(page, 'messages', 'Kestrel Bay – diesel')
  const other = await otherWindow(browser, door)
  const problems = watch(other)
  await openRoom(other, 'messages', 'Kestrel Bay – diesel')
  let loads = 0
  page.on('load', () => {
    loads += 1
  })

  await other.getByLabel('Write a message').fill('Seen from another window.')
  await other.getByRole('button', { name: 'Send' }).click()
  await expect(
    page.getByRole('list', { name: 'Messages, newest first' }).getByRole('listitem').first(),
  ).toContainText('Seen from another window.')

  await page.getByRole('tab', { name: 'Approvals' }).click()
  await other.getByRole('tab', { name: 'Approvals' }).click()
  const cell = 'James Pryce, Pelagos Bunker 7'
  await other.getByRole('button', { name: `Ask ${cell}` }).click()
  await expect(page.getByRole('button', { name: `Pending ${cell}` })).toBeVisible()

  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible()
  await other.getByRole('button', { name: 'More for this room' }).click()
  await other.getByRole('menuitem', { name: 'Edit facts' }).click()
  await other.getByRole('dialog').getByRole('textbox', { name: 'Title' }).fill('Renamed elsewhere')
  await other.getByRole('dialog').getByRole('button', { name: 'Save changes' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Renamed elsewhere' })).toBeVisible()

  await page.getByRole('link', { name: 'Rooms', exact: true }).click()
  await other.getByRole('button', { name: 'Change status' }).click()
  await other.getByRole('menuitem', { name: 'Cancel the operation' }).click()
  await other.getByRole('button', { name: 'Cancel the operation for good' }).click()
  const row = page.getByRole('row').filter({ hasText: 'Renamed elsewhere' })
  await expect(row).toContainText('Cancelled')
  expect(loads).toBe(0)
  expect(problems).toEqual([])
  await other.context().close()
})

test('the trail that is open grows as others act', async ({ app: page, browser, door }) => {
  await page.getByRole('link', { name: 'Audit trail' }).click()
  const rows = page.getByRole('table', { name: 'Audit entries' }).locator('tr[data-row-id]')
  await expect(rows.first()).toBeVisible()
  const other = await otherWindow(browser, door)
  await expect(rows.first()).toContainText('session.signed_in')
  await openRoom(other, 'messages')
  await other.getByLabel('Write a message').fill('This is an entry.')
  await other.getByRole('button', { name: 'Send' }).click()
  await expect(rows.first()).toContainText('message.created')
  await other.context().close()
})
