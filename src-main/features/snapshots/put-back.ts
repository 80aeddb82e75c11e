import type { ComparedSection, SectionComparison } from '../../../src-shared/contract/comparison.ts'
import { isEqual } from '../../../src-shared/rules/compare-models.ts'

/** Of the room alone, its trail and what people said: no roll-back touches them. */
const untouched: readonly ComparedSection[] = ['activity', 'messages']

/** What a roll-back sets of a vessel; its other facts are the registry's, for every room. */
const ofVessel: readonly string[] = ['role', 'is lead']

/** What a document has of its type, which is the catalogue's. */
const ofType: readonly string[] = ['name', 'category', 'required', 'criticality']

/**
 * Of what differs between a room and a snapshot, that which rolling the room back would change.
 * Files that came since stay where they are, so none of them goes.
 */
export function putBack(sections: readonly SectionComparison[]): {
  equal: boolean
  sections: SectionComparison[]
} {
  const changes = sections
    .filter(({ section }) => !untouched.includes(section))
    .map((one) => {
      switch (one.section) {
        case 'vessels':
          return { ...one, changed: one.changed.filter(({ field }) => ofVessel.includes(field)) }
        case 'documents':
          return { ...one, changed: one.changed.filter(({ field }) => !ofType.includes(field)) }
        case 'versions':
          return { ...one, removed: [] }
        default:
          return one
      }
    })
  return { equal: changes.every(isEqual), sections: changes }
}
