import { Button, Group, Modal, Stack } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { errorIssues, errorSentence } from '../../rpc/errors.ts'
import { api, queryClient } from '../../rpc/queries.ts'
import { FormError } from '../../ui/form-error.tsx'
import { otherIssues } from '../../ui/issues.ts'
import { useFocusFirstError } from '../../ui/use-focus-first-error.ts'
import { RoomFields } from './room-fields.tsx'
import { blankRoom, inputOf, type RoomForm, roomFieldNames } from './room-form.ts'

/** Asks for the facts of a new room, and goes there. Parties and vessels are added in the room. */
export function OpenRoomDialog({ opened, onClose }: { opened: boolean; onClose(): void }) {
  const navigate = useNavigate()
  const [form, setForm] = useState<RoomForm>(blankRoom)
  const create = useMutation(
    api.rooms.create.mutationOptions({
      onSuccess: async (room) => {
        // One’s own roles changed as well: whoever opens a room is a party of it.
        await queryClient.invalidateQueries({ queryKey: api.auth.me.key() })
        void queryClient.invalidateQueries({ queryKey: api.rooms.list.key() })
        setForm(blankRoom)
        await navigate({
          to: '/rooms/$roomId/$tab',
          params: { roomId: room.id, tab: 'overview' },
        })
      },
    }),
  )
  const issues = errorIssues(create.error)
  const formElement = useFocusFirstError(create.error)
  const others = otherIssues(issues, roomFieldNames)
  const whole = issues.length > 0 ? others.join(' ') : create.error && errorSentence(create.error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    create.mutate(inputOf(form))
  }
  const close = () => {
    create.reset()
    onClose()
  }
  return (
    <Modal opened={opened} onClose={close} title="Open a room" size={560}>
      <form ref={formElement} onSubmit={submit} noValidate>
        <Stack gap="sm">
          <FormError message={whole || undefined} />
          <RoomFields
            form={form}
            issues={issues}
            isNew
            onChange={(part) => setForm({ ...form, ...part })}
          />
          <Group justify="flex-end" gap="xs" mt="xs">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button type="submit" loading={create.isPending}>
              Open the room
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
