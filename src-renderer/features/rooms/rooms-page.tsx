import { Button } from '@mantine/core'
import { useDebouncedCallback, useMediaQuery } from '@mantine/hooks'
import { IconFolderPlus, IconFoldersOff } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import type { Room } from '../../../src-shared/contract/rooms.ts'
import { errorSentence } from '../../rpc/errors.ts'
import { useMay } from '../../rpc/permissions.ts'
import { api } from '../../rpc/queries.ts'
import { useColumnChoice } from '../../state/tables.ts'
import { AllowedButton } from '../../ui/allowed-button.tsx'
import { useChosenRows } from '../../ui/chosen-rows.ts'
import { DataTable } from '../../ui/data-table.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { usePoliciesOf } from '../policies/index.ts'
import { ChosenRooms } from './chosen-rooms.tsx'
import { OpenFromFileMenu } from './open-from-file-menu.tsx'
import { OpenRoomDialog } from './open-room-dialog.tsx'
import { roomColumns } from './room-columns.tsx'
import { RoomFilters } from './room-filters.tsx'
import { type RoomsSearch, roomSorts } from './search.ts'

const route = getRouteApi('/shell/rooms')

/** Every room that one may see; what narrows the list stays in the address. */
export function RoomsPage() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const may = useMay()
  const [opening, setOpening] = useState(false)
  const choice = useColumnChoice('rooms')
  const wide = useMediaQuery('(min-width: 1600px)') ?? false
  const { page = 1, size = 25, sort = 'eta', direction = 'desc' } = search
  const list = useQuery(
    api.rooms.list.queryOptions({
      input: { ...filtersOf(search), sort, direction, limit: size, offset: (page - 1) * size },
      placeholderData: keepPreviousData,
    }),
  )
  const chosen = useChosenRows(list.data?.body, nameOf)
  const policies = usePoliciesOf(list.data?.body)
  const columns = useMemo(() => roomColumns(wide, policies), [wide, policies])
  const change = (part: Partial<RoomsSearch>) =>
    void navigate({ search: (old) => ({ ...old, page: undefined, ...part }), replace: true })
  const find = useDebouncedCallback((q: string | undefined) => change({ q }), 250)
  const total = list.data === undefined ? undefined : Number(list.data.headers['x-total-count'])
  const isFiltered = Object.keys(filtersOf(search)).length > 0

  const openButton = (
    <AllowedButton
      allowed={may('rooms.create')}
      leftSection={<IconFolderPlus size={16} aria-hidden />}
      onClick={() => setOpening(true)}
    >
      Open a room
    </AllowedButton>
  )
  const clear = () => void navigate({ search: {} })
  const empty = isFiltered ? (
    <EmptyState
      icon={IconFoldersOff}
      title="No room fits"
      text="Nothing you may see has all of these properties."
      action={
        <Button variant="default" onClick={clear}>
          Clear search and filters
        </Button>
      }
    />
  ) : (
    <EmptyState
      icon={IconFolderPlus}
      title="No rooms yet"
      text="A room is the file of one ship-to-ship operation: its parties, vessels and documents."
      action={openButton}
    />
  )
  return (
    <>
      <PageHeader
        title="Rooms"
        actions={
          <>
            <OpenFromFileMenu />
            {openButton}
          </>
        }
      />
      <DataTable
        label="Rooms"
        columns={columns}
        rows={list.data?.body}
        rowId={(room) => room.id}
        empty={empty}
        error={
          list.error === null
            ? undefined
            : { message: errorSentence(list.error), retry: () => void list.refetch() }
        }
        fill
        skeletonRows={12}
        sorting={{
          value: { column: sort, direction },
          onChange: (next) => {
            const column = roomSorts.find((known) => known === next.column)
            if (column !== undefined) change({ sort: column, direction: next.direction })
          },
        }}
        paging={{
          page,
          size,
          total,
          noun: ['room', 'rooms'],
          onPage: (to) => change({ page: to }),
          onSize: (to) => change({ size: to }),
        }}
        onOpen={(room) =>
          void navigate({ to: '/rooms/$roomId/$tab', params: { roomId: room.id, tab: 'overview' } })
        }
        selection={chosen.selection}
        chosenBar={<ChosenRooms chosen={chosen} />}
        toolbar={<RoomFilters search={search} onChange={change} onFind={find} onClear={clear} />}
        {...choice}
      />
      <OpenRoomDialog opened={opening} onClose={() => setOpening(false)} />
    </>
  )
}

const nameOf = ({ code, title }: Room): string => `${code}, ${title}`

/** The part of the address that narrows the list, in the contract’s words. */
function filtersOf({ q, status, organization, terminal }: RoomsSearch) {
  return {
    ...(q === undefined ? {} : { q }),
    ...(status === undefined ? {} : { status }),
    ...(organization === undefined ? {} : { organization_id: organization }),
    ...(terminal === undefined ? {} : { terminal_id: terminal }),
  }
}
