import { Checkbox } from '@mantine/core'
import type { DataColumn } from './data-column.ts'

/** Which rows of a table are chosen; it may hold rows of other pages too. */
export interface RowSelection<Row> {
  has(row: Row): boolean
  /** What the row is called, for those who hear its checkbox. */
  nameOf(row: Row): string
  choose(rows: readonly Row[], chosen: boolean): void
}

/** The leading column of checkboxes; its head chooses all rows of the page. */
export function selectionColumn<Row>(
  { has, nameOf, choose }: RowSelection<Row>,
  rows: readonly Row[],
): DataColumn<Row> {
  const chosen = rows.filter(has).length
  const all = rows.length > 0 && chosen === rows.length
  return {
    id: 'chosen',
    header: 'Chosen',
    quietHeader: true,
    always: true,
    width: '36px',
    head: (
      <Checkbox
        size="xs"
        aria-label={all ? 'Choose none on this page' : 'Choose all on this page'}
        checked={all}
        indeterminate={chosen > 0 && !all}
        disabled={rows.length === 0}
        onChange={() => choose(rows, !all)}
      />
    ),
    cell: (row) => (
      <Checkbox
        size="xs"
        aria-label={`Choose ${nameOf(row)}`}
        checked={has(row)}
        onChange={(event) => choose([row], event.currentTarget.checked)}
      />
    ),
  }
}
