import { Button, CloseButton, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { type Icon, IconPlus, IconSearch, IconSearchOff } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { errorSentence } from '../../rpc/errors.ts'
import type { Allowed } from '../../rpc/permissions.ts'
import { useColumnChoice } from '../../state/tables.ts'
import { AllowedButton } from '../../ui/allowed-button.tsx'
import type { DataColumn } from '../../ui/data-column.ts'
import { DataTable } from '../../ui/data-table.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import classes from './registry.module.css'
import type { ListSearch } from './registry-search.ts'

interface RegistryListProps<Row> {
  title: string
  /** One line under the title: what the list is for. */
  about: string
  noun: readonly [string, string]
  columns: readonly DataColumn<Row>[]
  /** Undefined while they are being read. */
  rows: readonly Row[] | undefined
  total: number | undefined
  error: Error | null
  retry(): void
  search: ListSearch
  sorts: readonly string[]
  onChange(part: Omit<ListSearch, 'sort'> & { sort?: string | undefined }): void
  /** In the search field while it is empty. */
  hint: string
  /** Beside the search field. */
  filters?: ReactNode
  isFiltered: boolean
  onClear(): void
  icon: Icon
  add: { label: string; allowed: Allowed; onClick(): void }
  onOpen?: (row: Row) => void
}

/** A list of the registry: search and filters in the address, sorting, pages, and a way to add. */
export function RegistryList<Row extends { id: string }>(props: RegistryListProps<Row>) {
  const { title, search, sorts, onChange, noun, total, add } = props
  const choice = useColumnChoice(title)
  const { page = 1, size = 25, sort = 'name', direction = 'asc' } = search
  const addButton = (
    <AllowedButton
      allowed={add.allowed}
      leftSection={<IconPlus size={16} aria-hidden />}
      onClick={add.onClick}
    >
      {add.label}
    </AllowedButton>
  )
  const empty = props.isFiltered ? (
    <EmptyState
      icon={IconSearchOff}
      title={`No ${noun[0]} fits`}
      text="Nothing has all of these properties."
      action={
        <Button variant="default" onClick={props.onClear}>
          Clear search and filters
        </Button>
      }
    />
  ) : (
    <EmptyState
      icon={props.icon}
      title={`No ${noun[1]} yet`}
      text={props.about}
      action={addButton}
    />
  )
  return (
    <>
      <PageHeader title={title} actions={addButton}>
        <p className={classes.about}>{props.about}</p>
      </PageHeader>
      <DataTable
        label={title}
        columns={props.columns}
        rows={props.rows}
        rowId={(row) => row.id}
        empty={empty}
        error={
          props.error === null
            ? undefined
            : { message: errorSentence(props.error), retry: props.retry }
        }
        fill
        skeletonRows={12}
        sorting={{
          value: { column: sort, direction },
          onChange: (next) => {
            if (sorts.includes(next.column)) {
              onChange({ sort: next.column, direction: next.direction })
            }
          },
        }}
        paging={{
          page,
          size,
          total,
          noun,
          onPage: (to) => onChange({ page: to }),
          onSize: (to) => onChange({ size: to }),
        }}
        {...(props.onOpen === undefined ? {} : { onOpen: props.onOpen })}
        toolbar={
          <>
            <Search
              label={`Search ${noun[1]}`}
              hint={props.hint}
              q={search.q}
              onChange={onChange}
            />
            {props.filters}
            {props.isFiltered && (
              <Button variant="subtle" color="gray" onClick={props.onClear}>
                Clear
              </Button>
            )}
          </>
        }
        {...choice}
      />
    </>
  )
}

function Search(props: {
  label: string
  hint: string
  q: string | undefined
  onChange(part: { q: string | undefined }): void
}) {
  const { q, onChange } = props
  const [text, setText] = useState(q ?? '')
  const [known, setKnown] = useState(q)
  const find = useDebouncedCallback((to: string | undefined) => onChange({ q: to }), 250)
  // The address may change by itself (back, a link): then the field follows it.
  if (known !== q) {
    setKnown(q)
    if (text.trim() !== (q ?? '')) setText(q ?? '')
  }
  const type = (value: string) => {
    setText(value)
    find(value.trim() === '' ? undefined : value.trim())
  }
  return (
    <TextInput
      type="search"
      aria-label={props.label}
      placeholder={props.hint}
      w={260}
      leftSection={<IconSearch size={16} aria-hidden />}
      value={text}
      rightSection={
        text === '' ? null : <CloseButton aria-label="Clear the search" onClick={() => type('')} />
      }
      onChange={(event) => type(event.currentTarget.value)}
    />
  )
}
