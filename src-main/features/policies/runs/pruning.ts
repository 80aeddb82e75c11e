import type { WorkspaceSettings } from '../../../../src-shared/contract/settings.ts'
import { isMassDeletion } from '../../../../src-shared/rules/safety.ts'
import type { Log } from '../../../platform/log/index.ts'
import { grouped } from '../standing.ts'
import type { PolicyTools } from '../tools.ts'
import type { Decision } from './decisions.ts'
import type { Made } from './ending.ts'
import { leftToPrune } from './left.ts'
import type { Wanted } from './plan.ts'
import { aboutRemoval, type Prunable, type Removal, removalsOf, removeAll } from './retention.ts'
import * as store from './retention-store.ts'
import { writeAll } from './taking.ts'

export interface PruningTools extends PolicyTools {
  log: Log
  settings: () => WorkspaceSettings
}

export const deletionLimits = ({
  mass_deletion_snapshots,
  mass_deletion_percent,
}: WorkspaceSettings) => ({ count: mass_deletion_snapshots, percent: mass_deletion_percent })

/** The cadences of which a run made snapshots, by what it was to make. */
export function prunableOf(
  wanted: readonly Pick<Wanted, 'room' | 'set' | 'cadence'>[],
  made: readonly Made[],
): Prunable[] {
  const formats = grouped(made, keyOf)
  return wanted.flatMap(({ room, set, cadence }): Prunable[] => {
    const own = formats.get(keyOf({ room_id: room.id, policy_set_id: set.row.id, cadence }))
    return own === undefined
      ? []
      : [{ room, set, cadence, formats: own.map(({ format }) => format) }]
  })
}

const keyOf = ({ room_id, policy_set_id, cadence }: Omit<Made, 'format'>) =>
  `${room_id} ${policy_set_id} ${cadence}`

/** What a dry run would have made. */
export const madeInTheory = (wanted: readonly Wanted[]): Made[] =>
  wanted.flatMap(({ room, set, cadence, formats }) =>
    formats.map((format) => ({ room_id: room.id, policy_set_id: set.row.id, cadence, format })),
  )

/**
 * Prunes after a run what it made a snapshot of, and what runs before it did that their process left
 * before they pruned: a set would else seem to lose too much at once. A set of which it would remove
 * too much is left as it is: a person has to agree.
 * @param isDry only writes what it would do
 */
export async function pruneAfterRun(
  tools: PruningTools,
  runId: number,
  made: readonly Prunable[],
  { isDry, goOn }: { isDry: boolean; goOn: () => boolean },
): Promise<void> {
  const { db, clock, settings } = tools
  const left = await leftToPrune(db, clock.iso())
  const free = new Map<string, number>()
  for (const { set, formats } of [...made, ...left.prunable]) {
    free.set(set.row.id, (free.get(set.row.id) ?? 0) + formats.length)
  }
  const prunable = isDry ? made : together([...made, ...left.prunable])
  const removals = await removalsOf(db, prunable, clock.iso(), isDry)
  for (const [setId, ofSet] of grouped(removals, ({ set }) => set.row.id)) {
    const created = free.get(setId) ?? 0
    const standing = await store.countCompleted(db, setId)
    const total = isDry ? standing + created : standing
    const removing = ofSet.length
    const options = { isDry, goOn, onDecided: () => undefined }
    if (isMassDeletion({ removing, created, total }, deletionLimits(settings()))) {
      await writeAll(tools, runId, stopped(ofSet, total), options)
    } else if (isDry) {
      const decisions = ofSet.map(
        (one): Decision => ({ ...aboutRemoval(one), action: 'deleted', reason: 'dry_run' }),
      )
      await writeAll(tools, runId, decisions, options)
    } else {
      await removeAll(tools, runId, ofSet, { by: undefined, goOn })
    }
  }
  if (!isDry && goOn()) await store.notePruned(db, left.runs)
}

/** Each room and cadence once, with all its formats. */
const together = (all: readonly Prunable[]): Prunable[] =>
  [
    ...grouped(all, ({ room, set, cadence }) => `${room.id} ${set.row.id} ${cadence}`).values(),
  ].flatMap((same) => {
    const [first] = same
    const formats = [...new Set(same.flatMap((one) => one.formats))]
    return first === undefined ? [] : [{ ...first, formats }]
  })

/** One record for each room and cadence that would have lost something. */
function stopped(removals: readonly Removal[], total: number): Decision[] {
  const rooms = grouped(removals, ({ room, cadence }) => `${room.id} ${cadence}`)
  return [...rooms.values()].flatMap((ofRoom) => {
    const [first] = ofRoom
    if (first === undefined) return []
    const {
      snapshot_id: _,
      retention_reason: __,
      file_size: ___,
      format: ____,
      ...about
    } = aboutRemoval(first)
    return {
      ...about,
      action: 'blocked' as const,
      reason: 'mass_deletion' as const,
      message: `Retention would remove ${removals.length} of the ${total} snapshots of “${first.set.row.name}”, ${ofRoom.length} of them here. None was removed: a person has to agree.`,
    }
  })
}
