import type { MetricKind, MetricSpan } from '../../../src-shared/contract/enums.ts'
import type { Clock } from '../clock/index.ts'
import type { Executor } from '../db/index.ts'
import type { Log } from '../log/index.ts'
import {
  addHistogram,
  addValue,
  bucketsText,
  emptyHistogram,
  type Histogram,
  parseBuckets,
} from './histogram.ts'
import * as store from './store.ts'

export { addHistogram, emptyHistogram, type Histogram, quantile } from './histogram.ts'

/** What one thing measured in a stretch of time. */
export interface Series {
  kind: MetricKind
  name: string
  /** When the minute or hour starts. */
  at: string
  errors: number
  histogram: Histogram
}

/**
 * Takes measurements, adds them up by the minute and by the hour, and writes them down in the
 * background. It never throws and never makes anybody wait: measuring decides nothing.
 */
export interface Meter {
  /** One thing that took so long (milliseconds), or was so large. */
  observe(kind: MetricKind, name: string, value: number, isError?: boolean): void
  /** So many more of something that is only counted. */
  count(kind: MetricKind, name: string, by?: number): void
  /** Writes down what has come since the last time. Says so in the log when it cannot. */
  flush(): Promise<void>
  /** Everything since this time, in the order of time; what is not written yet with it. */
  since(span: MetricSpan, time: string): Promise<Series[]>
  removeOld(keep: { minutes_hours: number }): Promise<void>
}

/** Minutes that wait because the database refuses them; older ones are dropped. */
const mostWaiting = 60
/** How long hours are kept. */
const keepHours = 720

export function createMeter(options: {
  db: Executor<store.MetricTables>
  clock: Clock
  log: Log
}): Meter {
  const { db, clock, log } = options
  /** By minute, then by kind and name. */
  const waiting = new Map<string, Map<string, Series>>()
  let flushing: Promise<void> | undefined

  const seriesNow = (kind: MetricKind, name: string): Series => {
    const at = startOf('minute', clock.iso())
    let minute = waiting.get(at)
    if (minute === undefined) {
      minute = new Map()
      waiting.set(at, minute)
      for (const oldest of waiting.keys()) {
        if (waiting.size <= mostWaiting) break
        waiting.delete(oldest)
      }
    }
    const key = `${kind} ${name}`
    const there = minute.get(key)
    if (there !== undefined) return there
    const made: Series = { kind, name, at, errors: 0, histogram: emptyHistogram() }
    minute.set(key, made)
    return made
  }

  /** Adds what waits to what is written of the same minute and hour, all of it or nothing. */
  const write = async (all: readonly Series[]) => {
    await db.transaction().execute(async (trx) => {
      for (const span of ['minute', 'hour'] as const) {
        const added = new Map<string, Map<string, Series>>()
        for (const series of all) addTo(added, span, series)
        for (const [at, those] of added) {
          for (const row of await store.at(trx, span, at)) {
            const ours = those.get(`${row.kind} ${row.name}`)
            if (ours !== undefined) addSeries(ours, seriesOf(row))
          }
          await store.put(
            trx,
            [...those.values()].map((series) => rowOf(span, series)),
          )
        }
      }
    })
  }

  const flush = async () => {
    await flushing
    if (waiting.size === 0) return
    const minutes = [...waiting]
    flushing = (async () => {
      const all = minutes.flatMap(([, minute]) => [...minute.values()])
      // Taken out first: what is measured meanwhile begins anew.
      waiting.clear()
      try {
        await write(all)
      } catch (error) {
        log.warn({ err: error }, 'measurements could not be written down')
        // Nothing was written: they wait, those that came meanwhile behind them.
        for (const [at, minute] of minutes) {
          const since = waiting.get(at)
          for (const [key, series] of since ?? []) {
            const before = minute.get(key)
            if (before === undefined) minute.set(key, series)
            else addSeries(before, series)
          }
          waiting.set(at, minute)
        }
      }
    })()
    await flushing
    flushing = undefined
  }

  return {
    observe: (kind, name, value, isError = false) => {
      const series = seriesNow(kind, name)
      addValue(series.histogram, Number.isFinite(value) ? Math.max(0, value) : 0)
      if (isError) series.errors += 1
    },
    count: (kind, name, by = 1) => {
      const { histogram } = seriesNow(kind, name)
      histogram.count += by
      histogram.min = 0
    },
    flush,
    since: async (span, time) => {
      await flush()
      const from = startOf(span, time)
      const rows = (await store.since(db, span, from)).map(seriesOf)
      // What the database refused is counted all the same.
      const left = [...waiting.values()]
        .flatMap((minute) => [...minute.values()])
        .map((series) => ({ ...series, at: startOf(span, series.at) }))
      return [...rows, ...left.filter(({ at }) => at >= from)]
    },
    removeOld: async ({ minutes_hours }) => {
      const before = (hours: number) => new Date(clock.millis() - hours * 3_600_000).toISOString()
      await store.removeBefore(db, 'minute', before(minutes_hours))
      await store.removeBefore(db, 'hour', before(keepHours))
    },
  }
}

/** The minute or hour that this time is in. */
const startOf = (span: MetricSpan, time: string): string =>
  span === 'minute' ? `${time.slice(0, 16)}:00.000Z` : `${time.slice(0, 13)}:00:00.000Z`

function addTo(spans: Map<string, Map<string, Series>>, span: MetricSpan, series: Series): void {
  const at = startOf(span, series.at)
  const those = spans.get(at) ?? new Map<string, Series>()
  spans.set(at, those)
  const key = `${series.kind} ${series.name}`
  const sum = those.get(key) ?? { ...series, at, errors: 0, histogram: emptyHistogram() }
  addSeries(sum, series)
  those.set(key, sum)
}

function addSeries(sum: Series, more: Series): void {
  sum.errors += more.errors
  addHistogram(sum.histogram, more.histogram)
}

const rowOf = (span: MetricSpan, { kind, name, at, errors, histogram }: Series) => ({
  span,
  at,
  kind,
  name,
  count: histogram.count,
  errors,
  sum: histogram.sum,
  min: histogram.min,
  max: histogram.max,
  buckets: bucketsText(histogram),
})

function seriesOf(row: store.MetricRow): Series {
  const { kind, name, at, errors, count, sum, min, max, buckets } = row
  return {
    kind,
    name,
    at,
    errors,
    histogram: { count, sum, min, max, buckets: parseBuckets(buckets) },
  }
}
