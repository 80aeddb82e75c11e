import { Checkbox, Group, NumberInput, Stack, Switch, Text } from '@mantine/core'
import { DateTimePicker } from '@mantine/dates'
import dayjs from 'dayjs'
import { snapshotFormats } from '../../../../src-shared/contract/enums.ts'
import { issueOf } from '../../../ui/issues.ts'
import type { SetDraft } from './draft.ts'
import classes from './editor.module.css'
import type { FieldsProps } from './facts-fields.tsx'
import { FieldSet } from './field-set.tsx'

const sections = [
  ['include_documents', 'Documents'],
  ['include_approvals', 'Approvals'],
  ['include_activity', 'Activity'],
  ['include_messages', 'Messages'],
] as const

/** What is made, and what is never removed. */
export function OutputFields({ draft, issues, readOnly, onChange }: FieldsProps) {
  const { formats, options } = draft
  const set = (part: Partial<SetDraft['options']>) => onChange({ options: { ...options, ...part } })
  return (
    <FieldSet title="What is made">
      <Checkbox.Group
        label="Formats"
        value={formats}
        error={issueOf(issues, 'formats')}
        onChange={(chosen) =>
          onChange({ formats: snapshotFormats.filter((format) => chosen.includes(format)) })
        }
      >
        <Group gap="lg" mt={6}>
          {snapshotFormats.map((format) => (
            <Checkbox
              key={format}
              value={format}
              label={format.toUpperCase()}
              disabled={readOnly}
            />
          ))}
        </Group>
      </Checkbox.Group>
      <fieldset className={classes.plain}>
        <Text component="legend" size="sm" fw={500} mb={6}>
          What goes in
        </Text>
        <Group gap="lg">
          {sections.map(([name, label]) => (
            <Checkbox
              key={name}
              label={label}
              disabled={readOnly}
              checked={options[name]}
              onChange={(event) => set({ [name]: event.currentTarget.checked })}
            />
          ))}
        </Group>
      </fieldset>
      {options.include_activity && (
        <NumberInput
          label="Entries of activity"
          description="The newest so many."
          w={160}
          min={0}
          max={10_000}
          step={50}
          allowDecimal={false}
          clampBehavior="blur"
          readOnly={readOnly}
          value={options.activity_limit}
          error={issueOf(issues, 'options', 'activity_limit')}
          onChange={(limit) => set({ activity_limit: typeof limit === 'number' ? limit : 0 })}
        />
      )}
      <Stack gap={4}>
        <Switch
          label="A last snapshot when a room closes"
          disabled={readOnly}
          checked={draft.final_snapshot}
          onChange={(event) => onChange({ final_snapshot: event.currentTarget.checked })}
        />
      </Stack>
      <NumberInput
        label="Never fewer than"
        description="So many of a room’s newest snapshots this set never removes, whatever its cadences say."
        w={420}
        allowDecimal={false}
        styles={{ wrapper: { maxWidth: 160 } }}
        readOnly={readOnly}
        value={draft.keep_min}
        error={issueOf(issues, 'keep_min')}
        onChange={(keep_min) => onChange({ keep_min })}
      />
    </FieldSet>
  )
}

/** Until when the set takes nothing. The reason is the version's comment. */
export function PauseField({ draft, issues, readOnly, onChange }: FieldsProps) {
  return (
    <FieldSet
      title="Pause"
      help="Nothing is taken or removed until then; the end of a pause starts no run at once. The comment of the version is the place for the reason."
    >
      <DateTimePicker
        label="Paused until"
        placeholder="Not paused"
        w={240}
        clearable
        clearButtonProps={{ 'aria-label': 'Not paused' }}
        valueFormat="D MMM YYYY, HH:mm"
        readOnly={readOnly}
        value={
          draft.paused_until === null
            ? null
            : dayjs(draft.paused_until).format('YYYY-MM-DD HH:mm:ss')
        }
        error={issueOf(issues, 'paused_until')}
        onChange={(value) =>
          onChange({ paused_until: value === null ? null : dayjs(value).toISOString() })
        }
      />
    </FieldSet>
  )
}
