import type { RecordReason, SnapshotFormat } from '../../../../src-shared/contract/enums.ts'
import type { Clock } from '../../../platform/clock/index.ts'
import { DomainError } from '../../../platform/domain-error.ts'
import type { Ids } from '../../../platform/ids/index.ts'
import type { SnapshotEnd, SnapshotEnded } from '../../snapshots/index.ts'
import { type Decision, writeDecisions } from './decisions.ts'
import * as store from './store.ts'

/** A snapshot that a run has made: its cadence may be pruned now. */
export interface Made {
  room_id: string
  policy_set_id: string
  cadence: string
  format: SnapshotFormat
}

/**
 * Writes the record of an automatic snapshot in the transaction that ends it: there is no completed
 * snapshot without its record, and none of either twice. A run that has ended meanwhile, because its
 * process did, gets it all the same.
 * @param tell once it is durable; with what was made, if it was
 */
export function createSnapshotEnded(
  tools: { clock: Clock; ids: Ids },
  tell: (runId: number, made: Made | undefined) => void,
): SnapshotEnded {
  return async ({ trx, afterCommit }, snapshot, end) => {
    if (snapshot.run_id === null) return
    const item = await store.itemOfSnapshot(trx, snapshot.id)
    // A person tries again what was decided already.
    if (item === undefined) return
    const { run_id, snapshot_id, ...about } = item
    await writeDecisions(trx, tools, run_id, [
      { ...about, snapshot_id, ...outcomeOf(end), due_at: item.due_at },
    ])
    await store.removeItem(trx, item)
    const made = end.status === 'completed' ? about : undefined
    afterCommit(() => tell(run_id, made))
  }
}

function outcomeOf(end: SnapshotEnd): Pick<Decision, 'action' | 'reason' | 'message'> & {
  file_size?: number
} {
  if (end.status === 'completed') {
    return { action: 'created', reason: 'scheduled', file_size: end.file_size, message: null }
  }
  const { code, message, budget } = end.error
  if (end.status === 'cancelled') {
    return { action: 'skipped', reason: 'cancelled', message: 'the run was cancelled' }
  }
  if (code === 'BUDGET_EXCEEDED' || code === 'DISK_LOW' || code === 'DISK_FULL') {
    return { action: 'blocked', reason: budgetReason(budget ?? 'disk'), message }
  }
  return { action: 'failed', reason: 'error', message }
}

const budgetReason = (of: 'snapshots' | 'bytes' | 'disk'): RecordReason =>
  of === 'disk' ? 'disk_low' : of === 'bytes' ? 'budget_bytes' : 'budget_count'

/**
 * Why a budget keeps a snapshot from being made, with its figures. What cannot be read blocks too:
 * nobody is waved through.
 */
export function blockedBy(error: unknown): Pick<Decision, 'action' | 'reason' | 'message'> {
  if (error instanceof DomainError && error.data.budget !== undefined) {
    return {
      action: 'blocked',
      reason: budgetReason(error.data.budget.of),
      message: error.message,
    }
  }
  return {
    action: 'blocked',
    reason: 'limit_reached',
    message: 'The budget could not be read, so nothing was made.',
  }
}
