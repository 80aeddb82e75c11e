import { describe, expect, test } from 'vitest'
import { type Call, createAudit, systemCall } from '../../src-main/features/audit/index.ts'
import { systemClock } from '../../src-main/platform/clock/index.ts'
import { silentLog } from '../../src-main/platform/log/index.ts'
import type { AuditEntry } from '../../src-shared/contract/audit.ts'
import { openWorld, type World } from '../fixtures/world.ts'
import { roomOf, sampleRooms } from './made.ts'

const call: Call = { ...systemCall(), procedure: 'settings.update', expects: 'setting.changed' }
const entry = { action: 'setting.changed', resource_type: 'setting', resource_id: 'tone' }
const setting = { key: 'tone', value: '"calm"', updated_by: 'system', updated_at: '2026-11-20' }

/** An audit over the world’s database that remembers what it told after each commit. */
function auditOf(world: World) {
  const told: AuditEntry[][] = []
  const audit = createAudit({
    db: world.workspace.db.kysely,
    clock: systemClock,
    log: silentLog,
    onCommit: (entries) => told.push([...entries]),
  })
  return { audit, told }
}
async function traces(world: World) {
  const { kysely } = world.workspace.db
  const settings = await kysely.selectFrom('settings').selectAll().execute()
  const { count } = await kysely
    .selectFrom('audit_entries')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return { settings, count }
}

describe('a change', () => {
  test('is there together with its entry, and is told afterwards', async () => {
    await using world = await openWorld({ runTasks: false })
    const { audit, told } = auditOf(world)
    const before = await traces(world)
    const result = await audit.change(call, async ({ trx, record }) => {
      await trx.insertInto('settings').values(setting).execute()
      await record(entry)
      expect(told).toEqual([])
      return 'done'
    })
    expect(result).toBe('done')
    const after = await traces(world)
    expect(after.count).toBe(before.count + 1)
    expect(after.settings).toContainEqual(setting)
    expect(told.map((entries) => entries.map(({ action }) => action))).toEqual([
      ['setting.changed'],
    ])
  })

  test.each<[string, Parameters<ReturnType<typeof createAudit>['change']>[1], unknown]>([
    ['that leaves no entry', async () => undefined, 'without an entry'],
    [
      'that leaves an entry of another action than its procedure declares',
      async ({ record }) => void (await record({ ...entry, action: 'setting.read' })),
      'left no entry “setting.changed”',
    ],
    [
      'that fails after its entry',
      async ({ record }) => {
        await record(entry)
        throw new Error('the disk went away')
      },
      'the disk went away',
    ],
    [
      'whose entry cannot be written',
      async ({ record }) => void (await record({ ...entry, detail: { share: Number.NaN } })),
      expect.objectContaining({ code: 'AUDIT_UNAVAILABLE' }),
    ],
    [
      'that swallows the failure of its entry',
      async ({ record }) => {
        await record({ ...entry, detail: { share: Number.NaN } }).catch(() => undefined)
      },
      'without an entry',
    ],
  ])('%s is undone, and nobody is told', async (_, work, error) => {
    await using world = await openWorld({ runTasks: false })
    const { audit, told } = auditOf(world)
    const before = await traces(world)
    const effects: string[] = []
    const changing = audit.change(call, async (change) => {
      change.afterCommit(() => effects.push('effect'))
      await change.trx.insertInto('settings').values(setting).execute()
      await work(change)
    })
    if (typeof error === 'string') await expect(changing).rejects.toThrow(error)
    else await expect(changing).rejects.toEqual(error)
    expect(await traces(world)).toEqual(before)
    expect(effects).toEqual([])
    expect(told).toEqual([])
  })

  test('has its effects only once it is durable', async () => {
    await using world = await openWorld({ runTasks: false })
    const { audit } = auditOf(world)
    const order: string[] = []
    await audit.change(call, async ({ record, afterCommit }) => {
      afterCommit(() => order.push('effect'))
      await record(entry)
      order.push('work')
    })
    expect(order).toEqual(['work', 'effect'])
  })

  test('stays made when those who hear of it fail: telemetry decides nothing', async () => {
    await using world = await openWorld({ runTasks: false })
    const heard: string[] = []
    const audit = createAudit({
      db: world.workspace.db.kysely,
      clock: systemClock,
      log: silentLog,
      onCommit: () => {
        heard.push('commit')
        throw new Error('the counter is broken')
      },
    })
    const before = await traces(world)
    const result = await audit.change(call, async ({ record, afterCommit }) => {
      afterCommit(() => {
        throw new Error('so is this one')
      })
      await record(entry)
      return 'made'
    })
    expect(result).toBe('made')
    expect(heard).toEqual(['commit'])
    expect((await traces(world)).count).toBe(before.count + 1)
  })

  test('through a whole workspace is heard by the screens after it is committed', async () => {
    await using world = await openWorld({ runTasks: false })
    const owner = await world.owner()
    const room = await roomOf(owner, sampleRooms.active)
    const seenAtEvent: string[] = []
    const reads: Promise<void>[] = []
    const end = world.workspace.services.events.subscribe((event) => {
      if (event.kind !== 'changed' || event.resource !== 'room') return
      reads.push(
        owner.rooms.get({ room_id: room.id }).then(({ title }) => {
          seenAtEvent.push(title)
        }),
      )
    })
    await owner.rooms.update({ room_id: room.id, title: 'Renamed' })
    await Promise.all(reads)
    end()
    expect(seenAtEvent).toEqual(['Renamed'])
  })
})

describe('a room with ships that an entry names', () => {
  test('finds entries by words, in which % and _ stand for nothing', async () => {
    await using world = await openWorld({ runTasks: false })
    const owner = await world.owner()
    const room = await roomOf(owner, sampleRooms.active)
    await owner.rooms.update({ room_id: room.id, title: 'Lot 100% of tank_7' })
    const found = async (q: string) => (await owner.audit.list({ q, limit: 100 })).entries.length
    expect(await found('lot 100%')).toBe(1)
    expect(await found('tank_7')).toBe(1)
    expect(await found('tankX7')).toBe(0)
    const rooms = async (q: string) => (await owner.rooms.list({ q })).body.map(({ id }) => id)
    expect(await rooms('100% of')).toEqual([room.id])
    expect(await rooms('tank_7')).toEqual([room.id])
    // Rooms are found by words: a sign alone is none, and stands for nothing.
    expect(await rooms('tank%7 100')).toEqual([room.id])
    expect(await rooms('t%nk')).toEqual([])
    expect(await rooms('%')).toEqual([])
  })
})
