import {
  Button,
  Group,
  Modal,
  SegmentedControl,
  Stack,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { RoomDocument } from '../../../src-shared/contract/documents.ts'
import { documentPriorities } from '../../../src-shared/contract/enums.ts'
import { errorIssues, errorSentence } from '../../rpc/errors.ts'
import { roomChanged } from '../../rpc/events.ts'
import { api } from '../../rpc/queries.ts'
import { FormError } from '../../ui/form-error.tsx'
import { issueOf } from '../../ui/issues.ts'
import { useFocusFirstError } from '../../ui/use-focus-first-error.ts'
import { inWords } from '../../ui/words.ts'

/** Changes until when a document holds, how urgent it is, and what people should know of it. */
export function EditDocumentDialog(props: { document: RoomDocument; onClose(): void }) {
  const { document, onClose } = props
  const [expires, setExpires] = useState(document.expires_on ?? '')
  const [priority, setPriority] = useState(document.priority)
  const [notes, setNotes] = useState(document.notes ?? '')
  const update = useMutation(
    api.documents.update.mutationOptions({
      onSuccess: async () => {
        onClose()
        await roomChanged(document.room_id)
      },
    }),
  )
  const issues = errorIssues(update.error)
  const formElement = useFocusFirstError(update.error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const changes = {
      ...(expires === (document.expires_on ?? '') ? {} : { expires_on: expires || null }),
      ...(priority === document.priority ? {} : { priority }),
      ...(notes.trim() === (document.notes ?? '') ? {} : { notes: notes.trim() || null }),
    }
    if (Object.keys(changes).length === 0) onClose()
    else update.mutate({ room_id: document.room_id, document_id: document.id, ...changes })
  }
  return (
    <Modal opened onClose={onClose} title={`Edit ${document.type_name}`}>
      <form ref={formElement} onSubmit={submit} noValidate>
        <Stack gap="sm">
          <FormError
            message={
              update.error === null || issues.length > 0 ? undefined : errorSentence(update.error)
            }
          />
          <TextInput
            label="Expires on"
            description="Left empty, it does not expire."
            type="date"
            data-autofocus
            value={expires}
            error={issueOf(issues, 'expires_on')}
            onChange={(event) => setExpires(event.currentTarget.value)}
          />
          <div>
            <Text size="sm" fw={500} mb={4} id="priority">
              Priority
            </Text>
            <SegmentedControl
              aria-labelledby="priority"
              fullWidth
              data={documentPriorities.map((value) => ({ value, label: inWords(value) }))}
              value={priority}
              onChange={(value) =>
                setPriority(documentPriorities.find((one) => one === value) ?? priority)
              }
            />
          </div>
          <Textarea
            label="Notes"
            autosize
            minRows={2}
            maxLength={2000}
            value={notes}
            error={issueOf(issues, 'notes')}
            onChange={(event) => setNotes(event.currentTarget.value)}
          />
          <Group justify="flex-end" gap="xs" mt="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={update.isPending}>
              Save changes
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
