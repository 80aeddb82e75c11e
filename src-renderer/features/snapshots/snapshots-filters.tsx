import { Select } from '@mantine/core'
import { DateInput } from '@mantine/dates'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import {
  snapshotFormats,
  snapshotStatuses,
  snapshotTriggers,
} from '../../../src-shared/contract/enums.ts'
import { api } from '../../rpc/queries.ts'
import { statusLooks } from '../../ui/status.ts'
import type { SnapshotsSearch } from './search.ts'
import { formatWords, triggerWords } from './words.ts'

interface FiltersProps {
  search: SnapshotsSearch
  onChange(part: Partial<SnapshotsSearch>): void
}

/** What narrows the list of all rooms' snapshots, beside the search. */
export function SnapshotsFilters({ search, onChange }: FiltersProps) {
  const { status, format, trigger, held, room, from, to } = search
  return (
    <>
      <RoomFilter value={room} onChange={(chosen) => onChange({ room: chosen })} />
      <Choice
        label="Status"
        any="Any status"
        width={132}
        data={snapshotStatuses.map((value) => ({ value, label: statusLooks.snapshot[value].word }))}
        value={status}
        onChange={(value) => onChange({ status: snapshotStatuses.find((one) => one === value) })}
      />
      <Choice
        label="Format"
        any="Any format"
        width={124}
        data={snapshotFormats.map((value) => ({ value, label: formatWords[value].label }))}
        value={format}
        onChange={(value) => onChange({ format: snapshotFormats.find((one) => one === value) })}
      />
      <Choice
        label="Made"
        any="Made in any way"
        width={152}
        data={snapshotTriggers.map((value) => ({ value, label: triggerWords[value] }))}
        value={trigger}
        onChange={(value) => onChange({ trigger: snapshotTriggers.find((one) => one === value) })}
      />
      <Choice
        label="Hold"
        any="Held or not"
        width={124}
        data={[
          { value: 'true', label: 'Held' },
          { value: 'false', label: 'Not held' },
        ]}
        value={held === undefined ? undefined : String(held)}
        onChange={(value) => onChange({ held: value === undefined ? undefined : value === 'true' })}
      />
      <DayFilter
        label="From"
        value={from}
        {...(to === undefined ? {} : { maxDate: to })}
        onChange={(day) => onChange({ from: day })}
      />
      <DayFilter
        label="To"
        value={to}
        {...(from === undefined ? {} : { minDate: from })}
        onChange={(day) => onChange({ to: day })}
      />
    </>
  )
}

function Choice(props: {
  label: string
  any: string
  width: number
  data: { value: string; label: string }[]
  value: string | undefined
  onChange(value: string | undefined): void
}) {
  const { label, any, width, data, value, onChange } = props
  return (
    <Select
      aria-label={label}
      placeholder={any}
      w={width}
      clearable
      clearButtonProps={{ 'aria-label': any }}
      data={data}
      value={value ?? null}
      onChange={(chosen) => onChange(chosen ?? undefined)}
    />
  )
}

function DayFilter(props: {
  label: 'From' | 'To'
  value: string | undefined
  minDate?: string
  maxDate?: string
  onChange(day: string | undefined): void
}) {
  const { label, value, onChange, ...bounds } = props
  return (
    <DateInput
      aria-label={`${label} this day`}
      placeholder={label}
      w={124}
      clearable
      clearButtonProps={{ 'aria-label': `Clear ${label.toLowerCase()}` }}
      valueFormat="D MMM YYYY"
      value={value ?? null}
      {...bounds}
      onChange={(day) => onChange(day ?? undefined)}
    />
  )
}

/** One room, which the server finds as one types. */
function RoomFilter(props: { value: string | undefined; onChange(id: string | undefined): void }) {
  const { value, onChange } = props
  const [typed, setTyped] = useState('')
  const [text] = useDebouncedValue(typed.trim(), 250)
  const found =
    useQuery(
      api.rooms.list.queryOptions({
        input: {
          ...(text === '' ? {} : { q: text }),
          ...{ sort: 'updated_at', direction: 'desc', limit: 20 },
        },
        placeholderData: keepPreviousData,
      }),
    ).data?.body ?? []
  const [chosen, setChosen] = useState<{ id: string; code: string; title: string }>()
  const kept =
    value === undefined || found.some(({ id }) => id === value)
      ? []
      : [chosen?.id === value ? chosen : { id: value, code: `${value.slice(0, 13)}…`, title: '' }]
  const rooms = [...kept, ...found]
  return (
    <Select
      aria-label="Room"
      placeholder="Any room"
      w={184}
      comboboxProps={{ width: 340, position: 'bottom-start' }}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': 'Any room' }}
      nothingFoundMessage="No room fits"
      filter={({ options }) => options}
      data={rooms.map(({ id, code }) => ({ value: id, label: code }))}
      renderOption={({ option }) => {
        const room = rooms.find(({ id }) => id === option.value)
        return room === undefined ? option.label : `${room.code} ${room.title}`
      }}
      value={value ?? null}
      onSearchChange={(now) => {
        // Choosing writes the code into the field: that is no search.
        if (!rooms.some(({ code }) => code === now)) setTyped(now)
      }}
      onChange={(id) => {
        setChosen(rooms.find((room) => room.id === id))
        onChange(id ?? undefined)
      }}
    />
  )
}
