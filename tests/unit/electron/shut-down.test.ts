import { EventEmitter } from 'node:events'
import { setImmediate } from 'node:timers/promises'
import type { App } from 'electron'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createShutDown, quitInOrder } from '../../../src-main/electron/shut-down.ts'
import { AppDouble, eventDouble, standIn } from './double.ts'

const DEADLINE_MS = 1000

describe('the shut-down', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('closes in the reverse order of opening, one after the other', async () => {
    const order: string[] = []
    const shutDown = createShutDown(DEADLINE_MS, vi.fn())
    const gate = Promise.withResolvers<void>()
    shutDown.add('workspace', () => {
      order.push('workspace')
    })
    shutDown.add('port', async () => {
      order.push('port begins')
      await gate.promise
      order.push('port ends')
    })
    const done = shutDown.run()
    expect(order).toEqual(['port begins'])
    gate.resolve()
    await done
    expect(order).toEqual(['port begins', 'port ends', 'workspace'])
    expect(vi.getTimerCount()).toBe(0)
  })

  it('goes on after the deadline when a step hangs, and says which one', async () => {
    const report = vi.fn<(what: string, error: unknown) => void>()
    const workspace = vi.fn()
    const shutDown = createShutDown(DEADLINE_MS, report)
    shutDown.add('the workspace', workspace)
    shutDown.add('the tray', () => Promise.withResolvers<void>().promise)
    const done = shutDown.run()
    await vi.advanceTimersByTimeAsync(DEADLINE_MS - 1)
    expect(workspace).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(1)
    await done
    expect(workspace).toHaveBeenCalledTimes(1)
    expect(report.mock.calls[0]?.[0]).toBe('Closing the tray failed')
    expect(String(report.mock.calls[0]?.[1])).toContain('still not closed after 1000 ms')
  })

  it.each([
    [
      'throws',
      () => {
        throw new Error('no')
      },
    ],
    ['rejects', () => Promise.reject(new Error('no'))],
  ])('goes on when a step %s', async (_name, stop) => {
    const report = vi.fn<(what: string, error: unknown) => void>()
    const workspace = vi.fn()
    const shutDown = createShutDown(DEADLINE_MS, report)
    shutDown.add('the workspace', workspace)
    shutDown.add('the port', stop)
    await shutDown.run()
    expect(workspace).toHaveBeenCalledTimes(1)
    expect(report).toHaveBeenCalledTimes(1)
  })

  it('runs once, however often it is asked to', async () => {
    const stop = vi.fn()
    const shutDown = createShutDown(DEADLINE_MS, vi.fn())
    shutDown.add('the workspace', stop)
    await Promise.all([shutDown.run(), shutDown.run()])
    expect(stop).toHaveBeenCalledTimes(1)
  })
})

describe('quitting', () => {
  let app: AppDouble
  let signals: EventEmitter
  let gate: ReturnType<typeof Promise.withResolvers<void>>
  let isQuitting: () => boolean
  let stop: ReturnType<typeof vi.fn<() => Promise<void>>>

  beforeEach(() => {
    app = new AppDouble()
    signals = new EventEmitter()
    gate = Promise.withResolvers<void>()
    stop = vi.fn<() => Promise<void>>(() => gate.promise)
    const shutDown = createShutDown(60_000, vi.fn())
    shutDown.add('the workspace', stop)
    isQuitting = quitInOrder(standIn<App>(app), signals, shutDown)
  })
  const beforeQuit = () => {
    const event = eventDouble({})
    app.emit('before-quit', event)
    return event
  }

  it('waits until everything is closed, then quits', async () => {
    expect(isQuitting()).toBe(false)
    expect(beforeQuit().defaultPrevented).toBe(true)
    expect(isQuitting()).toBe(true)
    expect(app.quit).not.toHaveBeenCalled()
    const quit = new Promise<void>((resolve) => app.quit.mockImplementation(resolve))
    gate.resolve()
    await quit
    expect(beforeQuit().defaultPrevented).toBe(false)
  })

  it('keeps waiting when it is asked again meanwhile, and quits once', async () => {
    beforeQuit()
    expect(beforeQuit().defaultPrevented).toBe(true)
    expect(stop).toHaveBeenCalledTimes(1)
    const quit = new Promise<void>((resolve) => app.quit.mockImplementation(resolve))
    gate.resolve()
    await quit
    await setImmediate()
    expect(app.quit).toHaveBeenCalledTimes(1)
  })

  it('never quits from inside the event that it holds, nor from its microtasks', async () => {
    let inside = true
    const quit = new Promise<string>((resolve) => {
      app.quit.mockImplementation(() => resolve(inside ? 'inside' : 'outside'))
    })
    gate.resolve()
    const turnEnds = setImmediate().then(() => {
      inside = false
    })
    beforeQuit()
    await turnEnds
    expect(await quit).toBe('outside')
  })

  it.each(['SIGINT', 'SIGTERM'])('a first %s quits in order, a second one at once', (signal) => {
    signals.emit(signal)
    expect(app.quit).toHaveBeenCalledTimes(1)
    expect(app.exit).not.toHaveBeenCalled()
    signals.emit(signal)
    expect(app.exit).toHaveBeenCalledWith(1)
  })

  it('counts different signals together', () => {
    signals.emit('SIGINT')
    signals.emit('SIGTERM')
    expect(app.exit).toHaveBeenCalledWith(1)
  })
})
