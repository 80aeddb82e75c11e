import type { Executor } from '../../platform/db/index.ts'
import type { Tables } from '../tables.ts'

type Db = Executor<Tables>

export type RoomVesselRow = Tables['vessels'] &
  Pick<Tables['room_vessels'], 'room_id' | 'role' | 'position'>

export async function roomVessels(db: Db, roomId: string): Promise<RoomVesselRow[]> {
  return db
    .selectFrom('room_vessels')
    .innerJoin('vessels', 'vessels.id', 'room_vessels.vessel_id')
    .selectAll('vessels')
    .select(['room_vessels.room_id', 'room_vessels.role', 'room_vessels.position'])
    .where('room_vessels.room_id', '=', roomId)
    .orderBy('room_vessels.position')
    .orderBy('room_vessels.vessel_id')
    .execute()
}

/** The rooms that name a ship: a change of the ship is a change of each of them. */
export async function roomsOfVessel(db: Db, vesselId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('room_vessels')
    .select('room_id')
    .where('vessel_id', '=', vesselId)
    .execute()
  return rows.map((row) => row.room_id)
}

export async function insertRoomVessel(db: Db, row: Tables['room_vessels']): Promise<void> {
  await db.insertInto('room_vessels').values(row).execute()
}

export async function changeRoomVessel(
  db: Db,
  roomId: string,
  vesselId: string,
  fields: Partial<Tables['room_vessels']>,
): Promise<void> {
  await db
    .updateTable('room_vessels')
    .set(fields)
    .where('room_id', '=', roomId)
    .where('vessel_id', '=', vesselId)
    .execute()
}

export async function removeRoomVessel(db: Db, roomId: string, vesselId: string): Promise<void> {
  await db
    .deleteFrom('approvals')
    .where('room_id', '=', roomId)
    .where('vessel_id', '=', vesselId)
    .execute()
  await db
    .deleteFrom('room_vessels')
    .where('room_id', '=', roomId)
    .where('vessel_id', '=', vesselId)
    .execute()
}

/** The lead vessel (the first mother) of each of these rooms. */
export async function leadVessels(
  db: Db,
  roomIds: readonly string[],
): Promise<Map<string, Pick<Tables['vessels'], 'name' | 'owner' | 'charterer'>>> {
  const rows = await db
    .selectFrom('room_vessels')
    .innerJoin('vessels', 'vessels.id', 'room_vessels.vessel_id')
    .select(['room_vessels.room_id', 'vessels.name', 'vessels.owner', 'vessels.charterer'])
    .where('room_vessels.room_id', 'in', roomIds)
    .where('room_vessels.role', '=', 'mother')
    .orderBy('room_vessels.position', 'desc')
    .execute()
  return new Map(rows.map(({ room_id, ...vessel }) => [room_id, vessel]))
}

/** Every ship of these rooms: its names, and whose it is. */
export async function shipsOfRooms(db: Db, roomIds: readonly string[]) {
  if (roomIds.length === 0) return []
  return db
    .selectFrom('room_vessels')
    .innerJoin('vessels', 'vessels.id', 'room_vessels.vessel_id')
    .select([
      'room_vessels.room_id',
      'vessels.id',
      'vessels.name',
      'vessels.imo',
      'vessels.owner',
      'vessels.charterer',
    ])
    .where('room_vessels.room_id', 'in', roomIds)
    .execute()
}
