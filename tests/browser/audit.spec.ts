import { readFile } from 'node:fs/promises'
import type { Locator, Page } from '@playwright/test'
import { z } from 'zod'
import { expect, expectNoViolations, test } from './fixture.ts'
import { openRoom, untilMade } from './rooms-and-snapshots.ts'

async function openTrail(page: Page): Promise<Locator> {
  await page.getByRole('link', { name: 'Audit trail' }).click()
  const rows = page.getByRole('table', { name: 'Audit entries' }).locator('tbody tr[data-row-id]')
  await expect(rows.first()).toBeVisible()
  return rows
}

const numbersOf = async (rows: Locator): Promise<number[]> =>
  (await rows.evaluateAll((list) => list.map((row) => row.getAttribute('data-row-id')))).map(Number)

test('taking a snapshot stands in the trail: who, what, in which room, newest first', async ({
  app: page,
}) => {
  const { code } = await openRoom(page, 'snapshots')
  await page.getByRole('button', { name: 'Take snapshot' }).first().click()
  const dialog = page.getByRole('dialog', { name: 'Take snapshot' })
  await dialog.getByLabel('Title').fill('Seen in the trail')
  await dialog.getByRole('button', { name: 'Take snapshot' }).click()
  await expect(dialog.getByText('Snapshot completed')).toBeVisible(untilMade)
  await dialog.getByRole('button', { name: 'Close' }).last().click()

  const rows = await openTrail(page)
  const numbers = await numbersOf(rows)
  expect(numbers).toEqual([...numbers].sort((a, b) => b - a))
  for (const action of ['snapshot.created', 'snapshot.completed']) {
    const row = rows.filter({ hasText: action }).filter({ hasText: 'Seen in the trail' })
    await expect(row).toContainText(code)
    await expect(row).toContainText('Success')
  }
  await expect(rows.filter({ hasText: 'snapshot.created' }).first()).toContainText(
    'owner@example.org',
  )
  await expectNoViolations(page)
})

test('filters narrow the trail, stand in the address, and outlive a reload', async ({
  app: page,
}) => {
  const rows = await openTrail(page)
  await page.getByRole('combobox', { name: 'Action' }).fill('room.updated')
  await page.getByRole('textbox', { name: 'Actor' }).fill('james.pryce@ashdown-pryce.example')
  await expect(page).toHaveURL(/action=room\.updated/)
  await expect(page).toHaveURL(/actor=james/)
  await expect(rows.filter({ hasNotText: 'room.updated' })).toHaveCount(0)
  await expect(rows.filter({ hasNotText: 'james.pryce' })).toHaveCount(0)
  const before = await numbersOf(rows)
  expect(before.length).toBeGreaterThan(0)

  await page.reload()
  await expect(page.getByRole('textbox', { name: 'Actor' })).toHaveValue(
    'james.pryce@ashdown-pryce.example',
  )
  await expect(rows.first()).toBeVisible()
  expect(await numbersOf(rows)).toEqual(before)

  await page.getByRole('combobox', { name: 'Outcome' }).click()
  await page.getByRole('option', { name: 'Denied' }).click()
  await expect(page.getByText('No entry fits')).toBeVisible()
  await expectNoViolations(page)
  await page.getByRole('button', { name: 'Clear filters' }).last().click()
  await expect(rows.first()).toBeVisible()
  await expect(page).toHaveURL(/\/audit$/)
})

test('the trail is turned page by page without a gap, and back', async ({ app: page }) => {
  const rows = await openTrail(page)
  const first = await numbersOf(rows)
  expect(first).toHaveLength(50)
  await page.getByRole('button', { name: 'Next' }).click()
  await expect(rows.first()).toHaveAttribute('data-row-id', String((first.at(-1) ?? 0) - 1))
  const second = await numbersOf(rows)
  expect(second).toHaveLength(50)
  await page.getByRole('button', { name: 'Previous' }).click()
  await expect(rows.first()).toHaveAttribute('data-row-id', String(first[0]))
})

test('an entry opens with what changed from what to what, and its hashes', async ({
  app: page,
}) => {
  const rows = await openTrail(page)
  await page.getByRole('combobox', { name: 'Action' }).fill('room.updated')
  await expect(rows.filter({ hasNotText: 'room.updated' })).toHaveCount(0)
  const entry = rows.first().getByRole('button', { name: /^Entry \d+: room\.updated/ })
  await entry.focus()
  await page.keyboard.press('Enter')
  const drawer = page.getByRole('dialog', { name: /^Entry \d+/ })
  const changes = drawer.getByRole('table', { name: 'What changed' })
  await expect(changes.getByRole('columnheader', { name: 'Before' })).toBeVisible()
  await expect(changes.getByRole('rowheader').first()).not.toBeEmpty()
  await expect(drawer.getByText(/^[0-9a-f]{64}$/)).toHaveCount(2)
  await expectNoViolations(page)

  // The entry stands in the address, and leads to the one that it follows.
  await page.reload()
  const seq = Number(/entry=(\d+)/.exec(page.url())?.[1])
  await expect(page.getByRole('dialog', { name: `Entry ${seq}`, exact: true })).toBeVisible()
  await drawer.getByRole('link', { name: `Entry ${seq - 1}` }).click()
  await expect(page.getByRole('dialog', { name: `Entry ${seq - 1}`, exact: true })).toBeVisible()

  await drawer.getByRole('link', { name: 'Only this actor' }).click()
  await expect(page).toHaveURL(/actor=/)
  await expect(drawer).toBeHidden()
})

test('the chain is verified: the number of entries and the head are those of the trail', async ({
  app: page,
}) => {
  const rows = await openTrail(page)
  await page.getByRole('button', { name: 'Verify chain' }).click()
  const answer = page.getByRole('status').filter({ hasText: 'The chain is whole' })
  await expect(answer).toBeVisible()
  const words = (await answer.textContent()) ?? ''
  const entries = Number(/([\d,]+) entries/.exec(words)?.[1]?.replaceAll(',', ''))
  const head = Number(/head is entry (\d+)/.exec(words)?.[1])
  expect(entries).toBe(head)
  // The walk itself is an entry, and nothing else has come since.
  await expect(rows.first()).toHaveAttribute('data-row-id', String(head + 1))
  await expect(rows.first()).toContainText('audit.verified')
  await expectNoViolations(page)
})

/** How many entries a filter leaves, as REST counts them. */
async function countOf(page: Page, query: string): Promise<number> {
  const answer = await page.request.get(
    new URL(`/api/v1/audit/statistics?${query}`, page.url()).href,
  )
  return z.object({ total: z.number() }).parse(await answer.json()).total
}

const view = (page: Page, name: string) => page.getByText(name, { exact: true }).click()

test('a bar of the timeline leads to the entries that it counts', async ({ app: page }) => {
  const rows = await openTrail(page)
  await page.getByRole('combobox', { name: 'Action' }).fill('room.updated')
  await expect(rows.filter({ hasNotText: 'room.updated' })).toHaveCount(0)
  await view(page, 'Timeline')
  await expect(page).toHaveURL(/view=timeline/)
  const bars = page.getByRole('group', { name: 'Entries by day' }).getByRole('button')
  const bar = bars.filter({ hasText: /\d/ }).last()
  await expectNoViolations(page)
  const told = Number(/: (\d+) entr/.exec((await bar.getAttribute('aria-label')) ?? '')?.[1])
  expect(told).toBeGreaterThan(0)
  await bars.first().focus()
  await page.keyboard.press('End')
  await expect(bars.last()).toBeFocused()
  await bar.focus()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/from=/)
  await expect(rows).toHaveCount(told)
})

test('statistics count the whole trail, and each line leads to its entries', async ({
  app: page,
}) => {
  const rows = await openTrail(page)
  await view(page, 'Statistics')
  await expect(page.getByText(/^[\d,]+ entries$/)).toBeVisible()
  await expectNoViolations(page)
  const line = page.getByRole('list', { name: 'Entries by action' }).getByRole('link')
  const approvals = line.filter({ hasText: 'approval.decided' })
  const told = Number(/(\d+)$/.exec((await approvals.textContent()) ?? '')?.[1])
  expect(await countOf(page, 'action=approval.decided')).toBe(told)
  await approvals.click()
  await expect(page).toHaveURL(/action=approval\.decided/)
  await expect(rows.filter({ hasNotText: 'approval.decided' })).toHaveCount(0)
})

test('failures are what was denied, with the level that denied it', async ({ app: page }) => {
  await page.evaluate(() => fetch('/api/v1/rooms/00000000-0000-7000-8000-000000000000'))
  await openTrail(page)
  await view(page, 'Failures')
  const rows = page.getByRole('table', { name: 'Failures' }).locator('tr[data-row-id]')
  await expect(rows).toHaveCount(1)
  await expect(rows).toContainText('access.denied')
  await rows.getByRole('button').first().click()
  const drawer = page.getByRole('dialog', { name: /^Entry \d+/ })
  await expect(drawer.getByText('level')).toBeVisible()
})

test('a room is found as one types, and narrows the trail to its entries', async ({
  app: page,
}) => {
  const rows = await openTrail(page)
  await page.getByRole('button', { name: 'More', exact: true }).click()
  const picker = page.getByRole('combobox', { name: 'Room' })
  await picker.fill('Sohar OPL')
  const option = page.getByRole('option').filter({ hasText: 'Norrsken Aurora' })
  await expect(option).toBeVisible()
  await expectNoViolations(page)
  const code = /STS-\d{8}-\w{6}/.exec((await option.textContent()) ?? '')?.[0] ?? ''
  await option.click()
  await expect(picker).toHaveValue(code)
  await expect(rows.filter({ hasNotText: code })).toHaveCount(0)
  await page.getByRole('button', { name: 'Clear filters' }).click()
  await expect(page).toHaveURL(/\/audit$/)
})

test('the whole filtered trail is exported with its progress, saved, and counted', async ({
  app: page,
}) => {
  const rows = await openTrail(page)
  await page.getByRole('combobox', { name: 'Action' }).fill('document.uploaded')
  await expect(rows.filter({ hasNotText: 'document.uploaded' })).toHaveCount(0)
  const count = await countOf(page, 'action=document.uploaded')
  expect(count).toBeGreaterThan(100)
  await page.getByRole('button', { name: 'Export the filtered' }).click()
  await page.getByRole('menuitem', { name: 'JSON Lines, for programs' }).click()
  await expect(page.getByText(`${count} entries exported`)).toBeVisible(untilMade)
  await expectNoViolations(page)
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: /^Save audit-/ }).click()
  const text = await readFile(await (await download).path(), 'utf8')
  const lines = text.trimEnd().split('\n')
  expect(lines).toHaveLength(count)
  const actions = lines.map(
    (line) => z.object({ action: z.string() }).parse(JSON.parse(line)).action,
  )
  expect(new Set(actions)).toEqual(new Set(['document.uploaded']))

  await page.getByRole('button', { name: 'Tasks' }).click()
  const tasks = page.getByRole('dialog', { name: 'Tasks' })
  await expect(tasks.getByRole('link', { name: /^Save audit-/ })).toBeVisible()
  await expectNoViolations(page)
})

test('a checkpoint is exported, listed, and later proves the trail; an altered one is refused', async ({
  app: page,
}) => {
  await openTrail(page)
  await page.getByRole('button', { name: 'Checkpoints' }).click()
  const drawer = page.getByRole('dialog', { name: 'Checkpoints' })
  const download = page.waitForEvent('download')
  await drawer.getByRole('button', { name: 'Export checkpoint' }).click()
  const saved = await download
  const text = await readFile(await saved.path(), 'utf8')
  const { seq } = z.object({ seq: z.number() }).parse(JSON.parse(text))
  expect(saved.suggestedFilename()).toBe(
    /^audit-checkpoint_\d+_\d{8}-\d{6}Z\.json$/.exec(saved.suggestedFilename())?.[0],
  )
  const listed = drawer.getByRole('list', { name: 'Exported checkpoints, newest first' })
  await expect(listed.getByRole('listitem').first()).toContainText(`entry ${seq}`)
  await expectNoViolations(page)

  const asFile = (content: string) => ({
    name: 'checkpoint.json',
    mimeType: 'application/json',
    buffer: Buffer.from(content),
  })
  const input = drawer.locator('input[type="file"]')
  await input.setInputFiles(asFile(text.replace(`"seq": ${seq}`, `"seq": ${seq - 1}`)))
  await expect(drawer.getByRole('alert')).toContainText(/signature/)
  await expectNoViolations(page)
  await input.setInputFiles(asFile(text))
  await expect(drawer).toBeHidden()
  const answer = page.getByRole('status').filter({ hasText: 'The chain is whole' })
  await expect(answer).toContainText(`It holds the checkpoint of entry ${seq}`)
  await expectNoViolations(page)
})
