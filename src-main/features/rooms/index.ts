import type { Clock } from '../../platform/clock/index.ts'
import type { Executor } from '../../platform/db/index.ts'
import type { Ids } from '../../platform/ids/index.ts'
import type { Access } from '../access/index.ts'
import type { Audit } from '../audit/index.ts'
import type { Tables } from '../tables.ts'
import { type ChangeRoom, createRoomChange } from './change.ts'
import { createPeople, type People } from './people.ts'
import { createRegistry, type Registry } from './registry.ts'
import { createSee, type See } from './seen.ts'
import { createRoomsService, type Rooms } from './service.ts'
import { createRoomVessels, type RoomVessels } from './vessels.ts'

export type { ChangeRoom } from './change.ts'
export type { People } from './people.ts'
export type { Registry } from './registry.ts'
export { type See, type Seen, seenFrom } from './seen.ts'
export type { Rooms } from './service.ts'
export { tagsOf } from './shapes.ts'
export {
  approvals as approvalRows,
  byId as roomRow,
  countMessages,
  messages as messageRows,
  organizationById,
  parties as partyRows,
  terminalById,
} from './store.ts'
export type { RoomVessels } from './vessels.ts'

export interface RoomsFeature {
  rooms: Rooms
  people: People
  vessels: RoomVessels
  registry: Registry
  changeRoom: ChangeRoom
  seen: See
}

export function createRooms(options: {
  db: Executor<Tables>
  audit: Audit
  access: Access
  clock: Clock
  ids: Ids
}): RoomsFeature {
  const changeRoom = createRoomChange(options.audit, options.clock)
  const tools = { ...options, changeRoom, seen: createSee(options.db) }
  return {
    rooms: createRoomsService(tools),
    people: createPeople(tools),
    vessels: createRoomVessels(tools),
    registry: createRegistry(tools),
    changeRoom,
    seen: tools.seen,
  }
}
