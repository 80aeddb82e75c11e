import { IconHistory } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { errorSentence } from '../../rpc/errors.ts'
import { api } from '../../rpc/queries.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { TimeText } from '../../ui/time-text.tsx'
import { WaitingLines } from '../../ui/waiting-lines.tsx'
import { counted } from '../../ui/words.ts'
import { LoadOlder } from './load-older.tsx'
import classes from './stream.module.css'
import tab from './tab.module.css'

const pageSize = 50

/** What happened in the room, newest first: who, when, and what in one sentence. */
export function ActivityTab({ roomId }: { roomId: string }) {
  const list = useInfiniteQuery(
    api.rooms.activities.infiniteOptions({
      input: (cursor: number | undefined) => ({
        room_id: roomId,
        limit: pageSize,
        ...(cursor === undefined ? {} : { cursor }),
      }),
      initialPageParam: undefined,
      getNextPageParam: (last, pages) => {
        const seen = pages.reduce((sum, page) => sum + page.body.length, 0)
        return seen < Number(last.headers['x-total-count']) ? last.body.at(-1)?.id : undefined
      },
    }),
  )
  const entries = list.data?.pages.flatMap((page) => page.body)
  if (entries === undefined) {
    return list.error === null ? (
      <WaitingLines count={8} />
    ) : (
      <ErrorState message={errorSentence(list.error)} onRetry={() => void list.refetch()} />
    )
  }
  if (entries.length === 0) {
    return <EmptyState icon={IconHistory} title="Nothing has happened here yet" />
  }
  const total = Number(list.data?.pages[0]?.headers['x-total-count'] ?? entries.length)
  return (
    <div className={classes.wide}>
      <p
        className={tab.count}
        style={{ marginTop: 0 }}
      >{`${entries.length} of ${counted(total, 'change')}`}</p>
      <ol className={classes.timeline} aria-label="Activity, newest first">
        {entries.map((entry) => (
          <li key={entry.id}>
            <TimeText at={entry.timestamp} />
            <span className={classes.what}>{entry.summary}</span>
            <span className={classes.who}>{entry.actor}</span>
          </li>
        ))}
      </ol>
      <LoadOlder list={list} label="Load older changes" />
    </div>
  )
}
