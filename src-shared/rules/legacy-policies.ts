import type { RetentionRule } from './retention.ts'
import type { Schedule } from './schedule.ts'

/** What a cadence is made of, whichever shape it was written in. */
export interface CadenceShape {
  name: string
  schedule: Schedule
  time_zone: string
  retention: RetentionRule
}

/** When the predecessor's cadences are due here; it had no time of its own for each. */
const legacyTime = '02:00'

/**
 * The schedule behind a label of predecessor B: `hourly`, `daily_5`, `weekly_4`, `monthly_1st`,
 * `monthly_15th`, `monthly_12`. Undefined for any other. The number is how many were kept.
 */
export function legacySchedule(label: string): Schedule | undefined {
  if (label === 'hourly') return { kind: 'hourly' }
  if (/^daily_\d{1,5}$/.test(label)) return { kind: 'daily', at: legacyTime }
  if (/^weekly_\d{1,5}$/.test(label)) return { kind: 'weekly', days: ['sun'], at: legacyTime }
  if (label === 'monthly_15th') return { kind: 'monthly', day: 15, at: legacyTime }
  if (label === 'monthly_1st' || /^monthly_\d{1,5}$/.test(label)) {
    return { kind: 'monthly', day: 1, at: legacyTime }
  }
  return undefined
}

/** `policies[]` and `retention_map{}` of a set: a count where its retention is one, else the whole rule. */
export function toLegacy(cadences: readonly CadenceShape[]): {
  policies: string[]
  retention_map: Record<string, number | RetentionRule>
} {
  return {
    policies: cadences.map(({ name }) => name),
    retention_map: Object.fromEntries(
      cadences.map(({ name, retention }) => [name, countOf(retention) ?? retention]),
    ),
  }
}

/**
 * Cadences from `policies[]` and `retention_map{}`; `{ "daily_5": 5 }` means the last five. A label
 * that the set has already keeps its schedule and zone, so that nothing is lost by writing what was read.
 * @returns the cadences, or what is wrong and where
 */
export function fromLegacy(
  {
    policies,
    retention_map,
  }: {
    policies: readonly string[]
    retention_map: Readonly<Record<string, number | RetentionRule>>
  },
  standing: readonly CadenceShape[],
): { cadences: CadenceShape[] } | { field: 'policies' | 'retention_map'; problem: string } {
  if (policies.length === 0) {
    return { field: 'policies', problem: 'must name at least one cadence' }
  }
  const twice = policies.find((label, index) => policies.indexOf(label) !== index)
  if (twice !== undefined) return { field: 'policies', problem: `names ${twice} twice` }
  const stray = Object.keys(retention_map).find((label) => !policies.includes(label))
  if (stray !== undefined) {
    return { field: 'retention_map', problem: `has ${stray}, which policies does not name` }
  }
  const cadences: CadenceShape[] = []
  for (const name of policies) {
    const kept = retention_map[name]
    if (kept === undefined) {
      return { field: 'retention_map', problem: `must say how many ${name} snapshots stay` }
    }
    const known = standing.find((one) => one.name === name)
    const schedule = known?.schedule ?? legacySchedule(name)
    if (schedule === undefined) {
      return {
        field: 'policies',
        problem: `must name hourly, daily_5, weekly_4, monthly_1st, monthly_15th, or a cadence of the set; ${name} is none: give cadences with their schedules instead`,
      }
    }
    const retention = typeof kept === 'number' ? { last: kept } : kept
    cadences.push({ name, schedule, time_zone: known?.time_zone ?? 'UTC', retention })
  }
  return { cadences }
}

function countOf(retention: RetentionRule): number | undefined {
  const given = Object.entries(retention).filter(([, value]) => value !== undefined)
  return given.every(([key]) => key === 'last') ? retention.last : undefined
}
