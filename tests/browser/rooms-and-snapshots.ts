import type { Page } from '@playwright/test'
import type { RoomTab } from '../../src-renderer/features/rooms/search.ts'
import { expect } from './fixture.ts'

/** How long making a snapshot may take on a busy machine. */
export const untilMade = { timeout: 120_000 }

/**
 * Opens a room at one of its tabs.
 * @param words words of its code or title; without them it is the first room of the list
 */
export async function openRoom(
  page: Page,
  tab: RoomTab,
  words = '',
): Promise<{ roomId: string; code: string; title: string }> {
  await page.getByRole('link', { name: 'Rooms', exact: true }).click()
  const rooms = page
    .getByRole('table', { name: 'Rooms' })
    .getByRole('row')
    .filter({ hasText: words })
  await rooms.locator('a[data-row-focus]').first().click()
  await page.waitForURL(/\/rooms\/[0-9a-f-]{36}\//)
  const roomId = new URL(page.url()).pathname.split('/')[2] ?? ''
  const answer = await page.request.get(new URL(`/api/v1/rooms/${roomId}`, page.url()).href)
  const { code, title } = await answer.json()
  await page.getByRole('tab', { name: new RegExp(`^${tab}`, 'i') }).click()
  await expect(page.getByRole('tab', { selected: true })).toHaveText(new RegExp(`^${tab}`, 'i'))
  return { roomId, code, title }
}

/** Asks for that many PDF snapshots at once, each with a title of its own, so that none is cached. */
export async function takeMany(page: Page, roomId: string, count: number): Promise<void> {
  const statuses = await page.evaluate(
    async ({ path, many }) =>
      Promise.all(
        Array.from({ length: many }, async (_, index) => {
          const response = await fetch(path, {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify({ title: `Ahead ${index} of ${many}`, snapshot_type: 'pdf' }),
          })
          return response.status
        }),
      ),
    { path: `/api/v1/rooms/${roomId}/snapshots`, many: count },
  )
  expect(new Set(statuses)).toEqual(new Set([201]))
}
