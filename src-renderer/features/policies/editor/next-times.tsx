import { keepPreviousData, skipToken, useQuery } from '@tanstack/react-query'
import { scheduleSchema, timeZone } from '../../../../src-shared/contract/cadences.ts'
import { utcText } from '../../../../src-shared/rules/times.ts'
import { errorSentence } from '../../../rpc/errors.ts'
import { api } from '../../../rpc/queries.ts'
import { localTime } from '../../../ui/time-text.tsx'
import { WaitingLines } from '../../../ui/waiting-lines.tsx'
import { type CadenceDraft, scheduleInput } from './draft.ts'
import classes from './editor.module.css'

/** The next ten times of a cadence, in the reader's zone and in UTC. */
export function NextTimes({ cadence }: { cadence: CadenceDraft }) {
  const schedule = scheduleSchema.safeParse(scheduleInput(cadence.schedule))
  const zone = timeZone.safeParse(cadence.time_zone)
  const input =
    schedule.success && zone.success
      ? { schedule: schedule.data, time_zone: zone.data, count: 10 }
      : undefined
  const times = useQuery(
    api.policies.schedulePreview.queryOptions({
      input: input ?? skipToken,
      placeholderData: keepPreviousData,
    }),
  )
  if (input === undefined) return <p className={classes.help}>The schedule is not right yet.</p>
  if (input.schedule.kind === 'event') {
    return <p className={classes.help}>An event has no times of its own.</p>
  }
  if (times.error !== null) return <p className={classes.help}>{errorSentence(times.error)}</p>
  if (times.data === undefined) return <WaitingLines count={10} />
  return (
    <table className={classes.times}>
      <thead>
        <tr>
          <th scope="col">Here</th>
          <th scope="col">UTC</th>
        </tr>
      </thead>
      <tbody>
        {times.data.times.map((at) => (
          <tr key={at}>
            <td>{localTime(at)}</td>
            <td>{utcText(at)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
