import { useQuery } from '@tanstack/react-query'
import { errorSentence } from '../../rpc/errors.ts'
import { api } from '../../rpc/queries.ts'
import { BarChart } from '../../ui/bar-chart.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { TextLink } from '../../ui/text-link.tsx'
import { WaitingLines } from '../../ui/waiting-lines.tsx'
import { counted } from '../../ui/words.ts'
import classes from './overview.module.css'

/** How far the open rooms are cleared, as bars. */
export function ClearancePart() {
  const found = useQuery(api.rooms.clearance.queryOptions({ input: {} }))
  const clearance = found.data
  return (
    <section className={classes.part} aria-labelledby="overview-clearance">
      <div className={classes.head}>
        <h2 id="overview-clearance">Clearance</h2>
        <TextLink to="/rooms">Rooms</TextLink>
      </div>
      {clearance === undefined ? (
        found.error === null ? (
          <WaitingLines count={4} />
        ) : (
          <ErrorState message={errorSentence(found.error)} onRetry={() => void found.refetch()} />
        )
      ) : clearance.open_rooms === 0 ? (
        <p className={classes.quiet}>No room that you see is open.</p>
      ) : (
        <>
          <BarChart
            label="Open rooms by the progress of their clearance"
            height={180}
            bars={clearance.parts.map(({ from, to, rooms }) => {
              const tick = from === to ? `${to} %` : `${from}–${to} %`
              return {
                ...{ key: tick, tick, label: `${tick} cleared: ${counted(rooms, 'room')}` },
                parts: [{ tone: from === 100 ? 'second' : 'main', value: rooms }],
              }
            })}
          />
          <p className={classes.quiet}>
            {clearance.counted_rooms < clearance.open_rooms
              ? `The ${counted(clearance.counted_rooms, 'open room')} that arrive first, of ${clearance.open_rooms}, by the share of required documents that are resolved.`
              : `${counted(clearance.open_rooms, 'open room')} by the share of required documents that are resolved.`}
          </p>
        </>
      )}
    </section>
  )
}
