import { setImmediate as breathe } from 'node:timers/promises'
import type { CreateRunInput } from '../../../../src-shared/contract/runs.ts'
import { periodOf } from '../../../../src-shared/rules/schedule.ts'
import { isClosed } from '../../../../src-shared/rules/transitions.ts'
import type { Executor } from '../../../platform/db/index.ts'
import { badField } from '../../../platform/domain-error.ts'
import type { Tables } from '../../tables.ts'
import { openRooms } from '../coverage-store.ts'
import {
  grouped,
  readStanding,
  type Standing,
  type StandingRoom,
  type StandingSet,
} from '../standing.ts'
import * as store from './due-store.ts'
import { type Plan, roomsAtOnce, type Wanted } from './plan.ts'

export type Asked = Pick<CreateRunInput, 'policy_set_id' | 'cadence' | 'room_ids'>

/**
 * What a person asks for: the present period of every cadence, whatever the hour. A period that has
 * its snapshot is passed over, and so is a room that automation has to leave alone.
 * @throws BAD_REQUEST for a set, cadence, or room that is not there
 */
export async function planAsked(db: Executor<Tables>, now: string, asked: Asked): Promise<Plan> {
  const standing = await readStanding(db, now)
  requireKnown(standing, asked)
  const rooms =
    asked.room_ids === undefined
      ? await openRooms(db, { party: null })
      : await namedRooms(db, asked.room_ids)
  const plan: Plan = { wanted: [], passed: [] }
  const wanted: Wanted[] = []
  for (const [index, room] of rooms.entries()) {
    if (index % roomsAtOnce === roomsAtOnce - 1) await breathe()
    const found = setOf(standing, room, asked)
    if (found === undefined) continue
    const { set, kept } = found
    for (const { name, schedule, time_zone } of set.body.cadences) {
      if (asked.cadence !== undefined && asked.cadence !== name) continue
      const period_key =
        periodOf(schedule, time_zone, Date.parse(now)) ??
        (asked.cadence === undefined ? undefined : `on_demand:${now}`)
      if (period_key === undefined) continue
      const one = {
        ...{ room, set, cadence: name, period_key, due_at: null },
        trigger: 'on_demand' as const,
      }
      if (kept === undefined) wanted.push({ ...one, formats: set.body.formats })
      else plan.passed.push({ ...one, ...kept })
    }
  }
  const groups = grouped(wanted, ({ set, cadence }) => `${set.row.id} ${cadence}`)
  for (const group of groups.values()) await leaveOutTaken(db, group, plan)
  return plan
}

/** Only what was asked for, of what is due. @throws BAD_REQUEST as `planAsked` */
export async function narrowed(
  db: Executor<Tables>,
  plan: Plan,
  now: string,
  asked: Asked,
): Promise<Plan> {
  requireKnown(await readStanding(db, now), asked)
  if (asked.room_ids !== undefined) await namedRooms(db, asked.room_ids)
  const ids = asked.room_ids === undefined ? undefined : new Set(asked.room_ids)
  const fits = ({ room, set, cadence }: Pick<Wanted, 'room' | 'set' | 'cadence'>) =>
    (ids === undefined || ids.has(room.id)) &&
    (asked.policy_set_id === undefined || asked.policy_set_id === set.row.id) &&
    (asked.cadence === undefined || asked.cadence === cadence)
  return { wanted: plan.wanted.filter(fits), passed: plan.passed.filter(fits) }
}

function requireKnown({ sets }: Standing, { policy_set_id, cadence }: Asked): void {
  const own = sets.filter(({ row }) => policy_set_id === undefined || row.id === policy_set_id)
  if (policy_set_id !== undefined && own.length === 0) {
    throw badField('policy_set_id', 'is no policy set of this workspace')
  }
  const names = new Set(own.flatMap(({ body }) => body.cadences.map(({ name }) => name)))
  if (cadence !== undefined && !names.has(cadence)) {
    const whose = `of ${policy_set_id === undefined ? 'any' : 'this'} set`
    const right = names.size === 0 ? '' : `; it can be ${[...names].join(', ')}`
    throw badField('cadence', `is no cadence ${whose}${right}`)
  }
}

async function namedRooms(db: Executor<Tables>, ids: readonly string[]): Promise<StandingRoom[]> {
  const rooms = await store.roomsByIds(db, [...new Set(ids)])
  const known = new Set(rooms.map(({ id }) => id))
  const missing = ids.find((id) => !known.has(id))
  if (missing !== undefined) throw badField('room_ids', `there is no room ${missing}`)
  return rooms
}

/** The set that decides about a room, and what keeps it from doing so. */
function setOf(
  standing: Standing,
  room: StandingRoom,
  { policy_set_id, room_ids }: Asked,
):
  | {
      set: StandingSet
      kept: { reason: 'excluded' | 'room_closed'; message: string } | undefined
    }
  | undefined {
  const { effective, set } = standing.decide(room)
  const fits = (one: StandingSet | undefined): one is StandingSet =>
    one !== undefined && (policy_set_id === undefined || one.row.id === policy_set_id)
  if (fits(set)) return { set, kept: undefined }
  const { verdict, reason: message } = effective
  if (verdict === 'excluded') {
    const { set: other } = standing.decide(room, 'exclusions')
    return fits(other) ? { set: other, kept: { reason: verdict, message } } : undefined
  }
  if (verdict === 'room_closed' && room_ids !== undefined && isClosed(room.status)) {
    const { set: other } = standing.decide({ ...room, status: 'active' })
    return fits(other) ? { set: other, kept: { reason: verdict, message } } : undefined
  }
  return undefined
}

/** All of one cadence, and so of one period. */
async function leaveOutTaken(
  db: Executor<Tables>,
  group: readonly Wanted[],
  plan: Plan,
): Promise<void> {
  for (let from = 0; from < group.length; from += roomsAtOnce) {
    const some = group.slice(from, from + roomsAtOnce)
    const [first] = some
    if (first === undefined) return
    const rows = await store.takenPeriods(db, {
      room_ids: some.map(({ room }) => room.id),
      policy_set_id: first.set.row.id,
      cadence: first.cadence,
      ...{ first: first.period_key, last: first.period_key },
    })
    const taken = grouped(rows, ({ room_id }) => room_id)
    for (const one of some) {
      const there = taken.get(one.room.id) ?? []
      const formats = one.formats.filter((format) => !there.some((row) => row.format === format))
      if (formats.length > 0) plan.wanted.push({ ...one, formats })
      else {
        const message = 'the present period has its snapshot already'
        plan.passed.push({ ...one, reason: 'already_in_period', message })
      }
    }
    await breathe()
  }
}
