import { Button, Text } from '@mantine/core'
import { type Icon, IconPlus, IconSearchOff } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { AllowedButton } from './allowed-button.tsx'
import type { DataColumn } from './data-column.ts'
import { DataTable } from './data-table.tsx'
import { EmptyState } from './empty-state.tsx'
import type { ListSearch, PageOfList } from './list-search.ts'
import { PageHeader } from './page-header.tsx'
import type { RowSelection } from './row-selection.tsx'
import { SearchField } from './search-field.tsx'

/** The rows of one page as the server has answered them. */
interface Listed<Row> {
  /** Undefined while they are being read. */
  rows: readonly Row[] | undefined
  /** On all pages. */
  total: number | undefined
  error: { message: string; retry(): void } | undefined
}

interface ListPageProps<Row> {
  title: string
  /** One line under the title: what the list is for. */
  about: string
  icon: Icon
  /** Between head and list: the ways to its sisters. The list then has a name of its own. */
  sisters?: { nav: ReactNode; label: string }
  /** At the top, before the primary button. */
  actions?: ReactNode
  /** What is counted, as one and as many. */
  noun: readonly [string, string]
  columns: readonly DataColumn<Row>[]
  listed: Listed<Row>
  page: PageOfList
  /** The columns that the server sorts by. */
  sorts: readonly string[]
  q: string | undefined
  /** In the search field while it is empty. */
  hint: string
  /** Beside the search field. */
  filters?: ReactNode
  isFiltered: boolean
  /** Changes the address; whatever it is, the first page comes next unless it names another. */
  onChange(part: ListSearch): void
  onClear(): void
  /** The primary button: at the top, and where there is nothing yet. */
  add?: {
    label: string
    icon?: Icon
    allowed: { allowed: boolean; reason: string }
    onClick(): void
  }
  /** In the place of the primary button where there is nothing yet and nothing can be added here. */
  instead?: ReactNode
  onOpen?: (row: Row) => void
  selection?: RowSelection<Row>
  chosenBar?: ReactNode
  columnChoice: Record<string, boolean>
  onColumnChoice(columns: Record<string, boolean>): void
}

/** A page that is a list: search and filters in the address, sorting, pages, and a way to add. */
export function ListPage<Row extends { id: string }>(props: ListPageProps<Row>) {
  const { title, about, noun, listed, page, sorts, isFiltered, onChange, onClear, add } = props
  const AddIcon = add?.icon ?? IconPlus
  const addButton = add && (
    <AllowedButton
      allowed={add.allowed}
      leftSection={<AddIcon size={16} aria-hidden />}
      onClick={add.onClick}
    >
      {add.label}
    </AllowedButton>
  )
  const empty = isFiltered ? (
    <EmptyState
      icon={IconSearchOff}
      title={`No ${noun[0]} fits`}
      text="Nothing has all of these properties."
      action={
        <Button variant="default" onClick={onClear}>
          Clear search and filters
        </Button>
      }
    />
  ) : (
    <EmptyState
      icon={props.icon}
      title={`No ${noun[1]} yet`}
      text={about}
      action={addButton ?? props.instead}
    />
  )
  return (
    <>
      <PageHeader
        title={title}
        actions={
          props.actions === undefined ? (
            addButton
          ) : (
            <>
              {props.actions}
              {addButton}
            </>
          )
        }
      >
        <Text c="dimmed" mt={2}>
          {about}
        </Text>
      </PageHeader>
      {props.sisters?.nav}
      <DataTable
        label={props.sisters?.label ?? title}
        columns={props.columns}
        rows={listed.rows}
        rowId={(row) => row.id}
        empty={empty}
        error={listed.error}
        fill
        skeletonRows={12}
        sorting={{
          value: { column: page.sort, direction: page.direction },
          onChange: ({ column, direction }) => {
            if (sorts.includes(column)) onChange({ sort: column, direction })
          },
        }}
        paging={{
          page: page.offset / page.limit + 1,
          size: page.limit,
          total: listed.total,
          noun,
          onPage: (to) => onChange({ page: to }),
          onSize: (to) => onChange({ size: to }),
        }}
        {...(props.onOpen === undefined ? {} : { onOpen: props.onOpen })}
        {...(props.selection === undefined ? {} : { selection: props.selection })}
        chosenBar={props.chosenBar}
        toolbar={
          <>
            <SearchField
              label={`Search ${noun[1]}`}
              placeholder={props.hint}
              width={260}
              value={props.q}
              onFind={(q) => onChange({ q })}
            />
            {props.filters}
            {isFiltered && (
              <Button variant="subtle" color="gray" onClick={onClear}>
                Clear
              </Button>
            )}
          </>
        }
        columnChoice={props.columnChoice}
        onColumnChoice={props.onColumnChoice}
      />
    </>
  )
}
