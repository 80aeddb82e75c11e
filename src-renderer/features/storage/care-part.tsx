import type { StorageFigures } from '../../../src-shared/contract/storage.ts'
import { bytesInWords } from '../../ui/bytes-text.tsx'
import { TimeText } from '../../ui/time-text.tsx'
import { counted } from '../../ui/words.ts'
import classes from './storage.module.css'
import { foundInWords } from './words.ts'

/** When the store was looked after, what was found, and when it is next. */
export function CarePart({ care }: { care: StorageFigures['care'] }) {
  const { last, next_at, oldest_check_at, unused } = care
  return (
    <section className={classes.part} aria-labelledby="storage-care">
      <h2 id="storage-care">Care of the store</h2>
      <dl className={classes.facts}>
        <dt>Last round</dt>
        <dd>
          {last === null ? (
            'None has ended yet'
          ) : (
            <>
              <TimeText at={last.ended_at} />: {foundInWords(last)}
            </>
          )}
        </dd>
        <dt>Next round</dt>
        <dd>
          <TimeText at={next_at} />
        </dd>
        <dt>Oldest sound check</dt>
        <dd>
          <TimeText at={oldest_check_at} empty="No file has been checked yet" />
        </dd>
        <dt>On their way out</dt>
        <dd>
          {unused.count === 0
            ? 'No file: something points to each'
            : `${counted(unused.count, 'file')}, ${bytesInWords(unused.bytes)}, to which nothing points any more`}
        </dd>
      </dl>
    </section>
  )
}
