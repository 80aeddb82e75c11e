import { Skeleton } from '@mantine/core'
import classes from './waiting-lines.module.css'

/** The shape of rows that are still being read: lines between hairlines, as they will stand there. */
export function WaitingLines({ count }: { count: number }) {
  return (
    <div aria-busy>
      {widths(count).map(({ line, width }) => (
        <div key={line} className={classes.line}>
          <Skeleton height={12} width={width} />
        </div>
      ))}
    </div>
  )
}

const widths = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ line: at, width: `${[62, 48, 56, 40][at % 4]}%` }))
