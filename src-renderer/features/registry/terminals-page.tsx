import { Select } from '@mantine/core'
import { IconAnchor } from '@tabler/icons-react'
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import type { Terminal } from '../../../src-shared/contract/registry.ts'
import { useMay } from '../../rpc/permissions.ts'
import { api, queryClient } from '../../rpc/queries.ts'
import type { DataColumn } from '../../ui/data-column.ts'
import { Mono } from '../../ui/mono.tsx'
import { DeleteRecordDialog } from './delete-record-dialog.tsx'
import { useOrganizationChoices } from './organization-choices.ts'
import { RegistryList } from './registry-list.tsx'
import { terminalSorts } from './registry-search.ts'
import { OpenRow, RowActions, Word } from './row-actions.tsx'
import { TerminalDialog } from './terminal-dialog.tsx'

const route = getRouteApi('/shell/admin/terminals')

/** STS areas, anchorages, and ports. */
export function TerminalsPage() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const manage = useMay()('terminals.manage')
  const [editing, setEditing] = useState<Terminal | 'new'>()
  const [deleting, setDeleting] = useState<Terminal>()
  const organizations = useOrganizationChoices()
  const { page = 1, size = 25, sort = 'name', direction = 'asc', q, organization } = search
  const list = useQuery(
    api.terminals.list.queryOptions({
      input: {
        ...(q === undefined ? {} : { q }),
        ...(organization === undefined ? {} : { organization_id: organization }),
        sort,
        direction,
        limit: size,
        offset: (page - 1) * size,
      },
      placeholderData: keepPreviousData,
    }),
  )
  const columns = useMemo<DataColumn<Terminal>[]>(
    () => [
      {
        id: 'name',
        header: 'Name',
        sort: true,
        always: true,
        cell: (row) => <OpenRow name={row.name} onClick={() => setEditing(row)} />,
      },
      {
        id: 'unlocode',
        header: 'UN/LOCODE',
        sort: true,
        width: '120px',
        cell: (row) =>
          row.unlocode === null ? <Word text={null} /> : <Mono text={row.unlocode} />,
      },
      {
        id: 'organization',
        header: 'Organization',
        width: '240px',
        cell: (row) => (
          <Word
            text={organizations.find((one) => one.value === row.organization_id)?.label ?? null}
          />
        ),
      },
      {
        id: 'actions',
        header: 'Actions',
        quietHeader: true,
        always: true,
        width: '80px',
        align: 'end',
        cell: (row) => (
          <RowActions
            name={row.name}
            mayChange={manage}
            mayDelete={manage}
            onChange={() => setEditing(row)}
            onDelete={() => setDeleting(row)}
          />
        ),
      },
    ],
    [manage, organizations],
  )
  const change = (part: object) =>
    void navigate({ search: (old) => ({ ...old, page: undefined, ...part }), replace: true })
  return (
    <>
      <RegistryList
        title="Terminals"
        about="STS areas, anchorages, and ports where operations take place."
        noun={['terminal', 'terminals']}
        icon={IconAnchor}
        columns={columns}
        rows={list.data?.body}
        total={list.data === undefined ? undefined : Number(list.data.headers['x-total-count'])}
        error={list.error}
        retry={() => void list.refetch()}
        search={search}
        sorts={terminalSorts}
        onChange={change}
        hint="Name, UN/LOCODE"
        isFiltered={q !== undefined || organization !== undefined}
        onClear={() => void navigate({ search: {} })}
        add={{ label: 'Add a terminal', allowed: manage, onClick: () => setEditing('new') }}
        filters={
          <Select
            aria-label="Organization"
            placeholder="Any organization"
            w={220}
            clearable
            clearButtonProps={{ 'aria-label': 'Any organization' }}
            searchable
            nothingFoundMessage="No organization of that name"
            data={organizations}
            value={organization ?? null}
            onChange={(value) => change({ organization: value ?? undefined })}
          />
        }
        onOpen={(row) => setEditing(row)}
      />
      {editing !== undefined && (
        <TerminalDialog
          terminal={editing === 'new' ? undefined : editing}
          allowed={manage}
          onClose={() => setEditing(undefined)}
        />
      )}
      {deleting !== undefined && (
        <DeleteTerminal terminal={deleting} onClose={() => setDeleting(undefined)} />
      )}
    </>
  )
}

function DeleteTerminal({ terminal, onClose }: { terminal: Terminal; onClose(): void }) {
  const remove = useMutation(
    api.terminals.delete.mutationOptions({
      onSuccess: async () => {
        onClose()
        await queryClient.invalidateQueries({ queryKey: api.terminals.key() })
      },
    }),
  )
  return (
    <DeleteRecordDialog
      name={terminal.name}
      text="It goes from every choice of terminals. What was done there stays in the audit trail."
      error={remove.error}
      isPending={remove.isPending}
      onDelete={() => remove.mutate({ id: terminal.id })}
      onClose={onClose}
    />
  )
}
