import { expect, test } from 'vitest'
import type { LocalClient } from '../../src-main/rpc/local-client.ts'
import type { CreatePolicySetInput } from '../../src-shared/contract/policy-sets.ts'
import { pendingRoom } from '../fixtures/policies.ts'
import { openWorld, type World } from '../fixtures/world.ts'

/** A set of an organization of its own, with rooms that it decides about; JSON, which is soon made. */
async function covered(
  world: World,
  owner: LocalClient,
  set: Partial<CreatePolicySetInput> = {},
  roomCount = 2,
) {
  const organization = await owner.organizations.create({ name: 'Covered', kind: 'shipowner' })
  const rooms: string[] = []
  for (let number = 0; number < roomCount; number++) {
    const { id } = await pendingRoom(owner, `Covered ${number}`)
    await owner.rooms.update({ room_id: id, organization_id: organization.id })
    rooms.push(id)
  }
  const made = await owner.policySets.create({
    name: 'Covering',
    scope: 'organization',
    scope_id: organization.id,
    formats: ['json'],
    cadences: [daily()],
    ...set,
  })
  // From here on the scheduler has seen the set.
  await pass(world)
  return { organization, rooms, set: made }
}

const daily = (retention = {}) => ({
  name: 'daily',
  schedule: { kind: 'daily' as const, at: '02:00' },
  time_zone: 'UTC',
  retention,
})

/** One look of the scheduler, and everything that it began. */
async function pass(world: World): Promise<number> {
  const begun = await world.workspace.automation.pass()
  await world.workspace.automation.idle()
  return begun
}

const after = (world: World, hours: number) => world.clock.advance(hours * 3_600_000)
const recordsOf = async (owner: LocalClient, filter = {}) =>
  (await owner.records.list({ limit: 500, ...filter })).body.records
const newestRun = async (owner: LocalClient) => (await owner.runs.list({ limit: 1 })).body.runs[0]

/** The counts of each run are those of its records. */
async function expectCountsToFit(owner: LocalClient): Promise<void> {
  for (const run of (await owner.runs.list({ limit: 500 })).body.runs) {
    const records = await recordsOf(owner, { snapshot_run_id: run.id })
    for (const action of ['created', 'deleted', 'failed', 'skipped', 'blocked'] as const) {
      expect([run.id, action, run[action]]).toEqual([
        run.id,
        action,
        records.filter((record) => record.action === action).length,
      ])
    }
  }
}

test('what is due is taken once, each with its record, whatever starts again', async () => {
  await using world = await openWorld()
  const owner = await world.owner()
  const { rooms, set } = await covered(world, owner)
  expect((await owner.runs.list({})).body.total).toBe(0)
  world.clock.set('2026-11-21T02:00:10.000Z')
  expect(await pass(world)).toBe(1)
  const run = await newestRun(owner)
  expect(run).toMatchObject({
    ...{ trigger: 'scheduled', status: 'completed', dry_run: false, progress: 100 },
    ...{ total_rooms: 2, created: 2, deleted: 0, failed: 0, skipped: 0, blocked: 0 },
    ...{ policy_set_id: set.id, policy_set_name: 'Covering', cadence: 'daily' },
    ...{ triggered_by: 'system', finished_at: world.clock.iso() },
  })
  const records = await recordsOf(owner)
  expect(records.map(({ room_id }) => room_id).sort()).toEqual([...rooms].sort())
  expect(records[0]).toMatchObject({
    ...{ action: 'created', reason: 'scheduled', cadence: 'daily', format: 'json' },
    ...{ period_key: 'daily:2026-11-21', policy_version: 1, organization_name: 'Covered' },
  })
  expect(records[0]?.file_size).toBeGreaterThan(100)
  const [snapshot] = (await owner.snapshots.list({ room_id: rooms[0] ?? '' })).body
  expect(snapshot).toMatchObject({ status: 'completed', trigger: 'scheduled' })

  expect(await pass(world)).toBe(0)
  await world.reopen()
  const again = await world.owner()
  expect(await pass(world)).toBe(0)
  expect((await again.runs.list({})).body.total).toBe(1)
  await expectCountsToFit(again)
})
