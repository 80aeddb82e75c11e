import { Button, Group, Modal, Stack } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { errorIssues, errorSentence } from '../../rpc/errors.ts'
import { roomChanged } from '../../rpc/events.ts'
import { api, queryClient } from '../../rpc/queries.ts'
import { FormError } from '../../ui/form-error.tsx'
import { useFocusFirstError } from '../../ui/use-focus-first-error.ts'
import { blankParty, PartyFields, type PartyForm } from './party-fields.tsx'

interface AddPartyDialogProps {
  roomId: string
  opened: boolean
  onClose(): void
}

/** Brings a person into a room. */
export function AddPartyDialog({ roomId, opened, onClose }: AddPartyDialogProps) {
  const [form, setForm] = useState(blankParty)
  const change = (part: Partial<PartyForm>) => setForm((old) => ({ ...old, ...part }))
  const add = useMutation(
    api.parties.add.mutationOptions({
      onSuccess: async () => {
        setForm(blankParty)
        onClose()
        await roomChanged(roomId)
        await queryClient.invalidateQueries({ queryKey: api.auth.me.key() })
      },
    }),
  )
  const issues = errorIssues(add.error)
  const formElement = useFocusFirstError(add.error)
  const close = () => {
    add.reset()
    onClose()
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const { organization, ...rest } = form
    add.mutate({
      room_id: roomId,
      ...rest,
      ...(organization.trim() === '' ? {} : { organization: organization.trim() }),
    })
  }
  return (
    <Modal opened={opened} onClose={close} title="Add a party">
      <form ref={formElement} onSubmit={submit} noValidate>
        <Stack gap="sm">
          <FormError
            message={add.error === null || issues.length > 0 ? undefined : errorSentence(add.error)}
          />
          <PartyFields form={form} issues={issues} known={false} onChange={change} />
          <Group justify="flex-end" gap="xs" mt="xs">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button type="submit" loading={add.isPending}>
              Add the party
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
