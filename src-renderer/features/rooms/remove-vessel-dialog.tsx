import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import type { RoomVessel } from '../../../src-shared/contract/rooms.ts'
import { errorSentence } from '../../rpc/errors.ts'
import { roomChanged } from '../../rpc/events.ts'
import { api } from '../../rpc/queries.ts'
import { FormError } from '../../ui/form-error.tsx'
import { counted } from '../../ui/words.ts'

/** Asks before a ship leaves a room, and says what goes with it. */
export function RemoveVesselDialog({ vessel, onClose }: { vessel: RoomVessel; onClose(): void }) {
  const input = { room_id: vessel.room_id }
  const of = (list: readonly { vessel_id: string | null }[] | undefined) =>
    list?.filter((one) => one.vessel_id === vessel.id).length
  const documents = of(useQuery(api.documents.list.queryOptions({ input })).data)
  const approvals = of(useQuery(api.approvals.list.queryOptions({ input })).data)
  const remove = useMutation(
    api.roomVessels.remove.mutationOptions({
      onSuccess: async () => {
        onClose()
        await roomChanged(vessel.room_id)
      },
    }),
  )
  return (
    <Modal opened onClose={onClose} title={`Take ${vessel.name} out of the room?`}>
      <Stack gap="sm">
        <Text>
          {documents === undefined || approvals === undefined
            ? 'Its documents and approvals in this room go with it.'
            : `With it go ${counted(documents, 'document')} and ${counted(approvals, 'approval')} of this room.`}{' '}
          The ship stays in the registry and in other rooms.
        </Text>
        <FormError message={remove.error === null ? undefined : errorSentence(remove.error)} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" data-autofocus onClick={onClose}>
            Keep
          </Button>
          <Button
            color="red.9"
            loading={remove.isPending}
            onClick={() => remove.mutate({ room_id: vessel.room_id, vessel_id: vessel.id })}
          >
            Take it out
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
