import { Button, Group, Modal, Select, Stack, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { vesselRoles } from '../../../src-shared/contract/enums.ts'
import type { RoomVessel } from '../../../src-shared/contract/rooms.ts'
import { errorIssues, errorSentence } from '../../rpc/errors.ts'
import { roomChanged } from '../../rpc/events.ts'
import { api } from '../../rpc/queries.ts'
import { FormError } from '../../ui/form-error.tsx'
import { issueOf, otherIssues } from '../../ui/issues.ts'
import { useFocusFirstError } from '../../ui/use-focus-first-error.ts'
import { inWords } from '../../ui/words.ts'
import { changedFacts, VesselFields, vesselFieldNames, vesselFormOf } from './vessel-fields.tsx'

/** Changes a ship’s role in the room, and its facts, which are the same in every room. */
export function EditVesselDialog({ vessel, onClose }: { vessel: RoomVessel; onClose(): void }) {
  const [first] = useState(() => vesselFormOf(vessel))
  const [form, setForm] = useState(first)
  const [role, setRole] = useState(vessel.role)
  const update = useMutation(
    api.roomVessels.update.mutationOptions({
      onSuccess: async () => {
        onClose()
        await roomChanged(vessel.room_id)
      },
    }),
  )
  const issues = errorIssues(update.error)
  const formElement = useFocusFirstError(update.error)
  const whole =
    issues.length > 0
      ? otherIssues(issues, ['role', ...vesselFieldNames]).join(' ')
      : update.error && errorSentence(update.error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const changes = {
      ...changedFacts(first, form),
      ...(role === vessel.role ? {} : { role }),
    }
    if (Object.keys(changes).length === 0) onClose()
    else update.mutate({ room_id: vessel.room_id, vessel_id: vessel.id, ...changes })
  }
  return (
    <Modal opened onClose={onClose} title={`Edit ${vessel.name}`} size={520}>
      <form ref={formElement} onSubmit={submit} noValidate>
        <Stack gap="sm">
          <FormError message={whole || undefined} />
          <Select
            label="Role in this room"
            required
            allowDeselect={false}
            data-autofocus
            data={vesselRoles.map((one) => ({ value: one, label: inWords(one) }))}
            value={role}
            error={issueOf(issues, 'role')}
            onChange={(value) => setRole(vesselRoles.find((one) => one === value) ?? role)}
          />
          <Text size="sm" c="dimmed">
            {`The facts of IMO ${vessel.imo} are the same in every room that it is in.`}
          </Text>
          <VesselFields
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
