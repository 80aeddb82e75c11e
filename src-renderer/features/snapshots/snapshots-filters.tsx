import { Select } from '@mantine/core'
import { DateInput } from '@mantine/dates'
import {
  snapshotFormats,
  snapshotStatuses,
  snapshotTriggers,
} from '../../../src-shared/contract/enums.ts'
import { statusLooks } from '../../ui/status.ts'
import { RoomPicker } from '../pickers/index.ts'
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
      <RoomPicker
        quietLabel
        placeholder="Any room"
        width={184}
        value={room}
        onChange={(chosen) => onChange({ room: chosen })}
      />
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
