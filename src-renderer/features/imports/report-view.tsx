import { Button, Select, Title, UnstyledButton } from '@mantine/core'
import { IconCircleCheck, IconListSearch } from '@tabler/icons-react'
import { type RefObject, useRef } from 'react'
import { importActions } from '../../../src-shared/contract/enums.ts'
import type {
  ImportCounts,
  ImportIssue,
  ImportReport,
} from '../../../src-shared/contract/imports.ts'
import type { DataColumn } from '../../ui/data-column.ts'
import { DataTable } from '../../ui/data-table.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Mono } from '../../ui/mono.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { statusLooks } from '../../ui/status.ts'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { grouped, inWords } from '../../ui/words.ts'
import classes from './imports.module.css'
import { fittingIssues, type ReportSearch } from './search.ts'
import { totalOf } from './words.ts'

interface ReportViewProps {
  report: ImportReport
  search: ReportSearch
  onChange(part: ReportSearch): void
}

/** The report of an import: what became of each table, and every issue, none cut. */
export function ReportView({ report, search, onChange }: ReportViewProps) {
  const list = useRef<HTMLDivElement>(null)
  const showTable = (table: string) => {
    onChange({ table, page: undefined })
    // On a narrow screen the issues stand below the tables.
    list.current?.scrollIntoView({ block: 'nearest' })
  }
  return (
    <div className={classes.report}>
      <Tables report={report} onTable={showTable} />
      <Issues list={list} issues={report.issues} search={search} onChange={onChange} />
    </div>
  )
}

type TableRow = { name: string | null } & ImportCounts

const figure = (name: keyof ImportCounts): DataColumn<TableRow> => ({
  id: name,
  header: inWords(name),
  align: 'end',
  width: '76px',
  cell: (row) => <Figure row={row} text={grouped(String(row[name]))} />,
})

function Figure({ row, text }: { row: TableRow; text: string }) {
  return row.name === null ? <strong>{text}</strong> : text
}

function Tables({ report, onTable }: { report: ImportReport; onTable(name: string): void }) {
  const rows: TableRow[] = Object.entries(report.tables).map(([name, counts]) => ({
    name,
    ...counts,
  }))
  if (rows.length > 1) rows.push({ name: null, ...totalOf(report.tables) })
  const columns: DataColumn<TableRow>[] = [
    {
      id: 'name',
      header: 'Table',
      always: true,
      cell: ({ name }) =>
        name === null ? (
          <strong>All tables</strong>
        ) : (
          <UnstyledButton
            data-row-focus
            aria-label={`Issues of ${name}`}
            onClick={(event) => {
              event.stopPropagation()
              onTable(name)
            }}
          >
            <Mono text={name} />
          </UnstyledButton>
        ),
    },
    figure('read'),
    figure('taken'),
    figure('changed'),
    figure('refused'),
  ]
  return (
    <div className={classes.tables}>
      <Title order={2} size="h3" mb={8}>
        Tables
      </Title>
      <DataTable
        label="Tables"
        columns={columns}
        rows={rows}
        rowId={({ name }) => name ?? 'all tables'}
        onOpen={({ name }) => name !== null && onTable(name)}
        empty={<EmptyState title="The file has no table that is imported" level={3} />}
      />
    </div>
  )
}

type IssueRow = { at: string; issue: ImportIssue }

const issueColumns: readonly DataColumn<IssueRow>[] = [
  {
    id: 'table',
    header: 'Table',
    width: '150px',
    cell: ({ issue }) => <Mono text={issue.table} />,
  },
  {
    id: 'row',
    header: 'Row',
    width: '124px',
    cell: ({ issue }) => <Mono text={issue.row} first={14} />,
  },
  {
    id: 'action',
    header: 'Done',
    width: '100px',
    cell: ({ issue }) => <StatusBadge kind="import" status={issue.action} />,
  },
  {
    id: 'message',
    header: 'What was found',
    always: true,
    cell: ({ issue }) => <span className={classes.message}>{issue.message}</span>,
  },
  { id: 'code', header: 'Code', width: '190px', cell: ({ issue }) => <Mono text={issue.code} /> },
]

function Issues(props: {
  list: RefObject<HTMLDivElement | null>
  issues: readonly ImportIssue[]
  search: ReportSearch
  onChange(part: ReportSearch): void
}) {
  const { list, issues, search, onChange } = props
  const { page = 1, size = 25, q, table, code, action } = search
  const change = (part: ReportSearch) => onChange({ page: undefined, ...part })
  const clear = () => change({ q: undefined, table: undefined, code: undefined, action: undefined })
  const isFiltered = [q, table, code, action].some((part) => part !== undefined)
  const fitting = fittingIssues(issues, search)
  const rows = fitting
    .slice((page - 1) * size, page * size)
    .map((issue, index) => ({ at: `${page}-${index}`, issue }))
  const clearButton = (
    <Button variant={rows.length === 0 ? 'default' : 'subtle'} color="gray" onClick={clear}>
      {rows.length === 0 ? 'Clear search and filters' : 'Clear'}
    </Button>
  )
  return (
    <div ref={list}>
      <Title order={2} size="h3" mb={8}>
        Issues
      </Title>
      <DataTable
        label="Issues"
        columns={issueColumns}
        rows={rows}
        rowId={({ at }) => at}
        empty={
          isFiltered ? (
            <EmptyState
              icon={IconListSearch}
              title="No issue fits"
              level={3}
              action={clearButton}
            />
          ) : (
            <EmptyState
              icon={IconCircleCheck}
              title="No issues"
              text="Every row is taken as it is."
              level={3}
            />
          )
        }
        paging={{
          page,
          size,
          total: fitting.length,
          noun: ['issue', 'issues'],
          onPage: (to) => change({ page: to }),
          onSize: (to) => change({ size: to }),
        }}
        toolbar={
          issues.length === 0 ? undefined : (
            <>
              <SearchField
                label="Search issues"
                placeholder="Row, code, or words"
                width={200}
                value={q}
                onFind={(text) => change({ q: text })}
              />
              <Choice
                label="Table"
                of={namesOf(issues, 'table')}
                value={table}
                onChange={(to) => change({ table: to })}
              />
              <Choice
                label="Code"
                of={namesOf(issues, 'code')}
                value={code}
                onChange={(to) => change({ code: to })}
              />
              <Select
                aria-label="Done"
                placeholder="Anything done"
                w={144}
                clearable
                clearButtonProps={{ 'aria-label': 'Anything done' }}
                data={importActions.map((one) => ({
                  value: one,
                  label: statusLooks.import[one].word,
                }))}
                value={action ?? null}
                onChange={(value) => change({ action: importActions.find((one) => one === value) })}
              />
              {isFiltered && rows.length > 0 && clearButton}
            </>
          )
        }
      />
    </div>
  )
}

/** The tables or codes that have issues, each with how many. */
function namesOf(issues: readonly ImportIssue[], field: 'table' | 'code') {
  const counts = new Map<string, number>()
  for (const { [field]: name } of issues) counts.set(name, (counts.get(name) ?? 0) + 1)
  return [...counts]
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([value, count]) => ({ value, label: `${value} (${grouped(String(count))})` }))
}

function Choice(props: {
  label: string
  of: { value: string; label: string }[]
  value: string | undefined
  onChange(value: string | undefined): void
}) {
  const any = `Any ${props.label.toLowerCase()}`
  // A table without issues, which was asked for by its row or its address, is a choice all the same.
  const isKnown = props.value === undefined || props.of.some(({ value }) => value === props.value)
  return (
    <Select
      aria-label={props.label}
      placeholder={any}
      w={184}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': any }}
      data={
        isKnown
          ? props.of
          : [...props.of, { value: props.value ?? '', label: `${props.value} (0)` }]
      }
      value={props.value ?? null}
      onChange={(value) => props.onChange(value ?? undefined)}
    />
  )
}
