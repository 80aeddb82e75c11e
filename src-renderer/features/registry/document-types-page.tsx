import { Select } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconArchive, IconArchiveOff, IconFileCertificate } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { documentCategories } from '../../../src-shared/contract/enums.ts'
import type { DocumentType } from '../../../src-shared/contract/registry.ts'
import { client } from '../../rpc/client.ts'
import { failureOf } from '../../rpc/listed.ts'
import { useMay } from '../../rpc/permissions.ts'
import { api, queryClient } from '../../rpc/queries.ts'
import { tellFailure } from '../../rpc/tell-failure.ts'
import { useColumnChoice } from '../../state/tables.ts'
import { AllowedIcon } from '../../ui/allowed-icon.tsx'
import { ListPage } from '../../ui/list-page.tsx'
import { pageOf } from '../../ui/list-search.ts'
import { inWords } from '../../ui/words.ts'
import { DeleteRecordDialog } from './delete-record-dialog.tsx'
import { documentTypeColumns, pageOfTypes } from './document-type-columns.tsx'
import { DocumentTypeDialog } from './document-type-dialog.tsx'
import { documentTypeSorts } from './registry-search.ts'

const route = getRouteApi('/shell/admin/document-types')

/** The catalogue of documents that rooms are asked for. */
export function DocumentTypesPage() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const manage = useMay()('document_types.manage')
  const [editing, setEditing] = useState<DocumentType | 'new'>()
  const [deleting, setDeleting] = useState<DocumentType>()
  const list = useQuery(api.documentTypes.list.queryOptions())
  const { category, state, q } = search
  const choice = useColumnChoice('document-types')
  const retire = useRetire()
  const { mutate: setActive } = retire
  const columns = useMemo(
    () =>
      documentTypeColumns({
        mayChange: manage,
        mayDelete: manage,
        onChange: setEditing,
        onDelete: setDeleting,
        more: (row) => (
          <AllowedIcon
            icon={row.is_active ? IconArchive : IconArchiveOff}
            label={row.is_active ? `Retire ${row.name}` : `Use ${row.name} again`}
            allowed={manage}
            onClick={() => setActive({ id: row.id, is_active: !row.is_active })}
          />
        ),
      }),
    [manage, setActive],
  )
  const change = (part: object) =>
    void navigate({ search: (old) => ({ ...old, page: undefined, ...part }), replace: true })
  const page = pageOf(search, { sort: 'catalogue', direction: 'asc' })
  const shown = list.data === undefined ? undefined : pageOfTypes(list.data, search)
  return (
    <>
      <ListPage
        title="Document types"
        about="What rooms are asked for. A new room has one document for each required type in use."
        noun={['document type', 'document types']}
        icon={IconFileCertificate}
        columns={columns}
        listed={{ rows: shown?.rows, total: shown?.total, error: failureOf(list) }}
        page={page}
        sorts={documentTypeSorts}
        q={q}
        onChange={change}
        hint="Code, name"
        isFiltered={[q, category, state].some((part) => part !== undefined)}
        onClear={() => void navigate({ search: {} })}
        add={{ label: 'Add a document type', allowed: manage, onClick: () => setEditing('new') }}
        filters={
          <>
            <Select
              aria-label="Category"
              placeholder="Any category"
              w={160}
              clearable
              clearButtonProps={{ 'aria-label': 'Any category' }}
              data={documentCategories.map((value) => ({ value, label: inWords(value) }))}
              value={category ?? null}
              onChange={(value) => change({ category: value ?? undefined })}
            />
            <Select
              aria-label="State"
              placeholder="Any state"
              w={140}
              clearable
              clearButtonProps={{ 'aria-label': 'Any state' }}
              data={[
                { value: 'in_use', label: 'In use' },
                { value: 'retired', label: 'Retired' },
              ]}
              value={state ?? null}
              onChange={(value) => change({ state: value ?? undefined })}
            />
          </>
        }
        onOpen={(row) => setEditing(row)}
        {...choice}
      />
      {editing !== undefined && (
        <DocumentTypeDialog
          type={editing === 'new' ? undefined : editing}
          allowed={manage}
          onClose={() => setEditing(undefined)}
        />
      )}
      {deleting !== undefined && (
        <DeleteRecordDialog
          record={deleting}
          text={`${deleting.code} goes from the catalogue. No room has a document of it.`}
          remove={client.documentTypes.delete}
          stale={api.documentTypes.key()}
          instead={
            deleting.is_active
              ? {
                  label: 'Retire it',
                  onClick: () => {
                    setActive({ id: deleting.id, is_active: false })
                    setDeleting(undefined)
                  },
                }
              : undefined
          }
          onClose={() => setDeleting(undefined)}
        />
      )}
    </>
  )
}

function useRetire() {
  return useMutation(
    api.documentTypes.update.mutationOptions({
      onSuccess: async ({ name, is_active }) => {
        notifications.show({
          message: is_active
            ? `${name} is in use again: new rooms are asked for it where it is required.`
            : `${name} is retired: no new room is asked for it.`,
        })
        await queryClient.invalidateQueries({ queryKey: api.documentTypes.key() })
      },
      onError: tellFailure,
    }),
  )
}
