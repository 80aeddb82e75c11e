import type { Migration } from 'kysely/migration'
import { up as foundation } from './0001_foundation.ts'
import { up as auditTrail } from './0002_audit_trail.ts'
import { up as people } from './0003_people.ts'
import { up as registry } from './0004_registry.ts'
import { up as imports } from './0005_imports.ts'
import { up as snapshotModels } from './0006_snapshot_models.ts'
import { up as snapshotEngine } from './0007_snapshot_engine.ts'
import { up as policies } from './0008_policies.ts'
import { up as snapshotsAcrossRooms } from './0009_snapshots_across_rooms.ts'
import { up as runs } from './0010_runs.ts'
import { up as notices } from './0011_notices.ts'

/** Every migration, oldest first. Append-only: what has been released is never edited. */
export const migrations: Record<string, Migration> = {
  '0001_foundation': { up: foundation },
  '0002_audit_trail': { up: auditTrail },
  '0003_people': { up: people },
  '0004_registry': { up: registry },
  '0005_imports': { up: imports },
  '0006_snapshot_models': { up: snapshotModels },
  '0007_snapshot_engine': { up: snapshotEngine },
  '0008_policies': { up: policies },
  '0009_snapshots_across_rooms': { up: snapshotsAcrossRooms },
  '0010_runs': { up: runs },
  '0011_notices': { up: notices },
}
