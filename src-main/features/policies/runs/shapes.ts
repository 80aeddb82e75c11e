import type { RunRecord } from '../../../../src-shared/contract/records.ts'
import type { Run } from '../../../../src-shared/contract/runs.ts'
import type { RecordRow } from './records-store.ts'
import type { RunRow } from './store.ts'

/** A run as callers see it. */
export function toRun({ seq, dry_run, ...row }: RunRow): Run {
  return { id: seq, ...row, run_type: row.trigger, dry_run: dry_run === 1 }
}

/** A record as callers see it, in our words and the predecessor's. */
export function toRecord(row: RecordRow): RunRecord {
  return {
    ...row,
    snapshot_run_id: row.run_id,
    tenant_id: row.organization_id,
    project_id: row.terminal_id,
    dry_run: row.dry_run === 1,
  }
}
