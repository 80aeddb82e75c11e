import { Button, Group, Modal, Stack } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { Party } from '../../../src-shared/contract/rooms.ts'
import { errorIssues, errorSentence } from '../../rpc/errors.ts'
import { roomChanged } from '../../rpc/events.ts'
import { api, queryClient } from '../../rpc/queries.ts'
import { FormError } from '../../ui/form-error.tsx'
import { useFocusFirstError } from '../../ui/use-focus-first-error.ts'
import { PartyFields, type PartyForm } from './party-fields.tsx'

/** Changes who somebody is in a room: their role, name and organization. */
export function EditPartyDialog({ party, onClose }: { party: Party; onClose(): void }) {
  const [form, setForm] = useState<PartyForm>({
    ...party,
    organization: party.organization ?? '',
  })
  const update = useMutation(
    api.parties.update.mutationOptions({
      onSuccess: async () => {
        onClose()
        await roomChanged(party.room_id)
        // It may be oneself: then the buttons follow one’s new role.
        await queryClient.invalidateQueries({ queryKey: api.auth.me.key() })
      },
    }),
  )
  const issues = errorIssues(update.error)
  const formElement = useFocusFirstError(update.error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const organization = form.organization.trim()
    const changes = {
      ...(form.name === party.name ? {} : { name: form.name }),
      ...(form.role === party.role ? {} : { role: form.role }),
      ...(organization === (party.organization ?? '')
        ? {}
        : { organization: organization === '' ? null : organization }),
    }
    if (Object.keys(changes).length === 0) onClose()
    else update.mutate({ room_id: party.room_id, party_id: party.id, ...changes })
  }
  return (
    <Modal opened onClose={onClose} title={`Edit ${party.name}`}>
      <form ref={formElement} onSubmit={submit} noValidate>
        <Stack gap="sm">
          <FormError
            message={
              update.error === null || issues.length > 0 ? undefined : errorSentence(update.error)
            }
          />
          <PartyFields
            form={form}
            issues={issues}
            known
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
