import { skipToken, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { EffectivePolicyAnswer } from '../../../../src-shared/contract/policies.ts'
import type { Room } from '../../../../src-shared/contract/rooms.ts'
import { isClosed } from '../../../../src-shared/rules/transitions.ts'
import { errorSentence } from '../../../rpc/errors.ts'
import { useMay } from '../../../rpc/permissions.ts'
import { api } from '../../../rpc/queries.ts'
import { tellFailure } from '../../../rpc/tell-failure.ts'
import { AllowedButton } from '../../../ui/allowed-button.tsx'
import { ErrorState } from '../../../ui/error-state.tsx'
import { StatusBadge } from '../../../ui/status-badge.tsx'
import { TextLink } from '../../../ui/text-link.tsx'
import { TimeText } from '../../../ui/time-text.tsx'
import { WaitingLines } from '../../../ui/waiting-lines.tsx'
import { AssignDialog } from '../assignments/assign-dialog.tsx'
import { endAssignments } from '../assignments/end-assignments.ts'
import { EndExclusionDialog } from '../exclusions/end-exclusion-dialog.tsx'
import { ExcludeDialog } from '../exclusions/exclude-dialog.tsx'
import { RunDialog } from '../runs/run-dialog.tsx'
import { CadencesPart } from './cadences-part.tsx'
import { CandidatesPart } from './candidates-part.tsx'
import classes from './protection.module.css'

/** What automation does with the room: which set decides and why, when next, and what would go. */
export function ProtectionTab({ roomId }: { roomId: string }) {
  const input = { room_id: roomId }
  const room = useQuery(api.rooms.get.queryOptions({ input })).data
  const found = useQuery(api.policies.effective.queryOptions({ input }))
  if (found.error !== null && found.data === undefined) {
    return <ErrorState message={errorSentence(found.error)} onRetry={() => void found.refetch()} />
  }
  if (found.data === undefined || room === undefined) return <WaitingLines count={8} />
  const { data } = found
  return (
    <>
      <Verdict policy={data} room={room} />
      {data.cadences.length > 0 && <CadencesPart policy={data} roomId={roomId} />}
      <CandidatesPart candidates={data.candidates} />
    </>
  )
}

function Verdict({ policy, room }: { policy: EffectivePolicyAnswer; room: Room }) {
  const { verdict, reason, policy_set, paused_until } = policy
  return (
    <section className={classes.part} aria-labelledby="verdict">
      <div className={classes.verdict}>
        <div>
          <h2 id="verdict">
            {policy_set === null ? (
              'No policy set decides'
            ) : (
              <TextLink to="/policies/sets/$setId" params={{ setId: policy_set.id }} inherit>
                {policy_set.name}
              </TextLink>
            )}{' '}
            <StatusBadge kind="verdict" status={verdict} />
          </h2>
          <p>{reason}</p>
          {policy_set !== null && (
            <p className={classes.quiet}>{`Version ${policy_set.version}`}</p>
          )}
          {paused_until !== null && (
            <p className={classes.paused}>
              The set is paused until <TimeText at={paused_until} />: nothing is taken or removed.
            </p>
          )}
        </div>
        <Actions policy={policy} room={room} />
      </div>
    </section>
  )
}

/** Assigns, excludes, and ends both. */
function Actions({ policy, room }: { policy: EffectivePolicyAnswer; room: Room }) {
  const may = useMay(room.id)
  const [doing, setDoing] = useState<'assign' | 'exclude' | 'end' | 'run'>()
  const input = { room_ids: [room.id] }
  const assignment = useQuery(api.policies.ofRooms.queryOptions({ input })).data?.rooms[0]
    ?.assignment
  const { exclusion_id } = policy
  const exclusion = useQuery(
    api.exclusions.get.queryOptions({
      input: exclusion_id === null ? skipToken : { exclusion_id },
    }),
  ).data
  const close = () => setDoing(undefined)
  const closed = {
    allowed: false,
    reason: `The room is ${room.status}: automation is done with it.`,
  }
  const assign = may('assignments.write')
  const exclude = may('exclusions.write')
  const run = may('runs.write')
  const none = { allowed: false, reason: 'No policy set decides about the room.' }
  return (
    <div className={classes.actions}>
      {assignment != null && (
        <AllowedButton
          variant="default"
          allowed={assign}
          onClick={() => void endAssignments([room.id]).catch(tellFailure)}
        >
          End the assignment
        </AllowedButton>
      )}
      {exclusion_id === null ? (
        <AllowedButton
          variant="default"
          allowed={exclude.allowed && isClosed(room.status) ? closed : exclude}
          onClick={() => setDoing('exclude')}
        >
          Exclude…
        </AllowedButton>
      ) : (
        <AllowedButton variant="default" allowed={exclude} onClick={() => setDoing('end')}>
          End the exclusion…
        </AllowedButton>
      )}
      <AllowedButton
        variant="default"
        allowed={assign.allowed && isClosed(room.status) ? closed : assign}
        onClick={() => setDoing('assign')}
      >
        {assignment == null ? 'Assign a policy set…' : 'Assign another set…'}
      </AllowedButton>
      <AllowedButton
        variant="default"
        allowed={run.allowed && policy.policy_set === null ? none : run}
        onClick={() => setDoing('run')}
      >
        Run now…
      </AllowedButton>
      {doing === 'run' && <RunDialog room={room} onClose={close} />}
      {doing === 'assign' && (
        <AssignDialog
          target={{ room_ids: [room.id] }}
          standing={assignment ?? null}
          onClose={close}
        />
      )}
      {doing === 'exclude' && <ExcludeDialog room={room} onClose={close} />}
      {doing === 'end' && exclusion !== undefined && (
        <EndExclusionDialog exclusion={exclusion} onClose={close} />
      )}
    </div>
  )
}
