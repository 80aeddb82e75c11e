import type { Migration } from 'kysely/migration'
import { up as foundation } from './0001_foundation.ts'
import { up as auditTrail } from './0002_audit_trail.ts'
import { up as registry } from './0004_registry.ts'

/** Every migration, oldest first. Append-only: what has been released is never edited. */
export const migrations: Record<string, Migration> = {
  '0001_foundation': { up: foundation },
  '0002_audit_trail': { up: auditTrail },
  '0004_registry': { up: registry },
}
