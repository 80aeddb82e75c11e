import {
  Button,
  Fieldset,
  Group,
  Modal,
  NumberInput,
  Select,
  Stack,
  TextInput,
} from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { type VesselRole, vesselRoles } from '../../../src-shared/contract/enums.ts'
import type { Issue } from '../../../src-shared/contract/errors.ts'
import { parseImo } from '../../../src-shared/rules/identifiers.ts'
import { errorIssues, errorSentence } from '../../rpc/errors.ts'
import { roomChanged } from '../../rpc/events.ts'
import { api } from '../../rpc/queries.ts'
import { FormError } from '../../ui/form-error.tsx'
import { issueOf } from '../../ui/issues.ts'
import { useFocusFirstError } from '../../ui/use-focus-first-error.ts'
import { inWords } from '../../ui/words.ts'

interface AddVesselDialogProps {
  roomId: string
  opened: boolean
  onClose(): void
}

const texts = {
  name: '',
  vessel_type: '',
  flag: '',
  owner: '',
  charterer: '',
  class_society: '',
  mmsi: '',
}
const figures = { length_m: '', beam_m: '', draft_m: '', gross_tonnage: '', built_year: '' }
const blank = { imo: '', role: 'mother' as VesselRole, ...texts, ...figures }
type VesselForm = typeof blank

/** Brings a ship into a room by its IMO number; facts are needed for a ship that is new here. */
export function AddVesselDialog({ roomId, opened, onClose }: AddVesselDialogProps) {
  const [form, setForm] = useState<VesselForm>(blank)
  const [left, setLeft] = useState(false)
  const change = (part: Partial<VesselForm>) => setForm((old) => ({ ...old, ...part }))
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
          <VesselFields form={form} issues={issues} onChange={change} />
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

interface VesselFieldsProps {
  form: VesselForm
  issues: readonly Issue[]
  onChange(part: Partial<VesselForm>): void
}

function VesselFields({ form, issues, onChange }: VesselFieldsProps) {
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
    <Fieldset legend="If the ship is new to this workspace">
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
          {number('built_year', 'Built', true)}
        </Group>
        <Group gap="sm" grow align="flex-start">
          {text('class_society', 'Class society')}
          {text('mmsi', 'MMSI')}
        </Group>
      </Stack>
    </Fieldset>
  )
}

/** What was filled in, in the contract’s types. */
function factsOf(form: VesselForm) {
  const words = (name: keyof typeof texts) =>
    form[name].trim() === '' ? {} : { [name]: form[name].trim() }
  const numbers = (name: keyof typeof figures) =>
    form[name] === '' ? {} : { [name]: Number(form[name]) }
  return {
    ...words('name'),
    ...words('vessel_type'),
    ...words('flag'),
    ...words('owner'),
    ...words('charterer'),
    ...words('class_society'),
    ...words('mmsi'),
    ...numbers('length_m'),
    ...numbers('beam_m'),
    ...numbers('draft_m'),
    ...numbers('gross_tonnage'),
    ...numbers('built_year'),
  }
}
