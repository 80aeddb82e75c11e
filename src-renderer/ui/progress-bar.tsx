import classes from './progress-bar.module.css'
import type { Tone } from './status.ts'

interface ProgressBarProps {
  /** 0–100. */
  value: number
  /** What it measures, for screen readers. */
  label: string
  tone?: Tone
  /** Shows the figure beside the bar: `87.5 %`. */
  figure?: boolean
  width?: number | string
}

/** A bar with its figure: clearance of a room, progress of a task. */
export function ProgressBar({ value, label, tone, figure = true, width = 72 }: ProgressBarProps) {
  const shown = Math.max(0, Math.min(100, value))
  return (
    <span className={classes.row}>
      <span
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={shown}
        className={classes.track}
        style={{ width }}
      >
        <span
          className={classes.bar}
          data-tone={tone ?? (shown === 100 ? 'green' : 'accent')}
          style={{ width: `${shown}%` }}
        />
      </span>
      {figure && <span className={classes.figure}>{`${shown} %`}</span>}
    </span>
  )
}
