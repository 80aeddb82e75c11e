import { describe, expect, it } from 'vitest'
import { roomSchemaText } from '../../scripts/room-schema.ts'
import { goldenNames, goldenRooms, renderGolden } from '../fixtures/golden.ts'
import { objections, publishedText } from '../fixtures/published-schema.ts'

const small = goldenRooms.small()

describe('the published JSON Schema of a room snapshot', () => {
  it('is the contract’s own (`npm run golden` writes it)', () => {
    expect(publishedText).toBe(roomSchemaText())
  })

  it.each(goldenNames)('is fulfilled by the JSON artefact: %s', async (room) => {
    const { bytes } = await renderGolden(room, 'json')
    expect(objections(JSON.parse(new TextDecoder().decode(bytes)))).toEqual([])
  })

  it.each<[what: string, artefact: object, objection: RegExp]>([
    ['a missing section', { ...small, activity: undefined }, /activity/],
    ['a field that nobody knows', { ...small, author: 'me' }, /additional properties/],
    [
      'a status of another vocabulary',
      { ...small, room: { ...small.room, status: 'open' } },
      /status/,
    ],
    ['a date that is none', { ...small, state_as_of: 'yesterday' }, /date-time/],
    ['another schema', { ...small, schema: 'sts.room-snapshot/2' }, /constant/],
  ])('refuses %s', (_what, artefact, objection) => {
    expect(objections(JSON.parse(JSON.stringify(artefact))).join()).toMatch(objection)
  })
})
