import { keepPreviousData, skipToken, useQuery } from '@tanstack/react-query'
import type { PolicyOfRoom } from '../../../src-shared/contract/policies.ts'
import { useMay } from '../../rpc/permissions.ts'
import { api } from '../../rpc/queries.ts'

/**
 * The policies of the rooms of a page, all in one call, after the page itself: no list waits for it.
 * @returns by room; empty while they are read, or where one may not read them
 */
export function usePoliciesOf(
  rooms: readonly { id: string }[] | undefined,
): ReadonlyMap<string, PolicyOfRoom> {
  const enabled = useMay()('policy_sets.read').allowed
  const room_ids = rooms?.map(({ id }) => id) ?? []
  const found = useQuery(
    api.policies.ofRooms.queryOptions({
      input: enabled && room_ids.length > 0 ? { room_ids } : skipToken,
      placeholderData: keepPreviousData,
      select: (answer) => new Map(answer.rooms.map((one) => [one.room_id, one])),
    }),
  )
  return found.data ?? none
}

const none: ReadonlyMap<string, PolicyOfRoom> = new Map()
