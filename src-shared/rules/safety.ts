import type { RetentionResult } from './retention.ts'

/** A completed snapshot of the room, of whatever cadence or made by hand. */
export interface StandingSnapshot {
  id: string
  time: string
}

/**
 * Takes back from a rule's removals what must never go: the newest completed snapshot of the
 * (room, cadence), and the last `keepMin` of the room.
 * @param ofRoom the room's completed snapshots, in any order
 * @returns the same result with those kept, each with its reason
 */
export function withSafetyNet(
  result: RetentionResult,
  ofRoom: readonly StandingSnapshot[],
  keepMin: number,
): RetentionResult {
  const newestFirst = [...ofRoom].sort((a, b) => Date.parse(b.time) - Date.parse(a.time))
  const removed = new Set(result.removed.map(({ id }) => id))
  const ofCadence = new Set([...removed, ...result.kept.map(({ id }) => id)])
  const saved = new Map<string, string>()
  const newest = newestFirst.find(({ id }) => ofCadence.has(id))
  if (newest !== undefined) saved.set(newest.id, 'the newest of its cadence is never removed')
  for (const { id } of newestFirst.slice(0, keepMin)) {
    if (!saved.has(id)) saved.set(id, `the last ${keepMin} of the room are never removed`)
  }
  return {
    kept: [
      ...result.kept,
      ...result.removed.flatMap(({ id }) => {
        const reason = saved.get(id)
        return reason === undefined ? [] : [{ id, reasons: [reason] }]
      }),
    ],
    removed: result.removed.filter(({ id }) => !saved.has(id)),
  }
}

/** How much one run may remove of a policy set's snapshots without a person who agrees. */
export interface DeletionLimits {
  count: number
  percent: number
}
export const defaultDeletionLimits: DeletionLimits = { count: 50, percent: 20 }

/**
 * Would a run remove too much at once? Replacing one snapshot by the next is no mass deletion, so a
 * removal for each snapshot that the run made is free.
 * @param total how many completed snapshots the policy set has, with those that the run made
 */
export function isMassDeletion(
  { removing, created, total }: { removing: number; created: number; total: number },
  { count, percent }: DeletionLimits = defaultDeletionLimits,
): boolean {
  const beyond = removing - created
  return beyond > count || (beyond > 0 && beyond * 100 > total * percent)
}
