import { Button, Checkbox, Group, Radio, Skeleton, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { CreateSnapshotInput } from '../../../src-shared/contract/snapshots.ts'
import { errorSentence } from '../../rpc/errors.ts'
import { useMay } from '../../rpc/permissions.ts'
import { api } from '../../rpc/queries.ts'
import { AllowedButton } from '../../ui/allowed-button.tsx'
import { firstChoice, inputOf, SnapshotFields } from './snapshot-fields.tsx'

/** What goes into a snapshot, as people choose it. */
export function TakeSnapshotForm(props: {
  roomId: string
  busy: boolean
  error: Error | null
  onTake: (input: CreateSnapshotInput) => void
  onCancel: () => void
}) {
  const { roomId, busy, error, onTake, onCancel } = props
  const may = useMay(roomId)
  const [choice, setChoice] = useState(firstChoice)
  const [chosen, setChosen] = useState<readonly string[] | null>(null)
  const noVessel = chosen !== null && chosen.length === 0

  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (noVessel || busy) return
    onTake({
      room_id: roomId,
      ...inputOf(choice),
      ...(chosen === null ? {} : { vessel_ids: [...chosen] }),
    })
  }

  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <SnapshotFields value={choice} onChange={setChoice} />
        <VesselChoice roomId={roomId} chosen={chosen} onChoose={setChosen} missing={noVessel} />
        {error === null ? null : (
          <Text role="alert" size="sm" c="var(--sts-red)">
            {errorSentence(error)}
          </Text>
        )}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
          <AllowedButton type="submit" allowed={may('snapshots.create')} loading={busy}>
            Take snapshot
          </AllowedButton>
        </Group>
      </Stack>
    </form>
  )
}

/** All vessels of the room, or some of them; `null` means all, also those that join later. */
function VesselChoice(props: {
  roomId: string
  chosen: readonly string[] | null
  onChoose: (chosen: readonly string[] | null) => void
  missing: boolean
}) {
  const { roomId, chosen, onChoose, missing } = props
  const vessels = useQuery(api.roomVessels.list.queryOptions({ input: { room_id: roomId } }))
  if (vessels.isPending) return <Skeleton h={48} aria-label="Reading the vessels" />
  const list = vessels.data ?? []
  if (list.length < 2) return null
  return (
    <Stack gap="xs">
      <Radio.Group
        label="Vessels"
        value={chosen === null ? 'all' : 'some'}
        onChange={(value) => onChoose(value === 'all' ? null : list.map((vessel) => vessel.id))}
      >
        <Group gap="lg" mt={4}>
          <Radio value="all" label={`All ${list.length}`} />
          <Radio value="some" label="Only these" />
        </Group>
      </Radio.Group>
      {chosen === null ? null : (
        <Checkbox.Group
          aria-label="Vessels in the snapshot"
          value={[...chosen]}
          onChange={onChoose}
          error={missing ? 'Choose at least one vessel, or all.' : undefined}
        >
          <Stack gap={6} pl="md" mah={160} style={{ overflowY: 'auto' }}>
            {list.map((vessel) => (
              <Checkbox
                key={vessel.id}
                value={vessel.id}
                label={`${vessel.name} (${vessel.role}, IMO ${vessel.imo})`}
              />
            ))}
          </Stack>
        </Checkbox.Group>
      )}
    </Stack>
  )
}
