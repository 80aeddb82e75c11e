import { useMutation } from '@tanstack/react-query'
import type { Restored } from '../../../../src-shared/contract/snapshots.ts'
import { roomChanged } from '../../../rpc/events.ts'
import { api, queryClient } from '../../../rpc/queries.ts'

/** Everything that shows rooms is old after a restore. */
export async function afterRestore({ room_id }: Restored): Promise<void> {
  // One may be a party of the room that came.
  await queryClient.invalidateQueries({ queryKey: api.auth.me.key() })
  void queryClient.invalidateQueries({ queryKey: api.rooms.list.key() })
  void queryClient.invalidateQueries({ queryKey: api.snapshots.list.key() })
  void roomChanged(room_id)
}

/** Opens a snapshot as a new room, or rolls its room back. */
export function useRestore() {
  return useMutation(api.snapshots.restore.mutationOptions({ onSuccess: afterRestore }))
}
