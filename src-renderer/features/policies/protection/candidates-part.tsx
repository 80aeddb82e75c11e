import { Link } from '@tanstack/react-router'
import type { EffectivePolicyAnswer } from '../../../../src-shared/contract/policies.ts'
import type { DataColumn } from '../../../ui/data-column.ts'
import { DataTable } from '../../../ui/data-table.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { ToneBadge } from '../../../ui/status-badge.tsx'
import { TextLink } from '../../../ui/text-link.tsx'
import classes from './protection.module.css'

type Candidate = EffectivePolicyAnswer['candidates'][number]

const columns: readonly DataColumn<Candidate>[] = [
  {
    id: 'name',
    header: 'Policy set',
    width: '30%',
    cell: ({ policy_set_id, name }) => (
      <Link to="/policies/sets/$setId" params={{ setId: policy_set_id }} data-row-focus>
        {name}
      </Link>
    ),
  },
  {
    id: 'outcome',
    header: 'Outcome',
    width: '120px',
    cell: ({ outcome }) =>
      outcome === 'applies' ? (
        <ToneBadge tone="green" word="Decides" />
      ) : (
        <ToneBadge tone="grey" word="Passed over" />
      ),
  },
  {
    id: 'reason',
    header: 'Why',
    cell: ({ reason }) => reason.charAt(0).toUpperCase() + reason.slice(1),
  },
]

/** Every policy set there is, and why it decides about the room or does not. */
export function CandidatesPart({ candidates }: { candidates: readonly Candidate[] }) {
  return (
    <section className={classes.part} aria-labelledby="candidates">
      <h2 id="candidates">Every policy set, and why it decides or does not</h2>
      <DataTable
        label="Candidates"
        columns={columns}
        rows={[...candidates].sort(
          (a, b) => Number(b.outcome === 'applies') - Number(a.outcome === 'applies'),
        )}
        rowId={({ policy_set_id }) => policy_set_id}
        empty={
          <EmptyState
            title="No policy set yet"
            text="Rooms are protected once a policy set matches them, or is assigned to them."
            action={<TextLink to="/policies/sets">Go to the policy sets</TextLink>}
          />
        }
      />
    </section>
  )
}
