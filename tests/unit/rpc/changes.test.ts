import { expect, test } from 'vitest'
import { audiences, changesOf } from '../../../src-main/rpc/changes.ts'
import { changedResources } from '../../../src-shared/contract/system.ts'

const entry = {
  action: 'thing.changed',
  outcome: 'success',
  resource_id: 'thing',
  room_id: null as string | null,
}
const told = (of: Partial<typeof entry> & { resource_type: string }) =>
  changesOf({ ...entry, ...of }).map((event) =>
    event.kind === 'changed' ? `${event.resource} ${event.id ?? '-'} ${event.room_id ?? '-'}` : '',
  )

test('every kind of change has those who are told of it', () => {
  expect(Object.keys(audiences).sort()).toEqual([...changedResources].sort())
})

test.each([
  ['organization', null, ['audit - -', 'organization thing -']],
  ['terminal', null, ['audit - -', 'terminal thing -']],
  ['vessel', null, ['audit - -', 'vessel thing -']],
  ['vessel', 'room', ['audit - room', 'vessel thing -', 'room room room']],
  ['document_type', null, ['audit - -', 'document_type thing -']],
  ['document', 'room', ['audit - room', 'room room room']],
  ['party', 'room', ['audit - room', 'room room room']],
  ['room', 'room', ['audit - room', 'room room room']],
  ['snapshot', 'room', ['audit - room', 'snapshot thing room']],
  ['session', null, ['audit - -', 'account thing -']],
  ['import', null, ['audit - -', 'import - -']],
])('an entry about a %s (room: %s) is a change of %j', (resource_type, room_id, events) => {
  expect(told({ resource_type, room_id })).toEqual(events)
})

test('a dry run of an import changes the trail and nothing else', () => {
  expect(
    changesOf({ ...entry, action: 'import.run', resource_type: 'import', resource_id: null }),
  ).toEqual([{ kind: 'changed', resource: 'audit', id: null, room_id: null }])
})

test('a denial and a download change the trail and nothing else', () => {
  expect(told({ resource_type: 'room', room_id: 'room', outcome: 'denied' })).toEqual([
    'audit - room',
  ])
  expect(
    told({ resource_type: 'document', room_id: 'room', action: 'document.downloaded' }),
  ).toEqual(['audit - room'])
})
