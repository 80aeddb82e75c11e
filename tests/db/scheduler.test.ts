import { expect, test, vi } from 'vitest'
import { coveredRooms, daily, newestRun, recordsOf } from '../fixtures/automation.ts'
import { openWorld, type World } from '../fixtures/world.ts'

/** Far less than the minute after which the scheduler looks anyway. */
const atOnce = { timeout: 15_000 }

/** A scheduler that has looked, and waits for two o'clock of the next night. */
async function waiting(world: World): Promise<void> {
  world.workspace.automation.start()
  await vi.waitFor(() => {
    expect(world.workspace.automation.nextDue()).toBe('2026-11-21T02:00:00.000Z')
  }, atOnce)
}

test('what came due while the machine slept is made up for when it wakes', async () => {
  await using world = await openWorld()
  const owner = await world.owner()
  const { room } = await coveredRooms(world, owner, {}, { rooms: 1 })
  await waiting(world)
  world.clock.set('2026-11-23T09:00:00Z')
  world.workspace.automation.wake()
  await vi.waitFor(async () => {
    expect(await newestRun(owner)).toMatchObject({ trigger: 'catch_up', status: 'completed' })
  }, atOnce)
  const records = await recordsOf(owner, { room_id: room })
  expect(records.map(({ period_key, action }) => `${period_key} ${action}`).sort()).toEqual([
    'daily:2026-11-21 skipped',
    'daily:2026-11-22 skipped',
    'daily:2026-11-23 created',
  ])
  expect(world.workspace.automation.nextDue()).toBe('2026-11-24T02:00:00.000Z')
})

test('an event that a cadence waits for is met soon after the change', async () => {
  await using world = await openWorld()
  const owner = await world.owner()
  const moved = {
    ...{ name: 'moved', time_zone: 'UTC', retention: {} },
    schedule: { kind: 'event' as const, event: 'room_status_changed' as const },
  }
  const { room } = await coveredRooms(world, owner, { cadences: [daily(), moved] }, { rooms: 1 })
  await waiting(world)
  await owner.rooms.transition({ room_id: room, new_status: 'ready' })
  await vi.waitFor(async () => {
    expect(await newestRun(owner)).toMatchObject({ trigger: 'event' })
  }, atOnce)
})

test('after its end the scheduler begins nothing more', async () => {
  await using world = await openWorld()
  const owner = await world.owner()
  await coveredRooms(world, owner)
  await waiting(world)
  await world.workspace.automation.stop()
  world.clock.set('2026-11-23T09:00:00Z')
  world.workspace.automation.wake()
  // The next look, had it been begun, would have come first: looks are one after the other.
  expect(await world.workspace.automation.pass()).toBe(1)
  expect((await owner.runs.list({})).body.total).toBe(1)
})
