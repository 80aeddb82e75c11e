import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './chosen-bar.module.css'
import { counted } from './words.ts'

/** Under a table: how many rows are chosen, and what can be done with them. */
export function ChosenBar(props: {
  /** What is chosen, as many: `snapshots`. */
  noun: readonly [string, string]
  count: number
  onNone(): void
  children: ReactNode
}) {
  const { noun, count, onNone, children } = props
  return (
    <section className={classes.bar} aria-label={`Chosen ${noun[1]}`}>
      <span aria-live="polite">{counted(count, ...noun)} chosen</span>
      {children}
      <Button size="xs" variant="subtle" color="gray" onClick={onNone}>
        Choose none
      </Button>
    </section>
  )
}
