import { Button } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { IconCamera } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useCallback, useMemo, useState } from 'react'
import { type Snapshot, snapshotSorts } from '../../../src-shared/contract/snapshots.ts'
import { listed } from '../../rpc/listed.ts'
import { api } from '../../rpc/queries.ts'
import { useColumnChoice } from '../../state/tables.ts'
import { ListPage } from '../../ui/list-page.tsx'
import { pageOf } from '../../ui/list-search.ts'
import { ChosenSnapshots } from './care/chosen-snapshots.tsx'
import { useChosen } from './care/use-chosen.ts'
import { PreviewDialog } from './preview/preview-dialog.tsx'
import { filtersOf } from './search.ts'
import { roomColumn, snapshotColumns } from './snapshot-columns.tsx'
import { SnapshotDrawer } from './snapshot-drawer.tsx'
import { SnapshotsFilters } from './snapshots-filters.tsx'

const route = getRouteApi('/shell/snapshots')

/** The snapshots of every room in which one may list them. */
export function SnapshotsPage() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const [previewed, setPreviewed] = useState<Snapshot | null>(null)
  const choice = useColumnChoice('snapshots')
  const wide = useMediaQuery('(min-width: 1600px)') ?? false
  const page = pageOf(search, { sort: 'created_at', direction: 'desc' })
  const filters = filtersOf(search)
  const list = useQuery(
    api.snapshots.search.queryOptions({
      input: { ...filters, ...page },
      placeholderData: keepPreviousData,
    }),
  )
  const rows = list.data?.body
  const chosen = useChosen(rows)
  const change = (part: object) =>
    void navigate({ search: (old) => ({ ...old, page: undefined, ...part }), replace: true })
  const show = useCallback(
    (snapshot: string | undefined) =>
      void navigate({ search: (old) => ({ ...old, snapshot }), replace: true }),
    [navigate],
  )
  const columns = useMemo(
    () => [
      roomColumn,
      ...snapshotColumns({
        onOpen: ({ id }) => show(id),
        onPreview: setPreviewed,
        acrossRooms: true,
        wide,
      }),
    ],
    [show, wide],
  )
  const opened = useRoomOf(search.snapshot, rows)
  return (
    <>
      <ListPage
        title="Snapshots"
        about="Of every room in which you may list them."
        icon={IconCamera}
        noun={['snapshot', 'snapshots']}
        columns={columns}
        listed={listed(list)}
        page={page}
        sorts={snapshotSorts}
        q={search.q}
        onChange={change}
        hint="Room code, room, snapshot"
        filters={<SnapshotsFilters search={search} onChange={change} />}
        isFiltered={Object.keys(filters).length > 0}
        onClear={() => void navigate({ search: {} })}
        instead={
          <Button component={Link} to="/rooms">
            Go to the rooms
          </Button>
        }
        onOpen={({ id }) => show(id)}
        selection={chosen.selection}
        chosenBar={<ChosenSnapshots chosen={chosen} />}
        {...choice}
      />
      <SnapshotDrawer
        roomId={opened ?? ''}
        snapshotId={opened === undefined ? null : (search.snapshot ?? null)}
        onClose={() => show(undefined)}
        onPreview={setPreviewed}
      />
      <PreviewDialog snapshot={previewed} onClose={() => setPreviewed(null)} />
    </>
  )
}

/** The room of the snapshot that the address names; it need not be on this page. */
function useRoomOf(
  snapshotId: string | undefined,
  rows: readonly Snapshot[] | undefined,
): string | undefined {
  const here = rows?.find(({ id }) => id === snapshotId)
  const elsewhere = useQuery(
    api.snapshots.search.queryOptions({
      input: { snapshot_id: snapshotId ?? '', limit: 1 },
      enabled: snapshotId !== undefined && rows !== undefined && here === undefined,
    }),
  ).data?.body
  if (snapshotId === undefined) return undefined
  return (here ?? elsewhere?.find(({ id }) => id === snapshotId))?.room_id
}
