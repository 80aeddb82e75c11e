import type { Locator, Page } from '@playwright/test'
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
