import { useMemo, useState } from 'react'
import type { Snapshot } from '../../../../src-shared/contract/snapshots.ts'
import type { RowSelection } from '../../../ui/row-selection.tsx'

/** Snapshots that somebody has chosen, on whatever page. */
export interface Chosen {
  readonly snapshots: readonly Snapshot[]
  readonly selection: RowSelection<Snapshot>
  /** Without ids: of all. */
  forget(ids?: readonly string[]): void
}

/** @param rows the page that is shown: what is chosen of it is as the page has it now */
export function useChosen(rows: readonly Snapshot[] | undefined): Chosen {
  const [kept, setKept] = useState<ReadonlyMap<string, Snapshot>>(new Map())
  return useMemo(() => {
    const now = new Map(rows?.map((row) => [row.id, row]))
    return {
      snapshots: [...kept.values()].map((snapshot) => now.get(snapshot.id) ?? snapshot),
      selection: {
        has: ({ id }) => kept.has(id),
        nameOf: ({ title, snapshot_type }) => `${title}, ${snapshot_type.toUpperCase()}`,
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
  }, [kept, rows])
}
