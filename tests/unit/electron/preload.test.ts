import { EventEmitter } from 'node:events'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

describe('the preload', () => {
  let ipc: EventEmitter
  let page: { location: { origin: string }; postMessage: ReturnType<typeof vi.fn> }
  let before: PropertyKey[]

  beforeEach(async () => {
    ipc = new EventEmitter()
    page = { location: { origin: 'app://sts' }, postMessage: vi.fn() }
    vi.stubGlobal('window', page)
    before = [...Reflect.ownKeys(globalThis), ...Reflect.ownKeys(page)]
    vi.resetModules()
    // Only what the preload may use: reading anything else of the module (contextBridge, …) throws.
    vi.doMock('electron', () => ({ ipcRenderer: ipc }))
    await import('../../../src-preload/index.ts')
  })
  afterEach(() => {
    vi.doUnmock('electron')
    vi.unstubAllGlobals()
  })

  it('puts nothing on the window', () => {
    expect([...Reflect.ownKeys(globalThis), ...Reflect.ownKeys(page)]).toEqual(before)
    expect(page.postMessage).not.toHaveBeenCalled()
  })

  it('listens to one channel and nothing else', () => {
    expect(ipc.eventNames()).toEqual(['sts-port'])
    expect(ipc.listenerCount('sts-port')).toBe(1)
  })

  it('forwards the port to its own page, exactly once for one load', () => {
    const port = { name: 'port' }
    ipc.emit('sts-port', { ports: [port] }, null)
    ipc.emit('sts-port', { ports: [{ name: 'another' }] }, null)
    expect(page.postMessage.mock.calls).toEqual([['sts-port', 'app://sts', [port]]])
    expect(ipc.eventNames()).toEqual([])
  })

  it('forwards nothing when there is no port', () => {
    ipc.emit('sts-port', { ports: [] }, null)
    expect(page.postMessage).not.toHaveBeenCalled()
  })
})
