import { appendFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openReceiver } from '../fixtures/webhooks.ts'
import { expect, expectNoViolations, test } from './fixture.ts'

test('a webhook is made, tested, and turned on; a damaged file is told of, sent, and acknowledged', async ({
  app: page,
  door,
}) => {
  await using receiver = await openReceiver()
  await page.getByRole('link', { name: 'Webhooks' }).click()
  await expect(page.getByRole('heading', { name: 'No webhooks yet' })).toBeVisible()
  await page.getByRole('button', { name: 'Make a webhook' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('Control room')
  await page.getByRole('textbox', { name: 'Address' }).fill('control.example')
  await page.getByRole('button', { name: 'Make the webhook' }).click()
  await expect(page.getByText(/Must be an http or https address/)).toBeVisible()
  await page.getByRole('textbox', { name: 'Address' }).fill(receiver.url)
  await expectNoViolations(page)
  await page.getByRole('button', { name: 'Make the webhook' }).click()
  await expect(page.getByRole('textbox', { name: 'Secret' })).toHaveValue(/^whsec_/)
  await page.getByRole('button', { name: 'Done' }).click()

  await page.getByRole('button', { name: 'Control room', exact: true }).click()
  await page.getByRole('button', { name: 'Send a test' }).click()
  await expect(page.getByText('The test was taken.')).toBeVisible()
  expect(JSON.parse(receiver.received[0]?.body ?? '{}')).toMatchObject({ type: 'notice.test' })
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Change Control room' }).click()
  await page.getByRole('switch', { name: 'On' }).check({ force: true })
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('cell', { name: 'On', exact: true })).toBeVisible()

  const headers = { origin: door.origin }
  const rooms = await (await page.request.get(`${door.origin}/api/v1/rooms?limit=1`)).json()
  const ofRoom = `${door.origin}/api/v1/rooms/${rooms[0].id}/snapshots`
  await page.request.post(ofRoom, { headers, data: { snapshot_type: 'json' } })
  const made = async () => (await (await page.request.get(ofRoom)).json())[0]
  await expect.poll(async () => (await made()).status).toBe('completed')
  const { sha256 } = await made()
  await appendFile(
    join(door.workspace, 'blobs', sha256.slice(0, 2), sha256.slice(2, 4), sha256),
    'x',
  )
  await page.request.post(`${door.origin}/api/v1/storage/check`, { headers })
  await page.getByRole('button', { name: 'Notices, 1 open' }).click()
  const notices = page.getByRole('list', { name: 'Notices, newest first' })
  await expect(notices).toContainText(`A stored file is damaged: that of a snapshot of`)
  await expectNoViolations(page)
  await notices.getByRole('link', { name: 'Open the storage' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Storage' })).toBeVisible()
  await page.getByRole('button', { name: 'Notices, 1 open' }).click()
  await page.getByRole('button', { name: 'Acknowledge all' }).click()
  await expect(page.getByRole('heading', { name: 'Nothing to tell' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect.poll(() => receiver.received.length).toBe(2)
  expect(JSON.parse(receiver.received[1]?.body ?? '{}')).toMatchObject({
    type: 'notice.damaged',
    data: { resource_id: sha256 },
  })
  await page.getByRole('link', { name: 'Webhooks' }).click()
  await page.getByRole('button', { name: 'Control room', exact: true }).click()
  const sent = page.getByRole('list', { name: 'Sent, newest first' })
  await expect(sent).toContainText('Delivered')
  await expectNoViolations(page)
})
