import type { PolicyOfRoom } from '../../../src-shared/contract/policies.ts'
import { effectivePolicy } from '../../../src-shared/rules/effective.ts'
import type { Call } from '../audit/index.ts'
import { tagsOf } from '../rooms/index.ts'
import * as store from './coverage-store.ts'
import { allSets } from './effective-store.ts'
import { bodyOf } from './set-shapes.ts'
import type { PolicyTools } from './tools.ts'

/**
 * Which set decides about each room of a page: a handful of queries, however many rooms. Those that
 * the caller does not see are left out.
 */
export type PoliciesOfRooms = (ids: readonly string[], call: Call) => Promise<PolicyOfRoom[]>

export function createPoliciesOfRooms({
  db,
  access,
  clock,
}: Pick<PolicyTools, 'db' | 'access' | 'clock'>): PoliciesOfRooms {
  return async (asked, call) => {
    const now = clock.iso()
    const party = (await access.seesAllRooms(call.actor)) ? null : call.actor.email
    const rooms = await store.roomsOf(db, asked, party)
    const ids = rooms.map(({ id }) => id)
    const [rows, assignments, ships, exclusions] = await Promise.all([
      allSets(db),
      store.assignmentsOf(db, ids),
      store.shipsOf(db, ids),
      store.runningExclusions(db, now),
    ])
    const sets = rows.map((row) => ({
      ...row,
      match: bodyOf(row).match,
      is_active: row.is_active === 1,
    }))
    const assigned = new Map(
      assignments.map((one) => [one.room_id, { ...one, auto_snapshot: one.auto_snapshot === 1 }]),
    )
    const named = ({
      room_id: _,
      ...assignment
    }: NonNullable<ReturnType<typeof assigned.get>>) => ({
      ...assignment,
      policy_set_name: rows.find(({ id }) => id === assignment.policy_set_id)?.name ?? '',
    })
    return rooms.map((room): PolicyOfRoom => {
      const vessel_ids = ships.filter((one) => one.room_id === room.id).map((one) => one.vessel_id)
      const assignment = assigned.get(room.id)
      const { verdict, reason, policy_set_id } = effectivePolicy(
        { ...room, tags: tagsOf(room.tags), vessel_ids },
        { sets, assignment, exclusions },
        Date.parse(now),
      )
      const set = rows.find(({ id }) => id === policy_set_id)
      const paused = set?.paused_until ?? null
      return {
        room_id: room.id,
        ...{ verdict, reason, policy_set_id },
        policy_set_name: set?.name ?? null,
        paused_until: paused !== null && paused > now ? paused : null,
        source:
          set === undefined ? null : assignment?.policy_set_id === set.id ? 'assigned' : 'matched',
        assignment: assignment === undefined ? null : named(assignment),
      }
    })
  }
}
