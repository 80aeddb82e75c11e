import { Text } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { StorageFigures } from '../../../src-shared/contract/storage.ts'
import { errorSentence } from '../../rpc/errors.ts'
import { api } from '../../rpc/queries.ts'
import { BytesText, bytesInWords } from '../../ui/bytes-text.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { Figures } from '../../ui/figures.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { TextLink } from '../../ui/text-link.tsx'
import { WaitingLines } from '../../ui/waiting-lines.tsx'
import { counted } from '../../ui/words.ts'
import { BudgetsPart } from './budgets-part.tsx'
import { CarePart } from './care-part.tsx'
import { CheckButton } from './check-button.tsx'
import { DamagedPart } from './damaged-part.tsx'
import { fullInWords, growthInWords } from './forecast-words.ts'
import { FormatsPart } from './formats-part.tsx'
import { RoomsPart } from './rooms-part.tsx'
import classes from './storage.module.css'

const route = getRouteApi('/shell/storage')

/** What is stored, how much of it is allowed, and how the store is looked after. */
export function StoragePage() {
  const { page = 1, size = 25 } = route.useSearch()
  const navigate = route.useNavigate()
  const found = useQuery(
    api.storage.figures.queryOptions({
      input: { limit: size, offset: (page - 1) * size },
      placeholderData: keepPreviousData,
    }),
  )
  return (
    <>
      <PageHeader title="Storage" actions={<CheckButton />}>
        <Text c="dimmed" size="sm">
          How it went over time stands in the{' '}
          <TextLink to="/metrics" inherit underline="always">
            metrics
          </TextLink>
          .
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
          <DamagedPart damaged={found.data.care.damaged} />
          <Sizes figures={found.data} />
          <div className={classes.columns}>
            <BudgetsPart budgets={found.data.budgets} />
            <div>
              <CarePart care={found.data.care} />
              <FormatsPart formats={found.data.by_format} />
            </div>
          </div>
          <RoomsPart
            rooms={found.data.by_room}
            paging={{
              page,
              size,
              total: found.data.rooms_total,
              noun: ['room', 'rooms'],
              onPage: (to) => void navigate({ search: (old) => ({ ...old, page: to }) }),
              onSize: (to) => void navigate({ search: { page: undefined, size: to } }),
            }}
          />
        </>
      )}
    </>
  )
}

function Sizes({ figures }: { figures: StorageFigures }) {
  const { database_bytes, blobs, shared_bytes, free_bytes, floor_bytes, by_format } = figures
  const snapshots = by_format.reduce((sum, one) => sum + one.snapshots, 0)
  const onDisk = by_format.reduce((sum, one) => sum + one.distinct_bytes, 0)
  const forecast = useQuery(api.storage.forecast.queryOptions()).data
  const isLow = free_bytes !== null && free_bytes < floor_bytes
  return (
    <section className={classes.part} aria-label="Sizes">
      <Figures
        label="Sizes"
        figures={[
          { label: 'Database', value: <BytesText bytes={database_bytes} /> },
          {
            label: 'Files',
            value: <BytesText bytes={blobs.bytes} />,
            note: `${counted(blobs.count, 'file')}, documents and snapshots`,
          },
          {
            label: 'Snapshots',
            value: <BytesText bytes={onDisk} />,
            note: `${counted(snapshots, 'snapshot')} on disk`,
          },
          {
            label: 'Saved by sharing',
            value: <BytesText bytes={shared_bytes} />,
            note: 'what equal snapshots would take besides',
          },
          {
            label: 'Free on the disk',
            value:
              free_bytes === null ? (
                'Not known'
              ) : (
                <span className={isLow ? classes.low : undefined}>
                  <BytesText bytes={free_bytes} />
                </span>
              ),
            note: isLow
              ? `under ${bytesInWords(floor_bytes)}: no snapshot is made`
              : `with under ${bytesInWords(floor_bytes)} no snapshot is made`,
          },
          {
            label: 'Added in a day',
            value: forecast === undefined ? '…' : growthInWords(forecast),
            note: forecast === undefined ? undefined : fullInWords(forecast),
          },
        ]}
      />
    </section>
  )
}
