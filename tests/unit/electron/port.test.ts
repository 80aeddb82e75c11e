import { once } from 'node:events'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import { os, type RouterClient } from '@orpc/server'
import { RPCHandler } from '@orpc/server/message-port'
import type { WebContents, WebFrameMain } from 'electron'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { createOwnOrigin } from '../../../src-main/electron/origin.ts'
import { handOverPorts } from '../../../src-main/electron/port.ts'
import type { MessagePortMainLike } from '../../../src-main/electron/services.ts'
import { channelDouble, FrameDouble, standIn, WebContentsDouble } from './double.ts'

describe('handing the port to the page', () => {
  let contents: WebContentsDouble
  let connected: MessagePortMainLike[]
  let closed: Promise<void>[]
  let report: ReturnType<typeof vi.fn<(what: string, error: unknown) => void>>
  let close: () => void

  beforeEach(() => {
    contents = new WebContentsDouble()
    connected = []
    closed = []
    report = vi.fn<(what: string, error: unknown) => void>()
    close = handOverPorts({
      contents: standIn<WebContents>(contents),
      own: createOwnOrigin(),
      createChannel: channelDouble,
      connect: (port) => {
        connected.push(port)
        closed.push(new Promise((resolve) => port.on('close', () => resolve())))
        port.on('message', (event) => port.postMessage(`answer to ${String(event?.data)}`))
      },
      report,
    })
  })

  const loadPage = (): void => {
    contents.emit('did-navigate')
    contents.emit('did-finish-load')
  }
  const pagePort = (index: number) => {
    const port = contents.mainFrame.delivered[index]?.ports[0]
    if (port === undefined) throw new Error(`No port number ${index} was delivered`)
    return port
  }

  it('gives a loaded page of ours one port that answers', async () => {
    loadPage()
    expect(contents.mainFrame.delivered).toHaveLength(1)
    expect(contents.mainFrame.delivered[0]).toMatchObject({ channel: 'sts-port', message: null })
    const answer = once(pagePort(0), 'message')
    pagePort(0).postMessage('hello')
    expect(await answer).toEqual(['answer to hello'])
  })

  it('gives nothing before the page has loaded', () => {
    contents.emit('did-navigate')
    expect(connected).toHaveLength(0)
  })

  it('gives one port for one load, however often the page says that it has finished', () => {
    loadPage()
    contents.emit('did-finish-load')
    expect(contents.mainFrame.delivered).toHaveLength(1)
  })

  it('gives a reloaded page a new port and closes the old one', async () => {
    loadPage()
    const old = pagePort(0)
    const oldClosed = once(old, 'close')
    loadPage()
    await oldClosed
    expect(connected).toHaveLength(2)
    const answer = once(pagePort(1), 'message')
    pagePort(1).postMessage('again')
    expect(await answer).toEqual(['answer to again'])
  })

  it.each([
    ['a foreign origin', 'https://example.com'],
    ['an opaque origin', 'null'],
    ['another host of our scheme', 'app://other'],
    ['an origin that only begins like ours', 'app://sts.example.com'],
  ])('gives %s no port', (_name, origin) => {
    contents.mainFrame = new FrameDouble(origin)
    loadPage()
    expect(connected).toHaveLength(0)
    expect(contents.mainFrame.delivered).toHaveLength(0)
  })

  it('gives a frame inside a page no port', () => {
    contents.mainFrame.parent = standIn<WebFrameMain>(new FrameDouble('app://sts'))
    loadPage()
    expect(connected).toHaveLength(0)
  })

  it('gives a detached frame no port', () => {
    contents.mainFrame.detached = true
    loadPage()
    expect(connected).toHaveLength(0)
  })

  it('gives nothing to a frame that was disposed meanwhile', () => {
    Object.defineProperty(contents.mainFrame, 'origin', {
      get: () => {
        throw new Error('Render frame was disposed before WebFrameMain could be accessed')
      },
    })
    loadPage()
    expect(connected).toHaveLength(0)
  })

  it('closes the port and reports it when the frame goes while it is being handed over', async () => {
    const fault = new Error('Render frame was disposed before WebFrameMain could be accessed')
    vi.spyOn(contents.mainFrame, 'postMessage').mockImplementation(() => {
      throw fault
    })
    loadPage()
    await closed[0]
    expect(closed).toHaveLength(1)
    expect(report).toHaveBeenCalledWith('The page could not be given its port', fault)
  })

  it.each(['render-process-gone', 'destroyed'])('closes the port on %s', async (event) => {
    loadPage()
    const pageSide = once(pagePort(0), 'close')
    contents.emit(event)
    await pageSide
  })

  it('closes the port when the program shuts down', async () => {
    loadPage()
    const pageSide = once(pagePort(0), 'close')
    close()
    await pageSide
  })
})

describe('oRPC over the handed port', () => {
  it('carries a call from the page to the router and back', async () => {
    const router = { double: os.handler(({ input }) => Number(input) * 2) }
    const contents = new WebContentsDouble()
    const handler = new RPCHandler(router)
    handOverPorts({
      contents: standIn<WebContents>(contents),
      own: createOwnOrigin(),
      createChannel: channelDouble,
      connect: (port) => handler.upgrade(port, { context: {} }),
      report: (what, error) => {
        throw new Error(what, { cause: error })
      },
    })
    contents.emit('did-finish-load')
    const port = contents.mainFrame.delivered[0]?.ports[0]
    if (port === undefined) throw new Error('No port was delivered')
    const client: RouterClient<typeof router> = createORPCClient(new RPCLink({ port }))
    port.start()
    expect(await client.double(21)).toBe(42)
    port.close()
  })
})
