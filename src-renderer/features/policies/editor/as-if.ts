import { applyRetention, type RetentionRule } from '../../../../src-shared/rules/retention.ts'
import {
  nominalPeriod,
  occurrencesBetween,
  type Schedule,
} from '../../../../src-shared/rules/schedule.ts'
import type { JudgedSnapshot } from './retention-calendar.tsx'

const dayMs = 86_400_000
/** So many snapshots are enough to see what a rule does. */
const atMost = 1000

/** How far back one has to look to see what a schedule and its rule do: a year, or two of the rare ones. */
function spanOf(period: number): number {
  const years = period > 8 * dayMs ? 800 : 400
  return Math.min(atMost * period, years * dayMs)
}

/**
 * What a rule would keep if its schedule had been followed up to now, every snapshot of it still
 * being there; undefined for events, which follow no schedule.
 * @param now epoch ms
 */
export function asIfOnSchedule(
  schedule: Schedule,
  zone: string,
  rule: RetentionRule,
  now: number,
): JudgedSnapshot[] | undefined {
  const period = nominalPeriod(schedule)
  if (period === undefined) return undefined
  const snapshots = occurrencesBetween(schedule, zone, now - spanOf(period), now)
    .slice(-atMost)
    .map(({ at }) => ({ id: String(at), time: new Date(at).toISOString() }))
  const { kept, removed } = applyRetention(snapshots, rule, zone, now)
  return [
    ...kept.map(({ id, reasons }) => ({ id, kept: true, reasons, time: timeOf(id) })),
    ...removed.map(({ id, reason }) => ({
      ...{ id, kept: false, reasons: [reason], time: timeOf(id) },
    })),
  ]
}

const timeOf = (id: string): string => new Date(Number(id)).toISOString()
