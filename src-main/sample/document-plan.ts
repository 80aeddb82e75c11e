import { vesselInRole } from './cast.ts'
import type { DocumentTypeContent, RoomContent } from './content.ts'
import type { DocumentRef } from './steps.ts'

const perVessel: ReadonlySet<string> = new Set(['vessel', 'technical', 'crew'])

/** What becomes of one document of a room by the anchor. */
export interface PlannedDocument {
  /** As the content writes it: `TYPE` or `TYPE/mother`. */
  key: string
  ref: DocumentRef
  type: DocumentTypeContent
  /** Papers of one category and one ship: sent together, reviewed together. */
  batch: string
  /** Place within the batch, from 0. */
  place: number
  fate: 'approved' | 'under_review' | 'rejected' | 'missing'
  /** The note of the last rejection; empty unless the fate is `rejected`. */
  rejection: string
  /** The note of an earlier rejection, or null. */
  resubmitted: string | null
  renewed: boolean
}

/**
 * Every document that the room has at the anchor: the required types that a room starts with
 * (vessel, technical, and crew papers once for each ship) and the optional ones that somebody adds.
 * @throws Error when a list names a document that the room does not have
 */
export function planDocuments(
  room: RoomContent,
  types: readonly DocumentTypeContent[],
): PlannedDocument[] {
  const { documents } = room
  const places = new Map<string, number>()
  const all = types.flatMap((type) => {
    const roles = perVessel.has(type.category)
      ? room.vessels.map((vessel) => vessel.role)
      : [undefined]
    return roles.map((role) => ({
      type,
      role,
      key: role === undefined ? type.code : `${type.code}/${role}`,
    }))
  })
  const present = all.filter(({ type, key }) => type.required || documents.optional.includes(key))
  refuseUnknown(room, present)

  return present.map(({ type, role, key }) => {
    const named = (list: readonly string[]) => list.some((one) => selects(one, key, type.category))
    const batch = role === undefined ? type.category : `${type.category}/${role}`
    const place = places.get(batch) ?? 0
    places.set(batch, place + 1)
    const rejection = documents.rejected[key] ?? ''
    return {
      key,
      ref: { room: room.key, type: type.code, imo: vesselInRole(room, role) },
      type,
      batch,
      place,
      fate: fateOf(room, named, rejection),
      rejection,
      resubmitted: documents.resubmitted[key] ?? null,
      renewed: named(documents.renewed),
    }
  })
}

function fateOf(
  { documents }: RoomContent,
  named: (list: readonly string[]) => boolean,
  rejection: string,
): PlannedDocument['fate'] {
  if (rejection !== '') return 'rejected'
  if (named(documents.under_review)) return 'under_review'
  if (named(documents.missing)) return 'missing'
  return named(documents.approved) ? 'approved' : documents.rest
}

function selects(selector: string, key: string, category: string): boolean {
  if (!selector.startsWith('@')) return selector === key
  const [, role] = key.split('/')
  return selector === `@${category}` || (role !== undefined && selector === `@${category}/${role}`)
}

function refuseUnknown(
  room: RoomContent,
  present: readonly { key: string; type: DocumentTypeContent }[],
): void {
  const { documents } = room
  const named = [
    ...documents.optional,
    ...documents.approved,
    ...documents.under_review,
    ...documents.missing,
    ...documents.renewed,
    ...Object.keys(documents.rejected),
    ...Object.keys(documents.resubmitted),
    ...Object.keys(documents.expires),
    ...Object.keys(documents.priority),
    ...Object.keys(documents.remarks),
  ]
  for (const selector of named) {
    if (!present.some(({ key, type }) => selects(selector, key, type.category))) {
      throw new Error(`${room.key} has no document “${selector}”.`)
    }
  }
}
