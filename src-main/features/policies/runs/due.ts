import { setImmediate as breathe } from 'node:timers/promises'
import type { Cadence } from '../../../../src-shared/contract/cadences.ts'
import type { SnapshotFormat } from '../../../../src-shared/contract/enums.ts'
import { type DueWork, dueWork } from '../../../../src-shared/rules/catch-up.ts'
import { nextOccurrences, type Schedule } from '../../../../src-shared/rules/schedule.ts'
import type { Executor } from '../../../platform/db/index.ts'
import type { Tables } from '../../tables.ts'
import { openRooms } from '../coverage-store.ts'
import {
  countsFrom,
  type Decided,
  grouped,
  latest,
  readStanding,
  type Standing,
  type StandingRoom,
  type StandingSet,
} from '../standing.ts'
import * as store from './due-store.ts'
import { type RoomEvent, type RoomEvents, readEvents } from './events.ts'
import * as marks from './marks-store.ts'
import { type DuePlan, finalCadence, type Passed, roomsAtOnce, type Wanted } from './plan.ts'
import type { ScheduleSince } from './since.ts'

/** A cadence that applies to a room now. */
interface Combination {
  room: StandingRoom
  set: StandingSet
  cadence: Cadence
  /** Everything up to here has been decided; epoch ms. */
  from: number
}

/** A combination of which something is due, before it was looked whether it is there already. */
interface Candidate extends Combination {
  due: DueWork
}

/** Of one cadence of a room so many missed periods get a record each; those before share one. */
const namedAtMost = 1000

/**
 * What is due now of all open rooms and cadences. Reads only; gives other work its turn in between.
 * A combination that applies anew counts from when it began to, one that no longer does is forgotten.
 */
export async function planDue(
  db: Executor<Tables>,
  now: string,
  scheduleSince: ScheduleSince,
): Promise<DuePlan> {
  const standing = await readStanding(db, now)
  const since = new Map<string, ReadonlyMap<string, string>>()
  for (const set of standing.sets) since.set(set.row.id, await scheduleSince(set))
  const allMarks = await marks.all(db)
  const known = grouped(allMarks, ({ room_id }) => room_id)
  const state = await marks.state(db)
  // At its first look of all it has nothing to have missed but times.
  const events = await readEvents(
    db,
    state.passed_at === null ? await store.lastSeq(db) : state.audit_seq,
  )
  const plan: DuePlan = {
    wanted: [],
    passed: [],
    marks: [],
    audit_seq: events.audit_seq,
    next_due: nextTime(standing),
  }
  const seen = new Set<marks.Mark>()
  const candidates: Candidate[] = []
  const work = createDueWork(Date.parse(now))
  const timeOf = memoized(Date.parse)
  const rooms = await openRooms(db, { party: null })
  await breathe()
  for (const [index, room] of rooms.entries()) {
    if (index % roomsAtOnce === roomsAtOnce - 1) await breathe()
    const decided = standing.decide(room)
    const { set } = decided
    if (set === undefined || isPaused(set, now)) continue
    for (const cadence of set.body.cadences) {
      const scheduled = since.get(set.row.id)?.get(cadence.name) ?? ''
      const mark = known
        .get(room.id)
        ?.find((one) => one.policy_set_id === set.row.id && one.cadence === cadence.name)
      if (mark !== undefined) seen.add(mark)
      const until = untilOf({ mark, scheduled, room, decided, now, passed_at: state.passed_at })
      if (mark?.decided_until !== until || mark.is_current === 0) {
        plan.marks.push({
          ...{ room_id: room.id, policy_set_id: set.row.id, cadence: cadence.name },
          decided_until: until,
          is_current: 1,
        })
      }
      const combination = { room, set, cadence, from: timeOf(until) }
      if (cadence.schedule.kind === 'event') {
        const due = eventWork(combination, cadence.schedule, events, now)
        if (due !== undefined) plan.wanted.push(due.wanted)
        plan.passed.push(...(due?.passed ?? []))
        const soon = etaTime(room, cadence.schedule)
        if (soon !== undefined && soon > Date.parse(now)) {
          plan.next_due = Math.min(plan.next_due ?? soon, soon)
        }
        continue
      }
      const due = work(cadence, combination.from)
      if (due.take !== undefined || due.covered.length > 0) {
        candidates.push({ ...combination, due })
      }
    }
  }
  for (const mark of allMarks) {
    if (mark.is_current === 1 && !seen.has(mark)) plan.marks.push({ ...mark, is_current: 0 })
  }
  await settleCandidates(db, candidates, Date.parse(now), plan)
  await leaveOutTaken(db, plan)
  plan.wanted.push(...(await finalSnapshots(db, standing, events)))
  return plan
}

/** From when a combination counts now: what has been decided, or when it began to apply. */
function untilOf({
  mark,
  scheduled,
  room,
  decided: { set, assignment },
  now,
  passed_at,
}: {
  mark: marks.Mark | undefined
  /** Since when the cadence has the schedule that it has. */
  scheduled: string
  room: StandingRoom
  decided: Decided
  now: string
  passed_at: string | null
}): string {
  const notLater = (time: string) => (time > now ? now : time)
  // A clock set back: what lies ahead has not been decided.
  if (mark?.is_current === 1) return notLater(latest(mark.decided_until, scheduled))
  if (set === undefined) return now
  const paused = set.body.paused_until ?? ''
  const made = latest(countsFrom(room, set, assignment), scheduled, paused > now ? '' : paused)
  if (passed_at === null) return notLater(made)
  const changed = latest(made, room.updated_at, set.row.updated_at)
  // It did not apply when it was last looked at: what was missed before is not missed by it.
  return changed > passed_at ? notLater(changed) : now
}

const isPaused = ({ body }: StandingSet, now: string): boolean =>
  body.paused_until !== null && body.paused_until > now

/** The due work of a cadence from a time on: alike for most rooms, and worked out once for them. */
function createDueWork(now: number) {
  const ofCadence = memoized((cadence: Cadence) =>
    memoized((from: number) => dueWork(cadence, from, now, () => false)),
  )
  return (cadence: Cadence, from: number): DueWork => ofCadence(cadence)(from)
}

function memoized<Key, Value>(work: (key: Key) => Value): (key: Key) => Value {
  const known = new Map<Key, Value>()
  return (key) => {
    const kept = known.get(key)
    if (kept !== undefined) return kept
    const made = work(key)
    known.set(key, made)
    return made
  }
}

/** Looks which of the due periods have snapshots already, and leaves those out. */
async function settleCandidates(
  db: Executor<Tables>,
  candidates: readonly Candidate[],
  now: number,
  plan: DuePlan,
): Promise<void> {
  const groups = grouped(candidates, ({ set, cadence }) => `${set.row.id} ${cadence.name}`)
  for (const group of groups.values()) {
    for (let from = 0; from < group.length; from += roomsAtOnce) {
      const some = group.slice(from, from + roomsAtOnce)
      const taken = await takenOf(db, some)
      for (const one of some) settleCandidate(one, taken.get(one.room.id), now, plan)
      await breathe()
    }
  }
}

type Taken = Map<string, Set<SnapshotFormat>>

async function takenOf(
  db: Executor<Tables>,
  some: readonly Candidate[],
): Promise<Map<string, Taken>> {
  const [first] = some
  const keys = some
    .flatMap(({ due }) =>
      [due.covered.at(0), due.covered.at(-1), due.take].flatMap((one) => one?.period_key ?? []),
    )
    .sort()
  const taken = new Map<string, Taken>()
  if (first === undefined || keys.length === 0) return taken
  const rows = await store.takenPeriods(db, {
    room_ids: some.map(({ room }) => room.id),
    policy_set_id: first.set.row.id,
    cadence: first.cadence.name,
    first: keys.at(0) ?? '',
    last: keys.at(-1) ?? '',
  })
  for (const { room_id, period_key, format } of rows) {
    const ofRoom = taken.get(room_id) ?? new Map<string, Set<SnapshotFormat>>()
    taken.set(room_id, ofRoom)
    const formats = ofRoom.get(period_key ?? '') ?? new Set()
    ofRoom.set(period_key ?? '', formats.add(format))
  }
  return taken
}

function settleCandidate(
  { room, set, cadence, from, due: shared }: Candidate,
  taken: Taken | undefined,
  now: number,
  plan: DuePlan,
): void {
  const { formats } = set.body
  const isTaken = (key: string) => formats.every((format) => taken?.get(key)?.has(format) === true)
  const newestOf = ({ take, covered }: DueWork) => take ?? covered.at(-1)
  const rest = taken === undefined ? shared : dueWork(cadence, from, now, isTaken)
  // With a later period taken, by hand perhaps, those before it are not made up for any more.
  const isOver = newestOf(rest)?.at !== newestOf(shared)?.at
  const due =
    isOver && rest.take !== undefined
      ? { take: undefined, covered: [...rest.covered, rest.take] }
      : rest
  const about = { room, set, cadence: cadence.name }
  if (due.take !== undefined) {
    const { at, period_key, trigger } = due.take
    const there = taken?.get(period_key)
    plan.wanted.push({
      ...about,
      ...{ period_key, trigger, due_at: new Date(at).toISOString() },
      formats: formats.filter((format) => there?.has(format) !== true),
    })
  }
  const older = due.covered.slice(0, Math.max(0, due.covered.length - namedAtMost))
  const newest = older.at(-1)
  const named = newest === undefined ? due.covered : [newest, ...due.covered.slice(older.length)]
  for (const one of named) {
    plan.passed.push({
      ...about,
      ...{ period_key: one.period_key, due_at: new Date(one.at).toISOString() },
      reason: 'covered_by_catch_up',
      message:
        one === newest
          ? `${older.length} missed periods, from ${older[0]?.period_key} to ${newest.period_key}`
          : due.take !== undefined
            ? null
            : isOver
              ? 'a later period has its snapshot already'
              : 'the next one is due so soon that it will do',
      trigger: 'catch_up',
    })
  }
  const last = newestOf(shared)
  if (due.take === undefined && due.covered.length === 0 && last !== undefined) {
    plan.marks.push({
      ...{ room_id: room.id, policy_set_id: set.row.id, cadence: cadence.name },
      decided_until: new Date(last.at).toISOString(),
      is_current: 1,
    })
  }
}

type EventSchedule = Extract<Schedule, { kind: 'event' }>

/** The newest event is taken; those before it that nobody saw to are covered by it. */
function eventWork(
  { room, set, cadence, from }: Combination,
  schedule: EventSchedule,
  events: RoomEvents,
  now: string,
): { wanted: Wanted; passed: Passed[] } | undefined {
  const about = { room, set, cadence: cadence.name, trigger: 'event' as const }
  const { formats } = set.body
  if (schedule.event === 'before_eta') {
    const at = etaTime(room, schedule)
    if (at === undefined || at <= from || at > Date.parse(now)) return undefined
    const due_at = new Date(at).toISOString()
    const period_key = `before_eta:${schedule.before ?? ''}:${room.eta}`
    return { wanted: { ...about, formats, period_key, due_at }, passed: [] }
  }
  const approved = events.approved.get(room.id)
  const all: readonly RoomEvent[] =
    schedule.event === 'room_status_changed'
      ? (events.transitions.get(room.id) ?? [])
      : approved === undefined
        ? []
        : [approved]
  const happened = all.filter(({ at }) => Date.parse(at) >= from)
  const newest = happened.at(-1)
  if (newest === undefined) return undefined
  const periodOf = ({ seq, at }: RoomEvent) => ({
    period_key: `${schedule.event}:${seq}`,
    due_at: at > now ? now : at,
  })
  return {
    wanted: { ...about, formats, ...periodOf(newest) },
    passed: happened.slice(0, -1).map((event) => ({
      ...about,
      ...periodOf(event),
      reason: 'covered_by_catch_up' as const,
      message: 'a later event of the same kind is taken',
    })),
  }
}

/** When `before_eta` is due for a room; epoch ms. */
function etaTime({ eta }: StandingRoom, schedule: EventSchedule): number | undefined {
  const span = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/.exec(schedule.before ?? '')
  if (schedule.event !== 'before_eta' || span === null) return undefined
  const [, days = '0', hours = '0', minutes = '0'] = span
  return Date.parse(eta) - ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60_000
}

/** Events are met once, but for a process that ended between the deed and noting that it was done. */
async function leaveOutTaken(db: Executor<Tables>, plan: DuePlan): Promise<void> {
  const isEvent = ({ trigger }: Wanted) => trigger === 'event'
  const kept: Wanted[] = []
  for (const one of plan.wanted) {
    if (!isEvent(one)) {
      kept.push(one)
      continue
    }
    const formats = await missingFormats(db, one)
    if (formats.length > 0) kept.push({ ...one, formats })
  }
  plan.wanted = kept
}

/** The formats of a period that have no snapshot yet. */
export async function missingFormats(
  db: Executor<Tables>,
  { room, set, cadence, period_key, formats }: Omit<Wanted, 'trigger' | 'due_at'>,
): Promise<SnapshotFormat[]> {
  const rows = await store.takenPeriods(db, {
    room_ids: [room.id],
    policy_set_id: set.row.id,
    ...{ cadence, first: period_key, last: period_key },
  })
  return formats.filter((format) => !rows.some((row) => row.format === format))
}

/** A last snapshot of each room that closed, where the set that decided until then asks for it. */
async function finalSnapshots(
  db: Executor<Tables>,
  standing: Standing,
  { closed }: RoomEvents,
): Promise<Wanted[]> {
  const wanted: Wanted[] = []
  const rooms = await store.roomsByIds(
    db,
    closed.map(({ room_id }) => room_id),
  )
  for (const { room_id, from, event } of closed) {
    const room = rooms.find(({ id }) => id === room_id)
    if (room === undefined) continue
    const { set } = standing.decide({ ...room, status: from })
    if (set === undefined || !set.body.final_snapshot || isPaused(set, standing.now)) continue
    const one = {
      ...{ room, set, cadence: finalCadence, trigger: 'event' as const, due_at: null },
      period_key: `${finalCadence}:${event.seq}`,
      formats: set.body.formats,
    }
    const formats = await missingFormats(db, one)
    if (formats.length > 0) wanted.push({ ...one, formats })
  }
  return wanted
}

/** The next time of any schedule that runs, or at which a paused one runs again. */
function nextTime({ sets, now }: Standing): number | undefined {
  const times = sets.flatMap(({ row, body }) => {
    if (row.is_active !== 1) return []
    const { paused_until } = body
    if (paused_until !== null && paused_until > now) return [Date.parse(paused_until)]
    return body.cadences.flatMap(({ schedule, time_zone }) =>
      nextOccurrences(schedule, time_zone, Date.parse(now), 1).map(({ at }) => at),
    )
  })
  return times.length === 0 ? undefined : Math.min(...times)
}
