import {
  type AuditFilter,
  type AuditTimeline,
  maxTimelineBuckets,
  type TimelineBucket,
} from '../../../src-shared/contract/audit.ts'
import { badField } from '../../platform/domain-error.ts'
import { type StretchCount, stretchLength } from './search-store.ts'

const millisOf: Record<TimelineBucket, number> = { hour: 3_600_000, day: 86_400_000 }
/** How far a timeline goes back where nobody says from when. */
const usualBuckets: Record<TimelineBucket, number> = { hour: 48, day: 30 }

/** The whole hours or days that a timeline covers; `to` is the end of the last one. */
export interface TimelineSpan {
  bucket: TimelineBucket
  from: number
  to: number
}

/**
 * Whole UTC hours or days around `from`–`to`.
 * @param now where nobody says until when
 * @throws BAD_REQUEST for a span that is empty or has more buckets than a timeline may have
 */
export function timelineSpan(
  { from, to }: AuditFilter,
  bucket: TimelineBucket,
  now: number,
): TimelineSpan {
  const size = millisOf[bucket]
  const end = Math.ceil((to === undefined ? now + 1 : Date.parse(to)) / size) * size
  const start =
    from === undefined
      ? end - usualBuckets[bucket] * size
      : Math.floor(Date.parse(from) / size) * size
  if (start >= end) throw badField('from', 'must be before to')
  const count = (end - start) / size
  if (count > maxTimelineBuckets) {
    throw badField(
      'from',
      `this would be ${count.toLocaleString('en')} ${bucket}s; a timeline has at most ${maxTimelineBuckets.toLocaleString('en')}${bucket === 'hour' ? ', so ask for days' : ''}`,
    )
  }
  return { bucket, from: start, to: end }
}

/** Every bucket of the span, oldest first; those without entries count nothing. */
export function timelineOf(
  { bucket, from, to }: TimelineSpan,
  counts: readonly StretchCount[],
): AuditTimeline {
  const size = millisOf[bucket]
  const buckets = Array.from({ length: (to - from) / size }, (_, index) => ({
    start: new Date(from + index * size).toISOString(),
    success: 0,
    denied: 0,
    failed: 0,
    count: 0,
  }))
  const byStart = new Map(buckets.map((one) => [one.start.slice(0, stretchLength[bucket]), one]))
  for (const { start, outcome, count } of counts) {
    const found = byStart.get(start)
    if (found === undefined) continue
    found[outcome] += count
    found.count += count
  }
  return { bucket, from: new Date(from).toISOString(), to: new Date(to).toISOString(), buckets }
}
