import { setImmediate as nextTurn } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { TaskContext } from '../../src-main/platform/tasks/index.ts'
import { fakeTasks } from '../fixtures/fake-tasks.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
afterEach(() => void vi.useRealTimers())

const hasStatus = (status: string) => (task: { status: string }) => task.status === status
const untilAborted = ({ signal }: TaskContext) =>
  new Promise<void>((_, reject) => {
    signal.addEventListener('abort', () => reject(new Error('interrupted')))
  })

describe('cancelling', () => {
  test('a pending task ends without ever having run', async () => {
    await using world = await fakeTasks()
    world.onRun((_task, context) => untilAborted(context))
    const [first, second] = [await world.add(), await world.add()]
    await world.tasks.start()
    await world.until(first, hasStatus('running'))
    expect(await world.tasks.cancel(second)).toBe(true)
    expect(await world.row(second)).toMatchObject({ status: 'cancelled', attempts: 0 })
    expect(world.abandoned).toMatchObject([{ id: second, status: 'cancelled' }])
  })

  test('a running task is interrupted, and the next one takes its place', async () => {
    await using world = await fakeTasks()
    world.onRun((task, context, settle) =>
      task.id === 'task-1' ? untilAborted(context) : settle(),
    )
    const [first, second] = [await world.add(), await world.add()]
    await world.tasks.start()
    await world.until(first, hasStatus('running'))
    expect(await world.tasks.cancel(first)).toBe(true)
    expect(await world.row(first)).toMatchObject({
      status: 'cancelled',
      error: JSON.stringify({ code: 'CANCELLED', message: 'The task was cancelled.' }),
    })
    await world.until(second, hasStatus('completed'))
  })

  test('a task that waits for its next try ends too', async () => {
    await using world = await fakeTasks()
    world.onRun(() => Promise.reject(Object.assign(new Error('busy'), { code: 'EBUSY' })))
    const id = await world.add()
    await world.tasks.start()
    await world.until(id, (task) => task.status === 'pending' && task.attempts === 1)
    expect(await world.tasks.cancel(id)).toBe(true)
    world.clock.advance(60_000)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(world.runs).toHaveLength(1)
    expect(await world.row(id)).toMatchObject({ status: 'cancelled' })
  })

  test('comes too late for a task that has ended, or that commits all the same', async () => {
    await using world = await fakeTasks()
    world.onRun(async (_task, { signal }, settle) => {
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
      await settle()
    })
    const id = await world.add()
    await world.tasks.start()
    await world.until(id, hasStatus('running'))
    expect(await world.tasks.cancel(id)).toBe(false)
    expect(await world.row(id)).toMatchObject({ status: 'completed' })
    expect(await world.tasks.cancel(id)).toBe(false)
    expect(await world.tasks.cancel('nobody')).toBe(false)
    expect(world.abandoned).toEqual([])
  })
})

describe('stopping and starting again', () => {
  test('what runs is interrupted, left pending without losing a try, and done by the next start', async () => {
    await using world = await fakeTasks()
    world.onRun((_task, context) => untilAborted(context))
    const id = await world.add()
    await world.tasks.start()
    await world.until(id, hasStatus('running'))
    await world.tasks.stop()
    expect(await world.row(id)).toMatchObject({ status: 'pending', attempts: 0, error: null })
    expect(world.abandoned).toEqual([])

    world.onRun((_task, _context, settle) => settle())
    const next = world.another()
    await next.start()
    await next.idle()
    await next.stop()
    expect(await world.row(id)).toMatchObject({ status: 'completed', attempts: 1 })
  })

  test('takes no more work', async () => {
    await using world = await fakeTasks()
    await world.tasks.start()
    await world.tasks.stop()
    const id = await world.add()
    world.tasks.kick()
    await nextTurn()
    expect(await world.row(id)).toMatchObject({ status: 'pending', attempts: 0 })
  })

  test('what ran when the program died runs again, as often as if it had not been begun', async () => {
    await using world = await fakeTasks()
    const [first, second] = [await world.add(), await world.add()]
    await world.db.kysely
      .updateTable('tasks')
      .set({ status: 'running', attempts: 3 })
      .where('id', '=', first)
      .execute()
    await world.tasks.start()
    await world.tasks.idle()
    expect(world.runs).toMatchObject([
      { id: first, attempt: 3 },
      { id: second, attempt: 1 },
    ])
    expect(await world.row(first)).toMatchObject({ status: 'completed' })
  })
})

describe('a database that refuses for a while', () => {
  test('while the runner looks for work: it looks again by itself', async () => {
    await using world = await fakeTasks()
    const id = await world.add()
    world.db.exec('alter table tasks rename to elsewhere')
    await expect(world.tasks.start()).rejects.toThrow('no such table')
    world.db.exec('alter table elsewhere rename to tasks')
    await world.tasks.start()
    await world.tasks.idle()
    expect(await world.row(id)).toMatchObject({ status: 'completed' })

    const later = await world.add()
    world.db.exec('alter table tasks rename to elsewhere')
    world.tasks.kick()
    await nextTurn()
    world.db.exec('alter table elsewhere rename to tasks')
    expect(await world.row(later)).toMatchObject({ status: 'pending' })
    await vi.advanceTimersByTimeAsync(2_000)
    await world.until(later, hasStatus('completed'))
  })

  test('while the end of a task is written: it is written later, and the task never stays running', async () => {
    await using world = await fakeTasks()
    let refusals = 2
    const refused = Promise.withResolvers<void>()
    world.onRun(() => Promise.reject(new TypeError('no')))
    world.onAbandon(() => {
      if (refusals-- > 0) {
        refused.resolve()
        throw Object.assign(new Error('full'), { code: 'SQLITE_FULL' })
      }
    })
    const id = await world.add()
    await world.tasks.start()
    await refused.promise
    await nextTurn()
    expect(await world.row(id)).toMatchObject({ status: 'running' })
    await vi.advanceTimersByTimeAsync(2_000)
    await vi.advanceTimersByTimeAsync(2_000)
    await world.until(id, hasStatus('failed'))
    expect(world.runs).toHaveLength(1)
  })

  test('and a stop in between leaves the task to the next start', async () => {
    await using world = await fakeTasks()
    const refused = Promise.withResolvers<void>()
    world.onRun(() => Promise.reject(new TypeError('no')))
    world.onAbandon(() => {
      refused.resolve()
      throw Object.assign(new Error('full'), { code: 'SQLITE_FULL' })
    })
    const id = await world.add()
    await world.tasks.start()
    await refused.promise
    await nextTurn()
    await world.tasks.stop()
    expect(await world.row(id)).toMatchObject({ status: 'running' })
    world.onRun((_task, _context, settle) => settle())
    const next = world.another()
    await next.start()
    await next.idle()
    await next.stop()
    expect(await world.row(id)).toMatchObject({ status: 'completed' })
  })
})
