import { Skeleton } from '@mantine/core'
import type { KeyboardEvent, MouseEvent, ReactNode } from 'react'
import type { DataColumn } from './data-column.ts'
import classes from './data-table.module.css'
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
  skeletonRows: number
}

/** The rows, or what stands in their place. */
export function TableBody<Row>(props: TableBodyProps<Row>) {
  const { columns, rows, empty, error, onOpen, skeletonRows } = props
  if (error !== undefined && rows === undefined) {
    return (
      <Instead columns={columns.length}>
        <ErrorState message={error.message} onRetry={error.retry} />
      </Instead>
    )
  }
  if (rows === undefined) return <SkeletonRows columns={columns} count={skeletonRows} />
  if (rows.length === 0) return <Instead columns={columns.length}>{empty}</Instead>
  return (
    <tbody onKeyDown={moveBetweenRows}>
      {rows.map((row) => (
        // The keyboard has the link or button in the row; the click is for the mouse alone.
        // biome-ignore lint/a11y/useKeyWithClickEvents: see above
        <tr
          key={row.id}
          data-row-id={row.id}
          data-opens={onOpen === undefined ? undefined : true}
          onClick={onOpen === undefined ? undefined : (event) => open(event, () => onOpen(row.original))}
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
      <tr className={classes.instead}>
        <td colSpan={columns}>{children}</td>
      </tr>
    </tbody>
  )
}

function SkeletonRows<Row>({ columns, count }: { columns: readonly DataColumn<Row>[]; count: number }) {
  return (
    <tbody>
      {Array.from({ length: count }, (_, row) => (
        <tr key={`skeleton ${row}`} aria-hidden>
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
  const stops = [...currentTarget.querySelectorAll<HTMLElement>('[data-row-focus]')]
  const at = stops.indexOf(target)
  const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: stops.length - 1 }[key]
  if (next === undefined) return
  event.preventDefault()
  stops[next]?.focus()
}
