import { Select } from '@mantine/core'
import { IconCamera } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo, useState } from 'react'
import { snapshotFormats, snapshotStatuses } from '../../../src-shared/contract/enums.ts'
import type { Snapshot } from '../../../src-shared/contract/snapshots.ts'
import { errorSentence } from '../../rpc/errors.ts'
import { api } from '../../rpc/queries.ts'
import { useColumnChoice } from '../../state/tables.ts'
import { DataTable } from '../../ui/data-table.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { statusLooks } from '../../ui/status.ts'
import { ChosenSnapshots } from './care/chosen-snapshots.tsx'
import { useChosen } from './care/use-chosen.ts'
import { PreviewDialog } from './preview/preview-dialog.tsx'
import { snapshotColumns } from './snapshot-columns.tsx'
import { SnapshotDrawer } from './snapshot-drawer.tsx'
import { TakeSnapshotButton } from './take-snapshot-button.tsx'
import { formatWords } from './words.ts'

const route = '/shell/rooms/$roomId/$tab'

/** The snapshots of a room, newest first; a row opens everything about one. */
export function RoomSnapshotsTab({ roomId }: { roomId: string }) {
  const {
    status,
    format,
    snapshot: opened = null,
    page = 1,
    size = 25,
  } = useSearch({ from: route })
  const navigate = useNavigate({ from: '/rooms/$roomId/$tab' })
  const [previewed, setPreviewed] = useState<Snapshot | null>(null)
  const columnChoice = useColumnChoice('room snapshots')
  const list = useQuery(
    api.snapshots.list.queryOptions({
      input: {
        room_id: roomId,
        limit: size,
        offset: (page - 1) * size,
        ...(status === undefined ? {} : { status }),
        ...(format === undefined ? {} : { snapshot_type: format }),
      },
      placeholderData: keepPreviousData,
    }),
  )
  const chosen = useChosen(list.data?.body)
  const show = useCallback(
    (snapshot: string | undefined) =>
      void navigate({ replace: true, search: (before) => ({ ...before, snapshot }) }),
    [navigate],
  )
  const columns = useMemo(
    () => snapshotColumns({ onOpen: ({ id }) => show(id), onPreview: setPreviewed }),
    [show],
  )
  const filtered = status !== undefined || format !== undefined
  const total = list.data === undefined ? undefined : Number(list.data.headers['x-total-count'])

  return (
    <>
      <DataTable
        label="Snapshots"
        columns={columns}
        rows={list.data?.body}
        rowId={({ id }) => id}
        onOpen={({ id }) => show(id)}
        error={
          list.error === null
            ? undefined
            : { message: errorSentence(list.error), retry: () => void list.refetch() }
        }
        empty={
          filtered ? (
            <EmptyState
              icon={IconCamera}
              title="No snapshot fits"
              text="Choose another status or format."
            />
          ) : (
            <EmptyState
              icon={IconCamera}
              title="No snapshots yet"
              text="A snapshot records what the room looks like now, as a file that can be handed over."
              action={<TakeSnapshotButton roomId={roomId} />}
            />
          )
        }
        paging={{
          page,
          size,
          total,
          noun: ['snapshot', 'snapshots'],
          onPage: (next) => void navigate({ search: (before) => ({ ...before, page: next }) }),
          onSize: (next) =>
            void navigate({ search: (before) => ({ ...before, size: next, page: undefined }) }),
        }}
        {...columnChoice}
        selection={chosen.selection}
        chosenBar={<ChosenSnapshots chosen={chosen} />}
        toolbar={
          <>
            <Select
              aria-label="Status"
              placeholder="Any status"
              w={160}
              clearable
              clearButtonProps={{ 'aria-label': 'Any status' }}
              value={status ?? null}
              data={snapshotStatuses.map((value) => ({
                value,
                label: statusLooks.snapshot[value].word,
              }))}
              onChange={(value) =>
                void navigate({
                  replace: true,
                  search: (before) => ({
                    ...before,
                    status: snapshotStatuses.find((known) => known === value),
                    page: undefined,
                  }),
                })
              }
            />
            <Select
              aria-label="Format"
              placeholder="Any format"
              w={140}
              clearable
              clearButtonProps={{ 'aria-label': 'Any format' }}
              value={format ?? null}
              data={snapshotFormats.map((value) => ({ value, label: formatWords[value].label }))}
              onChange={(value) =>
                void navigate({
                  replace: true,
                  search: (before) => ({
                    ...before,
                    format: snapshotFormats.find((known) => known === value),
                    page: undefined,
                  }),
                })
              }
            />
          </>
        }
      />
      <SnapshotDrawer
        roomId={roomId}
        snapshotId={opened}
        onClose={() => show(undefined)}
        onPreview={setPreviewed}
      />
      <PreviewDialog snapshot={previewed} onClose={() => setPreviewed(null)} />
    </>
  )
}
