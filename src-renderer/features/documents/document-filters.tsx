import { SegmentedControl, Select } from '@mantine/core'
import type { RoomDocument } from '../../../src-shared/contract/documents.ts'
import { type DocumentCategory, documentCategories } from '../../../src-shared/contract/enums.ts'
import { inWords } from '../../ui/words.ts'

export interface DocumentFilter {
  show?: 'missing' | 'expiring' | 'review' | undefined
  category?: DocumentCategory | undefined
}

const shows: Record<
  NonNullable<DocumentFilter['show']>,
  { label: string; has(document: RoomDocument): boolean }
> = {
  missing: { label: 'Missing', has: (document) => document.status === 'missing' },
  expiring: {
    label: 'Expiring or expired',
    has: ({ expiry_state }) => expiry_state === 'expiring_soon' || expiry_state === 'expired',
  },
  review: { label: 'To review', has: (document) => document.status === 'under_review' },
}
const showNames = ['missing', 'expiring', 'review'] as const

export function fits(document: RoomDocument, { show, category }: DocumentFilter): boolean {
  return (
    (show === undefined || shows[show].has(document)) &&
    (category === undefined || document.category === category)
  )
}

interface DocumentFiltersProps {
  documents: readonly RoomDocument[]
  filter: DocumentFilter
  onChange(part: DocumentFilter): void
}

/** What is missing, what expires, what waits for a review; each with its count. */
export function DocumentFilters({ documents, filter, onChange }: DocumentFiltersProps) {
  const count = (show: DocumentFilter['show']) =>
    documents.filter((document) => fits(document, { show, category: filter.category })).length
  return (
    <>
      <SegmentedControl
        aria-label="Which documents"
        size="sm"
        value={filter.show ?? 'all'}
        data={[
          { value: 'all', label: `All (${count(undefined)})` },
          ...showNames.map((name) => ({
            value: name,
            label: `${shows[name].label} (${count(name)})`,
          })),
        ]}
        onChange={(value) => onChange({ show: showNames.find((name) => name === value) })}
      />
      <Select
        aria-label="Category"
        placeholder="Any category"
        w={160}
        clearable
        clearButtonProps={{ 'aria-label': 'Any category' }}
        data={documentCategories.map((value) => ({ value, label: inWords(value) }))}
        value={filter.category ?? null}
        onChange={(value) =>
          onChange({ category: documentCategories.find((known) => known === value) })
        }
      />
    </>
  )
}
