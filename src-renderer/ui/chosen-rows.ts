import { useMemo, useState } from 'react'
import type { RowSelection } from './row-selection.tsx'

/** Rows that somebody has chosen, on whatever page of the list. */
export interface ChosenRows<Row> {
  readonly rows: readonly Row[]
  readonly selection: RowSelection<Row>
  /** Without ids: of all. */
  forget(ids?: readonly string[]): void
}

/**
 * @param rows the page that is shown: what is chosen of it is as the page has it now
 * @param nameOf what a row is called, for those who hear its checkbox; the same function each time
 */
export function useChosenRows<Row extends { id: string }>(
  rows: readonly Row[] | undefined,
  nameOf: (row: Row) => string,
): ChosenRows<Row> {
  const [kept, setKept] = useState<ReadonlyMap<string, Row>>(new Map())
  return useMemo(() => {
    const now = new Map(rows?.map((row) => [row.id, row]))
    return {
      rows: [...kept.values()].map((row) => now.get(row.id) ?? row),
      selection: {
        has: ({ id }) => kept.has(id),
        nameOf,
        choose: (chosen, isChosen) =>
          setKept((old) => {
            const next = new Map(old)
            for (const row of chosen) {
              if (isChosen) next.set(row.id, row)
              else next.delete(row.id)
            }
            return next
          }),
      },
      forget: (ids) =>
        setKept((old) =>
          ids === undefined ? new Map() : new Map([...old].filter(([id]) => !ids.includes(id))),
        ),
    }
  }, [kept, rows, nameOf])
}
