import type { Page } from '@playwright/test'
import { openRaw } from '../fixtures/raw-database.ts'
import { type Door, expect } from './fixture.ts'

/** A policy set for everything, daily at two, that keeps a week; made as programs make one. */
export async function makeSet(
  page: Page,
  door: Door,
  name: string,
  part: object = {},
): Promise<string> {
  const made = await page.request.post(`${door.origin}/api/snapshot/policy-sets`, {
    headers: { origin: door.origin },
    data: {
      ...{ name, scope: 'global' },
      cadences: [
        {
          ...{ name: 'daily', schedule: { kind: 'daily', at: '02:00' }, time_zone: 'UTC' },
          retention: { daily: 7 },
        },
      ],
      ...part,
    },
  })
  expect(made.status(), await made.text()).toBe(201)
  return (await made.json()).id
}

/** Goes to one of the sides of the policies. */
export async function policies(page: Page, side: string): Promise<void> {
  await page
    .getByRole('navigation', { name: 'Main' })
    .getByRole('link', { name: 'Policies' })
    .click()
  await page.getByRole('navigation', { name: 'Policies' }).getByRole('link', { name: side }).click()
}

/**
 * What no test can wait for: daily snapshots that a set has of each open room, of so many days in the
 * past, all of the bytes of one file that is there. They are written past the program.
 * @param days such as `[1, 2]`: of yesterday and the day before
 */
export function backdate(door: Door, setId: string, days: readonly number[]): void {
  using database = openRaw(door.workspace)
  const rooms = database
    .prepare<[], string>("select id from rooms where status not in ('completed', 'cancelled')")
    .pluck()
    .all()
  const file = database.prepare<[], string>('select sha256 from blobs limit 1').pluck().get()
  const insert = database.prepare(
    `insert into snapshots (id, room_id, title, heading, format, status, trigger, options, viewpoint,
       policy_set_id, cadence, period_key, room_revision, content_hash, blob_sha256, file_size,
       page_count, created_by, created_at, completed_at)
     values (:id, :room, 'Room snapshot', 'Room snapshot', 'json', 'completed', 'scheduled', '{}',
       'full', :set, 'daily', :period, 1, :file, :file, 1000, null, 'system', :at, :at)`,
  )
  for (const room of rooms) {
    for (const day of days) {
      const at = new Date(new Date().setUTCHours(2, 0, 0, 0) - day * 86_400_000).toISOString()
      const id = `${room.slice(0, -5)}d${String(day).padStart(4, '0')}`
      insert.run({ id, room, set: setId, period: `daily:${at.slice(0, 10)}`, file, at })
    }
  }
}
