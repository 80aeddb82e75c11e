import { UnstyledButton } from '@mantine/core'
import { IconPencil, IconTrash } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { Allowed } from '../../rpc/permissions.ts'
import { AllowedIcon } from '../../ui/allowed-icon.tsx'
import classes from './registry.module.css'

/** The name of a row as the button that opens it, for the mouse and the keyboard. */
export function OpenRow({ name, onClick }: { name: string; onClick(): void }) {
  return (
    <UnstyledButton className={classes.open} data-row-focus onClick={onClick}>
      {name}
    </UnstyledButton>
  )
}

interface RowActionsProps {
  name: string
  mayChange: Allowed
  mayDelete: Allowed
  onChange(): void
  onDelete(): void
  children?: ReactNode
}

/** What can be done with a row, at its end. A click on one of them is no click on the row. */
export function RowActions(props: RowActionsProps) {
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only keeps clicks from the row behind
    // biome-ignore lint/a11y/useKeyWithClickEvents: keys on the buttons do not reach the row
    <span className={classes.actions} onClick={(event) => event.stopPropagation()}>
      {props.children}
      <AllowedIcon
        icon={IconPencil}
        label={`Change ${props.name}`}
        allowed={props.mayChange}
        onClick={props.onChange}
      />
      <AllowedIcon
        icon={IconTrash}
        label={`Delete ${props.name}`}
        allowed={props.mayDelete}
        onClick={props.onDelete}
      />
    </span>
  )
}

/** A word that may be missing. */
export function Word({ text }: { text: string | number | null }) {
  return text === null ? <span className={classes.quiet}>–</span> : <span>{text}</span>
}
