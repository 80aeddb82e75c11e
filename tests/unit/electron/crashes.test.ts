import { EventEmitter } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { App, WebContents } from 'electron'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { crashLog } from '../../../src-main/electron/crash-log.ts'
import { reloadAfterCrash, watchForCrashes } from '../../../src-main/electron/crashes.ts'
import { settableClock } from '../../../src-main/platform/clock/index.ts'
import { seededIds } from '../../../src-main/platform/ids/index.ts'
import { AppDouble, standIn, WebContentsDouble } from './double.ts'

describe('what nobody caught', () => {
  const watched = () => {
    const app = new AppDouble()
    const process = new EventEmitter()
    const report = vi.fn<(what: string, error: unknown) => void>()
    const giveUp = vi.fn()
    watchForCrashes({ app: standIn<App>(app), process, report, giveUp })
    return { app, process, report, giveUp }
  }

  it('ends the program when it is an exception, after it was reported', () => {
    const { process, report, giveUp } = watched()
    const bug = new Error('bug')
    process.emit('uncaughtException', bug)
    expect(report).toHaveBeenCalledWith(expect.any(String), bug)
    expect(giveUp).toHaveBeenCalledTimes(1)
    expect(report.mock.invocationCallOrder[0]).toBeLessThan(giveUp.mock.invocationCallOrder[0] ?? 0)
  })

  it('is reported when it is a rejection or a lost helper process', () => {
    const { app, process, report, giveUp } = watched()
    process.emit('unhandledRejection', new Error('bug'))
    app.emit('child-process-gone', {}, { type: 'GPU', reason: 'crashed', exitCode: 1 })
    app.emit('child-process-gone', {}, { type: 'Utility', reason: 'clean-exit', exitCode: 0 })
    expect(report).toHaveBeenCalledTimes(2)
    expect(giveUp).not.toHaveBeenCalled()
  })
})

describe('a page whose process dies', () => {
  const page = () => {
    const contents = new WebContentsDouble()
    reloadAfterCrash(standIn<WebContents>(contents), vi.fn())
    return contents
  }
  const crashed = { reason: 'crashed', exitCode: 1 }

  it('is loaded again, once for each time that it had loaded', () => {
    const contents = page()
    contents.emit('did-finish-load')
    contents.emit('render-process-gone', {}, crashed)
    expect(contents.reload).toHaveBeenCalledTimes(1)
    contents.emit('render-process-gone', {}, crashed)
    expect(contents.reload).toHaveBeenCalledTimes(1)
    contents.emit('did-finish-load')
    contents.emit('render-process-gone', {}, crashed)
    expect(contents.reload).toHaveBeenCalledTimes(2)
  })

  it('is left alone when it ended by itself', () => {
    const contents = page()
    contents.emit('did-finish-load')
    contents.emit('render-process-gone', {}, { reason: 'clean-exit', exitCode: 0 })
    expect(contents.reload).not.toHaveBeenCalled()
  })
})

describe("the door's own log", () => {
  let userData: string
  const clock = settableClock('2026-11-20T14:05:00.000Z')

  beforeEach(() => {
    userData = mkdtempSync(path.join(tmpdir(), 'sts-log-'))
  })
  afterEach(() => rmSync(userData, { recursive: true }))
  const file = (): string => path.join(userData, 'logs', 'desktop.log')

  it('has one line for each fault, under the id that the person was told', () => {
    const report = crashLog(userData, clock, seededIds('log', clock))
    const id = report('It broke', new Error('outer', { cause: new Error('inner') }))
    const [line = ''] = readFileSync(file(), 'utf8').trimEnd().split('\n')
    expect(JSON.parse(line)).toMatchObject({
      at: '2026-11-20T14:05:00.000Z',
      id,
      what: 'It broke',
      error: { name: 'Error', message: 'outer', cause: { message: 'inner' } },
    })
  })

  it('is set aside when it has grown large', () => {
    mkdirSync(path.dirname(file()))
    writeFileSync(file(), 'x'.repeat(1024 * 1024 + 1))
    crashLog(userData, clock, seededIds('log', clock))('It broke', 'why')
    expect(statSync(`${file()}.1`).size).toBe(1024 * 1024 + 1)
    expect(readFileSync(file(), 'utf8')).toContain('It broke')
  })

  it('never throws, even where nothing can be written', () => {
    const stderr = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    const blocked = path.join(userData, 'blocked')
    writeFileSync(blocked, 'a file where the folder should be')
    crashLog(blocked, clock, seededIds('log', clock))('It broke', 'why')
    expect(String(stderr.mock.calls[0]?.[0])).toContain('It broke')
    stderr.mockRestore()
  })
})
