import { expect, expectNoViolations, test } from './fixture.ts'

test('a token is created, used, and revoked', async ({ app: page, door, playwright }) => {
  await page.getByRole('link', { name: 'API tokens' }).click()
  await expect(page.getByRole('heading', { name: 'No tokens yet' })).toBeVisible()
  await expectNoViolations(page)
  await page.getByRole('button', { name: 'Create a token' }).first().click()
  await page.getByRole('textbox', { name: 'Name' }).fill('Nightly export')
  await page.getByRole('combobox', { name: 'Permissions' }).click()
  await page.getByRole('option', { name: 'rooms.view_all' }).click()
  await page.getByRole('option', { name: 'rooms.list' }).click()
  await page.keyboard.press('Escape')
  await expectNoViolations(page)
  await page.getByRole('button', { name: 'Create the token' }).click()
  const secret = page.getByRole('textbox', { name: 'Token' })
  await expect(secret).toHaveValue(/^sts_[\w-]{43}$/)
  await expectNoViolations(page)
  const token = await secret.inputValue()
  await page.getByRole('button', { name: 'Done' }).click()
  await expect(page.getByText('2 permissions')).toBeVisible()

  const script = await playwright.request.newContext({
    extraHTTPHeaders: { authorization: `Bearer ${token}` },
  })
  expect((await script.get(`${door.origin}/api/v1/rooms`)).status()).toBe(200)
  expect((await script.get(`${door.origin}/api/v1/accounts`)).status()).toBe(403)
  await page.getByRole('button', { name: 'Revoke Nightly export' }).click()
  await expectNoViolations(page)
  await page.getByRole('button', { name: 'Revoke the token' }).click()
  await expect(page.getByRole('table').getByText('Revoked')).toBeVisible()
  await expectNoViolations(page)
  expect((await script.get(`${door.origin}/api/v1/rooms`)).status()).toBe(401)
  await script.dispose()
})
