import { Select, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { type OrganizationKind, organizationKinds } from '../../../src-shared/contract/enums.ts'
import type { Organization } from '../../../src-shared/contract/registry.ts'
import { errorIssues } from '../../rpc/errors.ts'
import type { Allowed } from '../../rpc/permissions.ts'
import { api, queryClient } from '../../rpc/queries.ts'
import { issueOf } from '../../ui/issues.ts'
import { inWords } from '../../ui/words.ts'
import { RecordDialog } from './record-dialog.tsx'

interface OrganizationDialogProps {
  /** Undefined for a new one. */
  organization: Organization | undefined
  allowed: Allowed
  onClose(): void
}

/** Adds an organization, or changes one. */
export function OrganizationDialog({ organization, allowed, onClose }: OrganizationDialogProps) {
  const [name, setName] = useState(organization?.name ?? '')
  const [kind, setKind] = useState<OrganizationKind>(organization?.kind ?? 'trading_company')
  const onSuccess = async () => {
    onClose()
    await queryClient.invalidateQueries({ queryKey: api.organizations.key() })
    await queryClient.invalidateQueries({ queryKey: api.rooms.key() })
  }
  const create = useMutation(api.organizations.create.mutationOptions({ onSuccess }))
  const update = useMutation(api.organizations.update.mutationOptions({ onSuccess }))
  const error = create.error ?? update.error
  const issues = errorIssues(error)
  const facts = { name: name.trim(), kind }
  return (
    <RecordDialog
      title={organization === undefined ? 'Add an organization' : organization.name}
      verb={organization === undefined ? 'Add the organization' : 'Save'}
      error={error}
      allowed={allowed}
      isPending={create.isPending || update.isPending}
      onSubmit={() =>
        organization === undefined
          ? create.mutate(facts)
          : update.mutate({ id: organization.id, ...facts })
      }
      onClose={onClose}
    >
      <TextInput
        label="Name"
        description="As it stands on documents. No two organizations have the same."
        required
        data-autofocus
        maxLength={160}
        value={name}
        error={issueOf(issues, 'name')}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Select
        label="Kind"
        required
        allowDeselect={false}
        data={organizationKinds.map((value) => ({ value, label: inWords(value) }))}
        value={kind}
        error={issueOf(issues, 'kind')}
        onChange={(value) => {
          const known = organizationKinds.find((one) => one === value)
          if (known !== undefined) setKind(known)
        }}
      />
    </RecordDialog>
  )
}
