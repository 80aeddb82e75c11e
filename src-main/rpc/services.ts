import type { TaskKind } from '../../src-shared/contract/enums.ts'
import type { ChangeEvent } from '../../src-shared/contract/system.ts'
import type { Access } from '../features/access/index.ts'
import type { Accounts } from '../features/accounts/index.ts'
import type {
  Audit,
  AuditBackground,
  AuditExports,
  AuditLog,
  Checkpoints,
} from '../features/audit/index.ts'
import type { Documents } from '../features/documents/index.ts'
import type { Imports } from '../features/imports/index.ts'
import type { Metrics } from '../features/metrics/index.ts'
import type { Notices, Webhooks } from '../features/notices/index.ts'
import type { PoliciesFeature } from '../features/policies/index.ts'
import type { Registry } from '../features/registry/index.ts'
import type { RoomsFeature } from '../features/rooms/index.ts'
import type { Settings } from '../features/settings/index.ts'
import type {
  Restores,
  SnapshotCare,
  Snapshots,
  SnapshotTasks,
} from '../features/snapshots/index.ts'
import type { Storage } from '../features/storage/index.ts'
import type { Tokens } from '../features/tokens/index.ts'
import type { Events } from '../platform/events/index.ts'
import type { FlowingExports } from '../platform/exports/index.ts'
import type { Log } from '../platform/log/index.ts'
import type { Meter } from '../platform/metrics/index.ts'

/** The features, as the router calls them. */
export interface Services extends RoomsFeature, PoliciesFeature {
  access: Access
  accounts: Accounts
  audit: Audit
  auditLog: AuditLog
  auditBackground: AuditBackground
  auditExports: AuditExports
  checkpoints: Checkpoints
  /** Exports that wait for whoever takes them. */
  exports: Pick<FlowingExports, 'take'>
  documents: Documents
  imports: Imports
  metrics: Metrics
  notices: Notices
  webhooks: Webhooks
  registry: Registry
  settings: Settings
  restores: Restores
  snapshotCare: SnapshotCare
  snapshots: Snapshots
  snapshotTasks: SnapshotTasks
  storage: Storage
  tokens: Tokens
  /** Where a task belongs, for the gate; undefined for an id that is none. */
  taskPlace: (
    taskId: string,
  ) => Promise<{ kind: TaskKind; room_id: string | null; created_by: string | null } | undefined>
  events: Events<ChangeEvent>
  about: () => { name: string; version: string; workspace_name: string }
  log: Log
  /** What each call took, and how it ended. */
  meter: Pick<Meter, 'observe' | 'count'>
  /** An id for a failure that nobody expected, shown to people and found in the log. */
  newErrorId: () => string
}
