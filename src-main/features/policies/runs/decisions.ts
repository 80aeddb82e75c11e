import type { RecordAction, RecordReason } from '../../../../src-shared/contract/enums.ts'
import type { Clock } from '../../../platform/clock/index.ts'
import type { Executor } from '../../../platform/db/index.ts'
import type { Ids } from '../../../platform/ids/index.ts'
import type { Tables } from '../../tables.ts'
import * as marks from './marks-store.ts'
import * as store from './store.ts'

type Row = Tables['records']

/** What a run decided about one room: the record says the rest by itself. */
export interface Decision
  extends Pick<Row, 'room_id' | 'policy_set_id' | 'policy_set_name' | 'policy_version' | 'cadence'>,
    Partial<
      Pick<
        Row,
        'format' | 'period_key' | 'snapshot_id' | 'retention_reason' | 'file_size' | 'message'
      >
    > {
  action: RecordAction
  reason: RecordReason
  /** The time of the schedule that is decided by this. */
  due_at?: string | null
}

/**
 * Writes decisions as records, counts them in their run, and notes up to when their cadences are
 * decided; all of it in the caller's transaction, so that counts and records are never apart.
 * A room that is gone meanwhile leaves no record.
 * @param isDry nothing is noted of what a dry run would have decided
 */
export async function writeDecisions(
  trx: Executor<Tables>,
  { clock, ids }: { clock: Clock; ids: Ids },
  runId: number,
  decisions: readonly Decision[],
  isDry = false,
): Promise<void> {
  const facts = await store.roomFacts(
    trx,
    decisions.map(({ room_id }) => room_id),
  )
  const at = clock.iso()
  const rows: Row[] = []
  const counts: Partial<Record<RecordAction, number>> = {}
  for (const { due_at, ...decision } of decisions) {
    const about = facts.get(decision.room_id)
    if (about === undefined) continue
    counts[decision.action] = (counts[decision.action] ?? 0) + 1
    rows.push({
      ...{ format: null, period_key: null, snapshot_id: null, retention_reason: null },
      ...{ file_size: null, message: null },
      ...decision,
      ...about,
      id: ids.uuid(),
      run_id: runId,
      created_at: at,
    })
    // What was interrupted is not decided: it is due again.
    if (!isDry && due_at != null && decision.reason !== 'interrupted') {
      await marks.advance(trx, decision, due_at)
    }
  }
  await store.insertRecords(trx, rows)
  await store.addCounts(trx, runId, counts)
}
