import { Select, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { Terminal } from '../../../src-shared/contract/registry.ts'
import { parseUnlocode } from '../../../src-shared/rules/identifiers.ts'
import { errorIssues } from '../../rpc/errors.ts'
import type { Allowed } from '../../rpc/permissions.ts'
import { api, queryClient } from '../../rpc/queries.ts'
import { issueOf } from '../../ui/issues.ts'
import { useOrganizationChoices } from './organization-choices.ts'
import { RecordDialog } from './record-dialog.tsx'

interface TerminalDialogProps {
  /** Undefined for a new one. */
  terminal: Terminal | undefined
  allowed: Allowed
  onClose(): void
}

/** Adds a terminal, or changes one. */
export function TerminalDialog({ terminal, allowed, onClose }: TerminalDialogProps) {
  const [name, setName] = useState(terminal?.name ?? '')
  const [unlocode, setUnlocode] = useState(terminal?.unlocode ?? '')
  const [left, setLeft] = useState(false)
  const [organization, setOrganization] = useState(terminal?.organization_id ?? null)
  const organizations = useOrganizationChoices()
  const onSuccess = async () => {
    onClose()
    await queryClient.invalidateQueries({ queryKey: api.terminals.key() })
    await queryClient.invalidateQueries({ queryKey: api.rooms.key() })
  }
  const create = useMutation(api.terminals.create.mutationOptions({ onSuccess }))
  const update = useMutation(api.terminals.update.mutationOptions({ onSuccess }))
  const error = create.error ?? update.error
  const issues = errorIssues(error)
  const parsed = unlocode.trim() === '' ? { unlocode: null } : parseUnlocode(unlocode)
  const problem = 'problem' in parsed ? parsed.problem : undefined
  const submit = () => {
    setLeft(true)
    if ('problem' in parsed) return
    const facts = { name: name.trim(), unlocode: parsed.unlocode, organization_id: organization }
    if (terminal === undefined) create.mutate(facts)
    else update.mutate({ id: terminal.id, ...facts })
  }
  return (
    <RecordDialog
      title={terminal === undefined ? 'Add a terminal' : terminal.name}
      verb={terminal === undefined ? 'Add the terminal' : 'Save'}
      error={error}
      allowed={allowed}
      isPending={create.isPending || update.isPending}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextInput
        label="Name"
        description="Such as Skaw STS area. No two terminals have the same."
        required
        data-autofocus
        maxLength={160}
        value={name}
        error={issueOf(issues, 'name')}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <TextInput
        label="UN/LOCODE"
        description="Two letters of the country, three signs of the place, such as NLRTM. May be left out."
        maxLength={12}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
        value={unlocode}
        error={(left ? problem : undefined) ?? issueOf(issues, 'unlocode')}
        onBlur={() => setLeft(true)}
        onChange={(event) => setUnlocode(event.currentTarget.value)}
      />
      <Select
        label="Organization"
        description="Who runs it. May be left out."
        clearable
        clearButtonProps={{ 'aria-label': 'No organization' }}
        searchable
        nothingFoundMessage="No organization of that name"
        data={organizations}
        value={organization}
        error={issueOf(issues, 'organization_id')}
        onChange={setOrganization}
      />
    </RecordDialog>
  )
}
