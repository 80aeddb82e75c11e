import type {
  RetentionInput,
  RetentionResult,
  RetentionRule,
} from '../../../src-shared/rules/retention.ts'
import { applyRetention } from '../../../src-shared/rules/retention.ts'
import { nextOccurrences, type Schedule } from '../../../src-shared/rules/schedule.ts'
import type { Clock } from '../../platform/clock/index.ts'

/** What a rule or a schedule would do. Both read nothing and change nothing. */
export interface PolicyPreviews {
  /** The bare rule, without the safety net. */
  retention(input: {
    retention: RetentionRule
    time_zone: string
    snapshots: readonly RetentionInput[]
    now?: string | undefined
  }): RetentionResult
  schedule(input: {
    schedule: Schedule
    time_zone: string
    after?: string | undefined
    count: number
  }): { times: string[] }
}

export function createPolicyPreviews(clock: Clock): PolicyPreviews {
  return {
    retention: ({ retention, time_zone, snapshots, now }) =>
      applyRetention(snapshots, retention, time_zone, Date.parse(now ?? clock.iso())),
    schedule: ({ schedule, time_zone, after, count }) => ({
      times: nextOccurrences(schedule, time_zone, Date.parse(after ?? clock.iso()), count).map(
        ({ at }) => new Date(at).toISOString(),
      ),
    }),
  }
}
