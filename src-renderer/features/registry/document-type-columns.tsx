import type { DocumentCategory } from '../../../src-shared/contract/enums.ts'
import type { DocumentType } from '../../../src-shared/contract/registry.ts'
import { defaultWarningDays } from '../../../src-shared/rules/readiness.ts'
import type { DataColumn } from '../../ui/data-column.ts'
import type { ListSearch } from '../../ui/list-search.ts'
import { Mono } from '../../ui/mono.tsx'
import { ToneBadge } from '../../ui/status-badge.tsx'
import { counted, inWords } from '../../ui/words.ts'
import { actionsColumn, OpenRow, type RowActionsOf } from './row-actions.tsx'

const weights: Record<DocumentType['criticality'], string> = {
  high: 'High',
  med: 'Medium',
  low: 'Low',
}
const rank: Record<DocumentType['criticality'], number> = { high: 0, med: 1, low: 2 }

export const documentTypeColumns = (of: RowActionsOf<DocumentType>): DataColumn<DocumentType>[] => [
  {
    id: 'code',
    header: 'Code',
    sort: true,
    width: '160px',
    cell: (row) => <Mono text={row.code} />,
  },
  {
    id: 'name',
    header: 'Name',
    sort: true,
    always: true,
    cell: (row) => <OpenRow name={row.name} onClick={() => of.onChange(row)} />,
  },
  {
    id: 'category',
    header: 'Category',
    sort: true,
    width: '112px',
    cell: (row) => inWords(row.category),
  },
  {
    id: 'required',
    header: 'Required',
    width: '88px',
    cell: (row) => (row.required ? 'Required' : 'Optional'),
  },
  {
    id: 'criticality',
    header: 'Criticality',
    sort: true,
    width: '96px',
    cell: (row) => weights[row.criticality],
  },
  {
    id: 'warning',
    header: 'Expiry warning',
    width: '120px',
    align: 'end',
    cell: (row) => counted(row.expiry_warning_days ?? defaultWarningDays, 'day'),
  },
  {
    id: 'state',
    header: 'State',
    width: '96px',
    cell: (row) =>
      row.is_active ? (
        <ToneBadge tone="green" word="In use" />
      ) : (
        <ToneBadge tone="grey" word="Retired" />
      ),
  },
  actionsColumn(of),
]

/** One page of the catalogue, which is short enough to be here whole. */
export function pageOfTypes(
  types: readonly DocumentType[],
  search: ListSearch & {
    category?: DocumentCategory | undefined
    state?: 'in_use' | 'retired' | undefined
  },
): { rows: DocumentType[]; total: number } {
  const { q = '', category, state, sort, direction = 'asc', page = 1, size = 25 } = search
  const words = q.toLowerCase().split(/\s+/)
  const fitting = types.filter(
    (type) =>
      words.every((word) => `${type.code} ${type.name}`.toLowerCase().includes(word)) &&
      (category === undefined || type.category === category) &&
      (state === undefined || type.is_active === (state === 'in_use')),
  )
  // Without a choice, as the catalogue has them.
  const sorted = sort === undefined ? fitting : fitting.toSorted((a, b) => order(a, b, sort))
  if (sort !== undefined && direction === 'desc') sorted.reverse()
  return { rows: sorted.slice((page - 1) * size, page * size), total: fitting.length }
}

function order(a: DocumentType, b: DocumentType, by: string): number {
  if (by === 'criticality') return rank[a.criticality] - rank[b.criticality]
  if (by === 'category') return a.category.localeCompare(b.category)
  return by === 'code' ? a.code.localeCompare(b.code) : a.name.localeCompare(b.name)
}
