import { Fieldset, Group, NumberInput, Stack, TextInput } from '@mantine/core'
import type { Issue } from '../../../src-shared/contract/errors.ts'
import type { Vessel } from '../../../src-shared/contract/registry.ts'
import { issueOf } from '../../ui/issues.ts'

const texts = [
  'name',
  'vessel_type',
  'flag',
  'owner',
  'charterer',
  'class_society',
  'mmsi',
] as const
const figures = [
  'length_m',
  'beam_m',
  'draft_m',
  'gross_tonnage',
  'net_tonnage',
  'built_year',
] as const
const needed: readonly string[] = ['name', 'vessel_type', 'flag']

type TextName = (typeof texts)[number]
type FigureName = (typeof figures)[number]

/** A ship as a form holds it: every field a text, empty where it is not known. */
export type VesselForm = Record<TextName | FigureName, string>

export function formOf(vessel: Vessel | undefined): VesselForm {
  const text = (name: TextName | FigureName) => String(vessel?.[name] ?? '')
  return {
    name: text('name'),
    vessel_type: text('vessel_type'),
    flag: text('flag'),
    owner: text('owner'),
    charterer: text('charterer'),
    class_society: text('class_society'),
    mmsi: text('mmsi'),
    length_m: text('length_m'),
    beam_m: text('beam_m'),
    draft_m: text('draft_m'),
    gross_tonnage: text('gross_tonnage'),
    net_tonnage: text('net_tonnage'),
    built_year: text('built_year'),
  }
}

/** The form in the contract’s types: what was left empty is null, but for what every ship has. */
export function factsOf(form: VesselForm) {
  const text = (name: TextName) => (form[name].trim() === '' ? null : form[name].trim())
  const figure = (name: FigureName) => (form[name] === '' ? null : Number(form[name]))
  return {
    name: form.name.trim(),
    vessel_type: form.vessel_type.trim(),
    flag: form.flag.trim(),
    owner: text('owner'),
    charterer: text('charterer'),
    class_society: text('class_society'),
    mmsi: text('mmsi'),
    length_m: figure('length_m'),
    beam_m: figure('beam_m'),
    draft_m: figure('draft_m'),
    gross_tonnage: figure('gross_tonnage'),
    net_tonnage: figure('net_tonnage'),
    built_year: figure('built_year'),
  }
}

interface VesselFieldsProps {
  form: VesselForm
  issues: readonly Issue[]
  onChange(part: Partial<VesselForm>): void
}

/** Everything that the registry knows of a ship but its IMO number. */
export function VesselFields({ form, issues, onChange }: VesselFieldsProps) {
  const text = (name: TextName, label: string, description?: string) => (
    <TextInput
      label={label}
      {...(description === undefined ? {} : { description })}
      required={needed.includes(name)}
      value={form[name]}
      error={issueOf(issues, name)}
      onChange={(event) => onChange({ [name]: event.currentTarget.value })}
    />
  )
  const number = (name: FigureName, label: string) => (
    <NumberInput
      label={label}
      min={0}
      hideControls
      {...(name === 'built_year' ? {} : { thousandSeparator: ',' })}
      value={form[name]}
      error={issueOf(issues, name)}
      onChange={(value) => onChange({ [name]: String(value) })}
    />
  )
  return (
    <Stack gap="sm">
      {text('name', 'Name')}
      <Group gap="sm" grow align="flex-start">
        {text('vessel_type', 'Type', 'Such as Oil tanker.')}
        {text('flag', 'Flag', 'Two letters, or the name.')}
      </Group>
      <Group gap="sm" grow align="flex-start">
        {text('owner', 'Owner', 'Its people see the ship.')}
        {text('charterer', 'Charterer', 'Its people see the ship.')}
      </Group>
      <Fieldset legend="Particulars">
        <Stack gap="sm">
          <Group gap="sm" grow align="flex-start">
            {number('length_m', 'Length, m')}
            {number('beam_m', 'Beam, m')}
            {number('draft_m', 'Draft, m')}
          </Group>
          <Group gap="sm" grow align="flex-start">
            {number('gross_tonnage', 'Gross tonnage')}
            {number('net_tonnage', 'Net tonnage')}
            {number('built_year', 'Built')}
          </Group>
          <Group gap="sm" grow align="flex-start">
            {text('class_society', 'Class society')}
            {text('mmsi', 'MMSI')}
          </Group>
        </Stack>
      </Fieldset>
    </Stack>
  )
}
