import { useQuery } from '@tanstack/react-query'
import { api } from '../../rpc/queries.ts'
import { Mono } from '../../ui/mono.tsx'
import { TextLink } from '../../ui/text-link.tsx'

/** Codes of the rooms that changed last; the newest entries are about these. */
const roomsKnown = 100

/**
 * A room by its code, as a link. Rooms that are not among those that changed last, or are gone, show
 * the start of their id: asking for each would leave entries in the very trail that is being read.
 */
export function RoomName({ roomId }: { roomId: string | null }) {
  const rooms = useQuery(
    api.rooms.list.queryOptions({
      input: { sort: 'updated_at', direction: 'desc', limit: roomsKnown },
      staleTime: 5 * 60_000,
      enabled: roomId !== null,
    }),
  ).data?.body
  if (roomId === null) return <>–</>
  const room = rooms?.find(({ id }) => id === roomId)
  if (room === undefined) return <Mono text={roomId} first={13} />
  return (
    <TextLink
      to="/rooms/$roomId/$tab"
      params={{ roomId, tab: 'overview' }}
      title={room.title}
      inherit
    >
      <Mono text={room.code} />
    </TextLink>
  )
}
