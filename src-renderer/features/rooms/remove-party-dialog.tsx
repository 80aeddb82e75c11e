import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { Party } from '../../../src-shared/contract/rooms.ts'
import { errorSentence } from '../../rpc/errors.ts'
import { roomChanged } from '../../rpc/events.ts'
import { api } from '../../rpc/queries.ts'
import { FormError } from '../../ui/form-error.tsx'

/** Asks before somebody loses their place in a room. */
export function RemovePartyDialog({ party, onClose }: { party: Party; onClose(): void }) {
  const remove = useMutation(
    api.parties.remove.mutationOptions({
      onSuccess: async () => {
        onClose()
        await roomChanged(party.room_id)
      },
    }),
  )
  return (
    <Modal opened onClose={onClose} title={`Remove ${party.name}?`}>
      <Stack gap="sm">
        <Text>
          {party.email} loses the role {party.role} in this room, and their approvals go with it.
          What they did stays in the activity and in the audit trail.
        </Text>
        <FormError message={remove.error === null ? undefined : errorSentence(remove.error)} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" data-autofocus onClick={onClose}>
            Keep
          </Button>
          <Button
            color="red.9"
            loading={remove.isPending}
            onClick={() => remove.mutate({ room_id: party.room_id, party_id: party.id })}
          >
            Remove the party
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
