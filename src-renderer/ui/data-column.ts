import type { ReactNode } from 'react'

/** One column of a `DataTable`. */
export interface DataColumn<Row> {
  id: string
  header: string
  cell(row: Row): ReactNode
  /** What it sorts by on this page; with `sorting` (the server sorts) `true` is enough. */
  sort?: ((row: Row) => string | number | null) | true
  /** A CSS width; columns without one share what is left. */
  width?: string
  align?: 'start' | 'end'
  /** May not be hidden. */
  always?: boolean
  /** Hidden until somebody chooses it. */
  hidden?: boolean
  /** No name is shown above it: a column of buttons. The header is still read out. */
  quietHeader?: boolean
  /** Stands above it instead of the name. */
  head?: ReactNode
}

export interface TableSorting {
  column: string
  direction: 'asc' | 'desc'
}

/** The part of a table that a row stands in. */
export interface RowGroup {
  id: string
  heading: ReactNode
}
