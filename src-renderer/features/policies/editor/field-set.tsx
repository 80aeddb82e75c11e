import type { ReactNode } from 'react'
import classes from './editor.module.css'

/** A part of a form under its heading, with a line of help. */
export function FieldSet({
  title,
  help,
  children,
}: {
  title: string
  help?: string
  children: ReactNode
}) {
  return (
    <fieldset className={classes.set}>
      <legend>{title}</legend>
      {help !== undefined && <p className={classes.help}>{help}</p>}
      {children}
    </fieldset>
  )
}
