import type { WorkspaceSettings } from '../../../../src-shared/contract/settings.ts'
import { isMassDeletion } from '../../../../src-shared/rules/safety.ts'
import type { Log } from '../../../platform/log/index.ts'
import { grouped } from '../standing.ts'
import type { PolicyTools } from '../tools.ts'
import type { Decision } from './decisions.ts'
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

/**
 * Prunes after a run, and only what it made a snapshot of. A set of which it would remove too much is
 * left as it is: a person has to agree.
 * @param made how many snapshots the run made of each set, by its id
 * @param isDry only writes what it would do
 */
export async function pruneAfterRun(
  tools: PruningTools,
  runId: number,
  prunable: readonly Prunable[],
  { made, isDry, goOn }: { made: ReadonlyMap<string, number>; isDry: boolean; goOn: () => boolean },
): Promise<void> {
  const { db, clock, settings } = tools
  const removals = await removalsOf(db, prunable, clock.iso(), isDry)
  for (const [setId, ofSet] of grouped(removals, ({ set }) => set.row.id)) {
    const created = made.get(setId) ?? 0
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
}

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
