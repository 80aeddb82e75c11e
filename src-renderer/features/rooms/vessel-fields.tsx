import { Group, NumberInput, Stack, TextInput } from '@mantine/core'
import type { Issue } from '../../../src-shared/contract/errors.ts'
import type { Vessel } from '../../../src-shared/contract/registry.ts'
import { issueOf } from '../../ui/issues.ts'

const texts = {
  name: '',
  vessel_type: '',
  flag: '',
  owner: '',
  charterer: '',
  class_society: '',
  mmsi: '',
}
const figures = {
  length_m: '',
  beam_m: '',
  draft_m: '',
  gross_tonnage: '',
  net_tonnage: '',
  built_year: '',
}
export const blankVessel = { ...texts, ...figures }
export type VesselForm = typeof blankVessel
type VesselField = keyof VesselForm

export const vesselFieldNames = [
  'name',
  'vessel_type',
  'flag',
  'owner',
  'charterer',
  'class_society',
  'mmsi',
  'length_m',
  'beam_m',
  'draft_m',
  'gross_tonnage',
  'net_tonnage',
  'built_year',
] as const satisfies readonly VesselField[]

interface VesselFieldsProps {
  form: VesselForm
  issues: readonly Issue[]
  onChange(part: Partial<VesselForm>): void
}

/** The facts of a ship, each with what the server says about it. */
export function VesselFields({ form, issues, onChange }: VesselFieldsProps) {
  const text = (name: keyof typeof texts, label: string, description?: string) => (
    <TextInput
      label={label}
      {...(description === undefined ? {} : { description })}
      value={form[name]}
      error={issueOf(issues, name)}
      onChange={(event) => onChange({ [name]: event.currentTarget.value })}
    />
  )
  const number = (name: keyof typeof figures, label: string, isYear = false) => (
    <NumberInput
      label={label}
      min={0}
      hideControls
      {...(isYear ? {} : { thousandSeparator: ',' })}
      value={form[name]}
      error={issueOf(issues, name)}
      onChange={(value) => onChange({ [name]: String(value) })}
    />
  )
  return (
    <Stack gap="sm">
      {text('name', 'Name')}
      {text('vessel_type', 'Type', 'Such as Oil tanker.')}
      {text('flag', 'Flag')}
      {text('owner', 'Owner')}
      {text('charterer', 'Charterer')}
      <Group gap="sm" grow align="flex-start">
        {number('length_m', 'Length, m')}
        {number('beam_m', 'Beam, m')}
        {number('draft_m', 'Draft, m')}
      </Group>
      <Group gap="sm" grow align="flex-start">
        {number('gross_tonnage', 'Gross tonnage')}
        {number('net_tonnage', 'Net tonnage')}
        {number('built_year', 'Built', true)}
      </Group>
      <Group gap="sm" grow align="flex-start">
        {text('class_society', 'Class society')}
        {text('mmsi', 'MMSI', '9 digits.')}
      </Group>
    </Stack>
  )
}

/** A ship as the form has it; what is empty is an empty field. */
export function vesselFormOf(vessel: Vessel): VesselForm {
  const form = { ...blankVessel }
  for (const name of vesselFieldNames) form[name] = String(vessel[name] ?? '')
  return form
}

const isFigure = (name: VesselField): boolean => name in figures

/** What was filled in, in the contract’s types; what was left empty is left out. */
export function factsOf(form: VesselForm) {
  return changedFacts(blankVessel, form)
}

/** The fields that differ, in the contract’s types; what was emptied is `null`. */
export function changedFacts(before: VesselForm, form: VesselForm) {
  const changed = vesselFieldNames.filter((name) => before[name].trim() !== form[name].trim())
  return Object.fromEntries(
    changed.map((name) => {
      const value = form[name].trim()
      if (value === '')
        return [name, name === 'name' || name === 'vessel_type' || name === 'flag' ? '' : null]
      return [name, isFigure(name) ? Number(value) : value]
    }),
  )
}
