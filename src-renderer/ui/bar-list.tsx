import { Link, type LinkProps } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import classes from './bar-list.module.css'
import { grouped } from './words.ts'

export interface BarListItem {
  key: string
  name: ReactNode
  count: number
  /** Where it leads: the same list, narrowed to it. */
  link: Pick<LinkProps, 'to' | 'search'>
}

interface BarListProps {
  label: string
  items: readonly BarListItem[]
}

/** Names with their counts, the largest first, each with a bar on one common zero line. */
export function BarList({ label, items }: BarListProps) {
  const top = Math.max(1, ...items.map(({ count }) => count))
  return (
    <ol className={classes.list} aria-label={label}>
      {items.map(({ key, name, count, link }) => (
        <li key={key}>
          <Link {...link} className={classes.row}>
            <span className={classes.name} title={typeof name === 'string' ? name : undefined}>
              {name}
            </span>
            <span className={classes.track} aria-hidden>
              <span className={classes.bar} style={{ width: `${(count / top) * 100}%` }} />
            </span>
            <span className={classes.count}>{grouped(String(count))}</span>
          </Link>
        </li>
      ))}
    </ol>
  )
}
