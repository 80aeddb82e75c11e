import { readFile } from 'node:fs/promises'
import type { LocalClient } from '../../src-main/rpc/local-client.ts'
import type { Room } from '../../src-shared/contract/rooms.ts'
import { snapshotResultOf } from '../../src-shared/contract/snapshots.ts'
import type { World } from '../fixtures/world.ts'

type SnapshotInput = Parameters<LocalClient['snapshots']['create']>[0]

/** Takes a snapshot and waits until its task has ended. */
export async function made(world: World, client: LocalClient, input: SnapshotInput) {
  const { id, room_id } = await client.snapshots.create(input)
  await world.workspace.tasks.idle()
  return ended(world, client, { id, room_id })
}

/** A snapshot whose task has ended, with its task and the bytes of its file. */
export async function ended(
  world: World,
  client: LocalClient,
  { id, room_id }: { id: string; room_id: string },
) {
  const snapshot = await client.snapshots.get({ room_id, snapshot_id: id })
  const task = await client.tasks.get({ task_id: snapshot.task_id })
  const sha256 = snapshot.sha256 ?? ''
  const bytes = sha256 === '' ? Buffer.alloc(0) : await readFile(world.workspace.blobs.path(sha256))
  return { snapshot, task, bytes, was_cached: snapshotResultOf(task)?.was_cached }
}

/** The room of the sample whose operation code starts like this. */
export async function roomOf(client: LocalClient, code: string): Promise<Room> {
  const { body } = await client.rooms.list({ limit: 500 })
  const room = body.find((one) => one.code.startsWith(code))
  if (room === undefined) throw new Error(`The sample has no room ${code}.`)
  return room
}

/** Rooms of the sample by what they are good for in tests. */
export const sampleRooms = {
  /** Active; three ships, of which the seller Olena Kovalenko may see one. */
  active: 'STS-20261119-AWWJMK',
  /** Pending; two ships, of which the seller Olena Kovalenko may see one. */
  pending: 'STS-20261201',
  ready: 'STS-20261121',
} as const
export const seller = 'olena.kovalenko@corvale-trading.example'
export const broker = 'james.pryce@ashdown-pryce.example'

/** Lets sellers and buyers take snapshots, which the delivered matrix does not, as a superadmin may. */
export async function letSellersSnapshot(world: World): Promise<void> {
  const { kysely } = world.workspace.db
  const newest = await kysely
    .selectFrom('access_matrices')
    .selectAll()
    .orderBy('version', 'desc')
    .executeTakeFirstOrThrow()
  const matrix: { permissions: { permission: string; party: string[] }[] } = JSON.parse(
    newest.matrix,
  )
  for (const row of matrix.permissions) {
    if (row.permission === 'snapshots.create') row.party.push('seller', 'buyer')
  }
  const version = newest.version + 1
  await kysely
    .insertInto('access_matrices')
    .values({ ...newest, version, matrix: JSON.stringify(matrix) })
    .execute()
  await world.reopen()
}
