import type {
  ChangedField,
  ComparedSection,
  Comparison,
  SectionComparison,
} from '../../../../src-shared/contract/comparison.ts'
import { comparedSections } from '../../../../src-shared/contract/comparison.ts'
import type { Snapshot } from '../../../../src-shared/contract/snapshots.ts'
import { dateText, utcText } from '../../../../src-shared/rules/times.ts'
import { bytesInWords } from '../../../ui/bytes-text.tsx'
import { localTime } from '../../../ui/time-text.tsx'
import { counted, grouped, inWords } from '../../../ui/words.ts'

export const sectionWords: Record<ComparedSection, string> = {
  room: 'Room',
  parties: 'Parties',
  vessels: 'Vessels',
  documents: 'Documents',
  versions: 'Files of documents',
  approvals: 'Approvals',
  messages: 'Messages',
  activity: 'Activity',
  readiness: 'Readiness',
}

/** Fields whose name in the model is not how people say it. */
const fieldWords: Record<string, string> = {
  eta: 'ETA',
  mmsi: 'MMSI',
  imo: 'IMO number',
  'imo verified': 'IMO number verified',
  'is lead': 'Lead vessel',
  'length m': 'Length',
  'beam m': 'Beam',
  'draft m': 'Draught',
  'size bytes': 'Size',
  sha256: 'SHA-256',
  mime: 'Kind of file',
  progress: 'Clearance',
  required: 'Required documents',
  resolved: 'Resolved documents',
  'demurrage rate per day': 'Demurrage per day',
  email: 'E-mail',
}

/** `review note` → `Review note`, `length m` → `Length`. */
export function fieldInWords({ field, path }: ChangedField): string {
  // Of one document it is a yes or no, and no number of them.
  if (path.startsWith('documents/') && (field === 'required' || field === 'resolved')) {
    return inWords(field)
  }
  return fieldWords[field] ?? inWords(field)
}

/** Fields that hold a word of an enumeration, such as `under_review`. */
const wordFields = new Set([
  'status',
  'expiry state',
  'role',
  'sender role',
  'priority',
  'criticality',
  'category',
  'overall approval',
  'reason',
])
const units: Record<string, string> = { 'length m': 'm', 'beam m': 'm', 'draft m': 'm' }
const moneyFields = new Set(['cargo value', 'demurrage rate per day'])
const plainNumbers = new Set(['built year'])

/** A value for people; `null` where there is nothing. `exact` is what the pointer shows over it. */
export function valueInWords(
  field: string,
  value: ChangedField['before'],
): { words: string; exact?: string } | null {
  if (value === null || value === '') return null
  if (typeof value === 'boolean') return { words: value ? 'Yes' : 'No' }
  if (typeof value === 'number') return { words: numberInWords(field, value) }
  if (Array.isArray(value)) {
    return value.length === 0 ? null : { words: value.map(String).join(', ') }
  }
  if (typeof value !== 'string') return { words: JSON.stringify(value) }
  if (/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value)) {
    return { words: localTime(value), exact: utcText(value) }
  }
  if (/^\d{4}-\d\d-\d\d$/.test(value)) return { words: dateText(value) }
  if (field === 'sha256') return { words: `${value.slice(0, 12)}…`, exact: value }
  if (moneyFields.has(field)) return { words: grouped(value) }
  return { words: wordFields.has(field) ? inWords(value) : value }
}

function numberInWords(field: string, value: number): string {
  if (field === 'size bytes') return bytesInWords(value)
  if (field === 'progress') return `${value} %`
  if (plainNumbers.has(field)) return String(value)
  const unit = units[field]
  return unit === undefined ? grouped(String(value)) : `${grouped(String(value))} ${unit}`
}

export const changeKinds = ['added', 'removed', 'changed'] as const
export type ChangeKind = (typeof changeKinds)[number]

export type Counts = Record<ChangeKind, number>

/** How much of each kind there is; of what is there in both, each field that differs counts. */
export function countsOf(sections: readonly SectionComparison[]): Counts {
  const sum = (kind: ChangeKind) => sections.reduce((total, one) => total + one[kind].length, 0)
  return { added: sum('added'), removed: sum('removed'), changed: sum('changed') }
}

const countWords: Record<ChangeKind, string> = {
  added: 'added',
  removed: 'removed',
  changed: 'changed',
}

/** `2 added, 1 field changed`; `No change` for nothing. */
export function countsInWords({ added, removed, changed }: Counts, words = countWords): string {
  const parts = [
    added > 0 ? `${grouped(String(added))} ${words.added}` : null,
    removed > 0 ? `${grouped(String(removed))} ${words.removed}` : null,
    changed > 0 ? `${counted(changed, 'field')} ${words.changed}` : null,
  ].filter((part) => part !== null)
  return parts.length === 0 ? 'No change' : parts.join(', ')
}

type Made = Pick<Snapshot, 'options'>

/**
 * Everything that a comparison is silent about, in sentences.
 * @param of the two snapshots on record; undefined while they are being read
 */
export function notCompared(
  comparison: Comparison,
  of: { from: Made | undefined; to: Made | undefined },
): string[] {
  const there = new Set(comparison.sections.map(({ section }) => section))
  const inNeither = comparedSections.filter((section) => !there.has(section))
  const sentences = [...comparison.notes]
  for (const { section, not_compared } of comparison.sections) {
    if (not_compared !== null) {
      sentences.push(`${sectionWords[section]} could not be compared. ${not_compared}`)
    }
  }
  if (inNeither.length > 0) {
    const names = inNeither.map((section) => sectionWords[section].toLowerCase()).join(', ')
    sentences.push(`In neither of the two, and so not compared: ${names}.`)
  }
  if (there.has('activity')) sentences.push(activityLimits(of.from, of.to))
  sentences.push(
    'Ids, revisions, and times of change are not compared: they differ with every change. Nor are the files’ own contents, only their names, sizes, and SHA-256.',
  )
  return sentences
}

function activityLimits(from: Made | undefined, to: Made | undefined): string {
  const cut = 'activity that is older than the oldest entry of either is not compared'
  if (from === undefined || to === undefined)
    return `Activity is cut to the newest entries: ${cut}.`
  const [one, other] = [from.options.activity_limit, to.options.activity_limit]
  const limits =
    one === other
      ? `Each holds the newest ${grouped(String(one))} entries of the activity`
      : `The first holds the newest ${grouped(String(one))} entries of the activity, the second the newest ${grouped(String(other))}`
  return `${limits}: ${cut}.`
}
