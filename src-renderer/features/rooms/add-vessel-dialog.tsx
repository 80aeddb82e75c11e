import { Button, Fieldset, Group, Modal, Select, Stack, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { type VesselRole, vesselRoles } from '../../../src-shared/contract/enums.ts'
import { parseImo } from '../../../src-shared/rules/identifiers.ts'
import { errorIssues, errorSentence } from '../../rpc/errors.ts'
import { roomChanged } from '../../rpc/events.ts'
import { api } from '../../rpc/queries.ts'
import { FormError } from '../../ui/form-error.tsx'
import { issueOf } from '../../ui/issues.ts'
import { useFocusFirstError } from '../../ui/use-focus-first-error.ts'
import { inWords } from '../../ui/words.ts'
import { blankVessel, factsOf, VesselFields } from './vessel-fields.tsx'

interface AddVesselDialogProps {
  roomId: string
  opened: boolean
  onClose(): void
}

const blank = { imo: '', role: 'mother' as VesselRole, ...blankVessel }
type AddForm = typeof blank

/** Brings a ship into a room by its IMO number; facts are needed for a ship that is new here. */
export function AddVesselDialog({ roomId, opened, onClose }: AddVesselDialogProps) {
  const [form, setForm] = useState<AddForm>(blank)
  const [left, setLeft] = useState(false)
  const change = (part: Partial<AddForm>) => setForm((old) => ({ ...old, ...part }))
  const add = useMutation(
    api.roomVessels.add.mutationOptions({
      onSuccess: async () => {
        setForm(blank)
        setLeft(false)
        onClose()
        await roomChanged(roomId)
      },
    }),
  )
  const issues = errorIssues(add.error)
  const formElement = useFocusFirstError(add.error)
  const parsed = parseImo(form.imo)
  const imoProblem = left && form.imo !== '' && 'problem' in parsed ? parsed.problem : undefined
  const close = () => {
    add.reset()
    onClose()
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setLeft(true)
    if ('problem' in parsed) return
    add.mutate({ room_id: roomId, imo: parsed.imo, role: form.role, ...factsOf(form) })
  }
  return (
    <Modal opened={opened} onClose={close} title="Add a vessel" size={520}>
      <form ref={formElement} onSubmit={submit} noValidate>
        <Stack gap="sm">
          <FormError
            message={add.error === null || issues.length > 0 ? undefined : errorSentence(add.error)}
          />
          <TextInput
            label="IMO number"
            description="Seven digits; the last one is checked."
            required
            data-autofocus
            inputMode="numeric"
            maxLength={12}
            styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
            value={form.imo}
            error={imoProblem ?? issueOf(issues, 'imo')}
            onBlur={() => setLeft(true)}
            onChange={(event) => change({ imo: event.currentTarget.value })}
          />
          <Select
            label="Role"
            required
            allowDeselect={false}
            data={vesselRoles.map((role) => ({ value: role, label: inWords(role) }))}
            value={form.role}
            error={issueOf(issues, 'role')}
            onChange={(value) => {
              const role = vesselRoles.find((known) => known === value)
              if (role !== undefined) change({ role })
            }}
          />
          <Fieldset legend="If the ship is new to this workspace">
            <VesselFields form={form} issues={issues} onChange={change} />
          </Fieldset>
          <Group justify="flex-end" gap="xs" mt="xs">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button type="submit" loading={add.isPending}>
              Add the vessel
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
