import { Skeleton } from '@mantine/core'
import type { KeyboardEvent, MouseEvent, ReactNode } from 'react'
import type { DataColumn, RowGroup } from './data-column.ts'
import classes from './data-table.module.css'
import { dropTarget } from './drop-target.ts'
import { ErrorState } from './error-state.tsx'

export interface TableRow<Row> {
  id: string
  original: Row
}

interface TableBodyProps<Row> {
  columns: readonly DataColumn<Row>[]
  rows: readonly TableRow<Row>[] | undefined
  empty: ReactNode
  error: { message: string; retry(): void } | undefined
  onOpen: ((row: Row) => void) | undefined
  onDropFiles: ((row: Row, files: readonly File[]) => void) | undefined
  groupOf: ((row: Row) => RowGroup) | undefined
  skeletonRows: number
}

/** The rows, or what stands in their place. */
export function TableBody<Row>(props: TableBodyProps<Row>) {
  const { columns, rows, empty, error, groupOf, skeletonRows } = props
  if (error !== undefined && rows === undefined) {
    return (
      <Instead columns={columns.length}>
        <ErrorState message={error.message} onRetry={error.retry} />
      </Instead>
    )
  }
  if (rows === undefined) return <SkeletonRows columns={columns} count={skeletonRows} />
  if (rows.length === 0) return <Instead columns={columns.length}>{empty}</Instead>
  if (groupOf === undefined) return <Rows {...props} rows={rows} heading={undefined} />
  const groups = Map.groupBy(rows, (row) => groupOf(row.original).id)
  return [...groups].map(([id, members]) => {
    const [first] = members
    const heading = first === undefined ? undefined : groupOf(first.original).heading
    return <Rows key={id} {...props} rows={members} heading={heading} />
  })
}

interface RowsProps<Row> extends Omit<TableBodyProps<Row>, 'rows'> {
  rows: readonly TableRow<Row>[]
  heading: ReactNode
}

function Rows<Row>({ columns, rows, heading, onOpen, onDropFiles }: RowsProps<Row>) {
  return (
    <tbody onKeyDown={moveBetweenRows}>
      {heading !== undefined && (
        <tr className={classes.group}>
          <th scope="rowgroup" colSpan={columns.length}>
            {heading}
          </th>
        </tr>
      )}
      {rows.map((row) => (
        // The keyboard has the link or button in the row; the click is for the mouse alone.
        <tr
          key={row.id}
          data-row-id={row.id}
          data-opens={onOpen === undefined ? undefined : true}
          onClick={onOpen && ((event) => open(event, () => onOpen(row.original)))}
          {...(onDropFiles && dropTarget((files) => onDropFiles(row.original, files)))}
        >
          {columns.map((column) => (
            <td key={column.id} data-align={column.align}>
              {column.cell(row.original)}
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  )
}

function Instead({ columns, children }: { columns: number; children: ReactNode }) {
  return (
    <tbody>
      <tr>
        <td colSpan={columns}>{children}</td>
      </tr>
    </tbody>
  )
}

function SkeletonRows<Row>({
  columns,
  count,
}: {
  columns: readonly DataColumn<Row>[]
  count: number
}) {
  return (
    <tbody>
      {skeletonNames(count).map((name) => (
        <tr key={name} aria-hidden>
          {columns.map((column) => (
            <td key={column.id}>
              <Skeleton height={12} width={column.quietHeader === true ? 24 : '70%'} />
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  )
}

const skeletonNames = (count: number): string[] =>
  Array.from({ length: count }, (_, row) => `skeleton ${row}`)

/** A click on something that acts by itself, or the end of marking text, opens nothing. */
function open(event: MouseEvent<HTMLElement>, go: () => void): void {
  const { target } = event
  if (target instanceof Element && target.closest('a, button, input, label') !== null) return
  // A click in a dialog that a cell has opened bubbles through React to here, not through the page.
  if (target instanceof Node && !event.currentTarget.contains(target)) return
  if (window.getSelection()?.isCollapsed === false) return
  go()
}

function moveBetweenRows(event: KeyboardEvent<HTMLElement>): void {
  const { target, currentTarget, key } = event
  if (!(target instanceof HTMLElement) || target.dataset['rowFocus'] === undefined) return
  const table = currentTarget.closest('table') ?? currentTarget
  const stops = [...table.querySelectorAll<HTMLElement>('[data-row-focus]')]
  const at = stops.indexOf(target)
  const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: stops.length - 1 }[key]
  if (next === undefined) return
  event.preventDefault()
  stops[next]?.focus()
}
