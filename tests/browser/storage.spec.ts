import { appendFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, expectNoViolations, test } from './fixture.ts'

test('a budget is set, its use shown, every file checked, and a damaged one named with its snapshot', async ({
  app: page,
  door,
}) => {
  const rooms = await (await page.request.get(`${door.origin}/api/v1/rooms?limit=1`)).json()
  const ofRoom = `${door.origin}/api/v1/rooms/${rooms[0].id}/snapshots`
  const taken = await page.request.post(ofRoom, {
    headers: { origin: door.origin },
    data: { snapshot_type: 'pdf', title: 'For the storage' },
  })
  expect(taken.status()).toBe(201)

  await page.getByRole('link', { name: 'Settings' }).click()
  await page.getByRole('textbox', { name: 'Care of the store at' }).fill('24')
  await page.getByRole('textbox', { name: 'Snapshots in the workspace' }).fill('4')
  await page.getByRole('button', { name: 'Save settings' }).click()
  await expect(page.getByText('Must be at most 23 h UTC')).toBeVisible()
  await expect(page.getByRole('textbox', { name: 'Care of the store at' })).toBeFocused()
  await page.getByRole('textbox', { name: 'Care of the store at' }).fill('3')
  await page.getByRole('button', { name: 'Save settings' }).click()
  await expect(page.getByText('Settings saved.')).toBeVisible()

  await page.getByRole('link', { name: 'Storage' }).click()
  await expect(page.getByText('1 of 4')).toBeVisible()
  await expect(
    page.getByRole('progressbar', { name: 'Snapshots of The whole workspace' }),
  ).toHaveAttribute('aria-valuenow', '25')
  const [snapshot] = await (await page.request.get(ofRoom)).json()
  const sha256: string = snapshot.sha256
  await appendFile(
    join(door.workspace, 'blobs', sha256.slice(0, 2), sha256.slice(2, 4), sha256),
    'x',
  )
  await page.getByRole('button', { name: 'Check every file now' }).click()
  const tasks = page.getByRole('dialog', { name: 'Tasks' })
  await expect(tasks.getByText(/files checked, 1 damaged\.$/)).toBeVisible()
  await expectNoViolations(page)
  await tasks.getByRole('button', { name: 'Close' }).click()
  const alert = page.getByRole('alert').filter({ hasText: '1 file is damaged or missing' })
  await expect(alert).toBeVisible()
  await expectNoViolations(page)
  await alert.getByRole('link', { name: 'For the storage' }).click()
  await expect(page).toHaveURL(/\/snapshots\?snapshot=/)
  await expect(page.getByRole('dialog')).toContainText('For the storage')
})
