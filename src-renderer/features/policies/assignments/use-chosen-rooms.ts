import { useMemo, useState } from 'react'
import type { RowSelection } from '../../../ui/row-selection.tsx'
import type { RoomWithPolicy } from './assignment-columns.tsx'

/** Rooms that somebody has chosen, on whatever page. */
export function useChosenRooms(): {
  chosen: readonly RoomWithPolicy[]
  selection: RowSelection<RoomWithPolicy>
  forget(): void
} {
  const [kept, setKept] = useState<ReadonlyMap<string, RoomWithPolicy>>(new Map())
  return useMemo(
    () => ({
      chosen: [...kept.values()],
      selection: {
        has: ({ id }) => kept.has(id),
        nameOf: ({ room }) => `${room.code}, ${room.title}`,
        choose: (rows, isChosen) =>
          setKept((old) => {
            const next = new Map(old)
            for (const row of rows) {
              if (isChosen) next.set(row.id, row)
              else next.delete(row.id)
            }
            return next
          }),
      },
      forget: () => setKept(new Map()),
    }),
    [kept],
  )
}
