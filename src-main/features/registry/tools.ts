import type { Clock } from '../../platform/clock/index.ts'
import type { Executor } from '../../platform/db/index.ts'
import type { Ids } from '../../platform/ids/index.ts'
import type { Access } from '../access/index.ts'
import type { Audit, Call, Change } from '../audit/index.ts'
import type { Tables } from '../tables.ts'

/**
 * Tells the rooms that something they show has changed, inside the change: their revisions grow, and
 * a pending one that nothing keeps any more becomes ready.
 */
export type SettleRooms = (change: Change, call: Call, roomIds: readonly string[]) => Promise<void>

/** What every part of this feature works with. */
export interface RegistryTools {
  db: Executor<Tables>
  audit: Audit
  access: Access
  clock: Clock
  ids: Ids
  settleRooms: SettleRooms
}
