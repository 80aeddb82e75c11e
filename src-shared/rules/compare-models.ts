import type { ChangedField, ComparedSection, SectionComparison } from '../contract/comparison.ts'
import type { RoomModel } from '../contract/room-model.ts'
import { utcText } from './times.ts'

type Json = ChangedField['before']
type Facts = Readonly<Record<string, unknown>>

/** One thing of a section: how it is known in both models, what people call it, and its facts. */
interface Thing {
  key: string
  label: string
  facts: Facts
}

/**
 * What differs between two models of a room, section by section, everything found again by what it
 * is (IMO number, e-mail, document type and ship), never by an id: a restored room has others.
 * Ids, revisions, and times of change are left out: they differ with every change and say nothing.
 */
export function compareModels(
  from: RoomModel,
  to: RoomModel,
): { equal: boolean; notes: string[]; sections: SectionComparison[] } {
  const sections: SectionComparison[] = [
    compareThings('room', roomOf(from), roomOf(to)),
    compareThings('parties', partiesOf(from), partiesOf(to)),
    compareThings('vessels', vesselsOf(from), vesselsOf(to)),
    ...listed('documents', from, to, (model) => documentsOf(model)),
    ...listed('versions', from, to, (model) => versionsOf(model), 'documents'),
    ...listed('approvals', from, to, (model) => approvalsOf(model)),
    ...listed('messages', from, to, (model) => messagesOf(model)),
    ...activity(from, to),
    compareThings('readiness', readinessOf(from), readinessOf(to)),
  ]
  return { equal: sections.every(isEqual), notes: scopeNotes(from, to), sections }
}

/** Is there nothing in this section that differs? */
export const isEqual = ({ added, removed, changed }: SectionComparison): boolean =>
  added.length + removed.length + changed.length === 0

function compareThings(
  section: ComparedSection,
  before: readonly Thing[],
  after: readonly Thing[],
): SectionComparison {
  const [old, young] = [byKey(before), byKey(after)]
  const item = (key: string, { label }: Thing) => ({ path: `${section}/${key}`, label })
  const changed: ChangedField[] = []
  for (const [key, thing] of young) {
    const was = old.get(key)
    if (was === undefined) continue
    for (const [field, one, other] of changedFields(was.facts, thing.facts)) {
      changed.push({
        path: `${section}/${key}/${field.replaceAll(' ', '_')}`,
        label: thing.label,
        field,
        before: one,
        after: other,
      })
    }
  }
  return {
    section,
    added: [...young].filter(([key]) => !old.has(key)).map(([key, thing]) => item(key, thing)),
    removed: [...old].filter(([key]) => !young.has(key)).map(([key, thing]) => item(key, thing)),
    changed,
    not_compared: null,
  }
}

/** Two things that are called the same get a number: none may hide the other. */
function byKey(things: readonly Thing[]): Map<string, Thing> {
  const found = new Map<string, Thing>()
  for (const thing of things) {
    let key = thing.key
    for (let number = 2; found.has(key); number++) key = `${thing.key}#${number}`
    found.set(key, thing)
  }
  return found
}

/** A section that the options may leave out: one that is in neither is no section. */
function listed(
  section: ComparedSection,
  from: RoomModel,
  to: RoomModel,
  thingsOf: (model: RoomModel) => Thing[],
  option = section,
): SectionComparison[] {
  const without = [from, to].map((model) => leftOut(model, option))
  if (without.every(Boolean)) return []
  if (without.some(Boolean)) {
    const which = without[0] ? 'The first' : 'The second'
    return [
      {
        section,
        added: [],
        removed: [],
        changed: [],
        not_compared: `${which} snapshot was made without ${option}.`,
      },
    ]
  }
  return [compareThings(section, thingsOf(from), thingsOf(to))]
}

/** Was the whole section left out? Of one that was only cut short, the newest part is there. */
function leftOut(model: RoomModel, section: string): boolean {
  const things = Object.entries(model).find(([name]) => name === section)?.[1]
  return (
    Array.isArray(things) &&
    things.length === 0 &&
    model.scope.omitted.some((omitted) => omitted.section === section && omitted.count !== 0)
  )
}

/** The trail only grows: what is older than the oldest entry of the other one was cut, not removed. */
function activity(from: RoomModel, to: RoomModel): SectionComparison[] {
  const oldest = Math.max(from.activity.at(-1)?.seq ?? 0, to.activity.at(-1)?.seq ?? 0)
  const thingsOf = (model: RoomModel) =>
    model.activity
      .filter(({ seq }) => seq >= oldest)
      .map(({ seq, at, actor, summary }) => ({
        key: String(seq),
        label: `${summary} (${actor}, ${utcText(at)})`,
        facts: { at, actor, summary },
      }))
  return listed('activity', from, to, thingsOf)
}

function scopeNotes(from: RoomModel, to: RoomModel): string[] {
  const notes: string[] = []
  for (const [which, { scope }] of [
    ['first', from],
    ['second', to],
  ] as const) {
    if (scope.visibility.restricted) {
      notes.push(
        `The ${which} snapshot shows what its maker could see: ${scope.visibility.reason ?? 'not every vessel'}.`,
      )
    }
    if (scope.vessel_ids !== null) {
      notes.push(`The ${which} snapshot is about chosen vessels only.`)
    }
  }
  return notes
}

const roomOf = ({ room }: RoomModel): Thing[] => {
  const { id: _, revision: __, created_at: ___, updated_at: ____, code: _____, ...rest } = room
  const { organization, terminal, ...facts } = rest
  return [
    {
      key: 'room',
      label: 'Room',
      facts: { ...facts, organization: organization.name, terminal: terminal?.name ?? null },
    },
  ]
}

const partiesOf = (model: RoomModel): Thing[] =>
  model.parties.map(({ id: _, ...facts }) => ({
    key: facts.email,
    label: `${facts.name}, ${facts.role}`,
    facts,
  }))

const vesselsOf = (model: RoomModel): Thing[] =>
  model.vessels.map(({ id: _, ...facts }) => ({
    key: facts.imo,
    label: `${facts.name}, IMO ${facts.imo}`,
    facts,
  }))

type Ship = { imo: string; name: string } | null

const onShip = (ship: Ship): string => (ship === null ? 'room' : ship.imo)
const forShip = (ship: Ship): string => (ship === null ? '' : `, ${ship.name}`)
const documentKey = (document: RoomModel['documents'][number]): string =>
  `${document.type.code}@${onShip(document.vessel)}`

const documentsOf = (model: RoomModel): Thing[] =>
  model.documents.map((document) => {
    const { id: _, versions: __, vessel, type, ...facts } = document
    const { code: ___, ...ofType } = type
    return {
      key: documentKey(document),
      label: `${type.name}${forShip(vessel)}`,
      facts: { ...facts, ...ofType },
    }
  })

const versionsOf = (model: RoomModel): Thing[] =>
  model.documents.flatMap((document) =>
    document.versions.map((version) => ({
      key: `${documentKey(document)}/${version.sha256}`,
      label: `${version.file_name} of ${document.type.name}${forShip(document.vessel)}`,
      facts: version,
    })),
  )

const approvalsOf = (model: RoomModel): Thing[] => {
  const emails = new Map(model.parties.map(({ id, email }) => [id, email]))
  return model.approvals.map(({ id: _, party, vessel, ...facts }) => ({
    key: `${emails.get(party.id) ?? `${party.name} (${party.role})`}@${onShip(vessel)}`,
    label: `${party.name}${forShip(vessel)}`,
    facts,
  }))
}

const messagesOf = (model: RoomModel): Thing[] =>
  model.messages.map(({ id: _, vessel, ...facts }) => ({
    key: `${facts.created_at} ${facts.sender_name}`,
    label: `${facts.sender_name}, ${utcText(facts.created_at)}${forShip(vessel)}`,
    facts,
  }))

const readinessOf = ({ readiness }: RoomModel): Thing[] => {
  const { blockers, expiring_soon, ...facts } = readiness
  const of =
    (what: string, words: string) => (one: (typeof blockers | typeof expiring_soon)[0]) => ({
      key: `${what}/${one.type_code}@${one.vessel_name ?? 'room'}`,
      label: `${one.type_name}${one.vessel_name === null ? '' : `, ${one.vessel_name}`} ${words}`,
      facts: 'reason' in one ? { reason: one.reason } : { expires_on: one.expires_on },
    })
  return [
    { key: 'readiness', label: 'Readiness', facts },
    ...blockers.map(of('blockers', 'blocks the clearance')),
    ...expiring_soon.map(of('expiring_soon', 'expires soon')),
  ]
}

/** @returns field in words, before, after, for each field that differs */
function changedFields(before: Facts, after: Facts): [string, Json, Json][] {
  const changed: [string, Json, Json][] = []
  for (const field of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [one, other] = [asJson(before[field]), asJson(after[field])]
    if (JSON.stringify(one) !== JSON.stringify(other)) {
      changed.push([field.replaceAll('_', ' '), one, other])
    }
  }
  return changed
}

/** Facts come out of JSON: numbers, text, lists of text, or nothing. */
function asJson(value: unknown): Json {
  if (Array.isArray(value)) return value.map(asJson)
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
    return value
  }
  return null
}
