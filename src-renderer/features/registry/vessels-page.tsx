import { Group } from '@mantine/core'
import { IconPencil, IconShip, IconTrash } from '@tabler/icons-react'
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import type { ListedVessel, Vessel } from '../../../src-shared/contract/registry.ts'
import { useMay } from '../../rpc/permissions.ts'
import { api, queryClient } from '../../rpc/queries.ts'
import { AllowedButton } from '../../ui/allowed-button.tsx'
import { DeleteRecordDialog } from './delete-record-dialog.tsx'
import classes from './registry.module.css'
import { RegistryList } from './registry-list.tsx'
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
  const { page = 1, size = 25, sort = 'name', direction = 'asc', q, vessel } = search
  const list = useQuery(
    api.vessels.list.queryOptions({
      input: {
        ...(q === undefined ? {} : { q }),
        sort,
        direction,
        limit: size,
        offset: (page - 1) * size,
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
      <RegistryList
        title="Vessels"
        about="One entry for each ship, by its IMO number. A change shows in every room the ship is in."
        noun={['vessel', 'vessels']}
        icon={IconShip}
        columns={columns}
        rows={list.data?.body}
        total={list.data === undefined ? undefined : Number(list.data.headers['x-total-count'])}
        error={list.error}
        retry={() => void list.refetch()}
        search={search}
        sorts={vesselSorts}
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
        <DeleteVessel
          vessel={deleting}
          onDeleted={() => show(undefined)}
          onClose={() => setDeleting(undefined)}
        />
      )}
    </>
  )
}

function DeleteVessel(props: { vessel: Vessel; onDeleted(): void; onClose(): void }) {
  const { vessel, onDeleted, onClose } = props
  const remove = useMutation(
    api.vessels.delete.mutationOptions({
      onSuccess: async () => {
        onClose()
        onDeleted()
        await queryClient.invalidateQueries({ queryKey: api.vessels.list.key() })
      },
    }),
  )
  return (
    <DeleteRecordDialog
      name={vessel.name}
      text={`IMO ${vessel.imo} goes from the registry. What was done with it stays in the audit trail.`}
      error={remove.error}
      isPending={remove.isPending}
      onDelete={() => remove.mutate({ id: vessel.id })}
      onClose={onClose}
    />
  )
}
