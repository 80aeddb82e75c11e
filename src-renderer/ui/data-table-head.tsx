import { UnstyledButton, VisuallyHidden } from '@mantine/core'
import { IconArrowDown, IconArrowsSort, IconArrowUp } from '@tabler/icons-react'
import type { DataColumn, TableSorting } from './data-column.ts'
import classes from './data-table.module.css'

interface TableHeadProps<Row> {
  columns: readonly DataColumn<Row>[]
  sorted: TableSorting | undefined
  onSort(column: string): void
}

/** The names above the columns; those that sort are buttons. */
export function TableHead<Row>({ columns, sorted, onSort }: TableHeadProps<Row>) {
  return (
    <thead>
      <tr>
        {columns.map((column) => {
          const direction = sorted?.column === column.id ? sorted.direction : undefined
          return (
            <th
              key={column.id}
              scope="col"
              style={{ width: column.width }}
              data-align={column.align}
              aria-sort={
                direction === undefined
                  ? undefined
                  : direction === 'asc'
                    ? 'ascending'
                    : 'descending'
              }
            >
              {column.head !== undefined ? (
                column.head
              ) : column.sort === undefined ? (
                <HeaderName column={column} />
              ) : (
                <UnstyledButton className={classes.sort} onClick={() => onSort(column.id)}>
                  {column.header}
                  <SortIcon direction={direction} />
                </UnstyledButton>
              )}
            </th>
          )
        })}
      </tr>
    </thead>
  )
}

function HeaderName<Row>({ column }: { column: DataColumn<Row> }) {
  return column.quietHeader === true ? (
    <VisuallyHidden>{column.header}</VisuallyHidden>
  ) : (
    column.header
  )
}

function SortIcon({ direction }: { direction: 'asc' | 'desc' | undefined }) {
  if (direction === undefined)
    return <IconArrowsSort size={14} className={classes.unsorted} aria-hidden />
  return direction === 'asc' ? (
    <IconArrowUp size={14} aria-hidden />
  ) : (
    <IconArrowDown size={14} aria-hidden />
  )
}
