import type { ReactNode } from 'react'
import classes from './restore.module.css'

const focus = (element: HTMLElement | null) => element?.focus()

/** One step of a dialog: it takes the focus when it comes, so that it is read from its top. */
export function Step({ children }: { children: ReactNode }) {
  return (
    <div ref={focus} tabIndex={-1} className={classes.step}>
      {children}
    </div>
  )
}
