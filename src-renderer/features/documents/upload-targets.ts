import type { ComboboxItemGroup } from '@mantine/core'
import type { RoomDocument } from '../../../src-shared/contract/documents.ts'
import type { DocumentType } from '../../../src-shared/contract/registry.ts'
import { inWords } from '../../ui/words.ts'

type Choices = ComboboxItemGroup<{ value: string; label: string }>[]

/**
 * What a file may be: the documents of the room, those that wait for one first, then every other
 * type of the catalogue.
 */
export function uploadTargets(
  documents: readonly RoomDocument[],
  types: readonly DocumentType[],
): Choices {
  const choice = (document: RoomDocument) => ({
    value: `document:${document.id}`,
    label: [document.type_name, document.vessel_name].filter(Boolean).join(', '),
  })
  const waits = ({ status }: RoomDocument) => status === 'missing' || status === 'rejected'
  // A type that a vessel has is not the same document for another one: it stays on offer.
  const roomLevel = new Set(
    documents.filter((one) => one.vessel_id === null).map((one) => one.type_id),
  )
  const others = types.filter((type) => type.is_active && !roomLevel.has(type.id))
  const groups: Choices = [
    { group: 'Missing or rejected', items: documents.filter(waits).map(choice) },
    {
      group: 'Other documents of the room',
      items: documents.filter((one) => !waits(one)).map(choice),
    },
    {
      group: 'Other types',
      items: others.map(({ id, name, category }) => ({
        value: `type:${id}`,
        label: `${name} (${inWords(category).toLowerCase()})`,
      })),
    },
  ]
  return groups.filter(({ items }) => items.length > 0)
}
