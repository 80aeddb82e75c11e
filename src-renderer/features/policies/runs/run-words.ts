import type { RecordReason, RunTrigger } from '../../../../src-shared/contract/enums.ts'
import type { Run } from '../../../../src-shared/contract/runs.ts'

export const runTriggerWords: Record<RunTrigger, string> = {
  scheduled: 'By schedule',
  catch_up: 'Catching up',
  on_demand: 'On demand',
  event: 'By an event',
}

export const reasonWords: Record<RecordReason, string> = {
  scheduled: 'It was due',
  covered_by_catch_up: 'A newer missed period was made up',
  already_in_period: 'The period has its snapshot',
  excluded: 'Excluded',
  room_closed: 'The room is closed',
  budget_count: 'Over the budget of snapshots',
  budget_bytes: 'Over the budget of bytes',
  disk_low: 'Too little free disk',
  limit_reached: 'A limit was reached',
  mass_deletion: 'Too many would go at once',
  retention: 'By the retention rule',
  dry_run: 'Only tried',
  cancelled: 'The run was cancelled',
  interrupted: 'The run was interrupted',
  error: 'An error',
}

/** What the run is about: `House rule, daily_5`; everything that is due where it names no set. */
export function aboutInWords({ policy_set_name, policy_set_id, cadence }: Run): string {
  if (policy_set_id === null) return 'All policy sets'
  const set = policy_set_name ?? 'A set that is gone'
  return cadence === null ? set : `${set}, ${cadence}`
}

export const isOver = ({ status }: Pick<Run, 'status'>): boolean =>
  status !== 'queued' && status !== 'running'
