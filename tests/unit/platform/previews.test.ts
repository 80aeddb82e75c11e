import { expect, test } from 'vitest'
import { settableClock } from '../../../src-main/platform/clock/index.ts'
import { seededIds } from '../../../src-main/platform/ids/index.ts'
import { createPreviews } from '../../../src-main/platform/previews/index.ts'

const state = { revision: 4, documents: 12 }
const desk = (seed = 'one') => {
  const clock = settableClock('2026-11-20T12:00:00.000Z')
  return { clock, previews: createPreviews({ clock, ids: seededIds(seed, clock) }) }
}

test('a token is good for what was shown, until ten minutes have passed', () => {
  const { clock, previews } = desk()
  const { preview_token, expires_at } = previews.issue('rooms.delete a', state)
  expect(expires_at).toBe('2026-11-20T12:10:00.000Z')
  clock.set('2026-11-20T12:09:59.999Z')
  expect(previews.judge(preview_token, 'rooms.delete a', { ...state })).toBe('good')
  clock.advance(1)
  expect(previews.judge(preview_token, 'rooms.delete a', state)).toBe('expired')
})

test('a token is for one state of one thing', () => {
  const { previews } = desk()
  const { preview_token } = previews.issue('rooms.delete a', state)
  expect(previews.judge(preview_token, 'rooms.delete b', state)).toBe('stale')
  expect(previews.judge(preview_token, 'rooms.delete a', { ...state, revision: 5 })).toBe('stale')
})

test('a token cannot be made to last longer, nor taken from another run of the program', () => {
  const { previews } = desk()
  const { preview_token } = previews.issue('rooms.delete a', state)
  const [stamp = '', signature = ''] = preview_token.split('.')
  const later = (Number.parseInt(stamp, 36) + 3_600_000).toString(36)
  expect(previews.judge(`${later}.${signature}`, 'rooms.delete a', state)).toBe('stale')
  expect(desk('two').previews.judge(preview_token, 'rooms.delete a', state)).toBe('stale')
})

test.each([undefined, ''])('without a token (%j) one is asked for', (token) => {
  expect(desk().previews.judge(token, 'rooms.delete a', state)).toBe('missing')
})

test.each(['.', 'x', '..', 'zzzz.', 'mwoxspmo.AAAA', '-1.x', '9'.repeat(200)])(
  'what is no token (%s) is not taken for one',
  (token) => {
    expect(desk().previews.judge(token, 'rooms.delete a', state)).not.toBe('good')
  },
)
