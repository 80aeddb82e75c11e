import { Select } from '@mantine/core'
import { IconBuilding } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { organizationKinds } from '../../../src-shared/contract/enums.ts'
import type { Organization } from '../../../src-shared/contract/registry.ts'
import { client } from '../../rpc/client.ts'
import { listed } from '../../rpc/listed.ts'
import { useMay } from '../../rpc/permissions.ts'
import { api } from '../../rpc/queries.ts'
import { useColumnChoice } from '../../state/tables.ts'
import type { DataColumn } from '../../ui/data-column.ts'
import { ListPage } from '../../ui/list-page.tsx'
import { pageOf } from '../../ui/list-search.ts'
import { inWords } from '../../ui/words.ts'
import { DeleteRecordDialog } from './delete-record-dialog.tsx'
import { OrganizationDialog } from './organization-dialog.tsx'
import { organizationSorts } from './registry-search.ts'
import { actionsColumn, OpenRow } from './row-actions.tsx'

const route = getRouteApi('/shell/admin/organizations')

/** The accountable customers of the workspace. */
export function OrganizationsPage() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const manage = useMay()('organizations.manage')
  const [editing, setEditing] = useState<Organization | 'new'>()
  const [deleting, setDeleting] = useState<Organization>()
  const choice = useColumnChoice('organizations')
  const { q, kind } = search
  const page = pageOf(search, { sort: 'name', direction: 'asc' })
  const list = useQuery(
    api.organizations.list.queryOptions({
      input: {
        ...(q === undefined ? {} : { q }),
        ...(kind === undefined ? {} : { kind }),
        ...page,
      },
      placeholderData: keepPreviousData,
    }),
  )
  const columns = useMemo<DataColumn<Organization>[]>(
    () => [
      {
        id: 'name',
        header: 'Name',
        sort: true,
        always: true,
        cell: (row) => <OpenRow name={row.name} onClick={() => setEditing(row)} />,
      },
      { id: 'kind', header: 'Kind', sort: true, cell: (row) => inWords(row.kind) },
      actionsColumn<Organization>({
        mayChange: manage,
        mayDelete: manage,
        onChange: setEditing,
        onDelete: setDeleting,
      }),
    ],
    [manage],
  )
  const change = (part: object) =>
    void navigate({ search: (old) => ({ ...old, page: undefined, ...part }), replace: true })
  return (
    <>
      <ListPage
        title="Organizations"
        about="Who is accountable for rooms and terminals, and whom accounts belong to."
        noun={['organization', 'organizations']}
        icon={IconBuilding}
        columns={columns}
        listed={listed(list)}
        page={page}
        sorts={organizationSorts}
        q={q}
        onChange={change}
        hint="Name"
        isFiltered={q !== undefined || kind !== undefined}
        onClear={() => void navigate({ search: {} })}
        add={{ label: 'Add an organization', allowed: manage, onClick: () => setEditing('new') }}
        filters={
          <Select
            aria-label="Kind"
            placeholder="Any kind"
            w={180}
            clearable
            clearButtonProps={{ 'aria-label': 'Any kind' }}
            data={organizationKinds.map((value) => ({ value, label: inWords(value) }))}
            value={kind ?? null}
            onChange={(value) => change({ kind: value ?? undefined })}
          />
        }
        onOpen={(row) => setEditing(row)}
        {...choice}
      />
      {editing !== undefined && (
        <OrganizationDialog
          organization={editing === 'new' ? undefined : editing}
          allowed={manage}
          onClose={() => setEditing(undefined)}
        />
      )}
      {deleting !== undefined && (
        <DeleteRecordDialog
          record={deleting}
          text="It goes from every choice of organizations. What was done for it stays in the audit trail."
          remove={client.organizations.delete}
          stale={api.organizations.key()}
          onClose={() => setDeleting(undefined)}
        />
      )}
    </>
  )
}
