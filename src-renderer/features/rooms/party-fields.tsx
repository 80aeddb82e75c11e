import { Select, TextInput } from '@mantine/core'
import { type PartyRole, partyRoles } from '../../../src-shared/contract/enums.ts'
import type { Issue } from '../../../src-shared/contract/errors.ts'
import { issueOf } from '../../ui/issues.ts'
import { inWords } from '../../ui/words.ts'

export const blankParty = { name: '', email: '', role: 'owner' as PartyRole, organization: '' }
export type PartyForm = typeof blankParty

const roleHelp: Record<PartyRole, string> = {
  owner: 'Supplies and approves documents; takes snapshots.',
  broker: 'Runs the room: parties, vessels, documents, snapshots.',
  charterer: 'Approves documents; takes snapshots.',
  seller: 'Sees the room and the vessels of their own organization.',
  buyer: 'Sees the room and the vessels of their own organization.',
  viewer: 'Reads, and changes nothing.',
}

interface PartyFieldsProps {
  form: PartyForm
  issues: readonly Issue[]
  /** Whether the person is in the room already: the e-mail address is who they are. */
  known: boolean
  onChange(part: Partial<PartyForm>): void
}

/** Who somebody is in a room, each field with what the server says about it. */
export function PartyFields({ form, issues, known, onChange }: PartyFieldsProps) {
  return (
    <>
      <TextInput
        label="Name"
        required
        data-autofocus
        value={form.name}
        error={issueOf(issues, 'name')}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
      />
      <TextInput
        label="E-mail"
        description={
          known
            ? 'It is who they are here: to change it, remove them and add the new one.'
            : 'Whoever signs in with it holds this role in this room.'
        }
        type="email"
        required={!known}
        readOnly={known}
        value={form.email}
        error={issueOf(issues, 'email')}
        onChange={(event) => onChange({ email: event.currentTarget.value })}
      />
      <Select
        label="Role"
        description={roleHelp[form.role]}
        required
        allowDeselect={false}
        data={partyRoles.map((role) => ({ value: role, label: inWords(role) }))}
        value={form.role}
        error={issueOf(issues, 'role')}
        onChange={(value) => {
          const role = partyRoles.find((one) => one === value)
          if (role !== undefined) onChange({ role })
        }}
      />
      <TextInput
        label="Organization"
        value={form.organization}
        error={issueOf(issues, 'organization')}
        onChange={(event) => onChange({ organization: event.currentTarget.value })}
      />
    </>
  )
}
