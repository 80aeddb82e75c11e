import { Button, Select } from '@mantine/core'
import { DateInput } from '@mantine/dates'
import { IconPlayerPlay, IconRun } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import dayjs from 'dayjs'
import { useState } from 'react'
import { runStatuses, runTriggers } from '../../../../src-shared/contract/enums.ts'
import { failureOf } from '../../../rpc/listed.ts'
import { useMay } from '../../../rpc/permissions.ts'
import { api } from '../../../rpc/queries.ts'
import { useColumnChoice } from '../../../state/tables.ts'
import { AllowedButton } from '../../../ui/allowed-button.tsx'
import { DataTable } from '../../../ui/data-table.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { PageHeader } from '../../../ui/page-header.tsx'
import { statusLooks } from '../../../ui/status.ts'
import classes from '../policies.module.css'
import { PolicyNav } from '../policy-nav.tsx'
import type { RunsSearch } from '../search.ts'
import { useSets } from '../use-sets.ts'
import { LiveRun } from './live-run.tsx'
import { runColumns } from './run-columns.tsx'
import { RunDialog } from './run-dialog.tsx'
import { runTriggerWords } from './run-words.ts'

const route = getRouteApi('/shell/policies/runs')

/** What automation did, newest first, and what it is doing now. */
export function RunsPage() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const write = useMay()('runs.write')
  const choice = useColumnChoice('runs')
  const [starting, setStarting] = useState(false)
  const { page = 1, size = 25 } = search
  const filters = filtersOf(search)
  const isFiltered = Object.keys(filters).length > 0
  const list = useQuery(
    api.runs.list.queryOptions({
      input: { ...filters, limit: size, offset: (page - 1) * size },
      placeholderData: keepPreviousData,
    }),
  )
  const active = useQuery(api.runs.active.queryOptions({ input: {} })).data?.runs ?? []
  const change = (part: Partial<RunsSearch>) =>
    void navigate({ search: (old) => ({ ...old, page: undefined, ...part }), replace: true })
  const start = (
    <AllowedButton
      allowed={write}
      leftSection={<IconPlayerPlay size={16} aria-hidden />}
      onClick={() => setStarting(true)}
    >
      Run now…
    </AllowedButton>
  )
  const clear = () => void navigate({ search: {} })
  return (
    <>
      <PageHeader title="Policies" actions={start}>
        <p className={classes.note}>
          What automation did, run by run. A run that would do nothing is none.
        </p>
      </PageHeader>
      <PolicyNav />
      {active.map((run) => (
        <LiveRun key={run.id} run={run} isLink />
      ))}
      <DataTable
        label="Runs"
        columns={runColumns}
        rows={list.data?.body.runs}
        rowId={({ id }) => String(id)}
        error={failureOf(list)}
        fill
        onOpen={({ id }) =>
          void navigate({ to: '/policies/runs/$runId', params: { runId: String(id) } })
        }
        empty={
          isFiltered ? (
            <EmptyState
              title="No run fits"
              text="Nothing has all of these properties."
              action={
                <Button variant="default" onClick={clear}>
                  Clear the filters
                </Button>
              }
            />
          ) : (
            <EmptyState
              icon={IconRun}
              title="No runs yet"
              text="Automation runs by itself when a cadence is due; one can also be started by hand."
              action={start}
            />
          )
        }
        paging={{
          page,
          size,
          total: list.data?.body.total,
          noun: ['run', 'runs'],
          onPage: (to) => change({ page: to }),
          onSize: (to) => change({ size: to }),
        }}
        toolbar={
          <>
            <Filters search={search} onChange={change} />
            {isFiltered && (
              <Button variant="subtle" color="gray" onClick={clear}>
                Clear
              </Button>
            )}
          </>
        }
        {...choice}
      />
      {starting && <RunDialog onClose={() => setStarting(false)} />}
    </>
  )
}

function Filters(props: { search: RunsSearch; onChange(part: Partial<RunsSearch>): void }) {
  const { search, onChange } = props
  const sets = useSets()
  const { from, to } = search
  return (
    <>
      <Choice
        label="Status"
        any="Any status"
        data={runStatuses.map((value) => ({ value, label: statusLooks.run[value].word }))}
        value={search.status}
        onChange={(value) => onChange({ status: runStatuses.find((one) => one === value) })}
      />
      <Choice
        label="Trigger"
        any="Any trigger"
        data={runTriggers.map((value) => ({ value, label: runTriggerWords[value] }))}
        value={search.trigger}
        onChange={(value) => onChange({ trigger: runTriggers.find((one) => one === value) })}
      />
      <Choice
        label="Policy set"
        any="Any policy set"
        data={sets.map(({ id, name }) => ({ value: id, label: name }))}
        value={search.policy_set}
        onChange={(policy_set) => onChange({ policy_set })}
      />
      <Choice
        label="Dry or not"
        any="Dry or not"
        data={[
          { value: 'real', label: 'Real runs' },
          { value: 'dry', label: 'Dry runs' },
        ]}
        value={search.kind}
        onChange={(value) =>
          onChange({ kind: value === 'real' || value === 'dry' ? value : undefined })
        }
      />
      <Day label="From" value={from} onChange={(day) => onChange({ from: day })} />
      <Day label="To" value={to} onChange={(day) => onChange({ to: day })} />
    </>
  )
}

function Choice(props: {
  label: string
  any: string
  data: { value: string; label: string }[]
  value: string | undefined
  onChange(value: string | undefined): void
}) {
  const { label, any, data, value, onChange } = props
  return (
    <Select
      aria-label={label}
      placeholder={any}
      w={140}
      clearable
      clearButtonProps={{ 'aria-label': any }}
      comboboxProps={{ width: 220, position: 'bottom-start' }}
      data={data}
      value={value ?? null}
      onChange={(chosen) => onChange(chosen ?? undefined)}
    />
  )
}

function Day(props: {
  label: 'From' | 'To'
  value: string | undefined
  onChange(day: string | undefined): void
}) {
  const { label, value, onChange } = props
  return (
    <DateInput
      aria-label={`${label} this day`}
      placeholder={label}
      w={118}
      clearable
      clearButtonProps={{ 'aria-label': `Clear ${label.toLowerCase()}` }}
      valueFormat="D MMM YYYY"
      value={value ?? null}
      onChange={(day) => onChange(day ?? undefined)}
    />
  )
}

/** The part of the address that narrows the list, in the contract’s words. */
function filtersOf({ status, trigger, policy_set, kind, from, to }: RunsSearch) {
  return {
    ...(status === undefined ? {} : { status }),
    ...(trigger === undefined ? {} : { run_type: trigger }),
    ...(policy_set === undefined ? {} : { policy_set_id: policy_set }),
    ...(kind === undefined ? {} : { dry_run: kind === 'dry' }),
    ...(from === undefined ? {} : { start_date: dayjs(from).toISOString() }),
    ...(to === undefined ? {} : { end_date: dayjs(to).add(1, 'day').toISOString() }),
  }
}
