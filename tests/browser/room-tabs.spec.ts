import type { Page } from '@playwright/test'
import { expect, expectNoViolations, test } from './fixture.ts'
import { openRoom } from './rooms-and-snapshots.ts'

const room = 'Kestrel Bay – diesel'

test('the list is searched, filtered, sorted and paged, and the address keeps it', async ({
  app: page,
}) => {
  const rows = page.getByRole('table', { name: 'Rooms' }).locator('tr[data-row-id]')
  await expect(rows).toHaveCount(12)
  await page.getByLabel('Rows on a page').selectOption('10')
  await expect(rows).toHaveCount(10)
  await expect(page.getByText('1–10 of 12 rooms')).toBeVisible()
  await page.getByRole('button', { name: 'Next page' }).click()
  await expect(rows).toHaveCount(2)
  await page.getByLabel('Search rooms').fill('Meltemi')
  await expect(page).toHaveURL(/q=Meltemi/)
  await expect(page.getByText(/^\d rooms$/)).toBeVisible()
  await page.getByRole('button', { name: 'Title' }).click()
  await expect(page.getByRole('columnheader', { name: 'Title' })).toHaveAttribute(
    'aria-sort',
    'ascending',
  )
  const titles = () => rows.locator('td:nth-child(3)').allTextContents()
  const inOrder = (await titles()).sort()
  await expect.poll(titles).toEqual(inOrder)
  await page.reload()
  await expect(page.getByLabel('Search rooms')).toHaveValue('Meltemi')
  await expect(rows).toHaveCount(inOrder.length)
})

test('facts are edited where they stand; only what was changed is in the trail', async ({
  app: page,
}) => {
  await openRoom(page, 'overview', room)
  await page.getByRole('button', { name: 'Edit facts' }).click()
  const dialog = page.getByRole('dialog', { name: /^Edit STS-/ })
  await dialog.getByRole('textbox', { name: 'Title' }).fill('')
  await dialog.getByRole('button', { name: 'Save changes' }).click()
  await expect(dialog.getByText('Must not be empty')).toBeVisible()
  await expect(dialog.getByRole('textbox', { name: 'Title' })).toBeFocused()
  await dialog.getByRole('textbox', { name: 'Title' }).fill('Diesel, edited')
  await dialog.getByRole('textbox', { name: 'Cargo type' }).fill('')
  await dialog.getByRole('button', { name: 'Save changes' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Diesel, edited' })).toBeVisible()
  await expect(page.getByText('Diesel 10 ppm')).toHaveCount(0)
  await page.getByRole('tab', { name: 'Activity' }).click()
  const newest = page.getByRole('list', { name: 'Activity, newest first' }).getByRole('listitem')
  await expect(newest.first()).toContainText('Changed title, cargo type')
  await expect(newest.first()).toContainText('owner@example.org')
})

test('a room takes the steps that it may, with a reason, and a closed one says why nothing changes', async ({
  app: page,
}) => {
  await openRoom(page, 'overview', 'Lomé offshore, daughter')
  await page.getByRole('button', { name: 'Change status' }).click()
  await expect(page.getByRole('menuitem')).toHaveText([
    'Mark as ready',
    'Start the operation',
    'Cancel the operation',
  ])
  await page.getByRole('menuitem', { name: 'Cancel the operation' }).click()
  const dialog = page.getByRole('dialog', { name: 'Cancel the operation' })
  await dialog.getByLabel('Reason').fill('No daughter vessel was found.')
  await dialog.getByRole('button', { name: 'Cancel the operation for good' }).click()
  const why = 'The room is cancelled: nothing in it can change.'
  await expect(page.getByText(why).first()).toBeVisible()
  await expectNoViolations(page)
  const closed: [string, string][] = [
    ['Overview', 'Edit facts'],
    ['Parties', 'Add a party'],
    ['Vessels', 'Add a vessel'],
    ['Documents', 'Upload documents'],
    ['Messages', 'Send'],
  ]
  for (const [tab, button] of closed) {
    await page.getByRole('tab', { name: tab }).click()
    const control = page.getByRole('button', { name: button }).first()
    await expect(control).toHaveAttribute('aria-disabled', 'true')
    await expect(control).toHaveAccessibleDescription(why)
  }
  await page.getByRole('tab', { name: 'Activity' }).click()
  await expect(page.getByText(/from pending to cancelled: No daughter/)).toBeVisible()
})

test('parties are added, changed and removed; the last owner stays, and so does oneself', async ({
  app: page,
}) => {
  await openRoom(page, 'parties', room)
  const table = page.getByRole('table', { name: 'Parties' })
  const add = async (email: string) => {
    await page.getByRole('button', { name: 'Add a party' }).click()
    const dialog = page.getByRole('dialog', { name: 'Add a party' })
    await dialog.getByLabel('Name').fill('Ada Pilot')
    await dialog.getByLabel('E-mail').fill(email)
    await dialog.getByRole('button', { name: 'Add the party' }).click()
    return dialog
  }
  const wrong = await add('not an address')
  await expect(wrong.getByText('Must be an e-mail address')).toBeVisible()
  await expectNoViolations(page)
  await wrong.getByLabel('E-mail').fill('ada@example.org')
  await wrong.getByRole('button', { name: 'Add the party' }).click()
  await expect(wrong).toBeHidden()
  const row = table.getByRole('row').filter({ hasText: 'ada@example.org' })
  await expect(row).toContainText('Owner')
  const second = await add('ADA@example.org')
  await expect(second.getByRole('alert')).toContainText('ada@example.org')
  await page.keyboard.press('Escape')

  await row.getByRole('button', { name: 'Edit Ada Pilot' }).click()
  const edit = page.getByRole('dialog', { name: 'Edit Ada Pilot' })
  await edit.getByRole('combobox', { name: 'Role' }).click()
  await page.getByRole('option', { name: 'Charterer' }).click()
  await expectNoViolations(page)
  await edit.getByRole('button', { name: 'Save changes' }).click()
  await expect(row).toContainText('Charterer')

  await row.getByRole('button', { name: 'Remove Ada Pilot' }).click()
  await page.getByRole('button', { name: 'Remove the party' }).click()
  await expect(row).toHaveCount(0)

  const owners = table.getByRole('row').filter({ hasText: 'Owner' })
  while ((await owners.count()) > 1) {
    const before = await owners.count()
    await owners
      .first()
      .getByRole('button', { name: /^Remove/ })
      .click()
    await page.getByRole('button', { name: 'Remove the party' }).click()
    await expect(owners).toHaveCount(before - 1)
  }
  const last = owners.getByRole('button', { name: /^Remove/ })
  await expect(last).toHaveAttribute('aria-disabled', 'true')
  await expect(last).toHaveAccessibleDescription(/last owner of a room cannot be removed/)
})

test('a vessel is checked as its number is typed, edited, and taken out with what belongs to it', async ({
  app: page,
}) => {
  await openRoom(page, 'vessels', room)
  const table = page.getByRole('table', { name: 'Vessels' })
  await page.getByRole('button', { name: 'Add a vessel' }).click()
  const dialog = page.getByRole('dialog', { name: 'Add a vessel' })
  await dialog.getByLabel('IMO number').fill('9074728')
  await dialog.getByLabel('Name').focus()
  await expect(dialog.getByText('it ends in 8, 9 would be right')).toBeVisible()
  await expectNoViolations(page)
  await dialog.getByLabel('IMO number').fill('IMO 9074729')
  await dialog.getByLabel('Name').fill('Example Star')
  await dialog.getByLabel('Type').fill('Oil tanker')
  await dialog.getByLabel('Flag').fill('GR')
  await dialog.getByRole('button', { name: 'Add the vessel' }).click()
  const row = table.getByRole('row').filter({ hasText: '9074729' })
  await expect(row).toContainText('Example Star')

  await row.getByRole('button', { name: 'Edit Example Star' }).click()
  const edit = page.getByRole('dialog', { name: 'Edit Example Star' })
  await edit.getByLabel('Built').fill('2015')
  await edit.getByLabel('MMSI').fill('12')
  await edit.getByRole('button', { name: 'Save changes' }).click()
  await expect(edit.getByText('Must be 9 digits, the first from 2 to 7')).toBeVisible()
  await edit.getByLabel('MMSI').fill('237000000')
  await expectNoViolations(page)
  await edit.getByRole('button', { name: 'Save changes' }).click()
  await expect(row).toContainText('2015')

  await row.getByRole('button', { name: /^Take Example Star out/ }).click()
  const question = page.getByRole('dialog', { name: 'Take Example Star out of the room?' })
  await expect(question).toContainText(/With it go [1-9]\d* documents and 0 approvals/)
  await expectNoViolations(page)
  await question.getByRole('button', { name: 'Take it out' }).click()
  await expect(row).toHaveCount(0)
})

test('an approval is asked for, decided, taken back, and asked for no more', async ({
  app: page,
}) => {
  await openRoom(page, 'approvals', room)
  const matrix = page.getByRole('table', { name: 'Approvals' })
  const cell = (status: string) =>
    matrix.getByRole('button', { name: `${status} James Pryce, Kestrel Bay` })
  await cell('Ask').click()
  await cell('Pending').click()
  const dialog = page.getByRole('dialog', { name: 'Approval by James Pryce' })
  await dialog.getByLabel('Comment').fill('No objection.')
  await expectNoViolations(page)
  await dialog.getByRole('button', { name: 'Approve' }).click()
  await expect(cell('Approved')).toHaveAccessibleDescription(/^Decided .*“No objection\.”$/)
  await cell('Approved').click()
  await dialog.getByRole('button', { name: 'Take the decision back' }).click()
  await cell('Pending').click()
  await dialog.getByRole('button', { name: 'Ask no more' }).click()
  await expect(cell('Ask')).toBeVisible()
})

/** Writes that many messages straight through the door. */
async function writeMany(page: Page, roomId: string, count: number): Promise<void> {
  await page.evaluate(
    async ({ path, many }) => {
      for (let number = 1; number <= many; number += 1) {
        await fetch(path, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ body: `Message number ${number}` }),
        })
      }
    },
    { path: `/api/v1/rooms/${roomId}/messages`, many: count },
  )
}

test('a message is written about a vessel; older ones and older changes are loaded on demand', async ({
  app: page,
}) => {
  const { roomId } = await openRoom(page, 'messages', room)
  await writeMany(page, roomId, 30)
  await page.getByLabel('Write a message').fill('The barge comes alongside at noon.')
  await page.getByRole('combobox', { name: 'About which vessel' }).click()
  await page.getByRole('option', { name: 'Pelagos Bunker 7' }).click()
  await page.getByRole('button', { name: 'Send' }).click()
  const messages = page.getByRole('list', { name: 'Messages, newest first' }).getByRole('listitem')
  await expect(messages.first()).toContainText('The barge comes alongside at noon.')
  await expect(messages.first()).toContainText('about Pelagos Bunker 7')
  await expect(messages).toHaveCount(30)
  await page.getByRole('button', { name: 'Load older messages' }).click()
  await expect(messages.last()).toContainText('Daughter wants bunkers on the spot')
  await expect(page.getByRole('button', { name: 'Load older messages' })).toBeHidden()

  await page.getByRole('tab', { name: 'Activity' }).click()
  const changes = page.getByRole('list', { name: 'Activity, newest first' }).getByRole('listitem')
  await expect(changes.first()).toContainText('Wrote a message about Pelagos Bunker 7')
  await expect(changes).toHaveCount(50)
  await page.getByRole('button', { name: 'Load older changes' }).click()
  await expect(changes).toHaveCount(100)
  await expectNoViolations(page)
})

test('a room is deleted after its preview and its code; its entries stay in the trail', async ({
  app: page,
}) => {
  const { code, title } = await openRoom(page, 'overview', room)
  await page.getByRole('button', { name: 'More for this room' }).click()
  await page.getByRole('menuitem', { name: 'Delete the room' }).click()
  const dialog = page.getByRole('dialog', { name: `Delete ${title}?` })
  await expect(dialog.getByText(/^49, \d+ versions$/)).toBeVisible()
  const button = dialog.getByRole('button', { name: 'Delete the room' })
  await expect(button).toHaveAccessibleDescription('Type the code of the room first.')
  await expectNoViolations(page)
  await dialog.getByRole('textbox').fill(code)
  await button.click()
  await expect(page.getByRole('heading', { level: 1, name: 'Rooms' })).toBeVisible()
  await expect(page.getByText('11 rooms', { exact: true })).toBeVisible()
  await page.getByRole('link', { name: 'Audit trail' }).click()
  const newest = page.getByRole('table', { name: 'Audit entries' }).locator('tr[data-row-id]')
  await expect(newest.first()).toContainText('room.deleted')
})
