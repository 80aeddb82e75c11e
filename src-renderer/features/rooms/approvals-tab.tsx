import { Tooltip, UnstyledButton } from '@mantine/core'
import { IconChecks, IconMessage2, IconPlus } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Approval, Party } from '../../../src-shared/contract/rooms.ts'
import { overallApproval } from '../../../src-shared/rules/readiness.ts'
import { errorSentence } from '../../rpc/errors.ts'
import { roomChanged } from '../../rpc/events.ts'
import { type Allowed, useMayChange } from '../../rpc/permissions.ts'
import { api } from '../../rpc/queries.ts'
import { tellFailure } from '../../rpc/tell-failure.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { localTime } from '../../ui/time-text.tsx'
import { WaitingLines } from '../../ui/waiting-lines.tsx'
import { counted, inWords } from '../../ui/words.ts'
import classes from './approvals.module.css'
import { DecideDialog } from './decide-dialog.tsx'

/** What is approved: the room as a whole, or one of its vessels. */
interface Subject {
  id: string | null
  name: string
}

/** Who has signed off what: a row for each party, a column for the room and each vessel. */
export function ApprovalsTab({ roomId }: { roomId: string }) {
  const input = { room_id: roomId }
  const approvals = useQuery(api.approvals.list.queryOptions({ input }))
  const parties = useQuery(api.parties.list.queryOptions({ input }))
  const vessels = useQuery(api.roomVessels.list.queryOptions({ input }))
  const may = useMayChange(roomId)
  const [deciding, setDeciding] = useState<Approval>()
  const ask = useMutation(
    api.approvals.create.mutationOptions({
      onSuccess: () => roomChanged(roomId),
      onError: tellFailure,
    }),
  )
  const failed = [approvals, parties, vessels].find((one) => one.error !== null && !one.data)
  if (failed !== undefined) {
    return (
      <ErrorState message={errorSentence(failed.error)} onRetry={() => void failed.refetch()} />
    )
  }
  if (!approvals.data || !parties.data || !vessels.data) return <WaitingLines count={6} />
  if (parties.data.length === 0) {
    return (
      <EmptyState
        icon={IconChecks}
        title="Nobody can approve yet"
        text="Approvals are asked of the parties of the room: add them first."
      />
    )
  }
  const subjects: Subject[] = [
    { id: null, name: 'The room' },
    ...vessels.data.map(({ id, name }) => ({ id, name })),
  ]
  const open = approvals.data.filter(({ status }) => status === 'pending').length
  return (
    <>
      <p className={classes.overall}>
        Overall
        <StatusBadge
          kind="approval"
          status={overallApproval(approvals.data.map(({ status }) => status))}
        />
        <span>{open === 0 ? 'Nothing is waiting.' : `${counted(open, 'decision')} waiting.`}</span>
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className={classes.scroll} aria-label="Approvals" tabIndex={0}>
        <table className={classes.matrix} aria-label="Approvals">
          <thead>
            <tr>
              <th scope="col">Party</th>
              {subjects.map((subject) => (
                <th key={subject.name} scope="col">
                  {subject.name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {parties.data.map((party) => (
              <tr key={party.id}>
                <th scope="row">
                  {party.name}
                  <span>{inWords(party.role)}</span>
                </th>
                {subjects.map((subject) => (
                  <td key={subject.name}>
                    <Cell
                      party={party}
                      subject={subject}
                      approval={approvals.data.find(
                        (one) => one.party_id === party.id && one.vessel_id === subject.id,
                      )}
                      mayAsk={may('approvals.create')}
                      mayDecide={may('approvals.update')}
                      onAsk={() =>
                        ask.mutate({ room_id: roomId, party_id: party.id, vessel_id: subject.id })
                      }
                      onDecide={setDeciding}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {deciding !== undefined && (
        <DecideDialog approval={deciding} onClose={() => setDeciding(undefined)} />
      )}
    </>
  )
}

interface CellProps {
  party: Party
  subject: Subject
  approval: Approval | undefined
  mayAsk: Allowed
  mayDecide: Allowed
  onAsk(): void
  onDecide(approval: Approval): void
}

function Cell({ party, subject, approval, mayAsk, mayDecide, onAsk, onDecide }: CellProps) {
  const about = `${party.name}, ${subject.name}`
  const { allowed, reason } = approval === undefined ? mayAsk : mayDecide
  const act = approval === undefined ? onAsk : () => onDecide(approval)
  const hint = approval === undefined ? '' : decisionInWords(approval)
  const tip = allowed ? hint : [hint, reason].filter(Boolean).join(' ')
  return (
    <Tooltip label={tip} disabled={tip === ''}>
      <UnstyledButton
        className={classes.cell}
        aria-disabled={allowed ? undefined : true}
        aria-description={tip === '' ? undefined : tip}
        onClick={() => allowed && act()}
      >
        {approval === undefined ? (
          <span className={classes.ask}>
            <IconPlus size={14} aria-hidden />
            Ask
          </span>
        ) : (
          <>
            <StatusBadge kind="approval" status={approval.status} />
            {approval.comment !== null && (
              <IconMessage2 size={14} className={classes.comment} aria-hidden />
            )}
          </>
        )}
        <span className={classes.about}>{about}</span>
      </UnstyledButton>
    </Tooltip>
  )
}

/** `Decided 20 Nov 2026, 14:05. “No objection.”` */
function decisionInWords({ decided_at, comment }: Approval): string {
  return [
    decided_at === null ? '' : `Decided ${localTime(decided_at)}.`,
    comment === null ? '' : `“${comment}”`,
  ]
    .filter(Boolean)
    .join(' ')
}
