import { useQuery } from '@tanstack/react-query'
import type { EffectivePolicyAnswer } from '../../../../src-shared/contract/policies.ts'
import { useMay } from '../../../rpc/permissions.ts'
import { api } from '../../../rpc/queries.ts'
import type { DataColumn } from '../../../ui/data-column.ts'
import { DataTable } from '../../../ui/data-table.tsx'
import { TextLink } from '../../../ui/text-link.tsx'
import { TimeText } from '../../../ui/time-text.tsx'
import { counted } from '../../../ui/words.ts'
import policies from '../policies.module.css'
import { scheduleInWords } from '../words.ts'
import classes from './protection.module.css'

type CadenceNow = EffectivePolicyAnswer['cadences'][number]

/** When each cadence is due next, what it keeps, and what would go at its next run. */
export function CadencesPart({
  policy,
  roomId,
}: {
  policy: EffectivePolicyAnswer
  roomId: string
}) {
  const setId = policy.policy_set?.id ?? ''
  const mayRead = useMay()('policy_sets.read').allowed
  const set = useQuery(
    api.policySets.get.queryOptions({
      input: { policy_set_id: setId },
      enabled: mayRead && setId !== '',
    }),
  ).data
  const going = policy.cadences.flatMap(({ name, would_remove }) =>
    would_remove.map((one) => ({ ...one, cadence: name })),
  )
  const columns: readonly DataColumn<CadenceNow>[] = [
    {
      id: 'name',
      header: 'Cadence',
      width: '26%',
      cell: ({ name }) => {
        const cadence = set?.cadences.find((one) => one.name === name)
        return (
          <span className={policies.name}>
            {name}
            {cadence !== undefined && (
              <span className={policies.under}>{scheduleInWords(cadence)}</span>
            )}
          </span>
        )
      },
    },
    {
      id: 'next',
      header: 'Next',
      width: '160px',
      cell: ({ next_due }) => <TimeText at={next_due} empty="At its event" />,
    },
    { id: 'retention', header: 'What stays', cell: ({ retention }) => retention },
    {
      id: 'removes',
      header: 'Would go now',
      width: '120px',
      align: 'end',
      cell: ({ would_remove }) =>
        would_remove.length === 0 ? (
          <span className={policies.quiet}>Nothing</span>
        ) : (
          would_remove.length
        ),
    },
  ]
  return (
    <>
      <section className={classes.part} aria-labelledby="cadences">
        <h2 id="cadences">When, and what stays</h2>
        <DataTable
          label="Cadences"
          columns={columns}
          rows={policy.cadences}
          rowId={({ name }) => name}
          empty={null}
        />
      </section>
      {going.length > 0 && <Going going={going} roomId={roomId} />}
    </>
  )
}

const shownAtMost = 50

const sentence = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1)

/** The snapshots that the next runs remove, each with its reason. */
function Going(props: {
  going: readonly { id: string; reason: string; cadence: string }[]
  roomId: string
}) {
  const { going, roomId } = props
  const list = useQuery(api.snapshots.list.queryOptions({ input: { room_id: roomId, limit: 500 } }))
    .data?.body
  return (
    <section className={classes.part} aria-labelledby="going">
      <h2 id="going">{`${counted(going.length, 'snapshot')} would go at the next runs`}</h2>
      <ul className={classes.going} aria-label="Snapshots that would go">
        {going.slice(0, shownAtMost).map(({ id, reason, cadence }) => {
          const snapshot = list?.find((one) => one.id === id)
          return (
            <li key={id}>
              <TextLink
                inherit
                to="/rooms/$roomId/$tab"
                params={{ roomId, tab: 'snapshots' }}
                search={{ snapshot: id }}
              >
                {snapshot === undefined ? id.slice(0, 13) : <TimeText at={snapshot.created_at} />}
              </TextLink>
              <span className={policies.quiet}>{cadence}</span>
              <span>{sentence(reason)}</span>
            </li>
          )
        })}
      </ul>
      {going.length > shownAtMost && (
        <p className={classes.quiet}>{`and ${going.length - shownAtMost} more`}</p>
      )}
    </section>
  )
}
