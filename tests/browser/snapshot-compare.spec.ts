import type { Page } from '@playwright/test'
import { z } from 'zod'
import { dropFiles } from './files.ts'
import { expect, expectNoViolations, test } from './fixture.ts'
import { openRoom, untilMade } from './rooms-and-snapshots.ts'

const snapshotRow = z.object({ id: z.string(), status: z.string() })

/** Calls REST as the person who is signed in. */
async function call(page: Page, method: string, path: string, data?: object) {
  const answer = await page.request.fetch(new URL(`/api/v1${path}`, page.url()).href, {
    method,
    headers: { origin: new URL(page.url()).origin },
    ...(data === undefined ? {} : { data }),
  })
  expect(answer.ok(), `${method} ${path}`).toBe(true)
  return answer
}

/** Takes a snapshot, and waits until it is completed. @returns its id */
async function taken(page: Page, roomId: string, title: string, format: string): Promise<string> {
  const path = `/rooms/${roomId}/snapshots`
  const asked = await call(page, 'POST', path, { title, snapshot_type: format })
  const { id } = snapshotRow.parse(await asked.json())
  const status = async () =>
    snapshotRow.parse(await (await call(page, 'GET', `${path}/${id}`)).json()).status
  await expect.poll(status, untilMade).toBe('completed')
  return id
}

test('two snapshots are compared, the room is rolled back, and a file that comes from outside is verified and opened', async ({
  app: page,
}) => {
  const { roomId, code, title } = await openRoom(page, 'snapshots', 'Kestrel Bay – diesel')
  const earlier = await taken(page, roomId, 'Before the storm', 'json')
  await call(page, 'PATCH', `/rooms/${roomId}`, { title: 'Renamed in between' })
  await call(page, 'POST', `/rooms/${roomId}/parties`, {
    ...{ name: 'Nina Newcomer', email: 'nina@parties.example', role: 'viewer' },
  })
  await taken(page, roomId, 'After the storm', 'pdf')

  // Compared: before and after of a field, who came, and what the comparison is silent about.
  await page.getByRole('button', { name: 'Before the storm', exact: true }).click()
  await page.getByRole('button', { name: 'Compare with…' }).click()
  const choice = page.getByRole('dialog', { name: 'Compare with another snapshot' })
  await choice.getByRole('combobox', { name: 'Other snapshot' }).click()
  await page.getByRole('option', { name: /After the storm/ }).click()
  await choice.getByRole('button', { name: 'Compare', exact: true }).click()
  const ofRoom = page.getByRole('table', { name: 'What differs: Room' })
  await expect(ofRoom.getByRole('row', { name: /^Room Changed Title/ })).toContainText(
    `${title}Renamed in between`,
  )
  const came = page.getByRole('row', { name: /^Nina Newcomer, viewer Added/ })
  await expect(came).toContainText('Not thereThere')
  await expect(
    page.getByText(/older than the oldest entry of either is not compared/),
  ).toBeVisible()
  await expectNoViolations(page)
  await page.getByRole('button', { name: 'Swap the two' }).click()
  await expect(page.getByRole('row', { name: /^Nina Newcomer, viewer Removed/ })).toBeVisible()
  await page.getByText(/^Added \d/).click()
  await expect(page).toHaveURL(/kind=added/)
  await expect(page.getByText('Nothing was added')).toBeVisible()

  // Rolled back: shown, changed meanwhile, shown again, and done when the code is typed.
  await page.getByRole('link', { name: /^STS-.*Renamed in between/ }).click()
  await page.getByRole('button', { name: 'Before the storm', exact: true }).click()
  await page.getByRole('button', { name: 'Restore…' }).click()
  const wizard = page.getByRole('dialog').filter({ hasText: /Restore this|Roll the room/ })
  await wizard.getByRole('radio', { name: 'Roll this room back' }).check()
  await wizard.getByRole('button', { name: 'Continue' }).click()
  await expect(wizard.getByText('Before the roll-back to “Before the storm”')).toBeVisible()
  await expect(wizard.getByRole('row', { name: /^Nina Newcomer, viewer Goes/ })).toBeAttached()
  await expectNoViolations(page)
  await call(page, 'PATCH', `/rooms/${roomId}`, { title: 'Renamed again' })
  const rollBack = wizard.getByRole('button', { name: 'Roll the room back' })
  await wizard.getByRole('textbox', { name: /^Type/ }).fill(code.slice(0, -1))
  await expect(rollBack).toHaveAttribute('aria-disabled', 'true')
  await wizard.getByRole('textbox', { name: /^Type/ }).fill(code)
  await rollBack.click()
  await expect(wizard.getByText(/The room has changed since the preview/)).toBeVisible()
  await expect(wizard.getByText('Renamed again')).toBeVisible()
  await wizard.getByRole('textbox', { name: /^Type/ }).fill(code)
  await rollBack.click()
  await expect(wizard.getByText(`${code} is as it was in the snapshot`)).toBeVisible()
  await expectNoViolations(page)
  await wizard.getByRole('button', { name: 'Go to the room' }).click()
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible()

  // From outside: the same bytes are known, a letter less is not, and nothing is said to be nothing.
  const path = `/rooms/${roomId}/snapshots/${earlier}/download`
  const buffer = await (await call(page, 'GET', path)).body()
  const edited = Buffer.from(buffer.toString().replace(title, `${title}!`))
  const mimeType = 'application/json'
  await dropFiles(page.getByRole('heading', { level: 1 }), [
    { name: 'known.json', mimeType, buffer },
    { name: 'edited.json', mimeType, buffer: edited },
    { name: 'empty.json', mimeType, buffer: Buffer.alloc(0) },
  ])
  const verified = page.getByRole('dialog', { name: 'Verify 3 files' })
  const known = verified.getByRole('region', { name: 'known.json' })
  await expect(known.getByText('Known and unaltered')).toBeVisible()
  await expect(known.getByRole('link', { name: 'Before the storm' })).toBeVisible()
  await expect(known.getByRole('link', { name: /^Entry \d+/ })).toBeVisible()
  const unknown = verified.getByRole('region', { name: 'edited.json' })
  await expect(unknown.getByText('Unknown')).toBeVisible()
  await expect(verified.getByText(/The file is empty/)).toBeVisible()
  await expectNoViolations(page)

  // What was edited is opened only when one says so.
  await unknown.getByRole('button', { name: 'Open as new room…' }).click()
  const opening = page.getByRole('dialog', { name: 'Open a JSON snapshot as a new room' })
  await opening.getByRole('button', { name: 'Open as a new room' }).click()
  await expect(opening.getByText('Not as this workspace made it')).toBeVisible()
  await expectNoViolations(page)
  await opening.getByRole('checkbox', { name: /^Open it all the same/ }).check()
  await opening.getByRole('button', { name: 'Open all the same' }).click()
  await opening.getByRole('button', { name: 'Go to the room' }).click()
  await expect(page.getByRole('heading', { level: 1, name: `${title}!` })).toBeVisible()

  // By the keyboard; and a target of its own takes what is dropped on it.
  await page.keyboard.press('ControlOrMeta+K')
  await page.getByRole('combobox', { name: 'Go to, do, or find' }).fill('verify a file')
  await page.keyboard.press('Enter')
  const empty = page.getByRole('dialog', { name: 'Verify a file' })
  await expect(empty.getByRole('button', { name: 'Choose a file' })).toBeFocused()
  await page.keyboard.press('Escape')
  await page.getByRole('tab', { name: 'Documents' }).click()
  await dropFiles(page.getByRole('table', { name: 'Documents' }), [
    { name: 'paper.json', mimeType, buffer },
  ])
  await expect(page.getByRole('dialog', { name: 'Upload documents' })).toBeVisible()
  await expect(empty).toBeHidden()
})
