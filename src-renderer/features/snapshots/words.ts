import type {
  SnapshotFormat,
  SnapshotTrigger,
  TaskKind,
} from '../../../src-shared/contract/enums.ts'
import type { SnapshotOptions } from '../../../src-shared/contract/room-model.ts'
import type { Snapshot, Task } from '../../../src-shared/contract/snapshots.ts'

export const formatWords: Record<SnapshotFormat, { label: string; help: string }> = {
  pdf: { label: 'PDF', help: 'To read, print, hand over' },
  json: { label: 'JSON', help: 'For programs, complete' },
  csv: { label: 'CSV', help: 'Zip of tables to calculate' },
}

export const triggerWords: Record<SnapshotTrigger, string> = {
  manual: 'By hand',
  scheduled: 'By schedule',
  catch_up: 'Catching up',
  on_demand: 'On demand',
  event: 'By an event',
  import: 'Imported',
}

/** What a task does, as one names it. */
export const taskKindWords: Record<TaskKind, string> = {
  generate_snapshot: 'Snapshot',
  verify_audit: 'Verification',
  check_storage: 'Check of the store',
  export_audit: 'Export',
}

/** `reading the room` → `Reading the room`. */
export const sentenceCase = (words: string): string =>
  words.charAt(0).toUpperCase() + words.slice(1)

/** What went into a snapshot, in one line: `Documents, approvals, activity (newest 100)`. */
export function optionsInWords(options: SnapshotOptions): string {
  const sections = [
    options.include_documents ? 'documents' : null,
    options.include_approvals ? 'approvals' : null,
    options.include_activity ? `activity (newest ${options.activity_limit})` : null,
    options.include_messages ? 'messages' : null,
  ].filter((section) => section !== null)
  const vessels = options.vessel_ids?.length
  const about =
    vessels === undefined
      ? 'all vessels'
      : `${vessels} chosen ${vessels === 1 ? 'vessel' : 'vessels'}`
  const listed =
    sections.length === 0 ? 'Facts of the room only' : sentenceCase(sections.join(', '))
  return `${listed}; ${about}`
}

export const hasEnded = (task: Pick<Task, 'status'>): boolean =>
  task.status === 'completed' || task.status === 'failed' || task.status === 'cancelled'

/** A title that the server gave (`Room snapshot – STS-… – 2026-11-20 14:05 UTC`), without code and time. */
export function shortTitle({ title, room_code }: Pick<Snapshot, 'title' | 'room_code'>): string {
  const [heading, code, time, ...more] = title.split(' – ')
  const isGiven =
    code === room_code && more.length === 0 && /^\d{4}-\d\d-\d\d \d\d:\d\d UTC$/.test(time ?? '')
  return isGiven && heading !== undefined ? heading : title
}
