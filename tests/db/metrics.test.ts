import { describe, expect, test } from 'vitest'
import { silentLog } from '../../src-main/platform/log/index.ts'
import { createMeter } from '../../src-main/platform/metrics/index.ts'
import { refusalOf } from '../fixtures/procedures.ts'
import { rowsOf } from '../fixtures/raw-database.ts'
import { openWorld } from '../fixtures/world.ts'
import { made, roomOf, sampleRooms } from './made.ts'

const json = { snapshot_type: 'json' } as const

test('what a known workload leaves is counted exactly, hit rate and failures included', async () => {
  await using world = await openWorld()
  const owner = await world.owner()
  const { id: room_id } = await roomOf(owner, sampleRooms.active)
  const take = async (title: string) => made(world, owner, { room_id, ...json, title })
  for (const title of ['one', 'two', 'three']) await take(title)
  for (let n = 0; n < 4; n++) await take('one')
  await world.reopen()
  const later = await world.owner()
  const { snapshot } = await made(world, later, { room_id, ...json, title: 'two' })
  await later.snapshots.download({ room_id, snapshot_id: snapshot.id })
  await refusalOf(later.rooms.get({ room_id: '00000000-0000-7000-8000-000000000000' }))
  const cancelled = await later.snapshots.create({ room_id, ...json })
  await later.tasks.cancel({ task_id: cancelled.task_id })
  await world.workspace.tasks.idle()

  const summary = await later.metrics.summary({ hours: 1 })
  expect(summary.pdf_generation).toMatchObject({
    total_generations: 8,
    generated_count: 3,
    cached_count: 5,
    failed_count: 0,
    cache_hit_rate_percent: 62.5,
    statistics: { count: 3 },
  })
  expect(summary.cache).toMatchObject({
    memory_hits: 5,
    disk_hits: 1,
    cache_misses: 3,
    total_requests: 9,
    hit_rate_percent: 66.7,
    memory_entries: 1,
    memory_limit_mb: 100,
  })
  const { statistics } = summary.pdf_generation
  expect(statistics.min).toBeGreaterThan(0)
  expect(statistics.max).toBeGreaterThanOrEqual(statistics.median ?? Number.NaN)
  const { endpoints, by_status_code, total_requests } = summary.api_performance
  expect(endpoints['POST /api/v1/rooms/{room_id}/snapshots']).toMatchObject({ count: 9, errors: 0 })
  expect(endpoints['GET /api/v1/rooms/{room_id}']).toMatchObject({ count: 1, errors: 1 })
  expect(by_status_code).toMatchObject({ '201': 9, '404': 1 })
  expect(Object.values(by_status_code).reduce((sum, count) => sum + count)).toBe(total_requests)

  const report = await later.metrics.report({ hours: 1 })
  expect(report).toMatchObject({
    span: 'minute',
    snapshots: { made: 3, memory: 4, disk: 1, failed: 0, cancelled: 1, hit_rate_percent: 62.5 },
    tasks: { pending: 0, running: 0 },
  })
  const runs = report.tasks.kinds.find(({ kind }) => kind === 'generate_snapshot')
  expect(runs?.run.count).toBeGreaterThanOrEqual(8)
  expect(report.storage.free_bytes).toBeGreaterThan(0)
})

describe('what is measured', () => {
  test('is kept by the minute and by the hour, and the minutes for as long as the settings say', async () => {
    await using world = await openWorld()
    const { clock } = world
    const owner = await world.owner()
    await owner.rooms.list({})
    clock.advance(10 * 60_000)
    await owner.rooms.list({})
    const points = async (hours: number) =>
      (await owner.metrics.report({ hours })).procedures.find(({ name }) => name === 'rooms.list')
    expect(await points(1)).toMatchObject({ count: 2 })
    const spans = () =>
      rowsOf(
        world.dir,
        "select span, count(*) as rows from metrics where name = 'rooms.list' group by span order by span",
      )
    expect(spans()).toEqual([
      { span: 'hour', rows: 1 },
      { span: 'minute', rows: 2 },
    ])
    clock.advance(169 * 3_600_000)
    await world.reopen()
    // It is done in the background of a start; closing waits for it.
    await world.reopen(() => {
      expect(spans()).toEqual([{ span: 'hour', rows: 1 }])
    })
  })

  test('is shown with gaps where nothing was measured', async () => {
    await using world = await openWorld()
    const owner = await world.owner()
    const { id: room_id } = await roomOf(owner, sampleRooms.active)
    await made(world, owner, { room_id, ...json })
    world.clock.advance(3 * 3_600_000)
    await made(world, owner, { room_id, ...json, title: 'Later' })
    const { snapshots, span } = await owner.metrics.report({ hours: 24 })
    expect(span).toBe('hour')
    expect(snapshots.timeline.map(({ at, made: count }) => [at.slice(11, 16), count])).toEqual([
      ['12:00', 1],
      ['15:00', 1],
    ])
  })

  test('is refused to whoever may not see it', async () => {
    await using world = await openWorld({ runTasks: false })
    const operator = await world.as('james.pryce@ashdown-pryce.example')
    expect(await refusalOf(operator.metrics.summary({}))).toMatchObject({ code: 'FORBIDDEN' })
  })
})

describe('a database that takes no measurements', () => {
  test('changes no outcome, and what could not be written is counted once it can', async () => {
    await using world = await openWorld()
    const owner = await world.owner()
    const { id: room_id } = await roomOf(owner, sampleRooms.active)
    const { db, services } = world.workspace
    db.exec(`create temp trigger refusing before insert on metrics
      begin select raise(abort, 'no measurements'); end`)
    const { snapshot, task } = await made(world, owner, { room_id, ...json })
    expect([snapshot.status, task.status]).toEqual(['completed', 'completed'])
    expect((await owner.metrics.summary({ hours: 1 })).pdf_generation.generated_count).toBe(1)
    expect(rowsOf(world.dir, "select 1 from metrics where kind = 'snapshot'")).toEqual([])
    db.exec('drop trigger temp.refusing')
    await services.metrics.sample()
    expect((await owner.metrics.summary({ hours: 1 })).pdf_generation.generated_count).toBe(1)
    expect(rowsOf(world.dir, "select 1 from metrics where kind = 'snapshot'")).toHaveLength(2)
  })

  test('lets no list grow for ever: the oldest minutes are dropped', async () => {
    await using world = await openWorld({ runTasks: false })
    const { db } = world.workspace
    const meter = createMeter({ db: db.kysely, clock: world.clock, log: silentLog })
    db.exec('alter table metrics rename to elsewhere')
    for (let minute = 0; minute < 100; minute++) {
      meter.observe('procedure', 'rooms.list', 1)
      await meter.flush()
      world.clock.advance(60_000)
    }
    db.exec('alter table elsewhere rename to metrics')
    const all = await meter.since('minute', '2026-11-20T00:00:00.000Z')
    expect(all).toHaveLength(60)
  })
})
