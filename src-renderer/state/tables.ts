import { useMemo } from 'react'
import { create } from 'zustand'
import { persist } from 'zustand/middleware'

interface Tables {
  /** Ids of the columns that a person has hidden or shown, by table. */
  columns: Record<string, Record<string, boolean>>
  setColumns(table: string, columns: Record<string, boolean>): void
}

const useTables = create<Tables>()(
  persist(
    (set) => ({
      columns: {},
      setColumns: (table, columns) =>
        set((state) => ({ columns: { ...state.columns, [table]: columns } })),
    }),
    { name: 'sts-tables' },
  ),
)

const noChoice: Record<string, boolean> = {}

/** The columns chosen for a table, remembered on this machine: hand both to `DataTable`. */
export function useColumnChoice(table: string): {
  columnChoice: Record<string, boolean>
  onColumnChoice(columns: Record<string, boolean>): void
} {
  const columnChoice = useTables((state) => state.columns[table]) ?? noChoice
  const setColumns = useTables((state) => state.setColumns)
  return useMemo(
    () => ({ columnChoice, onColumnChoice: (columns) => setColumns(table, columns) }),
    [columnChoice, setColumns, table],
  )
}
