import type { PolicySetBody } from '../../../src-shared/contract/policy-sets.ts'
import {
  type EffectivePolicy,
  effectivePolicy,
  type PolicyRoom,
} from '../../../src-shared/rules/effective.ts'
import type { Executor } from '../../platform/db/index.ts'
import { tagsOf } from '../rooms/index.ts'
import type { Tables } from '../tables.ts'
import * as store from './coverage-store.ts'
import { allSets } from './effective-store.ts'
import { bodyOf } from './set-shapes.ts'

export type StandingRoom = Awaited<ReturnType<typeof store.openRooms>>[number]

/** A policy set, read. */
export interface StandingSet {
  row: Tables['policy_sets']
  body: PolicySetBody
}

export interface Decided {
  effective: EffectivePolicy
  /** The set that decides; undefined where none does. */
  set: StandingSet | undefined
  assignment: Tables['assignments'] | undefined
}

/** Everything that decides about rooms, read at one moment. */
export interface Standing {
  now: string
  sets: readonly StandingSet[]
  /** @param unless what is to be left out of account: exclusions, to tell which set they keep away */
  decide(room: StandingRoom, unless?: 'exclusions'): Decided
}

/** @param now ISO time at which exclusions and ETA windows are judged */
export async function readStanding(db: Executor<Tables>, now: string): Promise<Standing> {
  const sets = (await allSets(db)).map((row) => ({ row, body: bodyOf(row) }))
  const byId = new Map(sets.map((set) => [set.row.id, set]))
  const candidates = sets.map(({ row, body }) => ({
    ...row,
    match: body.match,
    is_active: row.is_active === 1,
  }))
  const assigned = new Map((await store.allAssignments(db)).map((one) => [one.room_id, one]))
  const running = await store.runningExclusions(db, now)
  const exclusions = grouped(running, ({ scope, target_id }) => `${scope} ${target_id}`)
  // Ships matter to exclusions of ships alone, which are few, where there are any.
  const isOfShip = running.some(({ scope }) => scope === 'vessel')
  const ships = grouped(isOfShip ? await store.allShips(db) : [], ({ room_id }) => room_id)
  const at = Date.parse(now)
  return {
    now,
    sets,
    decide: (room, unless) => {
      const vessel_ids = (ships.get(room.id) ?? []).map(({ vessel_id }) => vessel_id)
      const seen: PolicyRoom = { ...room, tags: tagsOf(room.tags), vessel_ids }
      const assignment = assigned.get(room.id)
      const effective = effectivePolicy(
        seen,
        {
          sets: candidates,
          assignment:
            assignment === undefined
              ? undefined
              : { ...assignment, auto_snapshot: assignment.auto_snapshot === 1 },
          exclusions:
            unless === 'exclusions' || running.length === 0
              ? []
              : targetsOf(seen).flatMap((key) => exclusions.get(key) ?? []),
        },
        at,
      )
      const set = effective.policy_set_id === null ? undefined : byId.get(effective.policy_set_id)
      return { effective, set, assignment }
    },
  }
}

/** The latest of the times from which a set can count for a room: both were made, and it was assigned. */
export function countsFrom(
  room: Pick<StandingRoom, 'created_at'>,
  { row }: StandingSet,
  assignment: Tables['assignments'] | undefined,
): string {
  const assigned = assignment?.policy_set_id === row.id ? assignment.assigned_at : ''
  return latest(room.created_at, row.created_at, assigned)
}

/** @param times ISO times, or empty for none */
export function latest(...times: readonly string[]): string {
  let newest = ''
  for (const time of times) if (time > newest) newest = time
  return newest
}

const targetsOf = (room: PolicyRoom): string[] => [
  `room ${room.id}`,
  `organization ${room.organization_id}`,
  ...(room.terminal_id === null ? [] : [`terminal ${room.terminal_id}`]),
  ...room.vessel_ids.map((id) => `vessel ${id}`),
]

export function grouped<Row>(
  rows: readonly Row[],
  keyOf: (row: Row) => string,
): Map<string, Row[]> {
  const groups = new Map<string, Row[]>()
  for (const row of rows) {
    const key = keyOf(row)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [row])
    else group.push(row)
  }
  return groups
}
