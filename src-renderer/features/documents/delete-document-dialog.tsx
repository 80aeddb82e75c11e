import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation } from '@tanstack/react-query'
import type { RoomDocument } from '../../../src-shared/contract/documents.ts'
import { errorSentence } from '../../rpc/errors.ts'
import { roomChanged } from '../../rpc/events.ts'
import { api } from '../../rpc/queries.ts'
import { FormError } from '../../ui/form-error.tsx'
import { counted } from '../../ui/words.ts'

interface DeleteDocumentDialogProps {
  document: RoomDocument
  onClose(): void
  onDeleted(): void
}

/** Asks before a document leaves the room, and says what goes with it. */
export function DeleteDocumentDialog({ document, onClose, onDeleted }: DeleteDocumentDialogProps) {
  const name = [document.type_name, document.vessel_name].filter(Boolean).join(', ')
  const remove = useMutation(
    api.documents.delete.mutationOptions({
      onSuccess: async () => {
        onDeleted()
        notifications.show({ message: `${name} is deleted.` })
        await roomChanged(document.room_id)
      },
    }),
  )
  const { length } = document.versions
  return (
    <Modal opened onClose={onClose} title={`Delete ${document.type_name}?`}>
      <Stack gap="sm">
        <Text>
          {length === 0
            ? `${name} is no longer asked for in this room.`
            : `${name} leaves this room with ${counted(length, 'version')}.`}{' '}
          {document.required &&
            'It is a required document: the room counts without it from then on. '}
          Its audit entries stay.
        </Text>
        <FormError message={remove.error === null ? undefined : errorSentence(remove.error)} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" data-autofocus onClick={onClose}>
            Keep
          </Button>
          <Button
            color="red.9"
            loading={remove.isPending}
            onClick={() => remove.mutate({ room_id: document.room_id, document_id: document.id })}
          >
            Delete the document
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
