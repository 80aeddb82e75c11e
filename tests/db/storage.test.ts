import { existsSync, readdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { blobReferences } from '../../src-main/features/storage/store.ts'
import type { LocalClient } from '../../src-main/rpc/local-client.ts'
import { refusalOf } from '../fixtures/procedures.ts'
import { faultsOf, rowsOf } from '../fixtures/raw-database.ts'
import { openWorld, type World } from '../fixtures/world.ts'
import { made, roomOf, sampleRooms } from './made.ts'

const json = { snapshot_type: 'json' } as const
const hour = 3_600_000

/** A round of care by hand: every file is read. */
async function checked(world: World, owner: LocalClient) {
  const { task_id } = await owner.storage.check()
  await world.workspace.tasks.idle()
  const { status, result } = await owner.tasks.get({ task_id })
  expect(status).toBe('completed')
  if (result === null || !('storage' in result)) throw new Error('The check found nothing.')
  return result.storage
}

/** Makes every stored file as old as the grace asks for. */
function age(world: World): void {
  const root = join(world.dir, 'blobs')
  for (const file of readdirSync(root, { recursive: true, withFileTypes: true })) {
    if (file.isFile()) utimesSync(join(file.parentPath, file.name), 1, 1)
  }
}

async function deletedSnapshot(world: World, owner: LocalClient) {
  const { id: room_id } = await roomOf(owner, sampleRooms.active)
  const { snapshot } = await made(world, owner, { room_id, ...json, title: 'To be deleted' })
  await owner.snapshots.delete({ room_id, snapshot_id: snapshot.id })
  const sha256 = snapshot.sha256 ?? ''
  return { room_id, snapshot, sha256, file: world.workspace.blobs.path(sha256) }
}

describe('a file that nothing points to', () => {
  test('is removed once its grace is over, not before, and its hash stays known', async () => {
    await using world = await openWorld()
    const owner = await world.owner()
    const { sha256, file } = await deletedSnapshot(world, owner)
    age(world)
    expect(await checked(world, owner)).toMatchObject({ removed: 0 })
    world.clock.advance(71 * hour)
    expect(await checked(world, owner)).toMatchObject({ removed: 0 })
    expect(existsSync(file)).toBe(true)
    world.clock.advance(hour)
    expect(await checked(world, owner)).toMatchObject({ removed: 1, damaged: 0 })
    expect(existsSync(file)).toBe(false)
    expect(await owner.snapshots.verify({ sha256 })).toMatchObject({ known: true })
    const { entries } = await owner.audit.list({ action: 'storage.collected' })
    expect(entries).toMatchObject([{ actor_email: 'system', detail: { sha256: [sha256] } }])
    expect(await owner.audit.verify({})).toMatchObject({ ok: true })
    expect(faultsOf(world.dir)).toEqual([])
  })

  test('stays when something points to it again before that', async () => {
    await using world = await openWorld()
    const owner = await world.owner()
    const { room_id, file, sha256 } = await deletedSnapshot(world, owner)
    await checked(world, owner)
    world.clock.advance(71 * hour)
    const again = await made(world, owner, { room_id, ...json, title: 'To be deleted' })
    expect(again.snapshot.sha256).toBe(sha256)
    age(world)
    world.clock.advance(100 * hour)
    expect(await checked(world, owner)).toMatchObject({ removed: 0, damaged: 0 })
    expect(existsSync(file)).toBe(true)
  })

  test('can be made again after it was removed', async () => {
    await using world = await openWorld()
    const owner = await world.owner()
    const { room_id, sha256, file } = await deletedSnapshot(world, owner)
    await checked(world, owner)
    age(world)
    world.clock.advance(73 * hour)
    await checked(world, owner)
    const again = await made(world, owner, { room_id, ...json, title: 'To be deleted' })
    expect(again).toMatchObject({ was_cached: false, snapshot: { sha256 } })
    expect(existsSync(file)).toBe(true)
    expect(faultsOf(world.dir)).toEqual([])
  })

  test('and that no row knows, as a crash leaves it, goes too', async () => {
    await using world = await openWorld()
    const owner = await world.owner()
    const { sha256 } = await world.workspace.blobs.put(Buffer.from('left behind'))
    expect(await checked(world, owner)).toMatchObject({ removed: 0 })
    age(world)
    expect(await checked(world, owner)).toMatchObject({ removed: 1, removed_bytes: 11 })
    expect(await world.workspace.blobs.has(sha256)).toBe(false)
  })

  test('that is put again while it is on its way out stays', async () => {
    await using world = await openWorld({ runTasks: false })
    const { blobs } = world.workspace
    const bytes = Buffer.from('wanted again')
    const { sha256 } = await blobs.put(bytes)
    age(world)
    const gone = await blobs.discard([sha256], hour, async (leaving) => {
      expect(await blobs.put(bytes)).toMatchObject({ existed: false })
      return new Set(leaving)
    })
    expect(gone).toEqual([sha256])
    expect(await blobs.state(sha256)).toBe('sound')
    await blobs.put(bytes)
    expect(await blobs.discard([sha256], hour, async (leaving) => new Set(leaving))).toEqual([])
    expect(await blobs.state(sha256)).toBe('sound')
  })

  test('that a crash caught on its way out is back at the next start', async () => {
    await using world = await openWorld()
    const { sha256 } = await world.workspace.blobs.put(Buffer.from('half gone'))
    age(world)
    const crash = world.workspace.blobs.discard([sha256], hour, () =>
      Promise.reject(new Error('crash')),
    )
    await expect(crash).rejects.toThrow()
    expect(await world.workspace.blobs.state(sha256)).toBe('sound')
    await world.reopen(() => {
      writeFileSync(join(world.dir, 'tmp', `discard-${sha256}`), 'half gone')
    })
    expect(await world.workspace.blobs.state(sha256)).toBe('sound')
    expect(readdirSync(join(world.dir, 'tmp'))).toEqual([])
  })

  test('is looked for in every column that refers to stored files', async () => {
    await using world = await openWorld({ runTasks: false })
    const columns = rowsOf<{ name: string }>(
      world.dir,
      `select m.name || '.' || f."from" as name from sqlite_master as m
       join pragma_foreign_key_list(m.name) as f
       where m.type = 'table' and f."table" = 'blobs' order by 1`,
    )
    expect(columns.map(({ name }) => name)).toEqual([...blobReferences])
  })
})

describe('a stored file that is damaged', () => {
  test('is found by the check, reported once in the trail and the figures, and sound again when made again', async () => {
    await using world = await openWorld()
    const owner = await world.owner()
    const { id: room_id } = await roomOf(owner, sampleRooms.active)
    const { snapshot, bytes } = await made(world, owner, { room_id, ...json })
    const sha256 = snapshot.sha256 ?? ''
    const told: unknown[] = []
    world.workspace.services.events.subscribe((event) => {
      if (event.kind === 'changed' && event.resource === 'storage') told.push(event.id)
    })
    writeFileSync(world.workspace.blobs.path(sha256), bytes.fill(0x20, 10, 20))
    world.clock.advance(hour)
    expect(await checked(world, owner)).toMatchObject({ damaged: 1 })
    world.clock.advance(hour)
    expect(await checked(world, owner)).toMatchObject({ damaged: 1 })
    expect(told).toContain(sha256)
    const { entries } = await owner.audit.list({ action: 'blob.damaged' })
    expect(entries).toMatchObject([
      { outcome: 'failed', resource_id: sha256, detail: { snapshots: [{ id: snapshot.id }] } },
    ])
    expect((await owner.storage.figures({})).care.damaged).toMatchObject([
      { sha256, snapshots: [{ id: snapshot.id }] },
    ])
    await owner.snapshots.retry({ room_id, snapshot_id: snapshot.id })
    await world.workspace.tasks.idle()
    expect((await owner.storage.figures({})).care.damaged).toEqual([])
  })

  test('is found by the daily round when its time has come: every file within thirty days', async () => {
    await using world = await openWorld()
    const owner = await world.owner()
    const { storage } = world.workspace.services
    const round = async () => {
      await storage.startRound()
      await world.workspace.tasks.idle()
      return (await owner.storage.figures({})).care.last?.checked
    }
    await checked(world, owner)
    world.clock.advance(24 * hour)
    expect(await round()).toBe(0)
    world.clock.advance(28 * 24 * hour + 1)
    const { blobs } = await owner.storage.figures({})
    expect(blobs.count).toBeGreaterThan(5)
    expect(await round()).toBe(blobs.count)
    expect((await owner.storage.figures({})).care.oldest_check_at).toBe(world.clock.iso())
  })
})

test('the round runs by itself once a day at its hour, also when the program was not open then', async () => {
  await using world = await openWorld()
  const rounds = async () =>
    (await (await world.owner()).audit.list({ action: 'storage.checked' })).entries.length
  expect(await rounds()).toBe(0)
  await world.reopen(() => world.clock.set('2026-11-21T01:59:00.000Z'))
  await world.workspace.tasks.idle()
  expect(await rounds()).toBe(0)
  await world.reopen(() => world.clock.set('2026-11-21T02:00:00.000Z'))
  await world.workspace.tasks.idle()
  expect(await rounds()).toBe(1)
  await world.reopen()
  await world.workspace.tasks.idle()
  expect(await rounds()).toBe(1)
})

describe('budgets', () => {
  const full = { code: 'BUDGET_EXCEEDED', status: 409 }

  test('of snapshots, for the workspace and for an organization: refused with the figures', async () => {
    await using world = await openWorld()
    const owner = await world.owner()
    const { id: room_id } = await roomOf(owner, sampleRooms.active)
    await made(world, owner, { room_id, ...json })
    for (const name of ['budget_snapshots', 'organization_budget_snapshots'] as const) {
      await owner.settings.update({ [name]: 1 })
      const refusal = await refusalOf(owner.snapshots.create({ room_id, ...json }))
      expect(refusal).toMatchObject(full)
      expect(refusal.message).toMatch(/has 1 of 1 snapshots: this one does not fit\. Delete some/)
      expect(refusal.data.budget).toEqual({ of: 'snapshots', limit: 1, used: 1, wanted: 1 })
      await owner.settings.update({ [name]: 2 })
      await owner.settings.update({ [name]: 0 })
    }
    const { body } = await owner.snapshots.list({ room_id })
    expect(body).toHaveLength(1)
  })

  test('hold for snapshots that were asked for at once: only as many complete as fit', async () => {
    await using world = await openWorld({ threads: 2 })
    const owner = await world.owner()
    const { id: room_id } = await roomOf(owner, sampleRooms.active)
    await owner.settings.update({ budget_snapshots: 3 })
    await Promise.all(Array.from({ length: 6 }, () => owner.snapshots.create({ room_id, ...json })))
    await world.workspace.tasks.idle()
    const { body } = await owner.snapshots.list({ room_id })
    expect(body.map(({ status, error_code }) => error_code ?? status).sort()).toEqual([
      ...['BUDGET_EXCEEDED', 'BUDGET_EXCEEDED', 'BUDGET_EXCEEDED'],
      ...['completed', 'completed', 'completed'],
    ])
  })

  test('of bytes are held against the real size, and leave no file behind', async () => {
    await using world = await openWorld()
    const owner = await world.owner()
    const { id: room_id } = await roomOf(owner, sampleRooms.active)
    const first = await made(world, owner, { room_id, snapshot_type: 'pdf' })
    await owner.settings.update({ budget_mb: 1 })
    await world.workspace.db.kysely
      .updateTable('organization_usage')
      .set({ bytes: 1_000_000 - 10 })
      .execute()
    const { snapshot } = await made(world, owner, { room_id, snapshot_type: 'pdf', title: 'Other' })
    expect(snapshot).toMatchObject({ status: 'failed', error_code: 'BUDGET_EXCEEDED' })
    expect(snapshot.error_message).toContain('has 1 MB of 1 MB in snapshots')
    const same = await made(world, owner, { room_id, snapshot_type: 'pdf' })
    expect(same.snapshot).toMatchObject({ status: 'completed', sha256: first.snapshot.sha256 })
    const files = readdirSync(join(world.dir, 'blobs'), { recursive: true, withFileTypes: true })
    const rows = rowsOf(world.dir, 'select 1 from blobs where removed_at is null')
    expect(files.filter((file) => file.isFile())).toHaveLength(rows.length)
  })

  test('that cannot be read refuse', async () => {
    await using world = await openWorld()
    const owner = await world.owner()
    const { id: room_id } = await roomOf(owner, sampleRooms.active)
    await owner.settings.update({ budget_snapshots: 100 })
    world.workspace.db.exec('alter table organization_usage rename to elsewhere')
    await refusalOf(owner.snapshots.create({ room_id, ...json }))
    world.workspace.db.exec('alter table elsewhere rename to organization_usage')
    expect((await owner.snapshots.list({ room_id })).body).toEqual([])
  })

  test('with too little of the disk free nothing is made', async () => {
    await using world = await openWorld()
    const owner = await world.owner()
    const { id: room_id } = await roomOf(owner, sampleRooms.active)
    await owner.settings.update({ free_disk_floor_mb: 100_000_000 })
    const refusal = await refusalOf(owner.snapshots.create({ room_id, ...json }))
    expect(refusal).toMatchObject({ code: 'DISK_LOW', status: 507 })
    expect(refusal.message).toMatch(/MB free, and 100,000,000 MB are to stay free/)
  })
})

test('the figures are those of the rows, whatever becomes of snapshots and rooms', async () => {
  await using world = await openWorld()
  const owner = await world.owner()
  const { id: room_id } = await roomOf(owner, sampleRooms.active)
  const other = await roomOf(owner, sampleRooms.pending)
  const first = await made(world, owner, { room_id })
  await made(world, owner, { room_id })
  const third = await made(world, owner, { room_id, ...json })
  await made(world, owner, { room_id: other.id, ...json })
  const expectTruth = async () => {
    const figures = await owner.storage.figures({ limit: 500 })
    const truth = rowsOf<{ format: string; snapshots: number; bytes: number; distinct: number }>(
      world.dir,
      `select format, count(*) as snapshots, sum(file_size) as bytes,
         (select sum(size_bytes) from blobs where sha256 in
           (select blob_sha256 from snapshots as s where s.format = snapshots.format and s.status = 'completed')
         ) as "distinct"
       from snapshots where status = 'completed' group by format order by format`,
    )
    expect(figures.by_format.filter(({ snapshots }) => snapshots > 0)).toEqual(
      truth.map(({ distinct, ...one }) => ({ ...one, distinct_bytes: distinct })),
    )
    const [blobs] = rowsOf<{ count: number; bytes: number }>(
      world.dir,
      'select count(*) as count, sum(size_bytes) as bytes from blobs where removed_at is null',
    )
    expect(figures.blobs).toEqual(blobs)
    const sum = (field: 'snapshots' | 'distinct_bytes') =>
      truth.reduce((all, one) => all + (field === 'snapshots' ? one.snapshots : one.distinct), 0)
    expect(figures.budgets.workspace).toMatchObject({
      snapshots: sum('snapshots'),
      bytes: sum('distinct_bytes'),
    })
    return figures
  }
  const all = await expectTruth()
  expect(all.shared_bytes).toBe(first.snapshot.file_size)
  expect(all.by_room.map((one) => one.room_id)).toEqual([room_id, other.id])
  await owner.snapshots.delete({ room_id, snapshot_id: first.snapshot.id })
  expect((await expectTruth()).shared_bytes).toBe(0)
  await owner.snapshots.delete({ room_id, snapshot_id: third.snapshot.id })
  await expectTruth()
  const [organization] = (await owner.organizations.list({ limit: 1 })).body
  await owner.rooms.update({ room_id, organization_id: organization?.id ?? '' })
  await expectTruth()
  const { preview_token } = await owner.rooms.deletionPreview({ room_id })
  await owner.rooms.delete({ room_id, preview_token })
  expect((await expectTruth()).rooms_total).toBe(1)
})

test('the forecast says what a day adds, and when the budget and the disk are full', async () => {
  await using world = await openWorld({ runTasks: false })
  const owner = await world.owner()
  expect(await owner.storage.forecast()).toMatchObject({
    ...{ bytes_per_day: null, observed_days: 0, disk_full_at: null },
    ...{ budget_left_bytes: null, budget_full_at: null },
  })
  const { meter } = world.workspace.services
  const days = ['20', '21', '22', '23', '24']
  for (const [index, day] of days.entries()) {
    world.clock.set(`2026-11-${day}T12:00:00.000Z`)
    meter.observe('gauge', 'database_bytes', 1_000_000)
    meter.observe('gauge', 'blob_bytes', 2_000_000 * index)
  }
  await owner.settings.update({ budget_mb: 100 })
  const forecast = await owner.storage.forecast()
  expect(forecast).toMatchObject({ bytes_per_day: 2_000_000, observed_days: 5 })
  const used = (await owner.storage.figures({})).budgets.workspace.bytes
  expect(forecast.budget_left_bytes).toBe(100_000_000 - used)
  const left = (100_000_000 - used) / 2_000_000
  expect(Date.parse(forecast.budget_full_at ?? '')).toBe(
    Math.floor(world.clock.millis() + left * 24 * 3_600_000),
  )
})
