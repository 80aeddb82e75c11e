import type { MetricsReport } from '../../../src-shared/contract/metrics.ts'
import { bytesInWords } from '../../ui/bytes-text.tsx'
import { TextLink } from '../../ui/text-link.tsx'
import classes from './metrics.module.css'
import type { Period } from './periods.ts'
import { TimeLines } from './time-lines.tsx'

/** How large database and files were, and how much of the disk was free. */
export function StoragePart({ report, period }: { report: MetricsReport; period: Period }) {
  const { timeline } = report.storage
  return (
    <section className={classes.part} aria-labelledby="metrics-storage">
      <h2 id="metrics-storage">Storage</h2>
      <div className={classes.charts}>
        <TimeLines
          title="Database and files"
          report={report}
          period={period}
          points={timeline}
          lines={[
            { name: 'blob_bytes', label: 'Files', tone: 'main' },
            { name: 'database_bytes', label: 'Database', tone: 'second' },
          ]}
          valueInWords={bytesInWords}
        />
        <TimeLines
          title="Free on the disk"
          report={report}
          period={period}
          points={timeline}
          lines={[{ name: 'free_bytes', label: 'Free', tone: 'main' }]}
          valueInWords={bytesInWords}
        />
      </div>
      <p className={classes.note}>
        By room, by format, budgets, and the care of the store:{' '}
        <TextLink to="/storage" inherit underline="always">
          Storage
        </TextLink>
      </p>
    </section>
  )
}
