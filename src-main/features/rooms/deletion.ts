import type { RoomDeletion } from '../../../src-shared/contract/rooms.ts'
import type { Executor } from '../../platform/db/index.ts'
import { DomainError } from '../../platform/domain-error.ts'
import type { Previews } from '../../platform/previews/index.ts'
import { type Call, roomOf } from '../audit/index.ts'
import type { Tables } from '../tables.ts'
import * as store from './store.ts'
import type { RoomTools } from './tools.ts'

/** Deleting a room: shown first, then done as it was shown, or not at all. */
export interface RoomDeletions {
  preview(call: Call): Promise<RoomDeletion>
  /**
   * Deletes the room with everything in it. Its audit entries stay.
   * @throws CONFLICT while a snapshot of it is on hold; PREVIEW_NEEDED with a fresh preview when the
   * token is missing, too old, or the room has changed since
   */
  delete(
    input: { preview_token?: string | undefined },
    call: Call,
  ): Promise<{ message: string; room_id: string }>
}

const refusals = {
  missing: 'Deleting a room cannot be undone. Look at what goes with it, and confirm that.',
  expired: 'The preview is older than ten minutes. Look again at what goes with the room.',
  stale: 'The room has changed since the preview. Look again at what goes with it.',
}

export function createRoomDeletions(tools: RoomTools & { previews: Previews }): RoomDeletions {
  const { db, audit, clock, previews } = tools

  const stateOf = async (executor: Executor<Tables>, id: string) => {
    const room = await store.byId(executor, id)
    if (room === undefined) throw new DomainError('ROOM_NOT_FOUND')
    const { code, title, revision } = room
    const contents = await store.contents(executor, id, clock.iso())
    return { room, state: { room_id: id, code, title, revision, ...contents } }
  }
  const subjectOf = (call: Call) => `rooms.delete ${roomOf(call).id}`

  return {
    preview: async (call) => {
      const { state } = await stateOf(db, roomOf(call).id)
      return { ...state, ...previews.issue(subjectOf(call), state) }
    },
    delete: ({ preview_token }, call) => {
      const { id } = roomOf(call)
      return audit.change(call, async ({ trx, record }) => {
        const { room, state } = await stateOf(trx, id)
        if (state.held_snapshots > 0) {
          throw new DomainError(
            'CONFLICT',
            `${state.held_snapshots === 1 ? 'A snapshot' : `${state.held_snapshots} snapshots`} of this room ${state.held_snapshots === 1 ? 'is' : 'are'} on hold. Release ${state.held_snapshots === 1 ? 'it' : 'them'} before the room is deleted.`,
            { count: state.held_snapshots },
          )
        }
        const verdict = previews.judge(preview_token, subjectOf(call), state)
        if (verdict !== 'good') {
          throw new DomainError('PREVIEW_NEEDED', refusals[verdict], {
            preview: { ...state, ...previews.issue(subjectOf(call), state) },
          })
        }
        await store.removeRoom(trx, id)
        await record({
          action: 'room.deleted',
          resource_type: 'room',
          resource_id: id,
          detail: { status: room.status, ...state },
        })
        return { message: 'The room is deleted; its audit entries stay.', room_id: id }
      })
    },
  }
}
