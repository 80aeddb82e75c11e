import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { errorSentence } from '../../rpc/errors.ts'
import { api } from '../../rpc/queries.ts'
import { BarList } from '../../ui/bar-list.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { Mono } from '../../ui/mono.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { DateText } from '../../ui/time-text.tsx'
import { WaitingLines } from '../../ui/waiting-lines.tsx'
import { counted } from '../../ui/words.ts'
import { type AuditFilter, type AuditSearch, filterInput, filterOf } from './audit-search.ts'
import classes from './views.module.css'

/** How often each action, by whom, with which outcome, on which day; each line leads to its entries. */
export function StatisticsView({ search, toolbar }: { search: AuditSearch; toolbar: ReactNode }) {
  const statistics = useQuery(
    api.audit.statistics.queryOptions({
      input: filterInput(search),
      placeholderData: keepPreviousData,
    }),
  )
  const narrowed = (part: AuditFilter) =>
    ({ to: '/audit', search: { ...filterOf(search), ...part } }) as const
  return (
    <>
      <div className={classes.toolbar}>{toolbar}</div>
      {statistics.data === undefined ? (
        statistics.error === null ? (
          <WaitingLines count={8} />
        ) : (
          <ErrorState
            message={errorSentence(statistics.error)}
            onRetry={() => void statistics.refetch()}
          />
        )
      ) : (
        <div className={classes.scroll}>
          <p className={classes.summary}>{counted(statistics.data.total, 'entry', 'entries')}</p>
          <div className={classes.columns}>
            <Part title="Actions" count={statistics.data.by_action.length}>
              <BarList
                label="Entries by action"
                items={statistics.data.by_action.map(({ action, count }) => ({
                  key: action,
                  name: <Mono text={action} />,
                  count,
                  link: narrowed({ action }),
                }))}
              />
            </Part>
            <Part title="Actors" count={statistics.data.actors}>
              <BarList
                label="Entries by actor"
                items={statistics.data.by_actor.map(({ actor, count }) => ({
                  key: actor,
                  name: actor,
                  count,
                  link: narrowed({ actor }),
                }))}
              />
            </Part>
            <div>
              <Part title="Outcomes">
                <BarList
                  label="Entries by outcome"
                  items={statistics.data.by_outcome.map(({ outcome, count }) => ({
                    key: outcome,
                    name: <StatusBadge kind="outcome" status={outcome} />,
                    count,
                    link: narrowed({ outcome }),
                  }))}
                />
              </Part>
              <Part title="Days of UTC" count={statistics.data.by_day.length}>
                <BarList
                  label="Entries by day"
                  items={statistics.data.by_day.toReversed().map(({ day, count }) => ({
                    key: day,
                    name: <DateText on={day} />,
                    count,
                    link: narrowed(momentsOf(day)),
                  }))}
                />
              </Part>
            </div>
          </div>
        </div>
      )}
    </>
  )
}

function Part(props: { title: string; count?: number; children: ReactNode }) {
  return (
    <section className={classes.part}>
      <h2>
        {props.title} {props.count !== undefined && <span>{props.count}</span>}
      </h2>
      {props.children}
    </section>
  )
}

/** A day of UTC as two moments, so that its entries are those that were counted. */
function momentsOf(day: string): { from: string; to: string } {
  const from = new Date(`${day}T00:00:00Z`)
  return {
    from: from.toISOString(),
    to: new Date(from.getTime() + 24 * 3_600_000).toISOString(),
  }
}
