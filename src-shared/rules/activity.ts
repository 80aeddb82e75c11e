import { utcText } from './times.ts'

/** Actions that change a room: what the activity of a room lists. Reads, denials, and snapshots are not among them. */
export const roomChangingActions = [
  'room.created',
  'room.updated',
  'room.transitioned',
  'room.restored',
  'party.added',
  'party.updated',
  'party.removed',
  'vessel.added',
  'vessel.updated',
  'vessel.removed',
  'document.added',
  'document.uploaded',
  'document.updated',
  'document.approved',
  'document.rejected',
  'document.deleted',
  'approval.requested',
  'approval.decided',
  'approval.revoked',
  'approval.deleted',
  'message.created',
  'room.imported',
  'activity.imported',
] as const

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

/** “ of MT Asteria” when the entry is about one vessel, else nothing. */
const onVessel = (detail: Record<string, unknown>): string =>
  text(detail.vessel_name) === '' ? '' : ` of ${text(detail.vessel_name)}`

/** `document_uploaded` of the predecessor → “Document uploaded, 30 Oct 2025, 12:34 UTC (imported)”. */
function importedActivity({ action, at }: Record<string, unknown>): string {
  const words = text(action).replaceAll('_', ' ').trim() || 'unknown activity'
  const when = text(at) === '' ? 'at an unknown time' : utcText(text(at))
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}, ${when} (imported)`
}

/** “ from seller to owner” when the entry says that the role changed, else nothing. */
function roleChange({ before, after }: Record<string, unknown>): string {
  const [from, to] = [before, after].map((side) =>
    typeof side === 'object' && side !== null && 'role' in side ? text(side.role) : '',
  )
  return from === '' || to === '' || from === to ? '' : ` from ${from} to ${to}`
}

/** In place, from another room’s snapshot, or from a file. */
function restoredSentence(d: Record<string, unknown>): string {
  const from = text(d.from_code)
  if (d.mode === 'roll_back') {
    const made = text(d.created_at).slice(0, 16).replace('T', ' ')
    return `Rolled the room back to the snapshot “${text(d.snapshot_title)}” of ${made} UTC`
  }
  if (d.mode === 'new_room') return `Restored from a snapshot of ${from}`
  return `Restored from a file of ${from}${d.known === true ? '' : ' that this workspace did not make'}`
}

const sentences: Record<
  (typeof roomChangingActions)[number],
  (detail: Record<string, unknown>) => string
> = {
  'room.created': (d) => `Opened the room “${text(d.title)}”`,
  'room.updated': (d) =>
    `Changed ${Array.isArray(d.fields) ? d.fields.map((f) => String(f).replaceAll('_', ' ')).join(', ') : 'the room'}`,
  'room.transitioned': (d) =>
    `Moved the room from ${text(d.from).replace('_', ' ')} to ${text(d.to).replace('_', ' ')}${text(d.reason) === '' ? '' : `: ${text(d.reason)}`}`,
  'room.restored': restoredSentence,
  'party.added': (d) => `Added ${text(d.name)} as ${text(d.role)}`,
  'party.updated': (d) => `Changed ${text(d.name)}${roleChange(d)}`,
  'party.removed': (d) => `Removed ${text(d.name)} (${text(d.role)})`,
  'vessel.added': (d) => `Added vessel ${text(d.vessel_name)} as ${text(d.role)}`,
  'vessel.updated': (d) => `Changed vessel ${text(d.vessel_name)}`,
  'vessel.removed': (d) => `Took vessel ${text(d.vessel_name)} out of the room`,
  'document.added': (d) => `Asked for ${text(d.type_name)}${onVessel(d)}`,
  'document.uploaded': (d) =>
    `Uploaded ${text(d.file_name)} for ${text(d.type_name)}${onVessel(d)}`,
  'document.updated': (d) => `Changed ${text(d.type_name)}${onVessel(d)}`,
  'document.approved': (d) => `Approved ${text(d.type_name)}${onVessel(d)}`,
  'document.rejected': (d) => `Rejected ${text(d.type_name)}${onVessel(d)}: ${text(d.note)}`,
  'document.deleted': (d) => `Deleted ${text(d.type_name)}${onVessel(d)}`,
  'approval.requested': (d) => `Asked ${text(d.party_name)} for approval${onVessel(d)}`,
  'approval.decided': (d) =>
    `${text(d.party_name)} ${text(d.status)}${onVessel(d)}${text(d.comment) === '' ? '' : `: ${text(d.comment)}`}`,
  'approval.revoked': (d) =>
    `Took back that ${text(d.party_name)} ${text(d.before)}${onVessel(d)}${text(d.reason) === '' ? '' : `: ${text(d.reason)}`}`,
  'approval.deleted': (d) => `Deleted the approval by ${text(d.party_name)}${onVessel(d)}`,
  'message.created': (d) =>
    `Wrote a message${text(d.vessel_name) === '' ? '' : ` about ${text(d.vessel_name)}`}`,
  'room.imported': (d) => `Imported the room “${text(d.title)}”`,
  'activity.imported': importedActivity,
}

/** What an audit entry says in words, for the activity of a room on screen and on paper. */
export function activitySummary(action: string, detail: Record<string, unknown>): string {
  const known = roomChangingActions.find((candidate) => candidate === action)
  return known === undefined ? action : sentences[known](detail)
}
