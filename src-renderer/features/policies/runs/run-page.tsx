import { Button } from '@mantine/core'
import { IconRun } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { Run } from '../../../../src-shared/contract/runs.ts'
import { errorCode, errorSentence } from '../../../rpc/errors.ts'
import { api } from '../../../rpc/queries.ts'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { ErrorState } from '../../../ui/error-state.tsx'
import { Figures } from '../../../ui/figures.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { PageHeader } from '../../../ui/page-header.tsx'
import { StatusBadge, ToneBadge } from '../../../ui/status-badge.tsx'
import { TimeText } from '../../../ui/time-text.tsx'
import { WaitingLines } from '../../../ui/waiting-lines.tsx'
import { grouped } from '../../../ui/words.ts'
import { PolicyNav } from '../policy-nav.tsx'
import { LiveRun } from './live-run.tsx'
import { MassDeletionNotices } from './mass-deletion.tsx'
import { durationOf } from './run-columns.tsx'
import { RunRecords } from './run-records.tsx'
import { aboutInWords, isOver, runTriggerWords } from './run-words.ts'
import classes from './runs.module.css'

const route = getRouteApi('/shell/policies/runs/$runId')

/** One run: what came of it, and its decision about each room. */
export function RunPage() {
  const runId = Number(route.useParams().runId)
  const found = useQuery(api.runs.get.queryOptions({ input: { run_id: runId } }))
  const run = found.data
  if (run === undefined) {
    if (found.error === null) return <WaitingLines count={12} />
    return errorCode(found.error) === 'NOT_FOUND' ? (
      <NoSuchRun />
    ) : (
      <ErrorState message={errorSentence(found.error)} onRetry={() => void found.refetch()} />
    )
  }
  return (
    <>
      <RunHeader run={run} />
      <PolicyNav />
      {!isOver(run) && <LiveRun run={run} />}
      {run.error_summary !== null && (
        <div className={classes.notice}>
          <Notice tone="red" title="Not everything worked">
            {run.error_summary}
          </Notice>
        </div>
      )}
      {run.blocked > 0 && <MassDeletionNotices runId={run.id} />}
      <div className={classes.figures}>
        <Figures
          label="What came of it"
          figures={[
            { label: 'Rooms', value: grouped(String(run.total_rooms)) },
            {
              label: run.dry_run ? 'Would be created' : 'Created',
              value: grouped(String(run.created)),
            },
            {
              label: run.dry_run ? 'Would be removed' : 'Removed',
              value: grouped(String(run.deleted)),
            },
            { label: 'Failed', value: grouped(String(run.failed)) },
            { label: 'Skipped', value: grouped(String(run.skipped)) },
            { label: 'Blocked', value: grouped(String(run.blocked)) },
          ]}
        />
      </div>
      <RunRecords runId={run.id} />
    </>
  )
}

function RunHeader({ run }: { run: Run }) {
  return (
    <PageHeader
      title={`Run ${run.id}`}
      beside={
        <>
          <StatusBadge kind="run" status={run.status} />
          {run.dry_run && <ToneBadge tone="blue" word="Dry run" />}
        </>
      }
    >
      <div className={classes.facts}>
        <span>{aboutInWords(run)}</span>
        <span>{`${runTriggerWords[run.trigger]}, ${run.triggered_by}`}</span>
        <span>
          Started <TimeText at={run.started_at} empty="not yet" />
        </span>
        {run.finished_at !== null && <span>{`Took ${durationOf(run)}`}</span>}
        <span>{`On ${run.host}`}</span>
      </div>
    </PageHeader>
  )
}

function NoSuchRun() {
  return (
    <EmptyState
      icon={IconRun}
      level={1}
      title="No such run"
      text="There is none of this number."
      action={
        <Button component={Link} to="/policies/runs">
          Go to the runs
        </Button>
      }
    />
  )
}
