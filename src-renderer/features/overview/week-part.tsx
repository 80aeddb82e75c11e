import { useQuery } from '@tanstack/react-query'
import dayjs from 'dayjs'
import { errorSentence } from '../../rpc/errors.ts'
import { api } from '../../rpc/queries.ts'
import { useNow } from '../../state/clock.ts'
import { ErrorState } from '../../ui/error-state.tsx'
import { Mono } from '../../ui/mono.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { TextLink } from '../../ui/text-link.tsx'
import { WaitingLines } from '../../ui/waiting-lines.tsx'
import { counted } from '../../ui/words.ts'
import classes from './overview.module.css'

const shownAtMost = 8
const dayMs = 86_400_000

/** Operations that arrive in the next seven days, and whether they are cleared for it. */
export function WeekPart() {
  const today = dayjs(Math.floor(useNow() / dayMs) * dayMs).startOf('day')
  const found = useQuery(
    api.rooms.list.queryOptions({
      input: {
        ...{ open: true, sort: 'eta', direction: 'asc', limit: shownAtMost },
        eta_from: today.toISOString(),
        eta_to: today.add(7, 'day').toISOString(),
      },
    }),
  )
  const total = Number(found.data?.headers['x-total-count'] ?? 0)
  return (
    <section className={classes.part} aria-labelledby="overview-week">
      <h2 id="overview-week">The next seven days</h2>
      {found.data === undefined ? (
        found.error === null ? (
          <WaitingLines count={4} />
        ) : (
          <ErrorState message={errorSentence(found.error)} onRetry={() => void found.refetch()} />
        )
      ) : found.data.body.length === 0 ? (
        <p className={classes.quiet}>No ship-to-ship operation is expected.</p>
      ) : (
        <ul className={classes.list} aria-label="Operations by arrival">
          {found.data.body.map((room) => (
            <li key={room.id}>
              <time className={classes.day} dateTime={room.eta} title={room.eta}>
                {dayjs(room.eta).format('ddd D MMM')}
                <span className={classes.under}>{dayjs(room.eta).format('HH:mm')}</span>
              </time>
              <span className={classes.grow}>
                <TextLink
                  to="/rooms/$roomId/$tab"
                  params={{ roomId: room.id, tab: 'overview' }}
                  inherit
                >
                  <Mono text={room.code} />
                </TextLink>
                <span className={`${classes.under} ${classes.cut}`} title={room.title}>
                  {room.title}
                </span>
              </span>
              <ProgressBar
                value={room.progress_percentage}
                label={`Clearance of ${room.code}`}
                width={72}
              />
            </li>
          ))}
        </ul>
      )}
      {total > shownAtMost && (
        <p className={classes.quiet}>{`and ${counted(total - shownAtMost, 'more', 'more')}`}</p>
      )}
    </section>
  )
}
