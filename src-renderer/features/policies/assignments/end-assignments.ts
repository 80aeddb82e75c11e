import { client } from '../../../rpc/client.ts'
import { api, queryClient } from '../../../rpc/queries.ts'

/** Ends the assignment of each room, one after the other; the matching sets decide again. */
export async function endAssignments(roomIds: readonly string[]): Promise<void> {
  try {
    for (const room_id of roomIds) await client.assignments.delete({ room_id })
  } finally {
    for (const key of [api.assignments.key(), api.policies.key(), api.policySets.key()]) {
      await queryClient.invalidateQueries({ queryKey: key })
    }
    await queryClient.invalidateQueries({ queryKey: api.rooms.list.key() })
  }
}
