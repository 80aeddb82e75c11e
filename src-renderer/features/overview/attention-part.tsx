import { Button } from '@mantine/core'
import { IconCircleCheck } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { errorSentence } from '../../rpc/errors.ts'
import { api } from '../../rpc/queries.ts'
import { usePanels } from '../../state/panels.ts'
import { ErrorState } from '../../ui/error-state.tsx'
import { Mono } from '../../ui/mono.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { TextLink } from '../../ui/text-link.tsx'
import { TimeText } from '../../ui/time-text.tsx'
import { WaitingLines } from '../../ui/waiting-lines.tsx'
import { counted } from '../../ui/words.ts'
import { NoticeLink } from '../notices/index.ts'
import classes from './overview.module.css'

const shownAtMost = 4

/** What somebody has to look at: notices that nobody has acknowledged, and rooms that are overdue. */
export function AttentionPart() {
  const setNoticesOpen = usePanels((panels) => panels.setNoticesOpen)
  const notices = useQuery(
    api.notices.list.queryOptions({ input: { open: true, limit: shownAtMost } }),
  )
  const overdue = useQuery(
    api.policies.coverage.queryOptions({ input: { status: 'overdue', limit: shownAtMost } }),
  )
  const error = notices.error ?? overdue.error
  if (notices.data === undefined || overdue.data === undefined) {
    return (
      <section className={classes.part} aria-labelledby="overview-attention">
        <h2 id="overview-attention">What needs attention</h2>
        {error === null ? (
          <WaitingLines count={3} />
        ) : (
          <ErrorState
            message={errorSentence(error)}
            onRetry={() => void Promise.all([notices.refetch(), overdue.refetch()])}
          />
        )}
      </section>
    )
  }
  const told = notices.data.body
  const more = Number(notices.data.headers['x-total-count']) - told.length
  const { rows, count } = overdue.data.body
  return (
    <section className={classes.part} aria-labelledby="overview-attention">
      <div className={classes.head}>
        <h2 id="overview-attention">What needs attention</h2>
        {told.length > 0 && (
          <Button variant="subtle" size="compact-xs" onClick={() => setNoticesOpen(true)}>
            Notices
          </Button>
        )}
      </div>
      {told.length === 0 && rows.length === 0 ? (
        <p className={classes.good}>
          <IconCircleCheck size={18} aria-hidden />
          Nothing does.
        </p>
      ) : (
        <ul className={classes.list} aria-label="What needs attention">
          {told.map((notice) => (
            <li key={notice.id}>
              <StatusBadge kind="notice" status={notice.kind} />
              <span className={classes.grow}>
                {notice.text}
                <span className={classes.under}>
                  <TimeText at={notice.created_at} />, <NoticeLink notice={notice} />
                </span>
              </span>
            </li>
          ))}
          {rows.map((row) => (
            <li key={`${row.room_id} ${row.cadence}`}>
              <StatusBadge kind="coverage" status={row.status} />
              <span className={classes.grow}>
                <TextLink
                  to="/rooms/$roomId/$tab"
                  params={{ roomId: row.room_id, tab: 'protection' }}
                  inherit
                >
                  <Mono text={row.room_code} />
                </TextLink>
                <span className={`${classes.under} ${classes.cut}`} title={row.room_title}>
                  {row.room_title}
                </span>
              </span>
              <span className={classes.quiet}>
                {row.cadence}: <TimeText at={row.newest} empty="none yet" />
              </span>
            </li>
          ))}
        </ul>
      )}
      {(more > 0 || count > rows.length) && (
        <p className={classes.quiet}>
          {[
            ...(more > 0 ? [`${counted(more, 'more notice')}`] : []),
            ...(count > rows.length ? [`${counted(count - rows.length, 'more')} overdue`] : []),
          ].join(', ')}
        </p>
      )}
    </section>
  )
}
