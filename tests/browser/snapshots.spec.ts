import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Download, Locator, Page } from '@playwright/test'
import { z } from 'zod'
import { expect, expectNoViolations, test } from './fixture.ts'
import { openRoom, takeMany, untilMade } from './rooms-and-snapshots.ts'

const hex = /[0-9a-f]{64}/

const record = z.object({
  id: z.string(),
  title: z.string(),
  sha256: z.string().nullable(),
  content_hash: z.string().nullable(),
  file_size: z.number(),
  status: z.string(),
})

/** The room's snapshot of this title, as REST tells it to the person who is signed in. */
async function onRecord(page: Page, roomId: string, title: string) {
  const answer = await page.request.get(
    new URL(`/api/v1/rooms/${roomId}/snapshots?limit=200`, page.url()).href,
  )
  const list = z.array(record).parse(await answer.json())
  return record.parse(list.find((snapshot) => snapshot.title === title))
}

/** Collects every value that the bar in the dialog shows from now on, in order. */
async function watchBar(page: Page): Promise<() => Promise<number[]>> {
  await page.evaluate(() => {
    const seen: number[] = []
    const look = () => {
      const bar = document.querySelector('[role="dialog"] [role="progressbar"]')
      const value = Number(bar?.getAttribute('aria-valuenow') ?? Number.NaN)
      if (!Number.isNaN(value) && seen.at(-1) !== value) seen.push(value)
    }
    const watch = { subtree: true, childList: true, attributes: true }
    new MutationObserver(look).observe(document.body, watch)
    Object.assign(window, { barValues: seen })
  })
  return () => page.evaluate(() => Reflect.get(window, 'barValues'))
}

async function take(page: Page, format: string, title: string): Promise<Locator> {
  await page.getByRole('button', { name: 'Take snapshot' }).first().click()
  const dialog = page.getByRole('dialog', { name: 'Take snapshot' })
  await dialog.getByLabel('Title').fill(title)
  await dialog.getByText(format, { exact: true }).click()
  await dialog.getByRole('button', { name: 'Take snapshot' }).click()
  return dialog
}

async function hashOf(download: Download): Promise<string> {
  return createHash('sha256')
    .update(await readFile(await download.path()))
    .digest('hex')
}

/** What each format shows in the window, beside the hash. */
const previews: Record<string, (dialog: Locator) => Promise<void>> = {
  PDF: async (dialog) => {
    const first = dialog.getByRole('region', { name: /^Page 1 of/ })
    await expect(first.locator('canvas')).toBeVisible()
    await expect(first).toContainText('Room snapshot in PDF')
    const inked = await first.locator('canvas').evaluate((canvas: HTMLCanvasElement) => {
      const paper = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data
      return paper?.some((value, index) => index % 4 < 3 && value < 128) ?? false
    })
    expect(inked).toBe(true)
    await dialog.getByRole('button', { name: 'Next page' }).click()
    await expect(dialog.getByLabel('Page number')).toHaveValue('2')
    const wide = await first.boundingBox()
    await dialog.getByRole('button', { name: 'Zoom out' }).click()
    await expect.poll(async () => (await first.boundingBox())?.width).toBeLessThan(wide?.width ?? 0)
  },
  JSON: async (dialog) => {
    await expect(dialog.getByText('sts.room-snapshot/1')).toBeVisible()
    await expect(dialog.getByText('imo_verified')).toHaveCount(0)
    await dialog.getByRole('button', { name: 'Unfold all' }).click()
    await expect(dialog.getByText('imo_verified').first()).toBeVisible()
    await dialog.getByText('Text', { exact: true }).click()
    await expect(dialog.locator('pre')).toContainText('"schema": "sts.room-snapshot/1"')
  },
  CSV: async (dialog) => {
    await dialog.getByRole('button', { name: /^vessels\.csv/ }).click()
    await expect(dialog.getByRole('columnheader', { name: 'imo', exact: true })).toBeVisible()
    await expect(dialog.getByRole('cell', { name: /^\d{7}$/ }).first()).toBeVisible()
  },
}

for (const [format, showsIt] of Object.entries(previews)) {
  test(`a ${format} snapshot is made before one’s eyes, shown, and saved with the hash on record`, async ({
    app: page,
  }) => {
    const { roomId } = await openRoom(page, 'snapshots')
    const title = `Room snapshot in ${format}`
    const valuesOfBar = await watchBar(page)
    const dialog = await take(page, format, title)
    await expect(dialog.getByText('Snapshot completed')).toBeVisible(untilMade)

    const values = await valuesOfBar()
    expect(values.length).toBeGreaterThan(1)
    expect(values).toEqual([...new Set(values)].sort((a, b) => a - b))
    expect(values[0]).toBeLessThan(100)
    expect(values.at(-1)).toBe(100)
    await expectNoViolations(page)

    const shown = (await dialog.getByTestId('sha256').textContent())?.match(hex)?.[0]
    await dialog.getByRole('button', { name: 'Preview' }).click()
    const preview = page.getByRole('dialog', { name: title })
    await expect(preview.getByText('Matches the record')).toBeVisible()
    await showsIt(preview)
    await expectNoViolations(page)

    const download = page.waitForEvent('download')
    await preview.getByRole('link', { name: `Save ${title}` }).click()
    const saved = await download
    const sha256 = await hashOf(saved)
    const onFile = await onRecord(page, roomId, title)
    expect(sha256).toBe(onFile.sha256)
    expect(sha256).toBe(shown)
    expect(saved.suggestedFilename()).toMatch(
      new RegExp(`^STS-\\d{8}-\\w{6}_\\d{8}-\\d{6}Z_room-snapshot-in-${format.toLowerCase()}\\.`),
    )
  })
}

test('a reload while a snapshot is made loses nothing: row, tasks and notice follow it to its end', async ({
  app: page,
}) => {
  const { roomId } = await openRoom(page, 'snapshots')
  // Others stand in the queue before it, so that there is time to look.
  await takeMany(page, roomId, 200)
  const title = 'Through a reload'
  const dialog = await take(page, 'PDF', title)
  await expect(dialog.getByRole('progressbar')).toBeVisible()
  await page.reload()

  const row = page.getByRole('row').filter({ hasText: title })
  await expect(row.getByText('Generating')).toBeVisible()
  await expect(row.getByRole('progressbar')).toBeVisible()
  await page.getByRole('button', { name: /^Tasks, \d+ running/ }).click()
  const drawer = page.getByRole('dialog', { name: 'Tasks' })
  const waiting = drawer.getByRole('region', { name: 'Running and queued' })
  await expect(waiting.getByText(title)).toBeVisible()
  await expectNoViolations(page)

  await expect(drawer.getByRole('region', { name: 'Ended' }).getByText(title)).toBeVisible(
    untilMade,
  )
  await expect(page.getByRole('alert').filter({ hasText: title })).toContainText(
    'Snapshot completed',
  )
  await page.keyboard.press('Escape')
  await expect(row.getByText('Completed')).toBeVisible()
})

test('a snapshot that waits can be cancelled and made after all', async ({ app: page }) => {
  const { roomId } = await openRoom(page, 'snapshots')
  await takeMany(page, roomId, 150)
  const dialog = await take(page, 'PDF', 'Cancelled first')
  await dialog.getByRole('button', { name: /^Cancel snapshot/ }).click()
  await expect(dialog.getByText('The task was cancelled.')).toBeVisible()
  await dialog.getByRole('button', { name: 'Retry' }).click()
  await expect(dialog.getByText('Snapshot completed')).toBeVisible(untilMade)
})

test('a row opens everything on record; the file is verified, and deleted with a reason', async ({
  app: page,
}) => {
  const { roomId } = await openRoom(page, 'snapshots')
  const title = 'To be verified'
  const made = await take(page, 'JSON', title)
  await expect(made.getByText('Snapshot completed')).toBeVisible(untilMade)
  await made.getByRole('button', { name: 'Close' }).last().click()

  await page.getByRole('button', { name: title, exact: true }).click()
  const drawer = page.getByRole('dialog', { name: 'Snapshot' })
  const known = await onRecord(page, roomId, title)
  await expect(drawer.getByText(known.sha256 ?? '', { exact: true })).toBeVisible()
  await expect(drawer.getByText(known.content_hash ?? '', { exact: true })).toBeVisible()
  await drawer.getByRole('button', { name: 'Verify' }).click()
  await expect(drawer.getByText('Known and unaltered')).toBeVisible()
  await expect(drawer.getByText(/since audit entry \d+/)).toBeVisible()
  await expectNoViolations(page)

  await drawer.getByRole('button', { name: 'Delete' }).click()
  const question = page.getByRole('dialog', { name: 'Delete this snapshot?' })
  await expect(question.getByText(title)).toBeVisible()
  await question.getByLabel('Reason').fill('made by mistake')
  await expectNoViolations(page)
  await question.getByRole('button', { name: 'Delete snapshot' }).click()
  const row = page.getByRole('row').filter({ hasText: title })
  await expect(row.getByText('Deleted')).toBeVisible()
  await expect(row.getByRole('link', { name: `Save ${title}` })).toHaveCount(0)
})

test('a damaged file is not saved: the screen says why, and makes it again', async ({
  app: page,
  door,
}) => {
  const { roomId } = await openRoom(page, 'snapshots')
  const title = 'To be damaged'
  const made = await take(page, 'CSV', title)
  await expect(made.getByText('Snapshot completed')).toBeVisible(untilMade)
  await made.getByRole('button', { name: 'Close' }).last().click()
  const { sha256 } = await onRecord(page, roomId, title)
  const name = sha256 ?? ''
  await writeFile(
    join(door.workspace, 'blobs', name.slice(0, 2), name.slice(2, 4), name),
    'something else',
  )

  await page.getByRole('link', { name: `Save ${title}` }).click()
  const refusal = page.getByRole('dialog', { name: 'The file could not be saved' })
  await expect(refusal.getByText(/The stored file is damaged and is not served/)).toBeVisible()
  await expectNoViolations(page)
  await refusal.getByRole('button', { name: 'Retry snapshot' }).click()
  await expect(refusal).toBeHidden()
  await expect(page.getByRole('alert').filter({ hasText: title })).toContainText(
    'Snapshot completed',
  )
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: `Save ${title}` }).click()
  expect(await hashOf(await download)).toBe(sha256)
})

test('options narrow what goes in: without documents and with one vessel only', async ({
  app: page,
}) => {
  await openRoom(page, 'snapshots')
  await page.getByRole('button', { name: 'Take snapshot' }).first().click()
  const dialog = page.getByRole('dialog', { name: 'Take snapshot' })
  await dialog.getByLabel('Title').fill('Narrow')
  await dialog.getByText('JSON', { exact: true }).click()
  await dialog.getByLabel('Documents').uncheck()
  await dialog.getByLabel('Only these').check()
  const vessels = dialog.getByRole('checkbox', { name: /IMO \d{7}/ })
  await expect(vessels.first()).toBeChecked()
  for (const vessel of await vessels.all()) await vessel.uncheck()
  await expect(dialog.getByText('Choose at least one vessel, or all.')).toBeVisible()
  await vessels.first().check()
  await expectNoViolations(page)
  await dialog.getByRole('button', { name: 'Take snapshot' }).click()
  await dialog.getByRole('button', { name: 'Preview' }).click()
  const preview = page.getByRole('dialog', { name: 'Narrow' })
  await expect(preview.getByText('vessels: 1 item')).toBeVisible()
  await expect(preview.getByText('documents: 0 items')).toBeVisible()
})
