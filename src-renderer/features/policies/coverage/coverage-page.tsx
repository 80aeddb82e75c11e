import { Select } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { CoverageStatus } from '../../../../src-shared/contract/enums.ts'
import { coverageStatuses } from '../../../../src-shared/contract/enums.ts'
import type { Coverage } from '../../../../src-shared/contract/policies.ts'
import { errorSentence } from '../../../rpc/errors.ts'
import { api } from '../../../rpc/queries.ts'
import { useOrganizations, useTerminals } from '../../../rpc/registry.ts'
import { ErrorState } from '../../../ui/error-state.tsx'
import { Figures } from '../../../ui/figures.tsx'
import { PageHeader } from '../../../ui/page-header.tsx'
import { statusLooks } from '../../../ui/status.ts'
import { WaitingLines } from '../../../ui/waiting-lines.tsx'
import { grouped } from '../../../ui/words.ts'
import classes from '../policies.module.css'
import { PolicyNav } from '../policy-nav.tsx'
import type { CoverageSearch } from '../search.ts'
import { useSets } from '../use-sets.ts'
import { CoverageGroups } from './coverage-groups.tsx'
import { CoverageRows } from './coverage-rows.tsx'
import { DayMap } from './day-map.tsx'

const route = getRouteApi('/shell/policies/coverage')

/** Are the snapshots there that policy asks for? By policy set, by day, and room by room. */
export function CoveragePage() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const { page = 1, size = 25, status } = search
  const found = useQuery(
    api.policies.coverage.queryOptions({
      input: {
        ...filterOf(search),
        ...(status === undefined ? {} : { status }),
        ...{ limit: size, offset: (page - 1) * size },
      },
      placeholderData: keepPreviousData,
    }),
  )
  const coverage = found.data?.body
  const change = (part: Partial<CoverageSearch>) =>
    void navigate({ search: (old) => ({ ...old, page: undefined, ...part }), replace: true })
  return (
    <>
      <PageHeader title="Policies">
        <p className={classes.note}>
          Are the snapshots there that policy asks for? Excluded rooms, and what was never due yet,
          are no part of the percentage.
        </p>
      </PageHeader>
      <PolicyNav />
      <Filters search={search} onChange={change} />
      {coverage === undefined ? (
        found.error === null ? (
          <WaitingLines count={12} />
        ) : (
          <ErrorState message={errorSentence(found.error)} onRetry={() => void found.refetch()} />
        )
      ) : (
        <>
          <Summary coverage={coverage} />
          <CoverageGroups groups={coverage.groups} />
          <DayMap filter={filterOf(search)} />
          <CoverageRows
            coverage={coverage}
            status={status}
            onStatus={(next) => change({ status: next })}
            paging={{
              page,
              size,
              total: coverage.count,
              noun: ['row', 'rows'],
              onPage: (to) => void navigate({ search: (old) => ({ ...old, page: to }) }),
              onSize: (to) => change({ size: to }),
            }}
          />
        </>
      )}
    </>
  )
}

/** The part of the address that narrows the whole page, in the contract’s words. */
function filterOf({ organization, terminal, policy_set }: CoverageSearch) {
  return {
    ...(organization === undefined ? {} : { tenant_id: organization }),
    ...(terminal === undefined ? {} : { project_id: terminal }),
    ...(policy_set === undefined ? {} : { policy: policy_set }),
  }
}

function Summary({ coverage: { summary, percentage } }: { coverage: Coverage }) {
  const figure = (status: CoverageStatus) => ({
    label: statusLooks.coverage[status].word,
    value: grouped(String(summary[status] ?? 0)),
    note: notes[status],
  })
  return (
    <section className={classes.part} aria-label="Coverage as a whole">
      <Figures
        label="Coverage as a whole"
        figures={[
          { label: 'Covered', value: `${percentage} %`, note: 'of what policy asks for' },
          ...coverageStatuses.map(figure),
        ]}
      />
    </section>
  )
}

const notes: Record<CoverageStatus, string> = {
  compliant: 'the newest is new enough',
  overdue: 'too old, or never taken',
  pending: 'not due yet',
  blocked: 'by a budget or the disk',
  excluded: 'left alone',
  unprotected: 'no policy set',
}

function Filters(props: { search: CoverageSearch; onChange(part: Partial<CoverageSearch>): void }) {
  const { search, onChange } = props
  const sets = useSets()
  const organizations = useOrganizations()
  const terminals = useTerminals()
  const choices = [
    {
      label: 'Policy set',
      rows: sets,
      value: search.policy_set,
      change: (policy_set: string | undefined) => onChange({ policy_set }),
    },
    {
      label: 'Organization',
      rows: organizations,
      value: search.organization,
      change: (organization: string | undefined) => onChange({ organization }),
    },
    {
      label: 'Terminal',
      rows: terminals,
      value: search.terminal,
      change: (terminal: string | undefined) => onChange({ terminal }),
    },
  ]
  return (
    <div className={classes.filters}>
      {choices.map(({ label, rows, value, change }) => (
        <Select
          key={label}
          aria-label={label}
          placeholder={`Any ${label.toLowerCase()}`}
          w={200}
          clearable
          clearButtonProps={{ 'aria-label': `Any ${label.toLowerCase()}` }}
          searchable
          nothingFoundMessage={`No ${label.toLowerCase()} of that name`}
          data={rows.map(({ id, name }) => ({ value: id, label: name }))}
          value={value ?? null}
          onChange={(chosen) => change(chosen ?? undefined)}
        />
      ))}
    </div>
  )
}
