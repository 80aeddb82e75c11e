import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { unzipSync } from 'fflate'
import { z } from 'zod'
import { expect, expectNoViolations, test } from './fixture.ts'
import { openRoom, takeMany, untilMade } from './rooms-and-snapshots.ts'

const record = z.looseObject({ id: z.string(), title: z.string() })

/** The room's snapshot of this title, as REST tells it. */
async function recordOf(page: Page, roomId: string, title: string) {
  const path = `/api/v1/rooms/${roomId}/snapshots?limit=200`
  const answer = await page.request.get(new URL(path, page.url()).href)
  const list = z.array(record).parse(await answer.json())
  return record.parse(list.find((snapshot) => snapshot.title === title))
}

test('snapshots of all rooms are found, held, exported together, and deleted as they were shown', async ({
  app: page,
  door,
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

  // One by itself: the file that is saved is the one in the store, and the one on record.
  const single = page.waitForEvent('download')
  await table.getByRole('link', { name: 'Save Ahead 0 of 1' }).click()
  const one = await single
  const bytes = await readFile(await one.path())
  expect(one.suggestedFilename()).toMatch(new RegExp(`^${second.code}_.*_ahead-0-of-1\\.pdf$`))
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const kept = join(door.workspace, 'blobs', sha256.slice(0, 2), sha256.slice(2, 4), sha256)
  expect((await readFile(kept)).equals(bytes)).toBe(true)
  expect(await recordOf(page, second.roomId, 'Ahead 0 of 1')).toMatchObject({ sha256 })

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
  const gone = await recordOf(page, first.roomId, 'Ahead 1 of 3')
  expect(gone).toMatchObject({ status: 'deleted', deleted_reason: 'Made twice' })
  const path = `/api/v1/rooms/${first.roomId}/snapshots/${gone.id}/download`
  expect((await page.request.get(new URL(path, page.url()).href)).status()).toBe(404)

  // Released in its row.
  await table.getByRole('button', { name: 'More for Ahead 0 of 3' }).click()
  await page.getByRole('menuitem', { name: 'Release…' }).click()
  const releasing = page.getByRole('dialog', { name: 'Release this snapshot?' })
  await releasing.getByRole('textbox', { name: 'Reason' }).fill('Settled')
  await releasing.getByRole('button', { name: 'Release' }).click()
  await expect(table.getByText('Held')).toHaveCount(0)
})

test('a snapshot is taken of each of several rooms, or of none while one is not there', async ({
  app: page,
}) => {
  const rooms = page.getByRole('table', { name: 'Rooms' })
  const boxes = rooms.getByRole('checkbox', { name: /^Choose STS-/ })
  const names: string[] = []
  for (const index of [0, 1, 2, 3]) {
    await boxes.nth(index).check()
    names.push(((await boxes.nth(index).getAttribute('aria-label')) ?? '').slice('Choose '.length))
  }
  const bar = page.getByRole('region', { name: 'Chosen rooms' })
  await expect(bar.getByText('4 rooms chosen')).toBeVisible()
  // Chosen ones stay so when the list shows others.
  await page.getByRole('searchbox', { name: 'Search rooms' }).fill('no such room')
  await expect(page.getByText('No room fits')).toBeVisible()
  await expect(bar.getByText('4 rooms chosen')).toBeVisible()
  await page.getByRole('button', { name: 'Clear search and filters' }).click()
  await expectNoViolations(page)

  await deleteRoom(page, names[0] ?? '')
  await bar.getByRole('button', { name: 'Take 4 snapshots…' }).click()
  const dialog = page.getByRole('dialog', { name: /^Take snapshots of \d rooms$/ })
  await dialog.getByText('JSON', { exact: true }).click()
  await dialog.getByLabel('Title').fill('Before the inspection')
  await dialog.getByRole('button', { name: 'Take 4 snapshots' }).click()
  const barred = dialog.getByRole('alert', { name: 'Rooms that cannot be taken' })
  await expect(barred).toContainText((names[0] ?? '').split(', ')[0] ?? '')
  await expect(barred).toContainText('There is no such room, or you have no access to it.')
  await expectNoViolations(page)
  const tasks = await page.request.get(new URL('/api/v1/tasks', page.url()).href)
  expect(await tasks.json()).toEqual([])

  await barred.getByRole('button', { name: 'Leave it out' }).click()
  await dialog.getByRole('button', { name: 'Take 3 snapshots' }).click()
  await expect(dialog).toBeHidden()
  const drawer = page.getByRole('dialog', { name: 'Tasks' })
  const ended = drawer.getByRole('region', { name: 'Ended' })
  await expect(ended.getByText('Before the inspection')).toHaveCount(3, untilMade)
  const toast = page.getByRole('alert').filter({ hasText: '3 snapshots completed' })
  await expect(toast).toHaveCount(1)
  await page.keyboard.press('Escape')
  await expect(bar).toBeHidden()
  await toast.getByRole('button', { name: 'Show snapshots' }).click()
  const table = page.getByRole('table', { name: 'Snapshots' })
  await expect(table.getByText('Before the inspection')).toHaveCount(3)
  for (const name of names.slice(1)) {
    await expect(table.getByRole('link', { name, exact: true })).toBeVisible()
  }
})

/** @param name `STS-20261120-ABCDEF, Kestrel Bay`, as the list calls the room */
async function deleteRoom(page: Page, name: string): Promise<void> {
  const link = page.getByRole('table', { name: 'Rooms' }).getByRole('link', { name, exact: true })
  const id = /[0-9a-f-]{36}/.exec((await link.getAttribute('href')) ?? '')?.[0] ?? ''
  const status = await page.evaluate(async (path) => {
    const { preview_token } = await (await fetch(`${path}/deletion-preview`)).json()
    const headers = { 'content-type': 'application/json' }
    const body = JSON.stringify({ preview_token })
    return (await fetch(path, { method: 'DELETE', headers, body })).status
  }, `/api/v1/rooms/${id}`)
  expect(status).toBe(200)
}
