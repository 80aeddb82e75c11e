import { Button, Group, Modal, Select, Stack, Switch, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { errorSentence } from '../../../rpc/errors.ts'
import { api, queryClient } from '../../../rpc/queries.ts'
import { FormError } from '../../../ui/form-error.tsx'
import { useSets } from '../use-sets.ts'

interface RunDialogProps {
  /** Already chosen. */
  setId?: string
  /** One room alone. */
  room?: { id: string; code: string }
  onClose(): void
}

/** Starts a run now, or a dry one, which says what it would do and does nothing. */
export function RunDialog({ setId, room, onClose }: RunDialogProps) {
  const navigate = useNavigate()
  const sets = useSets().filter(({ is_active }) => is_active)
  const [policySet, setPolicySet] = useState<string | null>(setId ?? null)
  const [cadence, setCadence] = useState<string | null>(null)
  const [dry, setDry] = useState(false)
  const [dueOnly, setDueOnly] = useState(false)
  const cadences = sets.find(({ id }) => id === policySet)?.cadences ?? []
  const start = useMutation(
    api.runs.create.mutationOptions({
      onSuccess: async ({ id }) => {
        onClose()
        await queryClient.invalidateQueries({ queryKey: api.runs.key() })
        await navigate({ to: '/policies/runs/$runId', params: { runId: String(id) } })
      },
    }),
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    start.mutate({
      ...(policySet === null ? {} : { policy_set_id: policySet }),
      ...(policySet === null || cadence === null ? {} : { cadence }),
      ...(room === undefined ? {} : { room_ids: [room.id] }),
      dry_run: dry,
      due_only: dueOnly,
    })
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={room === undefined ? 'Start a run' : `Start a run for ${room.code}`}
      size={480}
    >
      <form onSubmit={submit} noValidate>
        <Stack gap="sm">
          <Select
            label="Policy set"
            placeholder="All active sets"
            clearable
            clearButtonProps={{ 'aria-label': 'All active sets' }}
            searchable
            nothingFoundMessage="No policy set of that name"
            data={sets.map(({ id, name }) => ({ value: id, label: name }))}
            value={policySet}
            onChange={(value) => {
              setPolicySet(value)
              setCadence(null)
            }}
          />
          {policySet !== null && (
            <Select
              label="Cadence"
              placeholder="All of the set"
              clearable
              clearButtonProps={{ 'aria-label': 'All of the set' }}
              data={cadences.map(({ name }) => name)}
              value={cadence}
              onChange={setCadence}
            />
          )}
          <Switch
            label="Only what is due"
            description="What the schedules ask for by now, missed times included. Else the present period, whatever the hour."
            checked={dueOnly}
            onChange={(event) => setDueOnly(event.currentTarget.checked)}
          />
          <Switch
            label="Dry run"
            description="Says what would be done, room by room, and does nothing of it."
            checked={dry}
            onChange={(event) => setDry(event.currentTarget.checked)}
          />
          {!dry && (
            <Text size="sm" c="dimmed">
              After each snapshot the retention of its cadence is applied.
            </Text>
          )}
          <FormError message={start.error === null ? undefined : errorSentence(start.error)} />
          <Group justify="flex-end" gap="xs" mt="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={start.isPending}>
              {dry ? 'Start the dry run' : 'Start the run'}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
