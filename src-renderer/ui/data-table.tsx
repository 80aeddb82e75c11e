import {
  type ColumnDef,
  columnVisibilityFeature,
  createSortedRowModel,
  rowSortingFeature,
  type SortingState,
  sortFn_basic,
  tableFeatures,
  useTable,
} from '@tanstack/react-table'
import { type ReactNode, useMemo, useState } from 'react'
import { ColumnMenu } from './column-menu.tsx'
import type { DataColumn, RowGroup, TableSorting } from './data-column.ts'
import classes from './data-table.module.css'
import { TableBody, type TableRow } from './data-table-body.tsx'
import { TableHead } from './data-table-head.tsx'
import { Pager, type Paging } from './pager.tsx'
import { type RowSelection, selectionColumn } from './row-selection.tsx'

export interface DataTableProps<Row> {
  /** The table's name for screen readers. */
  label: string
  columns: readonly DataColumn<Row>[]
  /** Undefined while they are being read: skeleton rows keep the shape. */
  rows: readonly Row[] | undefined
  rowId(row: Row): string
  /** In the place of the rows when there are none. */
  empty: ReactNode
  error?: { message: string; retry(): void } | undefined
  /** Sorted by whoever gives the rows; without it the table sorts what it has. */
  sorting?: { value: TableSorting; onChange(sorting: TableSorting): void }
  paging?: Paging | undefined
  columnChoice?: Record<string, boolean>
  onColumnChoice?(columns: Record<string, boolean>): void
  /** A click on a row. The keyboard's way is a link or button in it, marked `data-row-focus`. */
  onOpen?: (row: Row) => void
  /** Files that are dropped on a row. */
  onDropFiles?: (row: Row, files: readonly File[]) => void
  /** Parts the rows under headings, in the order in which they first appear. */
  groupOf?: (row: Row) => RowGroup
  /** At the left above the table: search and filters. */
  toolbar?: ReactNode
  /** Lets rows be chosen, each by a checkbox. */
  selection?: RowSelection<Row>
  /** Under the rows: what can be done with those that are chosen. */
  chosenBar?: ReactNode
  /** Fills the height that is left and scrolls inside, instead of growing. */
  fill?: boolean
  /** How many skeleton rows are shown. */
  skeletonRows?: number
}

const features = tableFeatures({
  columnVisibilityFeature,
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
  sortFns: { basic: sortFn_basic },
})

/**
 * A table with sorting, column choice, pages, a count, and shapes for loading, empty and failed.
 * Arrow keys move between the rows' links.
 */
export function DataTable<Row extends object>(props: DataTableProps<Row>) {
  const { columns, rows, rowId, sorting, paging, columnChoice, onColumnChoice } = props
  const [ownSorting, setOwnSorting] = useState<SortingState>([])
  const defs = useMemo(() => columns.map((column) => columnDef(column)), [columns])
  const data = useMemo(() => [...(rows ?? [])], [rows])
  const visibility = useMemo(() => visibilityOf(columns, columnChoice), [columns, columnChoice])
  const given: SortingState | undefined = sorting && [
    { id: sorting.value.column, desc: sorting.value.direction === 'desc' },
  ]
  const table = useTable({
    features,
    columns: defs,
    data,
    getRowId: rowId,
    manualSorting: sorting !== undefined,
    enableSortingRemoval: false,
    enableMultiSort: false,
    state: { sorting: given ?? ownSorting, columnVisibility: visibility },
    onSortingChange: (update) => {
      const next = typeof update === 'function' ? update(given ?? ownSorting) : update
      const [first] = next
      if (sorting === undefined) setOwnSorting(next)
      else if (first !== undefined) {
        sorting.onChange({ column: first.id, direction: first.desc ? 'desc' : 'asc' })
      }
    },
  })

  const chosen = columns.filter((column) => visibility[column.id] !== false)
  const shown =
    props.selection === undefined
      ? chosen
      : [selectionColumn(props.selection, rows ?? []), ...chosen]
  const bodyRows: TableRow<Row>[] = table.getRowModel().rows
  const state = table.state.sorting[0]
  return (
    <div className={classes.frame} data-fill={props.fill || undefined}>
      {(props.toolbar !== undefined || onColumnChoice !== undefined) && (
        <div className={classes.toolbar}>
          {props.toolbar}
          {onColumnChoice !== undefined && (
            <ColumnMenu columns={columns} visibility={visibility} onChange={onColumnChoice} />
          )}
        </div>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className={classes.scroll} aria-label={props.label} tabIndex={0}>
        <table
          className={classes.table}
          aria-label={props.label}
          aria-busy={rows === undefined && props.error === undefined}
        >
          <TableHead
            columns={shown}
            sorted={state && { column: state.id, direction: state.desc ? 'desc' : 'asc' }}
            onSort={(id) => table.getColumn(id)?.toggleSorting()}
          />
          <TableBody
            columns={shown}
            rows={rows === undefined ? undefined : bodyRows}
            empty={props.empty}
            error={props.error}
            onOpen={props.onOpen}
            onDropFiles={props.onDropFiles}
            groupOf={props.groupOf}
            skeletonRows={props.skeletonRows ?? 8}
          />
        </table>
      </section>
      {props.chosenBar}
      {paging !== undefined && <Pager {...paging} />}
    </div>
  )
}

function columnDef<Row extends object>(column: DataColumn<Row>): ColumnDef<typeof features, Row> {
  const { sort } = column
  return {
    id: column.id,
    accessorFn: (row) => (typeof sort === 'function' ? (sort(row) ?? undefined) : undefined),
    enableSorting: sort !== undefined,
    sortFn: 'basic',
    sortUndefined: 'last',
    sortDescFirst: false,
    header: column.header,
  }
}

function visibilityOf<Row>(
  columns: readonly DataColumn<Row>[],
  choice: Record<string, boolean> = {},
): Record<string, boolean> {
  return Object.fromEntries(
    columns.map(({ id, always, hidden }) => [
      id,
      always === true || (choice[id] ?? hidden !== true),
    ]),
  )
}
