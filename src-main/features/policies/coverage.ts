import { setImmediate as breathe } from 'node:timers/promises'
import type { Cadence } from '../../../src-shared/contract/cadences.ts'
import type { CoverageStatus } from '../../../src-shared/contract/enums.ts'
import type { Coverage, CoverageGroup, CoverageRow } from '../../../src-shared/contract/policies.ts'
import { coverageOf, coveragePercentage } from '../../../src-shared/rules/coverage.ts'
import type { Call } from '../audit/index.ts'
import * as store from './coverage-store.ts'
import {
  countsFrom,
  grouped,
  readStanding,
  type StandingRoom,
  type StandingSet,
} from './standing.ts'
import type { PolicyTools } from './tools.ts'

export interface CoverageFilter {
  tenant_id?: string | undefined
  project_id?: string | undefined
  /** A set's id, or its name. */
  policy?: string | undefined
  status?: CoverageStatus | undefined
  limit: number
  offset: number
}

/**
 * Are the snapshots there that policy asks for? Every open room that the caller sees, with each
 * cadence of the set that decides about it. The summary is of the whole, whatever page or status.
 */
export type LookAtCoverage = (filter: CoverageFilter, call: Call) => Promise<Coverage>

export function createCoverage({ db, access, clock }: PolicyTools): LookAtCoverage {
  return async ({ tenant_id, project_id, policy, status, limit, offset }, call) => {
    const now = clock.iso()
    const party = (await access.seesAllRooms(call.actor)) ? null : call.actor.email
    const rooms = await store.openRooms(db, {
      organization_id: tenant_id,
      terminal_id: project_id,
      party,
    })
    const rows = (await rowsOf(rooms, now)).filter(
      (row) =>
        policy === undefined || row.policy_set_id === policy || row.policy_set_name === policy,
    )
    const summary = countsOf(rows)
    const shown = status === undefined ? rows : rows.filter((row) => row.status === status)
    return {
      rows: shown.slice(offset, offset + limit),
      count: shown.length,
      summary,
      percentage: coveragePercentage(summary),
      groups: groupsOf(rows),
    }
  }

  /** One row for each cadence of a room's set; reads once everything that they are made of. */
  async function rowsOf(rooms: readonly StandingRoom[], now: string): Promise<CoverageRow[]> {
    const standing = await readStanding(db, now)
    const decided = rooms.map((room) => ({ room, ...standing.decide(room) }))
    const newest = await newestOf(decided)
    const blocked = grouped(await store.lastBlocked(db), ({ room_id }) => room_id)
    return decided.flatMap(({ room, effective, set, assignment }): CoverageRow[] => {
      const about = {
        room_id: room.id,
        room_code: room.code,
        room_title: room.title,
        organization_id: room.organization_id,
        terminal_id: room.terminal_id,
        reason: effective.reason,
      }
      if (set === undefined) {
        const status = effective.verdict === 'excluded' ? 'excluded' : 'unprotected'
        const nothing = { policy_set_id: null, policy_set_name: null, cadence: null, newest: null }
        return [{ ...about, ...nothing, status }]
      }
      const { row, body } = set
      const counts_from = countsFrom(room, set, assignment)
      return body.cadences.map((cadence) => {
        const { name, schedule, time_zone } = cadence
        const last = newest.get(cadence)?.get(room.id) ?? null
        const blocked_at = blocked
          .get(room.id)
          ?.find((one) => one.policy_set_id === row.id && one.cadence === name)?.blocked_at
        const facts = {
          verdict: 'applies' as const,
          ...{ schedule, time_zone, counts_from },
          newest: last,
          blocked: blocked_at !== undefined && (last === null || blocked_at > last),
        }
        return {
          ...about,
          policy_set_id: row.id,
          policy_set_name: row.name,
          cadence: name,
          newest: last,
          status: coverageOf(facts, Date.parse(now)),
        }
      })
    })
  }

  /**
   * When each cadence of each room was last whole: the oldest of the newest of each format, since a
   * period is there when all its formats are.
   */
  async function newestOf(
    decided: readonly { room: StandingRoom; set: StandingSet | undefined }[],
  ) {
    const newest = new Map<Cadence, Map<string, string | null>>()
    for (const [set, own] of Map.groupBy(decided, (one) => one.set)) {
      if (set === undefined) continue
      const ids = own.map(({ room }) => room.id)
      for (const cadence of set.body.cadences) {
        const ofRooms = new Map<string, string | null>()
        newest.set(cadence, ofRooms)
        for (const format of set.body.formats) {
          const of = { policy_set_id: set.row.id, cadence: cadence.name, format }
          for (const { room_id, newest: time } of await store.newestCompleted(db, ids, of)) {
            const known = ofRooms.get(room_id)
            const isOldest = known === undefined || (known !== null && (time ?? '') < known)
            if (isOldest) ofRooms.set(room_id, time)
          }
          await breathe()
        }
      }
    }
    return newest
  }
}

function countsOf(rows: readonly CoverageRow[]): Record<CoverageStatus, number> {
  const counts = { compliant: 0, overdue: 0, pending: 0, blocked: 0, excluded: 0, unprotected: 0 }
  for (const { status } of rows) counts[status]++
  return counts
}

/** The rows by the set that decides, by its name; those of no set last. */
function groupsOf(rows: readonly CoverageRow[]): CoverageGroup[] {
  const groups = [
    ...Map.groupBy(rows, ({ policy_set_id }) => policy_set_id ?? '').values(),
  ].flatMap((own) => {
    const [first] = own
    if (first === undefined) return []
    const summary = countsOf(own)
    return {
      policy_set_id: first.policy_set_id,
      policy_set_name: first.policy_set_name,
      rooms: new Set(own.map(({ room_id }) => room_id)).size,
      summary,
      percentage: coveragePercentage(summary),
    }
  })
  return groups.sort(
    (a, b) =>
      Number(a.policy_set_id === null) - Number(b.policy_set_id === null) ||
      (a.policy_set_name ?? '').localeCompare(b.policy_set_name ?? '', 'en'),
  )
}
