import { UnstyledButton } from '@mantine/core'
import { IconPencil, IconTrash } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { Allowed } from '../../rpc/permissions.ts'
import { AllowedIcon } from '../../ui/allowed-icon.tsx'
import type { DataColumn } from '../../ui/data-column.ts'
import classes from './registry.module.css'

/** The name of a row as the button that opens it, for the mouse and the keyboard. */
export function OpenRow({ name, onClick }: { name: string; onClick(): void }) {
  return (
    <UnstyledButton className={classes.open} data-row-focus onClick={onClick}>
      {name}
    </UnstyledButton>
  )
}

/** What can be done with the rows of a list. */
export interface RowActionsOf<Row> {
  mayChange: Allowed
  mayDelete: Allowed
  onChange(row: Row): void
  onDelete(row: Row): void
  /** Before them: what only this list can do. */
  more?: (row: Row) => ReactNode
}

/** What can be done with a row, at its end. A click on one of them is no click on the row. */
export const actionsColumn = <Row extends { name: string }>(
  of: RowActionsOf<Row>,
): DataColumn<Row> => ({
  id: 'actions',
  header: 'Actions',
  quietHeader: true,
  always: true,
  width: of.more === undefined ? '80px' : '112px',
  align: 'end',
  cell: (row) => (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only keeps clicks from the row behind
    // biome-ignore lint/a11y/useKeyWithClickEvents: keys on the buttons do not reach the row
    <span className={classes.actions} onClick={(event) => event.stopPropagation()}>
      {of.more?.(row)}
      <AllowedIcon
        icon={IconPencil}
        label={`Change ${row.name}`}
        allowed={of.mayChange}
        onClick={() => of.onChange(row)}
      />
      <AllowedIcon
        icon={IconTrash}
        label={`Delete ${row.name}`}
        allowed={of.mayDelete}
        onClick={() => of.onDelete(row)}
      />
    </span>
  ),
})

/** A word that may be missing. */
export function Word({ text }: { text: string | number | null }) {
  return text === null ? <span className={classes.quiet}>–</span> : <span>{text}</span>
}
