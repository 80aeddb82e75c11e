import { Button, CloseButton, Select, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import { roomStatuses } from '../../../src-shared/contract/enums.ts'
import { useOrganizations, useTerminals } from '../../rpc/registry.ts'
import { statusLooks } from '../../ui/status.ts'
import type { RoomsSearch } from './search.ts'

interface RoomFiltersProps {
  search: RoomsSearch
  onChange(part: Partial<RoomsSearch>): void
  /** Waits until somebody has stopped typing. */
  onFind(q: string | undefined): void
  onClear(): void
}

/** Search and filters of the rooms list. */
export function RoomFilters({ search, onChange, onFind, onClear }: RoomFiltersProps) {
  const organizations = useOrganizations()
  const terminals = useTerminals()
  const [text, setText] = useState(search.q ?? '')
  const [known, setKnown] = useState(search.q)
  // The address may change by itself (back, a link): then the field follows it.
  if (known !== search.q) {
    setKnown(search.q)
    if (text.trim() !== (search.q ?? '')) setText(search.q ?? '')
  }
  const type = (value: string) => {
    setText(value)
    onFind(value.trim() === '' ? undefined : value.trim())
  }
  const { status, organization, terminal } = search
  const isFiltered = [search.q, status, organization, terminal].some((part) => part !== undefined)
  return (
    <>
      <TextInput
        type="search"
        aria-label="Search rooms"
        placeholder="Code, title, location, vessel"
        w={240}
        leftSection={<IconSearch size={16} aria-hidden />}
        value={text}
        rightSection={
          text === '' ? null : (
            <CloseButton aria-label="Clear the search" onClick={() => type('')} />
          )
        }
        onChange={(event) => type(event.currentTarget.value)}
      />
      <Select
        aria-label="Status"
        placeholder="Any status"
        w={148}
        clearable
        clearButtonProps={{ 'aria-label': 'Any status' }}
        data={roomStatuses.map((value) => ({ value, label: statusLooks.room[value].word }))}
        value={status ?? null}
        onChange={(value) => onChange({ status: roomStatuses.find((one) => one === value) })}
      />
      <Select
        aria-label="Organization"
        placeholder="Any organization"
        w={180}
        clearable
        clearButtonProps={{ 'aria-label': 'Any organization' }}
        searchable
        nothingFoundMessage="No organization of that name"
        data={organizations.map(({ id, name }) => ({ value: id, label: name }))}
        value={organization ?? null}
        onChange={(value) => onChange({ organization: value ?? undefined })}
      />
      <Select
        aria-label="Terminal"
        placeholder="Any terminal"
        w={180}
        clearable
        clearButtonProps={{ 'aria-label': 'Any terminal' }}
        searchable
        nothingFoundMessage="No terminal of that name"
        data={terminals.map(({ id, name }) => ({ value: id, label: name }))}
        value={terminal ?? null}
        onChange={(value) => onChange({ terminal: value ?? undefined })}
      />
      {isFiltered && (
        <Button variant="subtle" color="gray" onClick={onClear}>
          Clear
        </Button>
      )}
    </>
  )
}
