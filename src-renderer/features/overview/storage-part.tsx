import { useQuery } from '@tanstack/react-query'
import { errorSentence } from '../../rpc/errors.ts'
import { api } from '../../rpc/queries.ts'
import { BytesText } from '../../ui/bytes-text.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { Figures } from '../../ui/figures.tsx'
import { TextLink } from '../../ui/text-link.tsx'
import { WaitingLines } from '../../ui/waiting-lines.tsx'
import { fullInWords, growthInWords } from '../storage/index.ts'
import classes from './overview.module.css'

/** What is stored, what a day adds, and when there is no room left. */
export function StoragePart() {
  const found = useQuery(api.storage.forecast.queryOptions({ input: {} }))
  return (
    <section className={classes.part} aria-labelledby="overview-storage">
      <div className={classes.head}>
        <h2 id="overview-storage">Storage</h2>
        <TextLink to="/storage">Storage</TextLink>
      </div>
      {found.data === undefined ? (
        found.error === null ? (
          <WaitingLines count={2} />
        ) : (
          <ErrorState message={errorSentence(found.error)} onRetry={() => void found.refetch()} />
        )
      ) : (
        <Figures
          label="Forecast of the storage"
          figures={[
            { label: 'Stored', value: <BytesText bytes={found.data.stored_bytes} /> },
            {
              label: 'A day adds',
              value: growthInWords(found.data),
              note: fullInWords(found.data),
            },
            {
              label: 'Left on the disk',
              value:
                found.data.disk_left_bytes === null ? (
                  'Not known'
                ) : (
                  <BytesText bytes={found.data.disk_left_bytes} />
                ),
              note: 'above the floor that stays free',
            },
          ]}
        />
      )}
    </section>
  )
}
