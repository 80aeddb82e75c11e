import { Button, Group, Modal, Select, Stack, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { type PartyRole, partyRoles } from '../../../src-shared/contract/enums.ts'
import { errorIssues, errorSentence } from '../../rpc/errors.ts'
import { roomChanged } from '../../rpc/events.ts'
import { api, queryClient } from '../../rpc/queries.ts'
import { FormError } from '../../ui/form-error.tsx'
import { issueOf } from '../../ui/issues.ts'
import { useFocusFirstError } from '../../ui/use-focus-first-error.ts'
import { inWords } from '../../ui/words.ts'

interface AddPartyDialogProps {
  roomId: string
  opened: boolean
  onClose(): void
}

const blank = { name: '', email: '', role: 'owner' as PartyRole, organization: '' }

const roleHelp: Record<PartyRole, string> = {
  owner: 'Supplies and approves documents; takes snapshots.',
  broker: 'Runs the room: parties, vessels, documents, snapshots.',
  charterer: 'Approves documents; takes snapshots.',
  seller: 'Sees the room and the vessels of their own organization.',
  buyer: 'Sees the room and the vessels of their own organization.',
  viewer: 'Reads, and changes nothing.',
}

/** Brings a person into a room. */
export function AddPartyDialog({ roomId, opened, onClose }: AddPartyDialogProps) {
  const [form, setForm] = useState(blank)
  const change = (part: Partial<typeof blank>) => setForm((old) => ({ ...old, ...part }))
  const add = useMutation(
    api.parties.add.mutationOptions({
      onSuccess: async () => {
        setForm(blank)
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
          <TextInput
            label="Name"
            required
            data-autofocus
            value={form.name}
            error={issueOf(issues, 'name')}
            onChange={(event) => change({ name: event.currentTarget.value })}
          />
          <TextInput
            label="E-mail"
            description="Whoever signs in with it holds this role in this room."
            type="email"
            required
            value={form.email}
            error={issueOf(issues, 'email')}
            onChange={(event) => change({ email: event.currentTarget.value })}
          />
          <Select
            label="Role"
            description={roleHelp[form.role]}
            required
            allowDeselect={false}
            data={partyRoles.map((role) => ({ value: role, label: inWords(role) }))}
            value={form.role}
            error={issueOf(issues, 'role')}
            onChange={(value) => {
              const role = partyRoles.find((known) => known === value)
              if (role !== undefined) change({ role })
            }}
          />
          <TextInput
            label="Organization"
            value={form.organization}
            error={issueOf(issues, 'organization')}
            onChange={(event) => change({ organization: event.currentTarget.value })}
          />
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
