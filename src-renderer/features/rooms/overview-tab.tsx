import { Skeleton } from '@mantine/core'
import { IconCircleCheck } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { errorSentence } from '../../rpc/errors.ts'
import { useMay } from '../../rpc/permissions.ts'
import { api } from '../../rpc/queries.ts'
import { ErrorState } from '../../ui/error-state.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import type { Tone } from '../../ui/status.ts'
import { StatusBadge, ToneBadge } from '../../ui/status-badge.tsx'
import { TextLink } from '../../ui/text-link.tsx'
import { DateText, TimeText } from '../../ui/time-text.tsx'
import { WaitingLines } from '../../ui/waiting-lines.tsx'
import { counted, inWords } from '../../ui/words.ts'
import classes from './overview.module.css'
import { RoomFacts } from './room-facts.tsx'

const reasonTones: Record<string, Tone> = {
  missing: 'grey',
  under_review: 'amber',
  rejected: 'red',
  expired: 'red',
}

/** How the room stands: clearance first, then what it is. */
export function OverviewTab({ roomId }: { roomId: string }) {
  const input = { room_id: roomId }
  const room = useQuery(api.rooms.get.queryOptions({ input })).data
  const summary = useQuery(api.rooms.summary.queryOptions({ input }))
  if (summary.error !== null && summary.data === undefined) {
    return (
      <ErrorState message={errorSentence(summary.error)} onRetry={() => void summary.refetch()} />
    )
  }
  if (summary.data === undefined || room === undefined) return <WaitingLines count={8} />
  const { blockers, expiring_soon, overall_approval, progress_percentage } = summary.data
  const { resolved_required_docs: resolved, total_required_docs: required } = summary.data
  return (
    <div className={classes.columns}>
      <div>
        <section aria-labelledby="clearance" className={classes.section}>
          <h2 id="clearance">Clearance</h2>
          <div className={classes.clearance}>
            <ProgressBar value={progress_percentage} label="Clearance" width={220} />
            <span>{`${resolved} of ${counted(required, 'required document')} resolved`}</span>
            <span className={classes.approval}>
              Approvals <StatusBadge kind="approval" status={overall_approval} />
            </span>
          </div>
        </section>
        <section aria-labelledby="blockers" className={classes.section}>
          <h2 id="blockers">
            {blockers.length === 0 ? 'Blockers' : `Blockers (${blockers.length})`}
          </h2>
          {blockers.length === 0 ? (
            <p className={classes.good}>
              <IconCircleCheck size={18} aria-hidden />
              Every required document is approved and valid.
            </p>
          ) : (
            <ul className={classes.list}>
              {blockers.map((blocker) => (
                <li key={blocker.document_id}>
                  <DocumentName roomId={roomId} {...blocker} />
                  <ToneBadge
                    tone={reasonTones[blocker.reason] ?? 'grey'}
                    word={inWords(blocker.reason)}
                  />
                </li>
              ))}
            </ul>
          )}
        </section>
        <section aria-labelledby="expiring" className={classes.section}>
          <h2 id="expiring">Expiring soon</h2>
          {expiring_soon.length === 0 ? (
            <p className={classes.quiet}>Nothing expires soon.</p>
          ) : (
            <ul className={classes.list}>
              {expiring_soon.map((document) => (
                <li key={document.document_id}>
                  <DocumentName roomId={roomId} {...document} />
                  <span>
                    <DateText on={document.expires_on} />
                    {`, ${daysInWords(document.days_left)}`}
                  </span>
                </li>
              ))}
            </ul>
          )}
        </section>
      </div>
      <div>
        <section aria-labelledby="last-snapshot" className={classes.section}>
          <h2 id="last-snapshot">Last snapshot</h2>
          <LastSnapshot roomId={roomId} />
        </section>
        <RoomFacts room={room} />
      </div>
    </div>
  )
}

interface DocumentNameProps {
  roomId: string
  document_id: string
  type_name: string
  vessel_name: string | null
}

function DocumentName({ roomId, document_id, type_name, vessel_name }: DocumentNameProps) {
  return (
    <span className={classes.name}>
      <TextLink
        to="/rooms/$roomId/$tab"
        params={{ roomId, tab: 'documents' }}
        search={{ document: document_id }}
      >
        {type_name}
      </TextLink>
      {vessel_name !== null && <span className={classes.quiet}>{vessel_name}</span>}
    </span>
  )
}

function LastSnapshot({ roomId }: { roomId: string }) {
  const allowed = useMay(roomId)('snapshots.list')
  const list = useQuery(
    api.snapshots.list.queryOptions({
      input: { room_id: roomId, limit: 1 },
      enabled: allowed.allowed,
    }),
  ).data
  if (!allowed.allowed) return <p className={classes.quiet}>{allowed.reason}</p>
  if (list === undefined) return <Skeleton height={20} width={200} />
  const [last] = list.body
  if (last === undefined) return <p className={classes.quiet}>None has been taken yet.</p>
  return (
    <p className={classes.snapshot}>
      <TextLink to="/rooms/$roomId/$tab" params={{ roomId, tab: 'snapshots' }}>
        <TimeText at={last.created_at} />
      </TextLink>
      <StatusBadge kind="snapshot" status={last.status} />
      <span className={classes.quiet}>{last.snapshot_type.toUpperCase()}</span>
    </p>
  )
}

function daysInWords(days: number): string {
  return days === 0 ? 'today' : `in ${counted(days, 'day')}`
}
