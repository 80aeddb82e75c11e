import {
  nominalPeriod,
  type Occurrence,
  occurrencesAfter,
  occurrencesBetween,
  type Schedule,
} from './schedule.ts'

const minute = 60_000
/** A time that passed so recently is being met, not made up. */
const onTime = 5 * minute
/** The next regular snapshot is near when it is no more than this away, or a tenth of the period. */
const near = 30 * minute

/** What is to be done for one (room, cadence) at this moment. */
export interface DueWork {
  /** The one snapshot to take; undefined where nothing is due, or the next one is so near that it will do. */
  take: (Occurrence & { trigger: 'scheduled' | 'catch_up' }) | undefined
  /** Missed periods that get no snapshot of their own, oldest first. */
  covered: Occurrence[]
}

/**
 * What is due of a cadence. Missed periods are made up once: one snapshot for the newest of them,
 * unless the next regular one is near.
 * @param from epoch ms from which the cadence counts: it was made, assigned, or its pause ended
 * @param isDecided has this period a snapshot or a record already? A clock set back meets them again
 */
export function dueWork(
  { schedule, time_zone }: { schedule: Schedule; time_zone: string },
  from: number,
  now: number,
  isDecided: (periodKey: string) => boolean,
): DueWork {
  const missed = occurrencesBetween(schedule, time_zone, from, now).filter(
    ({ period_key }) => !isDecided(period_key),
  )
  const newest = missed.at(-1)
  if (newest === undefined) return { take: undefined, covered: [] }
  const older = missed.slice(0, -1)
  if (now - newest.at <= onTime) {
    return { take: { ...newest, trigger: 'scheduled' }, covered: older }
  }
  const [next] = occurrencesAfter(schedule, time_zone, now)
  const away = next === undefined ? Number.POSITIVE_INFINITY : next.at - now
  if (away > Math.min(near, (nominalPeriod(schedule) ?? 0) / 10)) {
    return { take: { ...newest, trigger: 'catch_up' }, covered: older }
  }
  return { take: undefined, covered: missed }
}
