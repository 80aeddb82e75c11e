import { SegmentedControl } from '@mantine/core'
import { keepPreviousData, skipToken, useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import {
  retentionSchema,
  scheduleSchema,
  timeZone,
} from '../../../../src-shared/contract/cadences.ts'
import { errorSentence } from '../../../rpc/errors.ts'
import { api } from '../../../rpc/queries.ts'
import { useNow } from '../../../state/clock.ts'
import { WaitingLines } from '../../../ui/waiting-lines.tsx'
import { RoomPicker } from '../../pickers/index.ts'
import { asIfOnSchedule } from './as-if.ts'
import { type CadenceDraft, retentionInput, type SetDraft, scheduleInput } from './draft.ts'
import classes from './editor.module.css'
import { type JudgedSnapshot, RetentionCalendar, stayingInWords } from './retention-calendar.tsx'

interface RetentionViewProps {
  draft: SetDraft
  cadence: CadenceDraft
  /** Undefined while the set is new: then no room has snapshots of it. */
  setId: string | undefined
}

/** What the rule, as it stands in the form, would keep: of a real room, or as if it had long been followed. */
export function RetentionView({ draft, cadence, setId }: RetentionViewProps) {
  const usual = useRoomWithSnapshots(setId, cadence.name)
  const [way, setWay] = useState<'room' | 'as_if'>()
  const [room, setRoom] = useState<string>()
  const chosen = way ?? (usual === undefined ? 'as_if' : 'room')
  const roomId = room ?? usual
  const zone = timeZone.safeParse(cadence.time_zone)
  const rule = retentionSchema.safeParse(retentionInput(cadence.retention))
  if (!rule.success || !zone.success) {
    return <p className={classes.help}>The rule is not right yet.</p>
  }
  const keep_min = typeof draft.keep_min === 'number' && draft.keep_min >= 1 ? draft.keep_min : 1
  return (
    <>
      {setId !== undefined && (
        <div className={classes.ways}>
          <SegmentedControl
            size="xs"
            aria-label="Whose snapshots are shown"
            value={chosen}
            data={[
              { value: 'room', label: 'A real room' },
              { value: 'as_if', label: 'As if on schedule' },
            ]}
            onChange={(value) => setWay(value === 'room' ? 'room' : 'as_if')}
          />
          {chosen === 'room' && (
            <RoomPicker quietLabel width={236} value={roomId} onChange={setRoom} />
          )}
        </div>
      )}
      {chosen === 'as_if' || setId === undefined ? (
        <AsIf cadence={cadence} rule={rule.data} zone={zone.data} />
      ) : roomId === undefined ? (
        <p className={classes.help}>Choose a room.</p>
      ) : (
        <OfRoom
          input={{
            ...{ room_id: roomId, policy_set_id: setId, cadence: cadence.name, keep_min },
            ...{ retention: rule.data, time_zone: zone.data },
          }}
        />
      )}
    </>
  )
}

type Rule = ReturnType<typeof retentionSchema.parse>

function OfRoom({
  input,
}: {
  input: {
    room_id: string
    policy_set_id: string
    cadence: string
    keep_min: number
    retention: Rule
    time_zone: string
  }
}) {
  const found = useQuery(
    api.policies.retentionOfRoom.queryOptions({
      input: input.cadence.trim() === '' ? skipToken : input,
      placeholderData: keepPreviousData,
    }),
  )
  if (found.error !== null) return <p className={classes.help}>{errorSentence(found.error)}</p>
  if (found.data === undefined) return <WaitingLines count={6} />
  return found.data.snapshots.length === 0 ? (
    <p className={classes.help}>
      This room has no snapshots of the cadence “{input.cadence}” of this set yet.
    </p>
  ) : (
    <Judged
      snapshots={found.data.snapshots}
      zone={input.time_zone}
      note="What the next run would do with this room’s snapshots; the newest ones are never removed."
    />
  )
}

function AsIf({ cadence, rule, zone }: { cadence: CadenceDraft; rule: Rule; zone: string }) {
  // To the hour: a preview that moves twice a minute would help nobody.
  const now = Math.floor(useNow() / 3_600_000) * 3_600_000
  const schedule = scheduleSchema.safeParse(scheduleInput(cadence.schedule))
  const key = JSON.stringify([schedule.data, rule])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for schedule and rule
  const snapshots = useMemo(
    () => (schedule.success ? asIfOnSchedule(schedule.data, zone, rule, now) : []),
    [key, zone, now],
  )
  if (!schedule.success) return <p className={classes.help}>The schedule is not right yet.</p>
  if (snapshots === undefined) {
    return <p className={classes.help}>An event has no schedule to look back on.</p>
  }
  return (
    <Judged
      snapshots={snapshots}
      zone={zone}
      note="As if the schedule had been followed up to now, and nothing had been removed yet."
    />
  )
}

function Judged(props: { snapshots: readonly JudgedSnapshot[]; zone: string; note: string }) {
  const { snapshots, zone, note } = props
  return (
    <>
      <p className={classes.stay} aria-live="polite">
        {stayingInWords(snapshots)}
      </p>
      <p className={classes.help}>{`${note} Days of ${zone}.`}</p>
      <RetentionCalendar snapshots={snapshots} zone={zone} />
    </>
  )
}

/** A room that has snapshots of the cadence, to begin with. */
function useRoomWithSnapshots(setId: string | undefined, cadence: string): string | undefined {
  const rows = useQuery(
    api.policies.coverage.queryOptions({
      input: setId === undefined ? skipToken : { policy: setId, limit: 100 },
    }),
  ).data?.body.rows
  return rows?.find((row) => row.cadence === cadence && row.newest !== null)?.room_id
}
