import { Link } from '@tanstack/react-router'
import type { CoverageGroup } from '../../../../src-shared/contract/policies.ts'
import type { PolicySet } from '../../../../src-shared/contract/policy-sets.ts'
import { retentionSentence } from '../../../../src-shared/rules/retention.ts'
import type { DataColumn } from '../../../ui/data-column.ts'
import { TextLink } from '../../../ui/text-link.tsx'
import { TimeText } from '../../../ui/time-text.tsx'
import { grouped, inWords } from '../../../ui/words.ts'
import classes from '../policies.module.css'
import { scheduleInWords, scopeInWords } from '../words.ts'
import { SetState } from './set-state.tsx'

/** @param groups how many rooms each set decides about; undefined while that is being counted */
export const setColumns = (
  groups: readonly CoverageGroup[] | undefined,
): readonly DataColumn<PolicySet>[] => [
  {
    id: 'name',
    header: 'Name',
    sort: true,
    always: true,
    width: '20%',
    cell: ({ id, name, description }) => (
      <span className={classes.name}>
        <Link to="/policies/sets/$setId" params={{ setId: id }} data-row-focus>
          {name}
        </Link>
        {description !== null && description !== '' && (
          <span className={classes.under}>{description}</span>
        )}
      </span>
    ),
  },
  {
    id: 'scope',
    header: 'Scope',
    width: '150px',
    cell: (set) => (
      <span className={classes.name}>
        {scopeInWords(set)}
        {set.scope !== 'global' && <span className={classes.under}>{inWords(set.scope)}</span>}
      </span>
    ),
  },
  {
    id: 'cadences',
    header: 'When, and what stays',
    cell: ({ cadences }) => (
      <div className={classes.lines}>
        {cadences.map((cadence) => (
          <div key={cadence.name}>
            {scheduleInWords(cadence)}
            <span className={classes.under}>{retentionSentence(cadence.retention)}</span>
          </div>
        ))}
      </div>
    ),
  },
  {
    id: 'priority',
    header: 'Priority',
    sort: true,
    width: '84px',
    align: 'end',
    cell: (set) => set.priority,
  },
  {
    id: 'rooms',
    header: 'Rooms',
    width: '76px',
    align: 'end',
    cell: ({ id }) => {
      if (groups === undefined) return <span className={classes.quiet}>…</span>
      const rooms = groups.find((group) => group.policy_set_id === id)?.rooms ?? 0
      return (
        <TextLink to="/policies/coverage" search={{ policy_set: id }} inherit>
          {grouped(String(rooms))}
        </TextLink>
      )
    },
  },
  { id: 'state', header: 'State', width: '148px', cell: (set) => <SetState set={set} /> },
  {
    id: 'assignments',
    header: 'Assigned by hand',
    width: '128px',
    align: 'end',
    hidden: true,
    cell: ({ assignments }) => grouped(String(assignments)),
  },
  {
    id: 'version',
    header: 'Version',
    width: '76px',
    align: 'end',
    hidden: true,
    cell: ({ version }) => version,
  },
  {
    id: 'updated_at',
    header: 'Saved',
    sort: true,
    hidden: true,
    width: '140px',
    cell: ({ updated_at, updated_by }) => (
      <span className={classes.name}>
        <TimeText at={updated_at} />
        <span className={classes.under}>{updated_by}</span>
      </span>
    ),
  },
]
