import {
  Fieldset,
  Group,
  NumberInput,
  Select,
  Stack,
  TagsInput,
  Textarea,
  TextInput,
} from '@mantine/core'
import { cargoUnits } from '../../../src-shared/contract/enums.ts'
import type { Issue } from '../../../src-shared/contract/errors.ts'
import { useOrganizations, useTerminals } from '../../rpc/registry.ts'
import { issueOf } from '../../ui/issues.ts'
import type { RoomForm } from './room-form.ts'

interface RoomFieldsProps {
  form: RoomForm
  issues: readonly Issue[]
  /** Whether the room is being opened: then what is left empty is chosen for it. */
  isNew?: boolean
  onChange(part: Partial<RoomForm>): void
}

/** The fields of a room, each with what the server says about it. */
export function RoomFields({ form, issues, isNew = false, onChange }: RoomFieldsProps) {
  const organizations = useOrganizations()
  const terminals = useTerminals()
  return (
    <>
      <TextInput
        label="Title"
        description="What people will call this operation."
        required
        data-autofocus
        value={form.title}
        error={issueOf(issues, 'title')}
        onChange={(event) => onChange({ title: event.currentTarget.value })}
      />
      <TextInput
        label="Location"
        description="Where the ships meet, such as Gibraltar OPL."
        required
        value={form.location}
        error={issueOf(issues, 'location')}
        onChange={(event) => onChange({ location: event.currentTarget.value })}
      />
      <TextInput
        label="ETA"
        description="Date and time in your own zone; it is stored in UTC."
        type="datetime-local"
        required
        value={form.eta}
        error={issueOf(issues, 'sts_eta') ?? issueOf(issues, 'eta')}
        onChange={(event) => onChange({ eta: event.currentTarget.value })}
      />
      <Select
        label="Organization"
        description={
          isNew
            ? 'The accountable customer. Left empty, it is your own.'
            : 'The accountable customer.'
        }
        searchable
        clearable={isNew}
        data={organizations.map(({ id, name }) => ({ value: id, label: name }))}
        value={form.organization_id || null}
        error={issueOf(issues, 'organization_id')}
        onChange={(value) => onChange({ organization_id: value ?? '' })}
      />
      <Select
        label="Terminal"
        searchable
        clearable
        data={terminals.map(({ id, name }) => ({ value: id, label: name }))}
        value={form.terminal_id || null}
        error={issueOf(issues, 'terminal_id')}
        onChange={(value) => onChange({ terminal_id: value ?? '' })}
      />
      <Textarea
        label="Description"
        autosize
        minRows={2}
        maxRows={6}
        value={form.description}
        error={issueOf(issues, 'description')}
        onChange={(event) => onChange({ description: event.currentTarget.value })}
      />
      <CargoFields form={form} issues={issues} onChange={onChange} />
      <TagsInput
        label="Tags"
        description="Enter ends a tag."
        value={[...form.tags]}
        error={issueOf(issues, 'tags')}
        onChange={(tags) => onChange({ tags })}
      />
    </>
  )
}

function CargoFields({ form, issues, onChange }: RoomFieldsProps) {
  return (
    <Fieldset legend="Cargo">
      <Stack gap="sm">
        <TextInput
          label="Cargo type"
          value={form.cargo_type}
          error={issueOf(issues, 'cargo_type')}
          onChange={(event) => onChange({ cargo_type: event.currentTarget.value })}
        />
        <Group gap="sm" align="flex-start" grow>
          <NumberInput
            label="Quantity"
            min={0}
            thousandSeparator=","
            value={form.cargo_quantity}
            error={issueOf(issues, 'cargo_quantity')}
            onChange={(cargo_quantity) => onChange({ cargo_quantity })}
          />
          <Select
            label="Unit"
            clearable
            data={[...cargoUnits]}
            value={form.cargo_unit || null}
            error={issueOf(issues, 'cargo_unit')}
            onChange={(value) => onChange({ cargo_unit: value ?? '' })}
          />
        </Group>
        <Group gap="sm" align="flex-start" grow>
          <TextInput
            label="Value"
            placeholder="1250000.00"
            value={form.cargo_value}
            error={issueOf(issues, 'cargo_value')}
            onChange={(event) => onChange({ cargo_value: event.currentTarget.value.trim() })}
          />
          <TextInput
            label="Demurrage a day"
            placeholder="32000.00"
            value={form.demurrage_rate_per_day}
            error={issueOf(issues, 'demurrage_rate_per_day')}
            onChange={(event) =>
              onChange({ demurrage_rate_per_day: event.currentTarget.value.trim() })
            }
          />
          <TextInput
            label="Currency"
            maxLength={3}
            value={form.currency}
            error={issueOf(issues, 'currency')}
            onChange={(event) => onChange({ currency: event.currentTarget.value })}
          />
        </Group>
      </Stack>
    </Fieldset>
  )
}
