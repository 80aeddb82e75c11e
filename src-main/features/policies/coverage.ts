import type { CoverageStatus } from '../../../src-shared/contract/enums.ts'
import type { Coverage, CoverageGroup, CoverageRow } from '../../../src-shared/contract/policies.ts'
import type { PolicySetBody } from '../../../src-shared/contract/policy-sets.ts'
import { coverageOf, coveragePercentage } from '../../../src-shared/rules/coverage.ts'
import type { Call } from '../audit/index.ts'
import * as store from './coverage-store.ts'
import { countsFrom, grouped, readStanding, type StandingRoom } from './standing.ts'
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
    const rowsOf = await coverageRows(now)
    const rows = rooms
      .flatMap((room) => rowsOf(room))
      .filter(
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

  /** Reads once everything that the rows are made of. */
  async function coverageRows(now: string): Promise<(room: StandingRoom) => CoverageRow[]> {
    const standing = await readStanding(db, now)
    const newest = grouped(await store.newestCompleted(db), ({ room_id }) => room_id)
    const blocked = grouped(await store.lastBlocked(db), ({ room_id }) => room_id)

    /** The oldest of the newest of each format: a period is there when all its formats are. */
    const newestOf = (roomId: string, setId: string, body: PolicySetBody, cadence: string) => {
      const own = newest.get(roomId) ?? []
      let oldest: string | null = null
      for (const format of body.formats) {
        const one = own.find(
          (row) => row.policy_set_id === setId && row.cadence === cadence && row.format === format,
        )
        if (one === undefined) return null
        if (oldest === null || one.newest < oldest) oldest = one.newest
      }
      return oldest
    }

    return (room) => {
      const { effective, set, assignment } = standing.decide(room)
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
      return body.cadences.map(({ name, schedule, time_zone }) => {
        const last = newestOf(room.id, row.id, body, name)
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
    }
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
