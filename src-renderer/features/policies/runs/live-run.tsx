import { useMutation } from '@tanstack/react-query'
import type { Run } from '../../../../src-shared/contract/runs.ts'
import { useMay } from '../../../rpc/permissions.ts'
import { api, queryClient } from '../../../rpc/queries.ts'
import { tellFailure } from '../../../rpc/tell-failure.ts'
import { AllowedButton } from '../../../ui/allowed-button.tsx'
import { ProgressBar } from '../../../ui/progress-bar.tsx'
import { StatusBadge } from '../../../ui/status-badge.tsx'
import { TextLink } from '../../../ui/text-link.tsx'
import { TimeText } from '../../../ui/time-text.tsx'
import { grouped } from '../../../ui/words.ts'
import classes from './runs.module.css'

/** What of a run changes while it is under way. */
type Live = Pick<
  Run,
  | 'id'
  | 'status'
  | 'dry_run'
  | 'progress'
  | 'estimated_finish_at'
  | 'total_rooms'
  | 'created'
  | 'deleted'
  | 'failed'
  | 'skipped'
  | 'blocked'
>

/** A run that waits or runs: how far it is, when it should be done, and the way to stop it. */
export function LiveRun({ run, isLink = false }: { run: Live; isLink?: boolean }) {
  const allowed = useMay()('runs.write')
  const cancel = useMutation(
    api.runs.cancel.mutationOptions({
      onError: tellFailure,
      onSuccess: () => queryClient.invalidateQueries({ queryKey: api.runs.key() }),
    }),
  )
  const { id, status, progress, total_rooms, estimated_finish_at, dry_run } = run
  const done = Math.round((progress / 100) * total_rooms)
  const name = `${dry_run ? 'Dry run' : 'Run'} ${id}`
  return (
    <section className={classes.live} aria-label={name}>
      <div className={classes.liveHead}>
        {isLink ? (
          <TextLink to="/policies/runs/$runId" params={{ runId: String(id) }} inherit fw={600}>
            {name}
          </TextLink>
        ) : (
          <b>{name}</b>
        )}
        <StatusBadge kind="run" status={status} />
        <span>{`${grouped(String(done))} of ${grouped(String(total_rooms))} rooms`}</span>
        {estimated_finish_at !== null && (
          <span className={classes.quiet}>
            done about <TimeText at={estimated_finish_at} />
          </span>
        )}
        <span className={classes.space} />
        <AllowedButton
          size="xs"
          variant="default"
          allowed={allowed}
          loading={cancel.isPending}
          onClick={() => cancel.mutate({ run_id: id, status: 'cancelled' })}
        >
          Cancel the run
        </AllowedButton>
      </div>
      <ProgressBar value={progress} label={`Progress of ${name.toLowerCase()}`} width="100%" />
      <p className={classes.quiet}>{countsInWords(run)}</p>
    </section>
  )
}

function countsInWords(run: Live): string {
  const parts = [
    [run.created, 'created'],
    [run.deleted, 'removed'],
    [run.failed, 'failed'],
    [run.skipped, 'skipped'],
    [run.blocked, 'blocked'],
  ] as const
  const told = parts.flatMap(([count, word]) =>
    count === 0 ? [] : [`${grouped(String(count))} ${word}`],
  )
  return told.length === 0 ? 'Nothing decided yet' : told.join(', ')
}
