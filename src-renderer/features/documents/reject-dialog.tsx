import { Button, Group, Modal, Stack, Textarea } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { RoomDocument } from '../../../src-shared/contract/documents.ts'
import { errorIssues, errorSentence } from '../../rpc/errors.ts'
import { roomChanged } from '../../rpc/events.ts'
import { api } from '../../rpc/queries.ts'
import { FormError } from '../../ui/form-error.tsx'
import { issueOf } from '../../ui/issues.ts'
import { useFocusFirstError } from '../../ui/use-focus-first-error.ts'

/** Rejects a document, with the note that whoever uploaded it needs. */
export function RejectDialog({ document, onClose }: { document: RoomDocument; onClose(): void }) {
  const [note, setNote] = useState('')
  const reject = useMutation(
    api.documents.reject.mutationOptions({
      onSuccess: async () => {
        onClose()
        notifications.show({ message: `${document.type_name} is rejected.` })
        await roomChanged(document.room_id)
      },
    }),
  )
  const issues = errorIssues(reject.error)
  const formElement = useFocusFirstError(reject.error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    reject.mutate({ room_id: document.room_id, document_id: document.id, note })
  }
  return (
    <Modal opened onClose={onClose} title={`Reject ${document.type_name}?`}>
      <form ref={formElement} onSubmit={submit} noValidate>
        <Stack gap="sm">
          <FormError
            message={
              reject.error === null || issues.length > 0 ? undefined : errorSentence(reject.error)
            }
          />
          <Textarea
            label="Note"
            description="Why, and what would be right. It is needed."
            required
            autosize
            minRows={3}
            maxLength={2000}
            data-autofocus
            value={note}
            error={issueOf(issues, 'note')}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" color="red.9" loading={reject.isPending}>
              Reject the document
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
