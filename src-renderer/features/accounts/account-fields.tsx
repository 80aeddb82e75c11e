import { Select, TextInput } from '@mantine/core'
import { type ConsoleRole, consoleRoles } from '../../../src-shared/contract/enums.ts'
import type { Issue } from '../../../src-shared/contract/errors.ts'
import { useMe } from '../../rpc/session.ts'
import { issueOf } from '../../ui/issues.ts'
import { inWords } from '../../ui/words.ts'
import { useOrganizationNames } from './use-organizations.ts'

export interface AccountForm {
  name: string
  email: string
  console_role: ConsoleRole
  organization_id: string | null
}

const roleHelp: Record<ConsoleRole, string> = {
  viewer: 'Sees the rooms in which they are a party.',
  operator: 'Sees all rooms, opens and edits them.',
  admin: 'Closes rooms, manages accounts, reads the audit trail.',
  superadmin: 'Everything, permissions and settings included.',
}

/** The fields of an account, for a new one and for one that is changed. */
export function AccountFields(props: {
  form: AccountForm
  issues: readonly Issue[]
  /** Why the role cannot be changed; undefined where it can. */
  roleFixed?: string | undefined
  emailFixed?: string | undefined
  onChange(part: Partial<AccountForm>): void
}) {
  const { form, issues, roleFixed, emailFixed, onChange } = props
  const organizations = useOrganizationNames()
  const own = consoleRoles.indexOf(useMe()?.console_role ?? 'viewer')
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
          emailFixed ?? 'They sign in with it, and it decides in which rooms they are a party.'
        }
        type="email"
        required
        readOnly={emailFixed !== undefined}
        value={form.email}
        error={issueOf(issues, 'email')}
        onChange={(event) => onChange({ email: event.currentTarget.value })}
      />
      <Select
        label="Console role"
        description={roleFixed ?? roleHelp[form.console_role]}
        required
        allowDeselect={false}
        readOnly={roleFixed !== undefined}
        data={consoleRoles.map((role, rank) => ({
          value: role,
          label: rank > own ? `${inWords(role)} (above your own)` : inWords(role),
          disabled: rank > own,
        }))}
        value={form.console_role}
        error={issueOf(issues, 'console_role')}
        onChange={(value) => {
          const role = consoleRoles.find((known) => known === value)
          if (role !== undefined) onChange({ console_role: role })
        }}
      />
      <Select
        label="Organization"
        placeholder="None"
        clearable
        clearButtonProps={{ 'aria-label': 'No organization' }}
        searchable
        nothingFoundMessage="No organization of that name"
        data={[...organizations].map(([value, label]) => ({ value, label }))}
        value={form.organization_id}
        error={issueOf(issues, 'organization_id')}
        onChange={(value) => onChange({ organization_id: value })}
      />
    </>
  )
}
