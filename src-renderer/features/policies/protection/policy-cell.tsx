import type { PolicyOfRoom } from '../../../../src-shared/contract/policies.ts'
import { useNow } from '../../../state/clock.ts'
import { statusLooks } from '../../../ui/status.ts'
import { ToneBadge } from '../../../ui/status-badge.tsx'
import { TextLink } from '../../../ui/text-link.tsx'
import { localTime } from '../../../ui/time-text.tsx'
import classes from '../policies.module.css'

/** Which set decides about a room, or why none does, for a column; a line of waiting before it is read. */
export function PolicyCell({ policy }: { policy: PolicyOfRoom | undefined }) {
  const now = useNow()
  if (policy === undefined) return <span className={classes.quiet}>…</span>
  const { policy_set_id, policy_set_name, paused_until, verdict, reason } = policy
  if (policy_set_id === null) {
    const { tone, word } = statusLooks.verdict[verdict]
    return (
      <span title={reason}>
        <ToneBadge tone={tone} word={word} />
      </span>
    )
  }
  const isPaused = paused_until !== null && Date.parse(paused_until) > now
  return (
    <span className={classes.name} title={reason}>
      <TextLink to="/policies/sets/$setId" params={{ setId: policy_set_id }} inherit>
        {policy_set_name}
      </TextLink>
      {isPaused && (
        <span className={classes.under}>{`Paused until ${localTime(paused_until)}`}</span>
      )}
    </span>
  )
}
