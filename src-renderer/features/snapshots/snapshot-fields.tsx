import {
  Checkbox,
  Group,
  NumberInput,
  SegmentedControl,
  Stack,
  Text,
  TextInput,
} from '@mantine/core'
import { useId } from 'react'
import { type SnapshotFormat, snapshotFormats } from '../../../src-shared/contract/enums.ts'
import { formatWords } from './words.ts'

/** What a snapshot is to be, as people choose it. */
export interface SnapshotChoice {
  title: string
  format: SnapshotFormat
  documents: boolean
  approvals: boolean
  activity: boolean
  messages: boolean
  /** How many entries of activity, the newest. */
  limit: number
}

export const firstChoice: SnapshotChoice = {
  title: '',
  format: 'pdf',
  documents: true,
  approvals: true,
  activity: true,
  messages: false,
  limit: 100,
}

/** The choice in the contract’s words. */
export function inputOf(choice: SnapshotChoice) {
  const title = choice.title.trim()
  return {
    snapshot_type: choice.format,
    include_documents: choice.documents,
    include_approvals: choice.approvals,
    include_activity: choice.activity,
    include_messages: choice.messages,
    activity_limit: choice.limit,
    ...(title === '' ? {} : { title }),
  }
}

/** Title, format, and what goes in: the same for one room and for many. */
export function SnapshotFields(props: {
  value: SnapshotChoice
  onChange(value: SnapshotChoice): void
}) {
  const { value, onChange } = props
  const formatLabel = useId()
  const change = (part: Partial<SnapshotChoice>) => onChange({ ...value, ...part })
  return (
    <>
      <TextInput
        label="Title"
        description="Without one it is called “Room snapshot”, with the room’s code and the time."
        maxLength={200}
        value={value.title}
        onChange={(event) => change({ title: event.currentTarget.value })}
        data-autofocus
      />
      <div>
        <Text id={formatLabel} size="sm" fw={500} mb={4}>
          Format
        </Text>
        <SegmentedControl
          fullWidth
          aria-labelledby={formatLabel}
          value={value.format}
          onChange={(chosen) =>
            change({ format: snapshotFormats.find((known) => known === chosen) ?? 'pdf' })
          }
          data={snapshotFormats.map((format) => ({
            value: format,
            label: (
              <>
                <Text component="span" display="block" size="sm" fw={600}>
                  {formatWords[format].label}
                </Text>
                <Text component="span" display="block" size="xs" style={{ whiteSpace: 'normal' }}>
                  {formatWords[format].help}
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
            checked={value.documents}
            onChange={(event) => change({ documents: event.currentTarget.checked })}
          />
          <Checkbox
            label="Approvals"
            checked={value.approvals}
            onChange={(event) => change({ approvals: event.currentTarget.checked })}
          />
          <Group gap="md" align="center">
            <Checkbox
              label="Activity, newest"
              checked={value.activity}
              onChange={(event) => change({ activity: event.currentTarget.checked })}
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
              disabled={!value.activity}
              value={value.limit}
              onChange={(limit) => change({ limit: typeof limit === 'number' ? limit : 0 })}
            />
            <Text size="sm" component="span" ml={-8}>
              entries
            </Text>
          </Group>
          <Checkbox
            label="Messages"
            checked={value.messages}
            onChange={(event) => change({ messages: event.currentTarget.checked })}
          />
        </Stack>
      </fieldset>
    </>
  )
}
