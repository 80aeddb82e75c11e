import type { ReactNode } from 'react'
import classes from './figures.module.css'

export interface Figure {
  label: string
  value: ReactNode
  /** Small, under the value: what it is measured against. */
  note?: ReactNode
}

/** A few figures side by side, each under its name. */
export function Figures({ label, figures }: { label: string; figures: readonly Figure[] }) {
  return (
    <dl className={classes.figures} aria-label={label}>
      {figures.map(({ label: name, value, note }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
          {note !== undefined && <dd className={classes.note}>{note}</dd>}
        </div>
      ))}
    </dl>
  )
}
