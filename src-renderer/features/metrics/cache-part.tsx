import type { MetricsReport } from '../../../src-shared/contract/metrics.ts'
import { bytesInWords } from '../../ui/bytes-text.tsx'
import { Figures } from '../../ui/figures.tsx'
import { counted, grouped } from '../../ui/words.ts'
import { CountBars } from './count-bars.tsx'
import classes from './metrics.module.css'
import type { Period } from './periods.ts'
import { percent } from './snapshots-part.tsx'

const parts = [
  { name: 'memory_hits', label: 'In memory', tone: 'second' },
  { name: 'disk_hits', label: 'On disk', tone: 'third' },
  { name: 'misses', label: 'Not found', tone: 'main' },
] as const

/** What was looked for in memory and on disk, and where it was found. */
export function CachePart({ report, period }: { report: MetricsReport; period: Period }) {
  const { cache } = report
  return (
    <section className={classes.part} aria-labelledby="metrics-cache">
      <h2 id="metrics-cache">Cache</h2>
      <div className={classes.charts}>
        <CountBars
          title="Where files were found"
          report={report}
          period={period}
          points={cache.timeline}
          parts={parts}
        />
        <Figures
          label="Cache"
          figures={[
            ...parts.map(({ name, label }) => ({ label, value: grouped(String(cache[name])) })),
            { label: 'Hit rate', value: percent(cache.hit_rate_percent) },
            { label: 'Evicted', value: grouped(String(cache.evictions)) },
            {
              label: 'In memory now',
              value: bytesInWords(cache.bytes),
              note: `of ${bytesInWords(cache.limit_bytes)}, ${counted(cache.entries, 'file')}`,
            },
          ]}
        />
      </div>
    </section>
  )
}
