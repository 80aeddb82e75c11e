import { expect, test } from 'vitest'
import { createTurns } from '../../../src-main/platform/tasks/turns.ts'

/** Who goes in which order, when all of these stand in the queue. */
function order(turns: ReturnType<typeof createTurns>, rooms: readonly (string | null)[]) {
  return rooms
    .map((room, number) => ({ room, number, turn: turns.next(room, 0) }))
    .sort((one, other) => one.turn - other.turn || one.number - other.number)
    .map(({ room }) => room ?? '-')
    .join('')
}

test('rooms take turns, whoever came first with however many', () => {
  expect(order(createTurns(), ['a', 'a', 'a', 'a', 'b', 'b', 'c'])).toBe('abcabaa')
})

test('what belongs to no room does not wait behind itself', () => {
  expect(order(createTurns(), ['a', 'a', null, null, 'b'])).toBe('a--ba')
})

test('a room that comes anew stands where the queue is, not before those that waited', () => {
  const turns = createTurns()
  const waiting = Array.from({ length: 5 }, () => turns.next('a', 0))
  turns.taken({ priority: 0, turn: waiting[2] ?? 0 })
  expect(turns.next('b', 0)).toBe(2)
  expect(turns.next('a', 0)).toBe(5)
})

test('each priority has a queue of its own', () => {
  const turns = createTurns()
  for (let n = 0; n < 9; n++) turns.next('a', 0)
  expect(turns.next('a', 10)).toBe(0)
})

test('after a new start a room goes on behind what it left waiting', () => {
  const turns = createTurns()
  turns.goOn([
    { room_id: 'a', priority: 0, turn: 7 },
    { room_id: 'a', priority: 0, turn: 9 },
    { room_id: 'b', priority: 0, turn: 8 },
  ])
  expect(turns.next('a', 0)).toBe(10)
  expect(turns.next('c', 0)).toBe(7)
})
