import { SegmentedControl } from '@mantine/core'
import { IconChartBar } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import dayjs from 'dayjs'
import utc from 'dayjs/plugin/utc.js'
import { type ReactNode, useState } from 'react'
import type { AuditTimeline, TimelineBucket } from '../../../src-shared/contract/audit.ts'
import { errorSentence } from '../../rpc/errors.ts'
import { api } from '../../rpc/queries.ts'
import { type Bar, BarChart } from '../../ui/bar-chart.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { WaitingLines } from '../../ui/waiting-lines.tsx'
import { counted } from '../../ui/words.ts'
import { type AuditSearch, filterInput } from './audit-search.ts'
import classes from './views.module.css'

dayjs.extend(utc)

interface TimelineViewProps {
  search: AuditSearch
  toolbar: ReactNode
  /** Narrows the trail to the time of a bar, and shows its entries. */
  onPick(time: { from: string; to: string }): void
}

/** How much was done when: a bar for each day or hour, denied and failed ones apart. */
export function TimelineView({ search, toolbar, onPick }: TimelineViewProps) {
  const oneDay = lengthInDays(search) <= 2
  const [chosen, setChosen] = useState<TimelineBucket>()
  const bucket = chosen ?? (oneDay ? 'hour' : 'day')
  const timeline = useQuery(
    api.audit.timeline.queryOptions({
      input: { ...filterInput(search), bucket },
      placeholderData: keepPreviousData,
    }),
  )
  return (
    <>
      <div className={classes.toolbar}>
        {toolbar}
        <SegmentedControl
          aria-label="A bar for each"
          value={bucket}
          data={[
            { value: 'day', label: 'Days' },
            { value: 'hour', label: 'Hours' },
          ]}
          onChange={(value) => setChosen(value === 'hour' ? 'hour' : 'day')}
        />
      </div>
      {timeline.data === undefined ? (
        timeline.error === null ? (
          <WaitingLines count={8} />
        ) : (
          <ErrorState
            message={errorSentence(timeline.error)}
            onRetry={() => void timeline.refetch()}
          />
        )
      ) : (
        <Chart data={timeline.data} onPick={onPick} />
      )}
    </>
  )
}

function Chart({ data, onPick }: { data: AuditTimeline; onPick: TimelineViewProps['onPick'] }) {
  const { bucket, buckets } = data
  if (buckets.every(({ count }) => count === 0)) {
    return (
      <EmptyState
        icon={IconChartBar}
        title="No entry fits"
        text="Widen the filters, or clear them."
      />
    )
  }
  const total = buckets.reduce((sum, { count }) => sum + count, 0)
  const alarm = buckets.reduce((sum, one) => sum + one.denied + one.failed, 0)
  return (
    <section aria-label="Timeline">
      <p className={classes.summary}>
        <span>{`${counted(total, 'entry', 'entries')}, ${rangeInWords(data)}`}</span>
        <span className={classes.key} data-tone="main">
          Success
        </span>
        <span className={classes.key} data-tone="alarm">
          {`Denied or failed (${alarm})`}
        </span>
      </p>
      <BarChart
        label={`Entries by ${bucket}`}
        bars={buckets.map((one) => barOf(one, bucket))}
        hint="Choose it to see its entries."
        onPick={(start) => onPick({ from: start, to: endOf(start, bucket) })}
      />
    </section>
  )
}

/** `27 Oct 2026 to 25 Nov 2026 (UTC)`: the days that the bars cover. */
function rangeInWords({ from, to }: AuditTimeline): string {
  const first = dayjs.utc(from).format('D MMM YYYY')
  const last = dayjs.utc(to).subtract(1, 'millisecond').format('D MMM YYYY')
  return first === last ? `${first} (UTC)` : `${first} to ${last} (UTC)`
}

function endOf(start: string, bucket: TimelineBucket): string {
  return dayjs(start)
    .add(bucket === 'day' ? 24 : 1, 'hour')
    .toISOString()
}

type Counts = AuditTimeline['buckets'][number]

function barOf({ start, success, denied, failed, count }: Counts, bucket: TimelineBucket): Bar {
  const time = dayjs.utc(start)
  const what = [
    counted(count, 'entry', 'entries'),
    ...(denied === 0 ? [] : [`${denied} denied`]),
    ...(failed === 0 ? [] : [`${failed} failed`]),
  ].join(', ')
  return {
    key: start,
    label: `${time.format(bucket === 'day' ? 'ddd D MMM YYYY' : 'D MMM YYYY, HH:mm')}: ${what}`,
    tick: time.format(bucket === 'day' || time.hour() === 0 ? 'D MMM' : 'HH:mm'),
    parts: [
      { tone: 'main', value: success },
      { tone: 'alarm', value: denied + failed },
    ],
  }
}

/** How long the time is that the filters leave; endless when one end is open. */
function lengthInDays(search: AuditSearch): number {
  const { from, to } = filterInput(search)
  return from === undefined || to === undefined
    ? Number.POSITIVE_INFINITY
    : dayjs(to).diff(from, 'day', true)
}
