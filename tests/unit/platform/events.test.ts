import { describe, expect, test } from 'vitest'
import { createEvents } from '../../../src-main/platform/events/index.ts'

const collect = async (
  heard: AsyncIterable<number>,
  until: number,
  end: AbortController,
): Promise<number[]> => {
  const numbers: number[] = []
  for await (const number of heard) {
    numbers.push(number)
    if (number === until) end.abort()
  }
  return numbers
}

describe('a listener', () => {
  test('hears every event from the moment it listens, in their order', async () => {
    const events = createEvents<number>()
    const end = new AbortController()
    events.publish(0)
    const heard = events.listen(end.signal)
    for (const number of [1, 2, 3]) events.publish(number)
    expect(await collect(heard, 3, end)).toEqual([1, 2, 3])
  })

  test('loses nothing that is published while it is busy', async () => {
    const events = createEvents<number>()
    const end = new AbortController()
    const heard: number[] = []
    const first = Promise.withResolvers<void>()
    const goOn = Promise.withResolvers<void>()
    const listening = (async () => {
      for await (const number of events.listen(end.signal)) {
        heard.push(number)
        if (number === 1) {
          first.resolve()
          await goOn.promise
        }
        if (number === 4) end.abort()
      }
    })()
    events.publish(1)
    await first.promise
    for (const number of [2, 3, 4]) events.publish(number)
    goOn.resolve()
    await listening
    expect(heard).toEqual([1, 2, 3, 4])
  })

  test('ends quietly when its signal aborts', async () => {
    const events = createEvents<number>()
    const end = new AbortController()
    const heard = events.listen(end.signal)
    const next = heard.next()
    end.abort()
    expect(await next).toMatchObject({ done: true })
  })

  test('whose signal has aborted already hears nothing', async () => {
    const events = createEvents<number>()
    const heard = events.listen(AbortSignal.abort())
    events.publish(1)
    expect(await heard.next()).toMatchObject({ done: true })
  })

  test('that walks away is forgotten, and the others go on', async () => {
    const events = createEvents<number>()
    const end = new AbortController()
    const leaving = events.listen(end.signal)
    const staying = events.listen(end.signal)
    events.publish(1)
    for await (const _ of leaving) break
    events.publish(2)
    expect(await collect(staying, 2, end)).toEqual([1, 2])
  })

  test('that leaves before its first event hears no more', async () => {
    const events = createEvents<number>()
    const heard = events.listen(new AbortController().signal)
    await heard.return?.()
    events.publish(1)
    expect(await heard.next()).toMatchObject({ done: true })
  })

  test('hears what each of many others hears', async () => {
    const events = createEvents<number>()
    const end = new AbortController()
    const all = Array.from({ length: 50 }, () => events.listen(end.signal))
    events.publish(7)
    const first = await Promise.all(all.map((heard) => heard.next()))
    expect(new Set(first.map(({ value }) => value))).toEqual(new Set([7]))
    end.abort()
  })
})

describe('a subscriber', () => {
  test('is called at once, until it ends its subscription', () => {
    const events = createEvents<number>()
    const heard: number[] = []
    const end = events.subscribe((number) => heard.push(number))
    events.publish(1)
    expect(heard).toEqual([1])
    end()
    events.publish(2)
    expect(heard).toEqual([1])
  })
})
