import type { Snapshot } from '../../../../src-shared/contract/snapshots.ts'
import { type ChosenRows, useChosenRows } from '../../../ui/chosen-rows.ts'

export type Chosen = ChosenRows<Snapshot>

const nameOf = ({ title, snapshot_type }: Snapshot): string =>
  `${title}, ${snapshot_type.toUpperCase()}`

/** Snapshots that somebody has chosen, on whatever page. */
export const useChosen = (rows: readonly Snapshot[] | undefined): Chosen =>
  useChosenRows(rows, nameOf)
