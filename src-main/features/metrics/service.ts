import { type MetricKind, taskKinds } from '../../../src-shared/contract/enums.ts'
import type { MetricsReport, MetricsSummary, Times } from '../../../src-shared/contract/metrics.ts'
import type { Measured } from '../../../src-shared/rules/forecast.ts'
import { megabyte } from '../../../src-shared/rules/sizes.ts'
import type { Clock } from '../../platform/clock/index.ts'
import {
  addHistogram,
  emptyHistogram,
  type Histogram,
  type Meter,
  quantile,
  type Series,
} from '../../platform/metrics/index.ts'

export interface Metrics {
  summary(input: { hours: number }): Promise<MetricsSummary>
  report(input: { hours: number }): Promise<MetricsReport>
  /** How large the store was on each of the last 30 days that have figures, oldest first. */
  storageHistory(): Promise<Measured[]>
  /** Looks how deep the queue and how large the store is, for the minute that it is. */
  sample(): Promise<void>
}

/** What the program knows of itself at this moment. */
export interface Gauges {
  cache: () => { entries: number; bytes: number; limit_bytes: number }
  tasks: () => Promise<{ pending: number; running: number }>
  storage: () => Promise<{
    database_bytes: number
    blob_bytes: number
    /** Null where the disk does not say. */
    free_bytes: number | null
  }>
}

const hourMillis = 3_600_000
/** Longer periods are counted in whole hours. */
const byTheMinute = 6
const historyDays = 30
const storageNames = ['database_bytes', 'blob_bytes', 'free_bytes'] as const

export function createMetrics(options: {
  meter: Meter
  clock: Clock
  gauges: Gauges
  /** `GET /api/v1/rooms` of `rooms.list`. */
  routeOf: (procedure: string) => string
}): Metrics {
  const { meter, clock, gauges, routeOf } = options

  const period = async (hours: number) => {
    const span = hours <= byTheMinute ? ('minute' as const) : ('hour' as const)
    const from = new Date(clock.millis() - hours * hourMillis).toISOString()
    return { span, from, all: await meter.since(span, from) }
  }

  return {
    summary: async ({ hours }) => {
      const { all } = await period(hours)
      const snapshots = snapshotCounts(all)
      const cached = snapshots.memory + snapshots.disk
      const total = cached + snapshots.made + snapshots.failed
      const made = timesOf(sumOf(all, 'snapshot', 'made'))
      const cache = { ...cacheCounts(all), ...gauges.cache() }
      const hits = cache.memory_hits + cache.disk_hits
      const { blob_bytes } = await gauges.storage()
      const calls = sumsByName(all, 'procedure')
      return {
        timestamp: clock.iso(),
        period_hours: hours,
        summary: `${total} snapshots in ${hours} h: ${snapshots.made} made, ${cached} found, ${snapshots.failed} failed.`,
        pdf_generation: {
          total_generations: total,
          cached_count: cached,
          generated_count: snapshots.made,
          failed_count: snapshots.failed,
          cache_hit_rate_percent: percent(cached, cached + snapshots.made) ?? 0,
          statistics: {
            min: made.min,
            max: made.max,
            mean: made.mean,
            median: made.p50,
            p95: made.p95,
            p99: made.p99,
            count: made.count,
          },
        },
        api_performance: {
          total_requests: calls.reduce((sum, { histogram }) => sum + histogram.count, 0),
          by_status_code: Object.fromEntries(
            sumsByName(all, 'status').map(({ name, histogram }) => [name, histogram.count]),
          ),
          endpoints: Object.fromEntries(
            calls.map(({ name, errors, histogram }) => {
              const { count, mean, p50, p95, p99 } = timesOf(histogram)
              return [routeOf(name), { count, errors, mean, p50, p95, p99 }]
            }),
          ),
        },
        cache: {
          memory_entries: cache.entries,
          memory_used_mb: mb(cache.bytes),
          memory_limit_mb: mb(cache.limit_bytes),
          memory_hits: cache.memory_hits,
          disk_hits: cache.disk_hits,
          cache_misses: cache.misses,
          total_requests: hits + cache.misses,
          hit_rate_percent: percent(hits, hits + cache.misses) ?? 0,
          disk_used_mb: mb(blob_bytes),
          cache_evictions: sumOf(all, 'cache', 'eviction').count,
        },
      }
    },

    report: async ({ hours }) => {
      const { span, from, all } = await period(hours)
      const stretches = byTime(all)
      const snapshots = snapshotCounts(all)
      const found = snapshots.memory + snapshots.disk
      const cache = cacheCounts(all)
      const hits = cache.memory_hits + cache.disk_hits
      return {
        from,
        to: clock.iso(),
        span,
        snapshots: {
          ...snapshots,
          hit_rate_percent: percent(found, found + snapshots.made),
          times: timesOf(sumOf(all, 'snapshot', 'made')),
          timeline: timeline(stretches, 'snapshot', (those) => {
            const { p50, p95, p99 } = timesOf(sumOf(those, 'snapshot', 'made'))
            return { ...snapshotCounts(those), p50, p95, p99 }
          }),
        },
        procedures: sumsByName(all, 'procedure')
          .map(({ name, errors, histogram }) => ({ name, errors, ...timesOf(histogram) }))
          .sort((one, other) => other.count - one.count || (one.name < other.name ? -1 : 1)),
        cache: {
          ...gauges.cache(),
          ...cache,
          hit_rate_percent: percent(hits, hits + cache.misses),
          evictions: sumOf(all, 'cache', 'eviction').count,
          timeline: timeline(stretches, 'cache', cacheCounts),
        },
        tasks: {
          ...(await gauges.tasks()),
          kinds: taskKinds.map((kind) => ({
            kind,
            wait: timesOf(sumOf(all, 'task_wait', kind)),
            run: timesOf(sumOf(all, 'task_run', kind)),
          })),
          timeline: timeline(stretches, 'gauge', (those) => ({
            pending: meanOf(sumOf(those, 'gauge', 'tasks_pending')) ?? 0,
          })),
        },
        storage: {
          ...(await gauges.storage()),
          timeline: timeline(stretches, 'gauge', (those) => ({
            database_bytes: meanOf(sumOf(those, 'gauge', 'database_bytes')),
            blob_bytes: meanOf(sumOf(those, 'gauge', 'blob_bytes')),
            free_bytes: meanOf(sumOf(those, 'gauge', 'free_bytes')),
          })),
        },
      }
    },

    storageHistory: async () => {
      const from = new Date(clock.millis() - historyDays * 24 * hourMillis).toISOString()
      const days = Map.groupBy(await meter.since('hour', from), ({ at }) => at.slice(0, 10))
      return [...days].flatMap(([day, those]) => {
        const files = meanOf(sumOf(those, 'gauge', 'blob_bytes'))
        const database = meanOf(sumOf(those, 'gauge', 'database_bytes'))
        if (files === null || database === null) return []
        return { at: Date.parse(`${day}T12:00:00.000Z`), value: files + database }
      })
    },

    sample: async () => {
      meter.observe('gauge', 'tasks_pending', (await gauges.tasks()).pending)
      const storage = await gauges.storage()
      for (const name of storageNames) {
        const value = storage[name]
        if (value !== null) meter.observe('gauge', name, value)
      }
    },
  }
}

function sumOf(all: readonly Series[], kind: MetricKind, name: string): Histogram {
  const sum = emptyHistogram()
  for (const series of all) {
    if (series.kind === kind && series.name === name) addHistogram(sum, series.histogram)
  }
  return sum
}

function sumsByName(all: readonly Series[], kind: MetricKind) {
  const sums = new Map<string, { name: string; errors: number; histogram: Histogram }>()
  for (const series of all) {
    if (series.kind !== kind) continue
    const { name } = series
    const sum = sums.get(name) ?? { name, errors: 0, histogram: emptyHistogram() }
    sum.errors += series.errors
    addHistogram(sum.histogram, series.histogram)
    sums.set(name, sum)
  }
  return [...sums.values()].sort((one, other) => (one.name < other.name ? -1 : 1))
}

function byTime(all: readonly Series[]): Map<string, Series[]> {
  const stretches = new Map<string, Series[]>()
  for (const series of all) {
    const there = stretches.get(series.at)
    if (there === undefined) stretches.set(series.at, [series])
    else there.push(series)
  }
  return stretches
}

/** The stretches in which something of this kind was measured: a gap is no zero. */
function timeline<Point>(
  stretches: ReadonlyMap<string, Series[]>,
  kind: MetricKind,
  point: (those: Series[]) => Point,
): (Point & { at: string })[] {
  return [...stretches].flatMap(([at, all]) => {
    const those = all.filter((series) => series.kind === kind)
    return those.length === 0 ? [] : [{ at, ...point(those) }]
  })
}

const snapshotCounts = (all: readonly Series[]) => {
  const count = (name: string) => sumOf(all, 'snapshot', name).count
  return {
    made: count('made'),
    memory: count('memory'),
    disk: count('disk'),
    failed: count('failed'),
    cancelled: count('cancelled'),
  }
}

const cacheCounts = (all: readonly Series[]) => ({
  memory_hits: sumOf(all, 'cache', 'memory').count,
  disk_hits: sumOf(all, 'cache', 'disk').count,
  misses: sumOf(all, 'cache', 'miss').count,
})

function timesOf(histogram: Histogram): Times {
  const { count, min, max } = histogram
  const at = (share: number) => rounded(quantile(histogram, share))
  return {
    count,
    min: count === 0 ? null : rounded(min),
    mean: rounded(meanOf(histogram)),
    p50: at(0.5),
    p95: at(0.95),
    p99: at(0.99),
    max: count === 0 ? null : rounded(max),
  }
}

const meanOf = ({ count, sum }: Histogram): number | null => (count === 0 ? null : sum / count)

/** Microseconds are as exact as milliseconds can be said. */
const rounded = <Value extends number | null>(value: Value) =>
  value === null ? null : Math.round(value * 1000) / 1000

const percent = (part: number, whole: number): number | null =>
  whole === 0 ? null : Math.round((part / whole) * 1000) / 10

const mb = (bytes: number): number => Math.round((bytes / megabyte) * 100) / 100
