import { setImmediate as nextTurn } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { DomainError } from '../../src-main/platform/domain-error.ts'
import type { TaskContext } from '../../src-main/platform/tasks/index.ts'
import { fakeTasks } from '../fixtures/fake-tasks.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
afterEach(() => void vi.useRealTimers())

const fault = (code: string) => Object.assign(new Error('/secret/path said no'), { code })
const hasStatus = (status: string) => (task: { status: string }) => task.status === status
/** Work that ends only when it is told to. */
const untilAborted = ({ signal }: TaskContext) =>
  new Promise<void>((_, reject) => {
    signal.addEventListener('abort', () => reject(new Error('interrupted')))
  })

describe('order', () => {
  test('the highest priority goes first, then the oldest, never more than the places there are', async () => {
    await using world = await fakeTasks(2)
    let atOnce = 0
    let most = 0
    world.onRun(async (_task, _context, settle) => {
      most = Math.max(most, ++atOnce)
      await nextTurn()
      atOnce--
      await settle()
    })
    for (const priority of [0, 10, 0, 10, 5]) {
      world.clock.advance(1)
      await world.add({ priority })
    }
    await world.tasks.start()
    await world.tasks.idle()
    expect(world.runs.map(({ id }) => id)).toEqual([
      ...['task-2', 'task-4', 'task-5', 'task-1', 'task-3'],
    ])
    expect(most).toBe(2)
  })

  test('a room with many tasks does not keep a room with one waiting', async () => {
    await using world = await fakeTasks()
    for (const room_id of ['many', 'many', 'many', 'many', 'one']) {
      world.clock.advance(1)
      await world.add({ room_id })
    }
    await world.tasks.start()
    await world.tasks.idle()
    expect(world.runs.map(({ id }) => id)).toEqual([
      ...['task-1', 'task-5', 'task-2', 'task-3', 'task-4'],
    ])
  })

  test('a person goes before automation, whichever room has waited longer', async () => {
    await using world = await fakeTasks()
    await world.add({ room_id: 'a', priority: 0 })
    await world.add({ room_id: 'a', priority: 0 })
    await world.add({ room_id: 'a', priority: 10 })
    await world.tasks.start()
    await world.tasks.idle()
    expect(world.runs[0]?.id).toBe('task-3')
  })

  test('tasks that ended long enough ago are removed, and no others', async () => {
    await using world = await fakeTasks()
    await world.add()
    await world.tasks.start()
    await world.tasks.idle()
    world.clock.advance(3_600_000)
    await world.add()
    await world.tasks.stop()
    const ended = await world.row('task-1')
    expect(await world.tasks.removeEnded(ended.finished_at ?? '')).toBe(0)
    expect(await world.tasks.removeEnded(world.clock.iso())).toBe(1)
    expect(await world.tasks.get('task-1')).toBeUndefined()
    expect(await world.row('task-2')).toMatchObject({ status: 'pending' })
  })

  test('a task that is added while the runner looks for work is not forgotten', async () => {
    await using world = await fakeTasks()
    await world.tasks.start()
    for (let number = 0; number < 5; number++) {
      world.tasks.kick()
      await world.add()
      world.tasks.kick()
    }
    await world.tasks.idle()
    expect(world.runs).toHaveLength(5)
  })
})

describe('a transient fault', () => {
  test.for([
    ...['SQLITE_BUSY', 'SQLITE_BUSY_SNAPSHOT', 'SQLITE_LOCKED', 'EBUSY', 'EAGAIN'],
    ...['EMFILE', 'ENFILE', 'EIO', 'WORKER_CRASHED'],
  ])(
    '%s: tried three times, half a second and two seconds apart, then failed with a reason',
    async (code) => {
      await using world = await fakeTasks()
      world.onRun(() => Promise.reject(fault(code)))
      const id = await world.add()
      await world.tasks.start()
      await world.until(id, (task) => task.status === 'pending' && task.attempts === 1)
      world.clock.advance(499)
      world.tasks.kick()
      await nextTurn()
      expect(world.runs).toHaveLength(1)
      world.clock.advance(1)
      await vi.advanceTimersByTimeAsync(500)
      await world.until(id, (task) => task.status === 'pending' && task.attempts === 2)
      world.clock.advance(2_000)
      await vi.advanceTimersByTimeAsync(2_000)
      const ended = await world.until(id, hasStatus('failed'))
      expect(world.runs.map(({ attempt, at }) => [attempt, at.slice(17, 23)])).toEqual([
        [1, '00.000'],
        [2, '00.500'],
        [3, '02.500'],
      ])
      expect(world.abandoned).toHaveLength(1)
      expect(JSON.parse(ended.error ?? '')).toMatchObject({ code: 'INTERNAL_SERVER_ERROR' })
      expect(ended.error).not.toContain('/secret/path')
    },
  )

  test('that passes leaves no trace in the end', async () => {
    await using world = await fakeTasks()
    world.onRun((task, _context, settle) =>
      task.attempts < 3 ? Promise.reject(fault('SQLITE_BUSY')) : settle(),
    )
    const id = await world.add()
    await world.tasks.start()
    for (const attempts of [1, 2]) {
      await world.until(id, (task) => task.status === 'pending' && task.attempts === attempts)
      world.clock.advance(2_000)
      await vi.advanceTimersByTimeAsync(2_000)
    }
    const ended = await world.until(id, hasStatus('completed'))
    expect(ended).toMatchObject({ attempts: 3, progress: 100, error: null })
    expect(world.abandoned).toEqual([])
  })
})

describe('a deterministic fault is not tried again', () => {
  test.for<[string, () => Error, string]>([
    ['a bug', () => new TypeError('x is undefined'), 'INTERNAL_SERVER_ERROR'],
    ['a domain error', () => new DomainError('BLOB_DAMAGED'), 'BLOB_DAMAGED'],
    ['a full disk', () => fault('ENOSPC'), 'DISK_FULL'],
    ['a broken rule', () => fault('SQLITE_CONSTRAINT_CHECK'), 'INTERNAL_SERVER_ERROR'],
    ['a thread out of memory', () => fault('ERR_WORKER_OUT_OF_MEMORY'), 'OUT_OF_MEMORY'],
  ])('%s', async ([, make, code]) => {
    await using world = await fakeTasks()
    world.onRun(() => Promise.reject(make()))
    const id = await world.add()
    await world.tasks.start()
    const ended = await world.until(id, hasStatus('failed'))
    expect(world.runs).toHaveLength(1)
    const error = JSON.parse(ended.error ?? '') as { code: string; message: string }
    expect(error.code).toBe(code)
    expect(error.message).toMatch(/^[A-Z].*\.$/)
    expect(error.message).not.toMatch(/undefined|secret/)
    expect(ended.finished_at).toBe(world.clock.iso())
  })

  test('work that ends without settling its task is a fault, not a success', async () => {
    await using world = await fakeTasks()
    world.onRun(() => undefined)
    const id = await world.add()
    await world.tasks.start()
    await world.until(id, hasStatus('failed'))
  })
})

test('what fails after the commit does not make a finished task a failed one', async () => {
  await using world = await fakeTasks()
  world.onRun(async (_task, _context, settle) => {
    await settle()
    throw new Error('a metric could not be written')
  })
  const id = await world.add()
  await world.tasks.start()
  await world.until(id, hasStatus('completed'))
  expect(world.abandoned).toEqual([])
  expect(await world.row(id)).toMatchObject({ status: 'completed', error: null })
})

test('a task that takes too long is stopped and says how long it had', async () => {
  await using world = await fakeTasks()
  world.onRun((_task, context) => untilAborted(context))
  const id = await world.add({ timeout_s: 7 })
  await world.tasks.start()
  await world.until(id, hasStatus('running'))
  await vi.advanceTimersByTimeAsync(6_999)
  expect(await world.row(id)).toMatchObject({ status: 'running' })
  await vi.advanceTimersByTimeAsync(1)
  const ended = await world.until(id, hasStatus('failed'))
  expect(JSON.parse(ended.error ?? '')).toEqual({
    code: 'TIMEOUT',
    message: 'The task took longer than 7 s and was stopped.',
  })
  expect(world.runs).toHaveLength(1)
})

test('progress is told as it happens, and asked for while it runs', async () => {
  await using world = await fakeTasks()
  const go = Promise.withResolvers<void>()
  world.onRun(async (_task, { report }, settle) => {
    report(30, 'data read and hashed')
    await go.promise
    await settle()
  })
  const id = await world.add()
  await world.tasks.start()
  await world.until(id, (task) => task.progress === 30)
  expect(await world.row(id)).toMatchObject({ progress: 30, step: 'data read and hashed' })
  go.resolve()
  expect(await world.until(id, hasStatus('completed'))).toMatchObject({ progress: 100 })
})
