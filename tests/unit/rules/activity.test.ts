import { expect, test } from 'vitest'
import { activitySummary, roomChangingActions } from '../../../src-shared/rules/activity.ts'

type Sentence = [
  (typeof roomChangingActions)[number],
  detail: Record<string, unknown>,
  sentence: string,
]

const sentences: Sentence[] = [
  ['room.created', { title: 'Crude, Sohar' }, 'Opened the room “Crude, Sohar”'],
  ['room.updated', { fields: ['eta', 'cargo_type'] }, 'Changed eta, cargo type'],
  ['room.updated', {}, 'Changed the room'],
  ['room.transitioned', { from: 'active', to: 'on_hold' }, 'Moved the room from active to on hold'],
  [
    'room.transitioned',
    { from: 'on_hold', to: 'active', reason: 'swell is down' },
    'Moved the room from on hold to active: swell is down',
  ],
  ['party.added', { name: 'James Pryce', role: 'broker' }, 'Added James Pryce as broker'],
  ['party.updated', { name: 'James Pryce', after: { name: 'J. Pryce' } }, 'Changed James Pryce'],
  [
    'party.updated',
    { name: 'James Pryce', before: { role: 'viewer' }, after: { role: 'broker' } },
    'Changed James Pryce from viewer to broker',
  ],
  [
    'room.restored',
    { from_code: 'STS-20261120-ABC234', mode: 'file', known: true },
    'Restored from a file of STS-20261120-ABC234',
  ],
  [
    'room.restored',
    { from_code: 'STS-20261120-ABC234', mode: 'file', known: false },
    'Restored from a file of STS-20261120-ABC234 that this workspace did not make',
  ],
  [
    'room.restored',
    { mode: 'new_room', from_code: 'STS-20261120-ABC234' },
    'Restored from a snapshot of STS-20261120-ABC234',
  ],
  [
    'room.restored',
    { mode: 'roll_back', snapshot_title: 'Full', created_at: '2026-11-20T12:00:00.000Z' },
    'Rolled the room back to the snapshot “Full” of 2026-11-20 12:00 UTC',
  ],
  ['party.removed', { name: 'James Pryce', role: 'broker' }, 'Removed James Pryce (broker)'],
  [
    'vessel.added',
    { vessel_name: 'Gulf Larkspur', role: 'daughter' },
    'Added vessel Gulf Larkspur as daughter',
  ],
  ['vessel.updated', { vessel_name: 'Gulf Larkspur' }, 'Changed vessel Gulf Larkspur'],
  ['vessel.removed', { vessel_name: 'Gulf Larkspur' }, 'Took vessel Gulf Larkspur out of the room'],
  ['document.added', { type_name: 'Q88' }, 'Asked for Q88'],
  [
    'document.added',
    { type_name: 'Q88', vessel_name: 'Kestrel Bay' },
    'Asked for Q88 of Kestrel Bay',
  ],
  [
    'document.uploaded',
    { file_name: 'q88.pdf', type_name: 'Q88', vessel_name: 'Kestrel Bay' },
    'Uploaded q88.pdf for Q88 of Kestrel Bay',
  ],
  ['document.updated', { type_name: 'Q88', vessel_name: null }, 'Changed Q88'],
  ['document.approved', { type_name: 'Q88' }, 'Approved Q88'],
  ['document.rejected', { type_name: 'Q88', note: 'out of date' }, 'Rejected Q88: out of date'],
  ['document.deleted', { type_name: 'Q88' }, 'Deleted Q88'],
  ['approval.requested', { party_name: 'Sigurd Øverland' }, 'Asked Sigurd Øverland for approval'],
  [
    'approval.decided',
    { party_name: 'Sigurd Øverland', status: 'rejected', comment: 'no' },
    'Sigurd Øverland rejected: no',
  ],
  [
    'approval.revoked',
    {
      party_name: 'Sigurd Øverland',
      before: 'approved',
      vessel_name: 'Kestrel Bay',
      reason: 'late',
    },
    'Took back that Sigurd Øverland approved of Kestrel Bay: late',
  ],
  [
    'approval.deleted',
    { party_name: 'Sigurd Øverland' },
    'Deleted the approval by Sigurd Øverland',
  ],
  ['message.created', { vessel_name: null }, 'Wrote a message'],
  ['message.created', { vessel_name: 'Kestrel Bay' }, 'Wrote a message about Kestrel Bay'],
  ['room.imported', { title: 'Crude, Malta' }, 'Imported the room “Crude, Malta”'],
  [
    'activity.imported',
    { action: 'document_uploaded', at: '2025-10-30T12:34:56.123Z', legacy_id: '7' },
    'Document uploaded, 30 Oct 2025, 12:34 UTC (imported)',
  ],
  ['activity.imported', { action: 'unknown', at: null }, 'Unknown, at an unknown time (imported)'],
]

test.each(sentences)('%s %j reads “%s”', (action, detail, sentence) => {
  expect(activitySummary(action, detail)).toBe(sentence)
})

test('every action that changes a room has its sentence here', () => {
  expect(new Set(sentences.map(([action]) => action))).toEqual(new Set(roomChangingActions))
})

test('no sentence says undefined, null, or an object, whatever the entry lacks', () => {
  for (const action of roomChangingActions) {
    for (const detail of [{}, { vessel_name: null, reason: null, comment: null, note: null }]) {
      expect(activitySummary(action, detail)).not.toMatch(/undefined|null|\[object/)
    }
  }
})

test('an action that is not of a room is told by its name', () => {
  expect(activitySummary('session.signed_in', {})).toBe('session.signed_in')
})

test('neither reads, downloads, denials nor snapshots change a room', () => {
  for (const action of roomChangingActions) {
    expect(action).not.toMatch(/^(snapshot|access|session|audit|task|blob)\.|downloaded|viewed/)
  }
})
