import type { CoverageStatus } from '../contract/enums.ts'
import { latestOccurrence, nominalPeriod, type Schedule } from './schedule.ts'

/** How far a snapshot's age may run over the nominal period. */
const tolerance = 1.25

export interface CoverageFacts {
  /** What `effectivePolicy` says of the room. */
  verdict: 'applies' | 'excluded' | 'unprotected'
  schedule: Schedule
  time_zone: string
  /** ISO time from which the cadence counts for the room. */
  counts_from: string
  /** ISO time of the newest completed snapshot of the (room, cadence). */
  newest: string | null
  /** The last decision about it was that it may not be taken: budget, disk, mass deletion. */
  blocked: boolean
}

/**
 * Is the snapshot that a cadence asks for there? Compliant up to and including 1.25 times the longest
 * gap of its schedule; pending while nothing has been due yet. An event asks for nothing by time.
 * @param now epoch ms
 */
export function coverageOf(facts: CoverageFacts, now: number): CoverageStatus {
  if (facts.verdict !== 'applies') return facts.verdict
  const period = nominalPeriod(facts.schedule)
  if (period === undefined) {
    return facts.blocked ? 'blocked' : facts.newest === null ? 'pending' : 'compliant'
  }
  if (facts.newest !== null && now - Date.parse(facts.newest) <= period * tolerance) {
    return 'compliant'
  }
  if (facts.blocked) return 'blocked'
  const due = latestOccurrence(facts.schedule, facts.time_zone, now)
  const isPending =
    facts.newest === null && (due === undefined || due.at <= Date.parse(facts.counts_from))
  return isPending ? 'pending' : 'overdue'
}

/**
 * Compliant of those that policy asks something of, with one decimal: what is excluded or pending is
 * no part of it. 100 where nothing is asked for.
 */
export function coveragePercentage(counts: Record<CoverageStatus, number>): number {
  const asked = counts.compliant + counts.overdue + counts.blocked + counts.unprotected
  return asked === 0 ? 100 : Math.round((counts.compliant / asked) * 1000) / 10
}

/**
 * The days of a window on which a cadence was overdue: a day without a good snapshot of its own, at
 * whose end (or now, for the last one) the newest good one was older than the allowed age. What was
 * never taken is not overdue; a snapshot from before the window counts only where none is in it.
 * @param good epoch ms of good snapshots, in any order
 * @param day0 epoch ms of the first day's start
 * @param allowed ms
 * @returns indexes of days, from 0
 */
export function overdueDays(
  good: readonly number[],
  { day0, days, now, allowed }: { day0: number; days: number; now: number; allowed: number },
): number[] {
  const dayMs = 86_400_000
  const inside = good.filter((at) => at >= day0)
  const anchors = inside.length > 0 ? inside : good
  return Array.from({ length: days }, (_, day) => day).filter((day) => {
    const start = day0 + day * dayMs
    const end = Math.min(start + dayMs, now)
    if (start > now || good.some((at) => at >= start && at < start + dayMs)) return false
    const newest = Math.max(...anchors.filter((at) => at < end))
    return Number.isFinite(newest) && end - newest > allowed
  })
}
