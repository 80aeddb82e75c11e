import { Button, Menu, Select } from '@mantine/core'
import { IconChevronDown, IconDownload } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { recordActions, recordReasons } from '../../../../src-shared/contract/enums.ts'
import { failureOf } from '../../../rpc/listed.ts'
import { useMay } from '../../../rpc/permissions.ts'
import { api } from '../../../rpc/queries.ts'
import { useColumnChoice } from '../../../state/tables.ts'
import { AllowedButton } from '../../../ui/allowed-button.tsx'
import { DataTable } from '../../../ui/data-table.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { SearchField } from '../../../ui/search-field.tsx'
import { statusLooks } from '../../../ui/status.ts'
import type { RunSearch } from '../search.ts'
import { recordColumns } from './record-columns.tsx'
import { reasonWords } from './run-words.ts'

const route = getRouteApi('/shell/policies/runs/$runId')

/** What a run decided about each room, and why; the whole of it as a file. */
export function RunRecords({ runId }: { runId: number }) {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const choice = useColumnChoice('records')
  const { page = 1, size = 25, q, action, reason } = search
  const filters = {
    ...(q === undefined ? {} : { q }),
    ...(action === undefined ? {} : { action }),
    ...(reason === undefined ? {} : { reason }),
  }
  const isFiltered = Object.keys(filters).length > 0
  const list = useQuery(
    api.records.run.queryOptions({
      input: { run_id: runId, ...filters, limit: size, offset: (page - 1) * size },
      placeholderData: keepPreviousData,
    }),
  )
  const change = (part: Partial<RunSearch>) =>
    void navigate({ search: (old) => ({ ...old, page: undefined, ...part }), replace: true })
  return (
    <DataTable
      label="Records"
      columns={recordColumns}
      rows={list.data?.body.records}
      rowId={({ id }) => id}
      error={failureOf(list)}
      empty={
        isFiltered ? (
          <EmptyState
            title="No record fits"
            action={
              <Button variant="default" onClick={() => void navigate({ search: {} })}>
                Clear search and filters
              </Button>
            }
          />
        ) : (
          <EmptyState title="No records yet" text="They appear as the run decides about rooms." />
        )
      }
      paging={{
        page,
        size,
        total: list.data?.body.total,
        noun: ['record', 'records'],
        onPage: (to) => change({ page: to }),
        onSize: (to) => change({ size: to }),
      }}
      toolbar={
        <>
          <SearchField
            label="Search records"
            placeholder="Room, vessel, message"
            value={q}
            onFind={(found) => change({ q: found })}
          />
          <Select
            aria-label="Action"
            placeholder="Any action"
            w={140}
            clearable
            clearButtonProps={{ 'aria-label': 'Any action' }}
            data={recordActions.map((value) => ({ value, label: statusLooks.record[value].word }))}
            value={action ?? null}
            onChange={(value) => change({ action: recordActions.find((one) => one === value) })}
          />
          <Select
            aria-label="Why"
            placeholder="Any reason"
            w={180}
            clearable
            clearButtonProps={{ 'aria-label': 'Any reason' }}
            comboboxProps={{ width: 280, position: 'bottom-start' }}
            data={recordReasons.map((value) => ({ value, label: reasonWords[value] }))}
            value={reason ?? null}
            onChange={(value) => change({ reason: recordReasons.find((one) => one === value) })}
          />
          <ExportMenu filters={{ snapshot_run_id: String(runId), ...filters }} />
        </>
      }
      {...choice}
    />
  )
}

const formats = [
  ['csv', 'CSV, for spreadsheets'],
  ['jsonl', 'JSON Lines, for programs'],
] as const

/** The whole filtered result as a file: it goes from the door to the disk, never through the page. */
function ExportMenu({ filters }: { filters: Record<string, string> }) {
  const allowed = useMay()('records.admin')
  if (!allowed.allowed) {
    return (
      <AllowedButton variant="default" allowed={allowed}>
        Export
      </AllowedButton>
    )
  }
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <Button
          variant="default"
          leftSection={<IconDownload size={16} aria-hidden />}
          rightSection={<IconChevronDown size={16} aria-hidden />}
        >
          Export
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {formats.map(([format, label]) => (
          <Menu.Item
            key={format}
            component="a"
            download
            href={`/api/snapshot/records/export?${new URLSearchParams({ ...filters, format })}`}
          >
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
