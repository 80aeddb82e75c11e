import { IconAlertTriangle, IconInfoCircle, IconShieldCheck } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { Coverage } from '../../../src-shared/contract/policies.ts'
import { errorSentence } from '../../rpc/errors.ts'
import { api } from '../../rpc/queries.ts'
import { ErrorState } from '../../ui/error-state.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { TextLink } from '../../ui/text-link.tsx'
import { WaitingLines } from '../../ui/waiting-lines.tsx'
import { counted, grouped } from '../../ui/words.ts'
import classes from './overview.module.css'

/** Are the snapshots there that policy asks for? In one sentence, before everything else. */
export function CoveragePart() {
  const found = useQuery(api.policies.coverage.queryOptions({ input: { limit: 1 } }))
  if (found.data === undefined) {
    return found.error === null ? (
      <WaitingLines count={2} />
    ) : (
      <ErrorState message={errorSentence(found.error)} onRetry={() => void found.refetch()} />
    )
  }
  return <Covered coverage={found.data.body} />
}

function Covered({ coverage: { summary, percentage } }: { coverage: Coverage }) {
  const { compliant, overdue, blocked, unprotected, pending } = summary
  const asked = compliant + overdue + blocked + unprotected
  const tone = asked === 0 ? 'grey' : compliant === asked ? 'green' : 'amber'
  const Sign = { grey: IconInfoCircle, green: IconShieldCheck, amber: IconAlertTriangle }[tone]
  return (
    <section className={classes.reassurance} data-tone={tone} aria-label="Coverage">
      <div className={classes.covered}>
        <Sign size={32} stroke={1.5} aria-hidden />
        <p>
          <b>{headline(compliant, asked)}</b>
          <span className={classes.quiet}>
            {asked === 0
              ? pending === 0
                ? 'No open room has a policy that is due.'
                : `${counted(pending, 'snapshot')} not due yet.`
              : 'Snapshots that policy asks for, of every open room and cadence.'}
          </span>
        </p>
      </div>
      {asked > 0 && <ProgressBar value={percentage} label="Coverage" width={160} />}
      {(['overdue', 'blocked', 'unprotected'] as const).map((status) => {
        const count = { overdue, blocked, unprotected }[status]
        return count === 0 ? null : (
          <TextLink key={status} to="/policies/coverage" search={{ status }}>
            {`${grouped(String(count))} ${status}`}
          </TextLink>
        )
      })}
      <TextLink to="/policies/coverage">Coverage</TextLink>
    </section>
  )
}

function headline(compliant: number, asked: number): string {
  if (asked === 0) return 'Nothing is asked for yet'
  if (compliant === asked) return `All ${grouped(String(asked))} covered`
  return `${grouped(String(compliant))} of ${grouped(String(asked))} covered`
}
