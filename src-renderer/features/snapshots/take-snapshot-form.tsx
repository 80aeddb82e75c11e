import {
  Button,
  Checkbox,
  Group,
  NumberInput,
  Radio,
  SegmentedControl,
  Skeleton,
  Stack,
  Text,
  TextInput,
} from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useId, useState } from 'react'
import { type SnapshotFormat, snapshotFormats } from '../../../src-shared/contract/enums.ts'
import type { CreateSnapshotInput } from '../../../src-shared/contract/snapshots.ts'
import { errorSentence } from '../../rpc/errors.ts'
import { useMay } from '../../rpc/permissions.ts'
import { api } from '../../rpc/queries.ts'
import { AllowedButton } from '../../ui/allowed-button.tsx'
import { formatWords } from './words.ts'

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
  const formatLabel = useId()
  const [title, setTitle] = useState('')
  const [format, setFormat] = useState<SnapshotFormat>('pdf')
  const [documents, setDocuments] = useState(true)
  const [approvals, setApprovals] = useState(true)
  const [activity, setActivity] = useState(true)
  const [messages, setMessages] = useState(false)
  const [limit, setLimit] = useState(100)
  const [chosen, setChosen] = useState<readonly string[] | null>(null)
  const noVessel = chosen !== null && chosen.length === 0

  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (noVessel || busy) return
    onTake({
      room_id: roomId,
      snapshot_type: format,
      include_documents: documents,
      include_approvals: approvals,
      include_activity: activity,
      include_messages: messages,
      activity_limit: limit,
      ...(title.trim() === '' ? {} : { title: title.trim() }),
      ...(chosen === null ? {} : { vessel_ids: [...chosen] }),
    })
  }

  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <TextInput
          label="Title"
          description="Without one it is called “Room snapshot”, with the room’s code and the time."
          maxLength={200}
          value={title}
          onChange={(event) => setTitle(event.currentTarget.value)}
          data-autofocus
        />
        <div>
          <Text id={formatLabel} size="sm" fw={500} mb={4}>
            Format
          </Text>
          <SegmentedControl
            fullWidth
            aria-labelledby={formatLabel}
            value={format}
            onChange={(value) =>
              setFormat(snapshotFormats.find((known) => known === value) ?? 'pdf')
            }
            data={snapshotFormats.map((value) => ({
              value,
              label: (
                <>
                  <Text component="span" display="block" size="sm" fw={600}>
                    {formatWords[value].label}
                  </Text>
                  <Text component="span" display="block" size="xs" style={{ whiteSpace: 'normal' }}>
                    {formatWords[value].help}
                  </Text>
                </>
              ),
            }))}
          />
        </div>
        <fieldset style={{ border: 0, margin: 0, padding: 0 }}>
          <Text component="legend" size="sm" fw={500} mb={6}>
            What goes in
          </Text>
          <Stack gap="xs">
            <Checkbox
              label="Documents"
              checked={documents}
              onChange={(event) => setDocuments(event.currentTarget.checked)}
            />
            <Checkbox
              label="Approvals"
              checked={approvals}
              onChange={(event) => setApprovals(event.currentTarget.checked)}
            />
            <Group gap="md" align="center">
              <Checkbox
                label="Activity, newest"
                checked={activity}
                onChange={(event) => setActivity(event.currentTarget.checked)}
              />
              <NumberInput
                aria-label="How many entries of activity"
                size="xs"
                w={96}
                min={0}
                max={10_000}
                step={50}
                allowDecimal={false}
                clampBehavior="strict"
                disabled={!activity}
                value={limit}
                onChange={(value) => setLimit(typeof value === 'number' ? value : 0)}
              />
              <Text size="sm" component="span" ml={-8}>
                entries
              </Text>
            </Group>
            <Checkbox
              label="Messages"
              checked={messages}
              onChange={(event) => setMessages(event.currentTarget.checked)}
            />
          </Stack>
        </fieldset>
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
