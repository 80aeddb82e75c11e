import { expect, expectNoViolations, test } from './fixture.ts'

test('what was measured is drawn, read by the keyboard and as a table, and looked for by name', async ({
  app: page,
}) => {
  await page.getByRole('link', { name: 'Metrics' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Metrics' })).toBeVisible()
  const procedures = page.getByRole('table', { name: 'Calls by procedure' })
  await expect(procedures.getByRole('cell', { name: 'rooms.list' })).toBeVisible()
  await expectNoViolations(page)

  await page.getByText('1 h', { exact: true }).click()
  await expect(page).toHaveURL(/period=1h/)
  const reader = page.getByRole('slider', { name: 'Database and files: read a time' })
  await reader.focus()
  await page.keyboard.press('Home')
  await expect(reader).toHaveAttribute('aria-valuetext', /: Files [\d.]+ .?B, Database [\d.]+ .?B$/)
  await page.getByRole('button', { name: 'Database and files as a table' }).click()
  await expect(
    page.getByRole('table', { name: 'Database and files' }).getByRole('row').nth(1),
  ).toContainText('MB')

  await page.getByLabel('Search procedures').fill('rooms')
  await expect(page).toHaveURL(/q=rooms/)
  await page.getByRole('button', { name: 'p95', exact: true }).click()
  await expect(page).toHaveURL(/sort=p95/)
  await expect(procedures.getByRole('cell', { name: 'auth.me' })).toHaveCount(0)
})
