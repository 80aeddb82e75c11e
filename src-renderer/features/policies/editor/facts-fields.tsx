import { NumberInput, Select, Switch, Textarea, TextInput } from '@mantine/core'
import { policyScopes } from '../../../../src-shared/contract/enums.ts'
import type { Issue } from '../../../../src-shared/contract/errors.ts'
import { useOrganizations, useTerminals } from '../../../rpc/registry.ts'
import { issueOf } from '../../../ui/issues.ts'
import { scopeWords } from '../words.ts'
import type { SetDraft } from './draft.ts'
import { FieldSet } from './field-set.tsx'

export interface FieldsProps {
  draft: SetDraft
  issues: readonly Issue[]
  readOnly: boolean
  onChange(part: Partial<SetDraft>): void
}

/** What the set is called, whom it is for, and when it comes before others. */
export function FactsFields(props: FieldsProps & { isNew: boolean }) {
  const { draft, issues, readOnly, isNew, onChange } = props
  return (
    <FieldSet title="The set">
      <TextInput
        label="Name"
        required
        maxLength={200}
        readOnly={readOnly}
        value={draft.name}
        error={issueOf(issues, 'name')}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
      />
      <Textarea
        label="Description"
        autosize
        minRows={1}
        maxLength={2000}
        readOnly={readOnly}
        value={draft.description}
        error={issueOf(issues, 'description')}
        onChange={(event) => onChange({ description: event.currentTarget.value })}
      />
      <Scope {...props} />
      <NumberInput
        label="Priority"
        description="0 to 1,000. Of sets of the same scope that match a room, the highest decides."
        w={160}
        allowDecimal={false}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        styles={{ description: { width: 420 } }}
        readOnly={readOnly}
        value={draft.priority}
        error={issueOf(issues, 'priority')}
        onChange={(priority) => onChange({ priority })}
      />
      <Switch
        label="Active"
        description={
          isNew ? 'An active set decides about rooms from the moment it is made.' : undefined
        }
        disabled={readOnly}
        checked={draft.is_active}
        onChange={(event) => onChange({ is_active: event.currentTarget.checked })}
      />
    </FieldSet>
  )
}

function Scope({ draft, issues, readOnly, isNew, onChange }: FieldsProps & { isNew: boolean }) {
  const organizations = useOrganizations()
  const terminals = useTerminals()
  const named = ({ id, name }: { id: string; name: string }) => ({ value: id, label: name })
  const { scope } = draft
  const fixed = readOnly || !isNew
  return (
    <>
      <Select
        label="Scope"
        description={
          isNew
            ? 'Cannot be changed later. A terminal comes before an organization, that before everything.'
            : 'Fixed since the set was made.'
        }
        allowDeselect={false}
        disabled={fixed}
        data={policyScopes.map((value) => ({ value, label: scopeWords[value] }))}
        value={scope}
        error={issueOf(issues, 'scope')}
        onChange={(value) => {
          const next = policyScopes.find((one) => one === value)
          if (next !== undefined) onChange({ scope: next, scope_id: null })
        }}
      />
      {scope !== 'global' && (
        <Select
          label={scopeWords[scope]}
          required
          searchable
          allowDeselect={false}
          disabled={fixed}
          nothingFoundMessage={`No ${scope} of that name`}
          data={(scope === 'terminal' ? terminals : organizations).map(named)}
          value={draft.scope_id}
          error={issueOf(issues, 'scope_id')}
          onChange={(scope_id) => onChange({ scope_id })}
        />
      )}
    </>
  )
}
