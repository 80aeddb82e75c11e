import { expect, test } from 'vitest'
import { openWorld } from '../fixtures/world.ts'

test('the sample world has its rooms, and its trail is whole', async () => {
  await using world = await openWorld()
  const owner = await world.owner()
  const rooms = await owner.rooms.list({ limit: 500 })
  expect(rooms.headers['x-total-count']).toBe('12')
  expect(new Set(rooms.body.map((room) => room.status))).toEqual(
    new Set(['pending', 'ready', 'active', 'on_hold', 'completed', 'cancelled']),
  )
  const chain = await owner.audit.verify({})
  expect(chain).toMatchObject({ ok: true })
  expect(chain.entries).toBeGreaterThan(1000)
})
