import { Group } from '@mantine/core'
import { IconPencil, IconShip, IconTrash } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import type { ListedVessel, Vessel } from '../../../src-shared/contract/registry.ts'
import { client } from '../../rpc/client.ts'
import { listed } from '../../rpc/listed.ts'
import { useMay } from '../../rpc/permissions.ts'
import { api } from '../../rpc/queries.ts'
import { useColumnChoice } from '../../state/tables.ts'
import { AllowedButton } from '../../ui/allowed-button.tsx'
import { ListPage } from '../../ui/list-page.tsx'
import { pageOf } from '../../ui/list-search.ts'
import { DeleteRecordDialog } from './delete-record-dialog.tsx'
import classes from './registry.module.css'
import { vesselSorts } from './registry-search.ts'
import { vesselColumns } from './vessel-columns.tsx'
import { VesselDialog } from './vessel-dialog.tsx'
import { VesselDrawer } from './vessel-drawer.tsx'

const route = getRouteApi('/shell/admin/vessels')

/** The ships of the workspace, as far as one may see them. */
export function VesselsPage() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const may = useMay()
  const [editing, setEditing] = useState<Vessel | 'new'>()
  const [deleting, setDeleting] = useState<Vessel>()
  const choice = useColumnChoice('vessels')
  const { q, vessel } = search
  const page = pageOf(search, { sort: 'name', direction: 'asc' })
  const list = useQuery(
    api.vessels.list.queryOptions({
      input: {
        ...(q === undefined ? {} : { q }),
        ...page,
      },
      placeholderData: keepPreviousData,
    }),
  )
  const mayChange = may('vessels.update')
  const mayDelete = may('vessels.delete')
  const columns = useMemo(
    () =>
      vesselColumns({
        mayChange,
        mayDelete,
        onChange: setEditing,
        onDelete: setDeleting,
        name: (row: ListedVessel) => (
          <Link
            from="/admin/vessels"
            to="/admin/vessels"
            search={(old) => ({ ...old, vessel: row.id })}
            className={classes.open}
            data-row-focus
          >
            {row.name}
          </Link>
        ),
      }),
    [mayChange, mayDelete],
  )
  const change = (part: object) =>
    void navigate({ search: (old) => ({ ...old, page: undefined, ...part }), replace: true })
  const show = (id: string | undefined) =>
    void navigate({ search: (old) => ({ ...old, vessel: id }) })
  return (
    <>
      <ListPage
        title="Vessels"
        about="One entry for each ship, by its IMO number. A change shows in every room the ship is in."
        noun={['vessel', 'vessels']}
        icon={IconShip}
        columns={columns}
        listed={listed(list)}
        page={page}
        sorts={vesselSorts}
        q={q}
        onChange={change}
        hint="Name, IMO number, owner, MMSI"
        isFiltered={q !== undefined}
        onClear={() => void navigate({ search: {} })}
        add={{
          label: 'Add a vessel',
          allowed: may('vessels.create'),
          onClick: () => setEditing('new'),
        }}
        onOpen={(row) => show(row.id)}
        {...choice}
      />
      {vessel !== undefined && (
        <VesselDrawer
          vesselId={vessel}
          onClose={() => show(undefined)}
          actions={(detail) => (
            <Group gap="xs" mb="md">
              <AllowedButton
                variant="default"
                allowed={mayChange}
                leftSection={<IconPencil size={16} aria-hidden />}
                onClick={() => setEditing(detail)}
              >
                Change
              </AllowedButton>
              <AllowedButton
                variant="default"
                allowed={mayDelete}
                leftSection={<IconTrash size={16} aria-hidden />}
                onClick={() => setDeleting(detail)}
              >
                Delete
              </AllowedButton>
            </Group>
          )}
        />
      )}
      {editing !== undefined && (
        <VesselDialog
          vessel={editing === 'new' ? undefined : editing}
          allowed={editing === 'new' ? may('vessels.create') : mayChange}
          onClose={() => setEditing(undefined)}
        />
      )}
      {deleting !== undefined && (
        <DeleteRecordDialog
          record={deleting}
          text={`IMO ${deleting.imo} goes from the registry. What was done with it stays in the audit trail.`}
          remove={client.vessels.delete}
          stale={api.vessels.list.key()}
          onDeleted={() => show(undefined)}
          onClose={() => setDeleting(undefined)}
        />
      )}
    </>
  )
}
