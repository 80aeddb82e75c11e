import type { Clock } from '../../platform/clock/index.ts'
import type { Executor } from '../../platform/db/index.ts'
import type { Ids } from '../../platform/ids/index.ts'
import type { Access } from '../access/index.ts'
import type { Audit } from '../audit/index.ts'
import type { SettleRooms } from '../registry/index.ts'
import type { Tables } from '../tables.ts'
import type { ChangeRoom } from './change.ts'
import type { See } from './seen.ts'

/** What every part of this feature works with. */
export interface RoomTools {
  db: Executor<Tables>
  audit: Audit
  access: Access
  clock: Clock
  ids: Ids
  changeRoom: ChangeRoom
  settleRooms: SettleRooms
  seen: See
}
