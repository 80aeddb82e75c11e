import { Select } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { Snapshot } from '../../../../src-shared/contract/snapshots.ts'
import { api } from '../../../rpc/queries.ts'
import { localTime } from '../../../ui/time-text.tsx'
import { formatWords } from '../words.ts'

/** The most that the server lists at once. */
const most = 500

/** The completed snapshots of a room, newest first; undefined while they are being read. */
export function useCompleted(roomId: string): readonly Snapshot[] | undefined {
  return useQuery(
    api.snapshots.list.queryOptions({
      input: { room_id: roomId, status: 'completed', limit: most },
      placeholderData: keepPreviousData,
    }),
  ).data?.body
}

/** Chooses one completed snapshot of a room, by its time, format and title. */
export function SnapshotPicker(props: {
  label: string
  snapshots: readonly Snapshot[] | undefined
  value: string | undefined
  /** Not to be chosen: the one on the other side. */
  without: string | undefined
  onChange: (id: string) => void
  /** A sentence under the field. */
  help?: string
}) {
  const { label, snapshots = [], value, without, onChange, help } = props
  return (
    <Select
      label={label}
      placeholder="Choose a snapshot"
      description={help}
      searchable
      nothingFoundMessage="No completed snapshot fits"
      allowDeselect={false}
      maxDropdownHeight={320}
      limit={100}
      value={value ?? null}
      data={snapshots.map((one) => ({
        value: one.id,
        label: `${localTime(one.created_at)}, ${formatWords[one.snapshot_type].label}: ${one.title}`,
        disabled: one.id === without,
      }))}
      onChange={(id) => id !== null && onChange(id)}
    />
  )
}
