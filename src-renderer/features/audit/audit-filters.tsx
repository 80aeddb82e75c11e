import { Autocomplete, Button, CloseButton, Select, TextInput } from '@mantine/core'
import { DateInput } from '@mantine/dates'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconSearch, IconX } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { auditOutcomes, auditSources } from '../../../src-shared/contract/enums.ts'
import { statusLooks } from '../../ui/status.ts'
import { type AuditSearch, isFiltered, knownActions, resourceTypes } from './audit-search.ts'

interface Change {
  search: AuditSearch
  onChange: (change: Partial<AuditSearch>) => void
}

/** What narrows the trail; everything stands in the address. */
export function AuditFilters({ search, onChange }: Change) {
  return (
    <>
      <WordFilter
        label="Text"
        placeholder="Search the entries"
        width={200}
        value={search.q}
        onChange={(q) => onChange({ q })}
      />
      <WordFilter
        label="Actor"
        placeholder="E-mail address"
        width={190}
        value={search.actor}
        onChange={(actor) => onChange({ actor })}
      />
      <Autocomplete
        label="Action"
        placeholder="Any"
        w={170}
        limit={40}
        clearable
        clearButtonProps={{ 'aria-label': 'Any action' }}
        data={[...knownActions]}
        value={search.action ?? ''}
        onChange={(action) =>
          onChange({ action: action.trim() === '' ? undefined : action.trim() })
        }
      />
      <Select
        label="Resource"
        placeholder="Any"
        w={130}
        clearable
        clearButtonProps={{ 'aria-label': 'Any resource' }}
        data={[
          ...new Set([
            ...resourceTypes,
            ...(search.resource_type === undefined ? [] : [search.resource_type]),
          ]),
        ]}
        value={search.resource_type ?? null}
        onChange={(value) => onChange({ resource_type: value ?? undefined })}
      />
      <Select
        label="Outcome"
        placeholder="Any"
        w={120}
        clearable
        clearButtonProps={{ 'aria-label': 'Any outcome' }}
        data={auditOutcomes.map((value) => ({ value, label: statusLooks.outcome[value].word }))}
        value={search.outcome ?? null}
        onChange={(value) => onChange({ outcome: auditOutcomes.find((known) => known === value) })}
      />
      <Select
        label="Source"
        placeholder="Any"
        w={120}
        clearable
        clearButtonProps={{ 'aria-label': 'Any source' }}
        data={[...auditSources]}
        value={search.source ?? null}
        onChange={(value) => onChange({ source: auditSources.find((known) => known === value) })}
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
      {isFiltered(search) ? (
        <Button
          variant="subtle"
          leftSection={<IconX size={14} aria-hidden />}
          onClick={() => onChange(nothing)}
        >
          Clear filters
        </Button>
      ) : null}
    </>
  )
}

const nothing: Partial<AuditSearch> = {
  q: undefined,
  actor: undefined,
  action: undefined,
  resource_type: undefined,
  resource_id: undefined,
  room_id: undefined,
  outcome: undefined,
  source: undefined,
  from: undefined,
  to: undefined,
}

/** A word that is typed: the list follows when one pauses, not at every key. */
function WordFilter(props: {
  label: string
  placeholder: string
  width: number
  value: string | undefined
  onChange: (value: string | undefined) => void
}) {
  const { label, placeholder, width, value = '', onChange } = props
  const [typed, setTyped] = useState(value)
  const told = useRef(value)
  const tell = useDebouncedCallback((text: string) => {
    told.current = text.trim()
    onChange(told.current === '' ? undefined : told.current)
  }, 300)
  useEffect(() => {
    // Somebody else changed the address (back, a link, “Clear filters”): show what stands there.
    if (value !== told.current) {
      told.current = value
      setTyped(value)
    }
  }, [value])
  const type = (text: string) => {
    setTyped(text)
    tell(text)
  }
  return (
    <TextInput
      label={label}
      placeholder={placeholder}
      w={width}
      value={typed}
      leftSection={label === 'Text' ? <IconSearch size={16} aria-hidden /> : undefined}
      rightSection={
        typed === '' ? null : (
          <CloseButton
            size="sm"
            aria-label={`Clear ${label.toLowerCase()}`}
            onClick={() => type('')}
          />
        )
      }
      onChange={(event) => type(event.currentTarget.value)}
    />
  )
}

function DayFilter(props: {
  label: string
  value: string | undefined
  min?: string | undefined
  max?: string | undefined
  onChange: (value: string | undefined) => void
}) {
  const { label, value, min, max, onChange } = props
  return (
    <DateInput
      label={label}
      placeholder="Any day"
      w={130}
      clearable
      clearButtonProps={{ 'aria-label': `Clear ${label.toLowerCase()}` }}
      valueFormat="D MMM YYYY"
      value={value ?? null}
      {...(min === undefined ? {} : { minDate: min })}
      {...(max === undefined ? {} : { maxDate: max })}
      onChange={(day) => onChange(day ?? undefined)}
    />
  )
}
