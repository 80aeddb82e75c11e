import { useQuery } from '@tanstack/react-query'
import type { PolicySet } from '../../../src-shared/contract/policy-sets.ts'
import { nextOccurrences } from '../../../src-shared/rules/schedule.ts'
import { errorSentence } from '../../rpc/errors.ts'
import { api } from '../../rpc/queries.ts'
import { useNow } from '../../state/clock.ts'
import { ErrorState } from '../../ui/error-state.tsx'
import { StatusBadge, ToneBadge } from '../../ui/status-badge.tsx'
import { TextLink } from '../../ui/text-link.tsx'
import { TimeText } from '../../ui/time-text.tsx'
import { WaitingLines } from '../../ui/waiting-lines.tsx'
import { LiveRun, runInWords, useCoverageGroups, useSets } from '../policies/index.ts'
import classes from './overview.module.css'

const shownAtMost = 4

/** What automation does now, did last, and does next. */
export function RunsPart() {
  const active = useQuery(api.runs.active.queryOptions({ input: {} })).data?.runs ?? []
  const last = useQuery(api.runs.list.queryOptions({ input: { limit: shownAtMost } }))
  const now = Math.floor(useNow() / 60_000) * 60_000
  const groups = useCoverageGroups()
  // A set that decides about no room has nothing to run for.
  const atWork = useSets().filter(
    (set) => groups?.some(({ policy_set_id }) => policy_set_id === set.id) ?? true,
  )
  const next = nextTimes(atWork, now)
  return (
    <section className={classes.part} aria-labelledby="overview-runs">
      <div className={classes.head}>
        <h2 id="overview-runs">Runs</h2>
        <TextLink to="/policies/runs">Runs</TextLink>
      </div>
      {active.map((run) => (
        <LiveRun key={run.id} run={run} isLink />
      ))}
      {last.data === undefined ? (
        last.error === null ? (
          <WaitingLines count={4} />
        ) : (
          <ErrorState message={errorSentence(last.error)} onRetry={() => void last.refetch()} />
        )
      ) : last.data.body.runs.length === 0 ? (
        <p className={classes.quiet}>None yet.</p>
      ) : (
        <ul className={classes.list} aria-label="Last runs">
          {last.data.body.runs.map((run) => (
            <li key={run.id}>
              <TextLink to="/policies/runs/$runId" params={{ runId: String(run.id) }} inherit>
                {`Run ${run.id}`}
              </TextLink>
              <StatusBadge kind="run" status={run.status} />
              {run.dry_run && <ToneBadge tone="blue" word="Dry run" />}
              <span className={`${classes.grow} ${classes.cut}`}>{runInWords(run)}</span>
              <span className={classes.quiet}>
                <TimeText at={run.started_at} empty="Not yet" />
              </span>
            </li>
          ))}
        </ul>
      )}
      <h3 className={classes.sub}>Next</h3>
      {next.length === 0 ? (
        <p className={classes.quiet}>
          Nothing is due: no policy set at work has a time that comes.
        </p>
      ) : (
        <ul className={classes.list} aria-label="Next runs">
          {next.map(({ at, set, cadence }) => (
            <li key={`${set.id} ${cadence}`}>
              <span className={classes.quiet}>
                <TimeText at={new Date(at).toISOString()} />
              </span>
              <span className={`${classes.grow} ${classes.cut}`}>
                <TextLink to="/policies/sets/$setId" params={{ setId: set.id }} inherit>
                  {set.name}
                </TextLink>
                {`, ${cadence}`}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

/** The next time of each cadence that is at work, the soonest first; a paused one after its pause. */
function nextTimes(sets: readonly PolicySet[], now: number) {
  return sets
    .filter(({ is_active }) => is_active)
    .flatMap((set) => {
      const from = Math.max(now, set.paused_until === null ? 0 : Date.parse(set.paused_until))
      return set.cadences.flatMap(({ name, schedule, time_zone }) =>
        nextOccurrences(schedule, time_zone, from, 1).map(({ at }) => ({ at, set, cadence: name })),
      )
    })
    .sort((one, other) => one.at - other.at)
    .slice(0, shownAtMost)
}
