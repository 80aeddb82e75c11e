import { type Statuses, type StatusLook, statusLooks, type Tone } from './status.ts'
import classes from './status-badge.module.css'

type StatusBadgeProps<Kind extends keyof Statuses> = { kind: Kind; status: Statuses[Kind] }

/** A status as a dot and its word: never a colour alone. */
export function StatusBadge<Kind extends keyof Statuses>({ kind, status }: StatusBadgeProps<Kind>) {
  const look: StatusLook = statusLooks[kind][status]
  return <ToneBadge tone={look.tone} word={look.word} />
}

/** Any word with a tone, in the dress of a status. */
export function ToneBadge({ tone, word }: { tone: Tone; word: string }) {
  return (
    <span className={classes.badge} data-tone={tone}>
      <span className={classes.dot} aria-hidden />
      {word}
    </span>
  )
}
