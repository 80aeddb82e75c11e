import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { settableClock, systemClock } from '../../../src-main/platform/clock/index.ts'
import { randomIds, seededIds } from '../../../src-main/platform/ids/index.ts'

const start = '2026-11-20T12:00:00.000Z'
const version7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

describe('ids', () => {
  test('are UUIDs of version 7 that hold the clock’s time', () => {
    const id = randomIds(settableClock(start)).uuid()
    expect(id).toMatch(version7)
    expect(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toBe(Date.parse(start))
  })

  test('sort in the order of the milliseconds in which they were made', () => {
    const clock = settableClock(start)
    const ids = randomIds(clock)
    const made = Array.from({ length: 200 }, () => {
      clock.advance(1)
      return ids.uuid()
    })
    expect([...made].sort()).toEqual(made)
  })

  test('made in one millisecond are all different', () => {
    const ids = randomIds(settableClock(start))
    expect(new Set(Array.from({ length: 5000 }, () => ids.uuid())).size).toBe(5000)
  })

  test('of one seed are the same every time, of another seed others', () => {
    const drawn = (seed: string) => {
      const ids = seededIds(seed, settableClock(start))
      return [ids.uuid(), ids.uuid(), ids.signs(40, 'abc'), ids.secret()]
    }
    expect(drawn('sample')).toEqual(drawn('sample'))
    const [first, second] = [drawn('sample'), drawn('other')]
    for (const [index, value] of first.entries()) expect(second[index]).not.toBe(value)
    expect(first[0]).not.toBe(first[1])
    expect(first[0]).toMatch(version7)
  })

  test('a secret has 256 bits and no sign that an address would escape', () => {
    const ids = randomIds(systemClock)
    const secret = ids.secret()
    expect(secret).toMatch(/^[A-Za-z0-9_-]{43}$/)
    expect(ids.secret()).not.toBe(secret)
  })
})

describe('signs', () => {
  test('are as many as asked for, all of the alphabet', () => {
    const alphabet = fc
      .uniqueArray(fc.integer({ min: 33, max: 126 }), { minLength: 1, maxLength: 94 })
      .map((codes) => String.fromCharCode(...codes))
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60 }), alphabet, (length, letters) => {
        const signs = seededIds('signs', settableClock(start)).signs(length, letters)
        expect(signs).toHaveLength(length)
        for (const sign of signs) expect(letters).toContain(sign)
      }),
    )
  })

  test('come up equally often, also from an alphabet that does not divide 256', () => {
    const alphabet = '0123456789'
    const drawn = 100_000
    const signs = seededIds('even', settableClock(start)).signs(drawn, alphabet)
    const expected = drawn / alphabet.length
    const chiSquare = Array.from(alphabet).reduce((sum, sign) => {
      const count = signs.split(sign).length - 1
      return sum + (count - expected) ** 2 / expected
    }, 0)
    // Nine degrees of freedom: 27.9 is passed once in a thousand. A plain modulo gives over 100.
    expect(chiSquare).toBeLessThan(27.9)
  })
})

describe('a clock', () => {
  test('that is set stands still until it is moved', () => {
    const clock = settableClock(start)
    expect([clock.iso(), clock.iso()]).toEqual([start, start])
    clock.advance(36 * 3_600_000)
    expect(clock.iso()).toBe('2026-11-22T00:00:00.000Z')
    expect(clock.today()).toBe('2026-11-22')
    clock.set('2026-01-01T05:00:00+05:00')
    expect(clock.iso()).toBe('2026-01-01T00:00:00.000Z')
    expect(clock.millis()).toBe(Date.UTC(2026, 0, 1))
  })

  test('of the machine tells UTC with milliseconds, and goes on', () => {
    const before = systemClock.millis()
    expect(systemClock.iso()).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
    expect(Date.parse(systemClock.iso())).toBeGreaterThanOrEqual(before)
    expect(systemClock.iso().startsWith(systemClock.today().slice(0, 7))).toBe(true)
  })
})
