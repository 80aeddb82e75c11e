import { Button, Group, Modal, Stack } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { Room } from '../../../src-shared/contract/rooms.ts'
import { errorIssues, errorSentence } from '../../rpc/errors.ts'
import { roomChanged } from '../../rpc/events.ts'
import { api } from '../../rpc/queries.ts'
import { FormError } from '../../ui/form-error.tsx'
import { otherIssues } from '../../ui/issues.ts'
import { useFocusFirstError } from '../../ui/use-focus-first-error.ts'
import { RoomFields } from './room-fields.tsx'
import { changesOf, formOf, roomFieldNames } from './room-form.ts'

/** Changes the facts of a room; only what was changed here is sent, so that others’ changes stay. */
export function EditRoomDialog({ room, onClose }: { room: Room; onClose(): void }) {
  const [first] = useState(() => formOf(room))
  const [form, setForm] = useState(first)
  const update = useMutation(
    api.rooms.update.mutationOptions({
      onSuccess: async () => {
        onClose()
        await roomChanged(room.id)
      },
    }),
  )
  const issues = errorIssues(update.error)
  const formElement = useFocusFirstError(update.error)
  const others = otherIssues(issues, roomFieldNames)
  const whole = issues.length > 0 ? others.join(' ') : update.error && errorSentence(update.error)
  const changes = changesOf(first, form)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (Object.keys(changes).length === 0) onClose()
    else update.mutate({ room_id: room.id, ...changes })
  }
  return (
    <Modal opened onClose={onClose} title={`Edit ${room.code}`} size={560}>
      <form ref={formElement} onSubmit={submit} noValidate>
        <Stack gap="sm">
          <FormError message={whole || undefined} />
          <RoomFields
            form={form}
            issues={issues}
            onChange={(part) => setForm({ ...form, ...part })}
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
