import { Select } from '@mantine/core'
import { IconBuilding } from '@tabler/icons-react'
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { organizationKinds } from '../../../src-shared/contract/enums.ts'
import type { Organization } from '../../../src-shared/contract/registry.ts'
import { useMay } from '../../rpc/permissions.ts'
import { api, queryClient } from '../../rpc/queries.ts'
import type { DataColumn } from '../../ui/data-column.ts'
import { inWords } from '../../ui/words.ts'
import { DeleteRecordDialog } from './delete-record-dialog.tsx'
import { OrganizationDialog } from './organization-dialog.tsx'
import { RegistryList } from './registry-list.tsx'
import { organizationSorts } from './registry-search.ts'
import { OpenRow, RowActions } from './row-actions.tsx'

const route = getRouteApi('/shell/admin/organizations')

/** The accountable customers of the workspace. */
export function OrganizationsPage() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const manage = useMay()('organizations.manage')
  const [editing, setEditing] = useState<Organization | 'new'>()
  const [deleting, setDeleting] = useState<Organization>()
  const { page = 1, size = 25, sort = 'name', direction = 'asc', q, kind } = search
  const list = useQuery(
    api.organizations.list.queryOptions({
      input: {
        ...(q === undefined ? {} : { q }),
        ...(kind === undefined ? {} : { kind }),
        sort,
        direction,
        limit: size,
        offset: (page - 1) * size,
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
      { id: 'kind', header: 'Kind', sort: true, width: '200px', cell: (row) => inWords(row.kind) },
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
    [manage],
  )
  const change = (part: object) =>
    void navigate({ search: (old) => ({ ...old, page: undefined, ...part }), replace: true })
  return (
    <>
      <RegistryList
        title="Organizations"
        about="Who is accountable for rooms and terminals, and whom accounts belong to."
        noun={['organization', 'organizations']}
        icon={IconBuilding}
        columns={columns}
        rows={list.data?.body}
        total={list.data === undefined ? undefined : Number(list.data.headers['x-total-count'])}
        error={list.error}
        retry={() => void list.refetch()}
        search={search}
        sorts={organizationSorts}
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
      />
      {editing !== undefined && (
        <OrganizationDialog
          organization={editing === 'new' ? undefined : editing}
          allowed={manage}
          onClose={() => setEditing(undefined)}
        />
      )}
      {deleting !== undefined && (
        <DeleteOrganization organization={deleting} onClose={() => setDeleting(undefined)} />
      )}
    </>
  )
}

function DeleteOrganization(props: { organization: Organization; onClose(): void }) {
  const { organization, onClose } = props
  const remove = useMutation(
    api.organizations.delete.mutationOptions({
      onSuccess: async () => {
        onClose()
        await queryClient.invalidateQueries({ queryKey: api.organizations.key() })
      },
    }),
  )
  return (
    <DeleteRecordDialog
      name={organization.name}
      text="It goes from every choice of organizations. What was done for it stays in the audit trail."
      error={remove.error}
      isPending={remove.isPending}
      onDelete={() => remove.mutate({ id: organization.id })}
      onClose={onClose}
    />
  )
}
