import type { Clock } from '../../platform/clock/index.ts'
import type { Executor } from '../../platform/db/index.ts'
import type { Ids } from '../../platform/ids/index.ts'
import type { Previews } from '../../platform/previews/index.ts'
import type { Access } from '../access/index.ts'
import type { Audit } from '../audit/index.ts'
import type { SettleRooms } from '../registry/index.ts'
import type { Tables } from '../tables.ts'
import { type ChangeRoom, createRoomChange, createSettle } from './change.ts'
import { createLookAtClearance, type LookAtClearance } from './clearance.ts'
import { createRoomDeletions, type RoomDeletions } from './deletion.ts'
import { createPeople, type People } from './people.ts'
import { createSee, type See } from './seen.ts'
import { createRoomsService, type Rooms } from './service.ts'
import { createRoomVessels, type RoomVessels } from './vessels.ts'

export type { ChangeRoom } from './change.ts'
export {
  approvals as approvalRows,
  countMessages,
  messages as messageRows,
  parties as partyRows,
} from './people-store.ts'
export { type See, type Seen, seenFrom } from './seen.ts'
export { freeCode } from './service.ts'
export { tagsOf } from './shapes.ts'
export { byId as roomRow, changeRoom as writeRoom, insertRoom } from './store.ts'
export { shipsOfRooms } from './vessels-store.ts'

export interface RoomsFeature {
  rooms: Rooms
  lookAtClearance: LookAtClearance
  roomDeletions: RoomDeletions
  people: People
  roomVessels: RoomVessels
  changeRoom: ChangeRoom
  /** For what rooms refer to: a change of it is a change of each room that shows it. */
  settleRooms: SettleRooms
  seen: See
}

export function createRooms(options: {
  db: Executor<Tables>
  audit: Audit
  access: Access
  clock: Clock
  ids: Ids
  previews: Previews
}): RoomsFeature {
  const settleRooms = createSettle(options.clock)
  const changeRoom = createRoomChange(options.audit, settleRooms)
  const tools = { ...options, changeRoom, settleRooms, seen: createSee(options.db) }
  return {
    rooms: createRoomsService(tools),
    lookAtClearance: createLookAtClearance(options),
    roomDeletions: createRoomDeletions(tools),
    people: createPeople(tools),
    roomVessels: createRoomVessels(tools),
    changeRoom,
    settleRooms,
    seen: tools.seen,
  }
}
