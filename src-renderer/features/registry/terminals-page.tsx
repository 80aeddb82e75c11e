import { Select } from '@mantine/core'
import { IconAnchor } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import type { Terminal } from '../../../src-shared/contract/registry.ts'
import { client } from '../../rpc/client.ts'
import { listed } from '../../rpc/listed.ts'
import { useMay } from '../../rpc/permissions.ts'
import { api } from '../../rpc/queries.ts'
import { useColumnChoice } from '../../state/tables.ts'
import type { DataColumn } from '../../ui/data-column.ts'
import { ListPage } from '../../ui/list-page.tsx'
import { pageOf } from '../../ui/list-search.ts'
import { Mono } from '../../ui/mono.tsx'
import { DeleteRecordDialog } from './delete-record-dialog.tsx'
import { useOrganizationChoices } from './organization-choices.ts'
import { terminalSorts } from './registry-search.ts'
import { actionsColumn, OpenRow, Word } from './row-actions.tsx'
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
  const choice = useColumnChoice('terminals')
  const { q, organization } = search
  const page = pageOf(search, { sort: 'name', direction: 'asc' })
  const list = useQuery(
    api.terminals.list.queryOptions({
      input: {
        ...(q === undefined ? {} : { q }),
        ...(organization === undefined ? {} : { organization_id: organization }),
        ...page,
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
        cell: (row) => (
          <Word
            text={organizations.find((one) => one.value === row.organization_id)?.label ?? null}
          />
        ),
      },
      actionsColumn<Terminal>({
        mayChange: manage,
        mayDelete: manage,
        onChange: setEditing,
        onDelete: setDeleting,
      }),
    ],
    [manage, organizations],
  )
  const change = (part: object) =>
    void navigate({ search: (old) => ({ ...old, page: undefined, ...part }), replace: true })
  return (
    <>
      <ListPage
        title="Terminals"
        about="STS areas, anchorages, and ports where operations take place."
        noun={['terminal', 'terminals']}
        icon={IconAnchor}
        columns={columns}
        listed={listed(list)}
        page={page}
        sorts={terminalSorts}
        q={q}
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
        {...choice}
      />
      {editing !== undefined && (
        <TerminalDialog
          terminal={editing === 'new' ? undefined : editing}
          allowed={manage}
          onClose={() => setEditing(undefined)}
        />
      )}
      {deleting !== undefined && (
        <DeleteRecordDialog
          record={deleting}
          text="It goes from every choice of terminals. What was done there stays in the audit trail."
          remove={client.terminals.delete}
          stale={api.terminals.key()}
          onClose={() => setDeleting(undefined)}
        />
      )}
    </>
  )
}
