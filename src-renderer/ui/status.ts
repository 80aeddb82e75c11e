import type { AccountState } from '../../src-shared/contract/accounts.ts'
import type {
  ApprovalStatus,
  AuditOutcome,
  CoverageStatus,
  DeliveryStatus,
  DocumentStatus,
  ExpiryState,
  ImportAction,
  NoticeKind,
  PolicyVerdict,
  RecordAction,
  RoomStatus,
  RunStatus,
  SnapshotStatus,
  TaskStatus,
} from '../../src-shared/contract/enums.ts'
import type { ApiToken } from '../../src-shared/contract/tokens.ts'

export type Tone = 'green' | 'amber' | 'red' | 'blue' | 'grey'

/** Which statuses there are, by what they are of. */
export interface Statuses {
  room: RoomStatus
  document: DocumentStatus
  expiry: ExpiryState
  approval: ApprovalStatus
  snapshot: SnapshotStatus
  task: TaskStatus
  outcome: AuditOutcome
  account: AccountState
  token: ApiToken['state']
  import: ImportAction
  coverage: CoverageStatus
  verdict: PolicyVerdict
  run: RunStatus
  record: RecordAction
  notice: NoticeKind
  delivery: DeliveryStatus
  webhook: 'on' | 'off'
}

export interface StatusLook {
  word: string
  tone: Tone
}

/** One word and one tone for each status, the same on every screen. */
export const statusLooks: { [Kind in keyof Statuses]: Record<Statuses[Kind], StatusLook> } = {
  room: {
    pending: { word: 'Pending', tone: 'amber' },
    ready: { word: 'Ready', tone: 'green' },
    active: { word: 'Active', tone: 'blue' },
    on_hold: { word: 'On hold', tone: 'amber' },
    completed: { word: 'Completed', tone: 'green' },
    cancelled: { word: 'Cancelled', tone: 'grey' },
  },
  document: {
    missing: { word: 'Missing', tone: 'grey' },
    under_review: { word: 'Under review', tone: 'amber' },
    approved: { word: 'Approved', tone: 'green' },
    rejected: { word: 'Rejected', tone: 'red' },
  },
  expiry: {
    none: { word: 'No expiry', tone: 'grey' },
    valid: { word: 'Valid', tone: 'green' },
    expiring_soon: { word: 'Expiring soon', tone: 'amber' },
    expired: { word: 'Expired', tone: 'red' },
  },
  approval: {
    pending: { word: 'Pending', tone: 'amber' },
    approved: { word: 'Approved', tone: 'green' },
    rejected: { word: 'Rejected', tone: 'red' },
  },
  snapshot: {
    generating: { word: 'Generating', tone: 'blue' },
    completed: { word: 'Completed', tone: 'green' },
    failed: { word: 'Failed', tone: 'red' },
    deleted: { word: 'Deleted', tone: 'grey' },
  },
  task: {
    pending: { word: 'Queued', tone: 'grey' },
    running: { word: 'Running', tone: 'blue' },
    completed: { word: 'Completed', tone: 'green' },
    failed: { word: 'Failed', tone: 'red' },
    cancelled: { word: 'Cancelled', tone: 'grey' },
  },
  outcome: {
    success: { word: 'Success', tone: 'green' },
    denied: { word: 'Denied', tone: 'amber' },
    failed: { word: 'Failed', tone: 'red' },
  },
  notice: {
    failed: { word: 'Failed', tone: 'red' },
    blocked: { word: 'Blocked', tone: 'amber' },
    overdue: { word: 'Overdue', tone: 'amber' },
    damaged: { word: 'Damaged', tone: 'red' },
    paused: { word: 'Paused', tone: 'grey' },
  },
  webhook: { on: { word: 'On', tone: 'green' }, off: { word: 'Off', tone: 'grey' } },
  delivery: {
    pending: { word: 'Waiting', tone: 'grey' },
    delivered: { word: 'Delivered', tone: 'green' },
    dead: { word: 'Given up', tone: 'red' },
  },
  account: {
    active: { word: 'Active', tone: 'green' },
    locked: { word: 'Locked', tone: 'amber' },
    inactive: { word: 'Out of use', tone: 'grey' },
  },
  token: {
    active: { word: 'In use', tone: 'green' },
    expired: { word: 'Expired', tone: 'amber' },
    revoked: { word: 'Revoked', tone: 'grey' },
  },
  import: {
    changed: { word: 'Changed', tone: 'amber' },
    refused: { word: 'Refused', tone: 'red' },
    noted: { word: 'Noted', tone: 'grey' },
  },
  coverage: {
    compliant: { word: 'Compliant', tone: 'green' },
    overdue: { word: 'Overdue', tone: 'amber' },
    pending: { word: 'Pending', tone: 'grey' },
    blocked: { word: 'Blocked', tone: 'red' },
    excluded: { word: 'Excluded', tone: 'grey' },
    unprotected: { word: 'Unprotected', tone: 'red' },
  },
  verdict: {
    applies: { word: 'Protected', tone: 'green' },
    excluded: { word: 'Excluded', tone: 'grey' },
    room_closed: { word: 'Closed', tone: 'grey' },
    auto_snapshot_off: { word: 'Switched off', tone: 'amber' },
    unprotected: { word: 'Unprotected', tone: 'red' },
  },
  run: {
    queued: { word: 'Queued', tone: 'grey' },
    running: { word: 'Running', tone: 'blue' },
    completed: { word: 'Completed', tone: 'green' },
    partial: { word: 'Partial', tone: 'amber' },
    failed: { word: 'Failed', tone: 'red' },
    cancelled: { word: 'Cancelled', tone: 'grey' },
    skipped: { word: 'Skipped', tone: 'grey' },
  },
  record: {
    created: { word: 'Created', tone: 'green' },
    deleted: { word: 'Deleted', tone: 'grey' },
    failed: { word: 'Failed', tone: 'red' },
    skipped: { word: 'Skipped', tone: 'grey' },
    blocked: { word: 'Blocked', tone: 'amber' },
  },
}
