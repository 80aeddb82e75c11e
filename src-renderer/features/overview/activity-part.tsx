import { useQuery } from '@tanstack/react-query'
import { errorSentence } from '../../rpc/errors.ts'
import { useMay } from '../../rpc/permissions.ts'
import { api } from '../../rpc/queries.ts'
import { ErrorState } from '../../ui/error-state.tsx'
import { Mono } from '../../ui/mono.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { TextLink } from '../../ui/text-link.tsx'
import { TimeText } from '../../ui/time-text.tsx'
import { WaitingLines } from '../../ui/waiting-lines.tsx'
import classes from './overview.module.css'

const shownAtMost = 6

/** What happened last: the trail for those who may see all of it, else the rooms that changed. */
export function ActivityPart() {
  return useMay()('audit.view_all').allowed ? <Trail /> : <ChangedRooms />
}

function Trail() {
  const found = useQuery(api.audit.list.queryOptions({ input: { limit: shownAtMost } }))
  return (
    <section className={classes.part} aria-labelledby="overview-activity">
      <div className={classes.head}>
        <h2 id="overview-activity">Recent activity</h2>
        <TextLink to="/audit">Audit trail</TextLink>
      </div>
      {found.data === undefined ? (
        found.error === null ? (
          <WaitingLines count={shownAtMost} />
        ) : (
          <ErrorState message={errorSentence(found.error)} onRetry={() => void found.refetch()} />
        )
      ) : (
        <ul className={classes.list} aria-label="Recent activity">
          {found.data.entries.map((entry) => (
            <li key={entry.seq}>
              <span className={classes.grow}>
                <TextLink to="/audit" search={{ entry: entry.seq }} inherit>
                  <Mono text={entry.action} />
                </TextLink>
                <span className={`${classes.under} ${classes.cut}`}>{entry.actor_email}</span>
              </span>
              {entry.outcome !== 'success' && <StatusBadge kind="outcome" status={entry.outcome} />}
              <span className={classes.quiet}>
                <TimeText at={entry.at} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function ChangedRooms() {
  const found = useQuery(
    api.rooms.list.queryOptions({
      input: { sort: 'updated_at', direction: 'desc', limit: shownAtMost },
    }),
  )
  return (
    <section className={classes.part} aria-labelledby="overview-activity">
      <h2 id="overview-activity">Rooms that changed last</h2>
      {found.data === undefined ? (
        found.error === null ? (
          <WaitingLines count={shownAtMost} />
        ) : (
          <ErrorState message={errorSentence(found.error)} onRetry={() => void found.refetch()} />
        )
      ) : found.data.body.length === 0 ? (
        <p className={classes.quiet}>No room is yours to see yet.</p>
      ) : (
        <ul className={classes.list} aria-label="Rooms that changed last">
          {found.data.body.map((room) => (
            <li key={room.id}>
              <span className={classes.grow}>
                <TextLink
                  to="/rooms/$roomId/$tab"
                  params={{ roomId: room.id, tab: 'activity' }}
                  inherit
                >
                  <Mono text={room.code} />
                </TextLink>
                <span className={`${classes.under} ${classes.cut}`}>{room.title}</span>
              </span>
              <span className={classes.quiet}>
                <TimeText at={room.updated_at} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
