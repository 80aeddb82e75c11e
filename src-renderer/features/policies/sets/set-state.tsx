import type { PolicySet } from '../../../../src-shared/contract/policy-sets.ts'
import { useNow } from '../../../state/clock.ts'
import { ToneBadge } from '../../../ui/status-badge.tsx'
import { TimeText } from '../../../ui/time-text.tsx'
import classes from './sets.module.css'

/** Is a set at work? A pause has an end, which stands beside it. */
export function SetState({ set }: { set: Pick<PolicySet, 'is_active' | 'paused_until'> }) {
  const now = useNow()
  if (!set.is_active) return <ToneBadge tone="grey" word="Inactive" />
  if (set.paused_until === null || Date.parse(set.paused_until) <= now) {
    return <ToneBadge tone="green" word="Active" />
  }
  return (
    <span className={classes.state}>
      <ToneBadge tone="amber" word="Paused" />
      <span className={classes.until}>
        until <TimeText at={set.paused_until} />
      </span>
    </span>
  )
}
