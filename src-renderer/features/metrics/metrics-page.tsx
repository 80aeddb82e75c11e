import { Button, SegmentedControl, Text } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { MetricsReport } from '../../../src-shared/contract/metrics.ts'
import { errorSentence } from '../../rpc/errors.ts'
import { api } from '../../rpc/queries.ts'
import { ErrorState } from '../../ui/error-state.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { TimeText } from '../../ui/time-text.tsx'
import { WaitingLines } from '../../ui/waiting-lines.tsx'
import { CachePart } from './cache-part.tsx'
import { type Period, periodSpecs, periods } from './periods.ts'
import { ProceduresPart } from './procedures-part.tsx'
import type { MetricsSearch } from './search.ts'
import { SnapshotsPart } from './snapshots-part.tsx'
import { StoragePart } from './storage-part.tsx'
import { TasksPart } from './tasks-part.tsx'

const route = getRouteApi('/shell/metrics')

/** How fast, how often, how full: what the program has measured of itself. */
export function MetricsPage() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const { period = '24h' } = search
  const found = useQuery(
    api.metrics.report.queryOptions({
      input: { hours: periodSpecs[period].hours },
      placeholderData: keepPreviousData,
      // The figures are kept by the minute.
      refetchInterval: 60_000,
    }),
  )
  const change = (part: Partial<MetricsSearch>) =>
    void navigate({ search: (old) => ({ ...old, ...part }), replace: true })
  // While another period is being read, the one before stays, drawn as what it is.
  const shown = found.data === undefined ? period : periodOf(found.data)
  return (
    <>
      <PageHeader
        title="Metrics"
        actions={
          <>
            <SegmentedControl
              aria-label="Period"
              value={period}
              data={periods.map((value) => ({ value, label: periodSpecs[value].label }))}
              onChange={(value) => change({ period: periods.find((one) => one === value) })}
            />
            <Button
              variant="default"
              leftSection={<IconRefresh size={16} aria-hidden />}
              loading={found.isFetching}
              onClick={() => void found.refetch()}
            >
              Refresh
            </Button>
          </>
        }
      >
        <Text c="dimmed" size="sm">
          {found.data === undefined ? (
            'What the program has measured of itself.'
          ) : (
            <>
              Measured from <TimeText at={found.data.from} /> to <TimeText at={found.data.to} />.
            </>
          )}
        </Text>
      </PageHeader>
      {found.data === undefined ? (
        found.error === null ? (
          <WaitingLines count={12} />
        ) : (
          <ErrorState message={errorSentence(found.error)} onRetry={() => void found.refetch()} />
        )
      ) : (
        <>
          <SnapshotsPart report={found.data} period={shown} />
          <TasksPart report={found.data} period={shown} />
          <CachePart report={found.data} period={shown} />
          <StoragePart report={found.data} period={shown} />
          <ProceduresPart procedures={found.data.procedures} search={search} onChange={change} />
        </>
      )}
    </>
  )
}

function periodOf({ from, to }: MetricsReport): Period {
  const hours = Math.round((Date.parse(to) - Date.parse(from)) / 3_600_000)
  return periods.find((one) => periodSpecs[one].hours === hours) ?? '24h'
}
