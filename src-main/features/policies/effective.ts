import type { EffectivePolicyAnswer, RoomRetention } from '../../../src-shared/contract/policies.ts'
import type { PolicySetBody } from '../../../src-shared/contract/policy-sets.ts'
import { effectivePolicy } from '../../../src-shared/rules/effective.ts'
import {
  applyRetention,
  type RetentionResult,
  type RetentionRule,
  retentionSentence,
} from '../../../src-shared/rules/retention.ts'
import { withSafetyNet } from '../../../src-shared/rules/safety.ts'
import { nextOccurrences } from '../../../src-shared/rules/schedule.ts'
import { DomainError } from '../../platform/domain-error.ts'
import { type Call, roomOf } from '../audit/index.ts'
import { assignmentOf } from './assignments-store.ts'
import { allSets, completedOf, policyRoom } from './effective-store.ts'
import { aboutRoom } from './exclusions-store.ts'
import { bodyOf } from './set-shapes.ts'
import type { PolicyTools } from './tools.ts'

type Completed = Awaited<ReturnType<typeof completedOf>>

/** A rule as somebody tries it out, for one cadence of a set. */
interface TriedRetention {
  policy_set_id: string
  cadence: string
  retention: RetentionRule
  time_zone: string
  keep_min: number
}
/** What a rule would keep of the call's room, by the same functions that prune, and why. */
export type RetentionOfRoom = (tried: TriedRetention, call: Call) => Promise<RoomRetention>

export function createRetentionOfRoom({
  db,
  clock,
}: Pick<PolicyTools, 'db' | 'clock'>): RetentionOfRoom {
  return async ({ policy_set_id, cadence, ...rule }, call) => {
    const completed = await completedOf(db, roomOf(call).id)
    const own = completed.filter(
      (one) => one.policy_set_id === policy_set_id && one.cadence === cadence,
    )
    const formats = [...new Set(own.map(({ format }) => format))]
    const results = formats.map((format) =>
      resultFor(
        own.filter((one) => one.format === format),
        completed,
        rule,
        clock.iso(),
      ),
    )
    const kept = new Map(results.flatMap((one) => one.kept.map(({ id, reasons }) => [id, reasons])))
    const removed = new Map(
      results.flatMap((one) => one.removed.map(({ id, reason }) => [id, [reason]])),
    )
    return {
      snapshots: own.map(({ id, created_at, format }) => ({
        ...{ id, time: created_at, format, kept: kept.has(id) },
        reasons: kept.get(id) ?? removed.get(id) ?? [],
      })),
    }
  }
}

/** The one policy set that decides about the call's room, and why no other does. */
export type ExplainPolicy = (call: Call) => Promise<EffectivePolicyAnswer>

export function createExplainPolicy({
  db,
  clock,
}: Pick<PolicyTools, 'db' | 'clock'>): ExplainPolicy {
  return async (call) => {
    const room = await policyRoom(db, roomOf(call).id)
    if (room === undefined) throw new DomainError('ROOM_NOT_FOUND')
    const now = clock.iso()
    const rows = await allSets(db)
    const assignment = await assignmentOf(db, room.id)
    const decided = effectivePolicy(
      room,
      {
        sets: rows.map((row) => ({
          ...row,
          match: bodyOf(row).match,
          is_active: row.is_active === 1,
        })),
        assignment:
          assignment === undefined
            ? undefined
            : { ...assignment, auto_snapshot: assignment.auto_snapshot === 1 },
        exclusions: await aboutRoom(db, room, now),
      },
      Date.parse(now),
    )
    const { verdict, reason, exclusion_id, candidates } = decided
    const set = rows.find(({ id }) => id === decided.policy_set_id)
    return {
      room_id: room.id,
      ...{ verdict, reason, exclusion_id, candidates },
      policy_set: set === undefined ? null : { id: set.id, name: set.name, version: set.version },
      cadences:
        set === undefined
          ? []
          : cadencesAt(set.id, bodyOf(set), await completedOf(db, room.id), now),
      paused_until: set?.paused_until != null && set.paused_until > now ? set.paused_until : null,
    }
  }
}

function cadencesAt(setId: string, body: PolicySetBody, completed: Completed, now: string) {
  const { paused_until, keep_min } = body
  const from = Date.parse(paused_until !== null && paused_until > now ? paused_until : now)
  return body.cadences.map(({ name, schedule, time_zone, retention }) => {
    const [next] = nextOccurrences(schedule, time_zone, from, 1)
    const own = completed.filter((one) => one.policy_set_id === setId && one.cadence === name)
    return {
      name,
      next_due: next === undefined ? null : new Date(next.at).toISOString(),
      retention: retentionSentence(retention),
      // Each format of a period is a snapshot: none takes the place of another.
      would_remove: body.formats.flatMap(
        (format) =>
          resultFor(
            own.filter((one) => one.format === format),
            completed,
            { retention, time_zone, keep_min },
            now,
          ).removed,
      ),
    }
  })
}

/** What a rule does with the snapshots of one cadence and format, the safety net applied. */
function resultFor(
  own: Completed,
  ofRoom: Completed,
  rule: { retention: RetentionRule; time_zone: string; keep_min: number },
  now: string,
): RetentionResult {
  const snapshots = own.map((one) => ({
    id: one.id,
    time: one.created_at,
    hold: one.hold === 1 && (one.hold_until === null || one.hold_until > now),
    manual: one.trigger === 'manual',
  }))
  const result = applyRetention(snapshots, rule.retention, rule.time_zone, Date.parse(now))
  const standing = ofRoom.map(({ id, created_at }) => ({ id, time: created_at }))
  return withSafetyNet(result, standing, rule.keep_min)
}
