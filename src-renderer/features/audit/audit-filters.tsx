import { Autocomplete, Button, Select } from '@mantine/core'
import { DateInput } from '@mantine/dates'
import { IconAdjustmentsHorizontal, IconX } from '@tabler/icons-react'
import dayjs from 'dayjs'
import { useState } from 'react'
import { auditOutcomes, auditSources } from '../../../src-shared/contract/enums.ts'
import { useOrganizations, useTerminals } from '../../rpc/registry.ts'
import { statusLooks } from '../../ui/status.ts'
import { RoomPicker, VesselPicker } from '../pickers/index.ts'
import classes from './audit-filters.module.css'
import {
  type AuditFilter,
  type AuditSearch,
  filterCount,
  isFiltered,
  isMoment,
  knownActions,
  resourceTypes,
} from './audit-search.ts'
import { WordFilter } from './word-filter.tsx'

interface AuditFiltersProps {
  search: AuditSearch
  onChange(change: Partial<AuditFilter>): void
}

/** What narrows the trail, in each of its views; everything stands in the address. */
export function AuditFilters({ search, onChange }: AuditFiltersProps) {
  const seldom = filterCount({
    resource_type: search.resource_type,
    resource_id: search.resource_id,
    source: search.source,
    organization_id: search.organization_id,
    terminal_id: search.terminal_id,
    vessel_id: search.vessel_id,
  })
  const [wanted, setWanted] = useState(seldom > 0)
  return (
    <div className={classes.filters}>
      <div className={classes.row}>
        <WordFilter
          label="Text"
          placeholder="Search the entries"
          width={164}
          value={search.q}
          onChange={(q) => onChange({ q })}
        />
        <WordFilter
          label="Actor"
          placeholder="E-mail address"
          width={148}
          value={search.actor}
          onChange={(actor) => onChange({ actor })}
        />
        <Autocomplete
          label="Action"
          placeholder="Any"
          w={150}
          limit={40}
          clearable
          clearButtonProps={{ 'aria-label': 'Any action' }}
          data={[...knownActions]}
          value={search.action ?? ''}
          onChange={(action) =>
            onChange({ action: action.trim() === '' ? undefined : action.trim() })
          }
        />
        <Choice
          label="Outcome"
          width={104}
          data={auditOutcomes.map((value) => ({ value, label: statusLooks.outcome[value].word }))}
          value={search.outcome}
          onChange={(value) =>
            onChange({ outcome: auditOutcomes.find((known) => known === value) })
          }
        />
        <DayFilter
          label="From"
          value={search.from}
          max={search.to}
          onChange={(from) => onChange({ from })}
        />
        <DayFilter
          label="To"
          value={search.to}
          min={search.from}
          onChange={(to) => onChange({ to })}
        />
        <Button
          variant="default"
          px={10}
          aria-expanded={wanted}
          aria-controls="more-filters"
          leftSection={<IconAdjustmentsHorizontal size={16} aria-hidden />}
          onClick={() => setWanted(!wanted)}
        >
          {seldom === 0 ? 'More' : `More (${seldom})`}
        </Button>
        {isFiltered(search) && (
          <Button
            variant="subtle"
            px={6}
            aria-label="Clear filters"
            leftSection={<IconX size={14} aria-hidden />}
            onClick={() => onChange(nothing)}
          >
            Clear
          </Button>
        )}
      </div>
      <div id="more-filters" className={classes.row} hidden={!wanted}>
        {wanted && <SeldomFilters search={search} onChange={onChange} />}
      </div>
    </div>
  )
}

function SeldomFilters({ search, onChange }: AuditFiltersProps) {
  const organizations = useOrganizations()
  const terminals = useTerminals()
  const named = ({ id, name }: { id: string; name: string }) => ({ value: id, label: name })
  return (
    <>
      <RoomPicker
        width={190}
        value={search.room_id}
        onChange={(room_id) => onChange({ room_id })}
      />
      <Choice
        label="Organization"
        width={176}
        data={organizations.map(named)}
        value={search.organization_id}
        onChange={(organization_id) => onChange({ organization_id })}
      />
      <Choice
        label="Terminal"
        width={176}
        data={terminals.map(named)}
        value={search.terminal_id}
        onChange={(terminal_id) => onChange({ terminal_id })}
      />
      <VesselPicker
        width={176}
        value={search.vessel_id}
        onChange={(vessel_id) => onChange({ vessel_id })}
      />
      <Choice
        label="Resource"
        width={124}
        data={[
          ...new Set([
            ...resourceTypes,
            ...(search.resource_type === undefined ? [] : [search.resource_type]),
          ]),
        ]}
        value={search.resource_type}
        onChange={(resource_type) => onChange({ resource_type })}
      />
      <Choice
        label="Source"
        width={104}
        data={[...auditSources]}
        value={search.source}
        onChange={(value) => onChange({ source: auditSources.find((known) => known === value) })}
      />
    </>
  )
}

const nothing: Partial<AuditFilter> = {
  q: undefined,
  actor: undefined,
  action: undefined,
  resource_type: undefined,
  resource_id: undefined,
  room_id: undefined,
  organization_id: undefined,
  terminal_id: undefined,
  vessel_id: undefined,
  outcome: undefined,
  source: undefined,
  from: undefined,
  to: undefined,
}

function Choice(props: {
  label: string
  width: number
  data: (string | { value: string; label: string })[]
  value: string | undefined
  onChange(value: string | undefined): void
}) {
  const { label, width, data, value, onChange } = props
  return (
    <Select
      label={label}
      placeholder="Any"
      w={width}
      searchable={data.length > 8}
      nothingFoundMessage="None of that name"
      clearable
      clearButtonProps={{ 'aria-label': `Any ${label.toLowerCase()}` }}
      data={data}
      value={value ?? null}
      onChange={(chosen) => onChange(chosen ?? undefined)}
    />
  )
}

const dayOf = (end: string): string => dayjs(end).format('YYYY-MM-DD')

/** ` 14:00` for a moment: the field itself shows its day. */
const clockOf = (end: string | undefined): string =>
  end !== undefined && isMoment(end) ? dayjs(end).format(' HH:mm') : ''

function DayFilter(props: {
  label: string
  value: string | undefined
  min?: string | undefined
  max?: string | undefined
  onChange(value: string | undefined): void
}) {
  const { label, value, min, max, onChange } = props
  return (
    <DateInput
      label={label + clockOf(value)}
      placeholder="Any day"
      w={116}
      clearable
      clearButtonProps={{ 'aria-label': `Clear ${label.toLowerCase()}` }}
      valueFormat="D MMM YYYY"
      value={value === undefined ? null : dayOf(value)}
      {...(min === undefined ? {} : { minDate: dayOf(min) })}
      {...(max === undefined ? {} : { maxDate: dayOf(max) })}
      onChange={(day) => onChange(day ?? undefined)}
    />
  )
}
