import type { Executor } from '../../../platform/db/index.ts'
import type { Tables } from '../../tables.ts'
import { parseBody } from '../set-shapes.ts'
import type { StandingSet } from '../standing.ts'
import * as store from './due-store.ts'

/** Since when each cadence of a set has had the schedule that it has: by its name, as ISO time. */
export type ScheduleSince = (set: StandingSet) => Promise<ReadonlyMap<string, string>>

/** Looked up in the versions, once for each version of a set. */
export function createScheduleSince(db: Executor<Tables>): ScheduleSince {
  const known = new Map<string, { version: number; since: Map<string, string> }>()
  return async ({ row, body }) => {
    const kept = known.get(row.id)
    if (kept?.version === row.version) return kept.since
    const versions = await store.savedVersions(db, row.id)
    const open = new Map(
      body.cadences.map(({ name, schedule, time_zone }) => [
        name,
        JSON.stringify([schedule, time_zone]),
      ]),
    )
    const since = new Map(body.cadences.map(({ name }) => [name, row.updated_at]))
    for (const { body: text, saved_at } of versions) {
      const saved = new Map(
        parseBody(text).cadences.map(({ name, schedule, time_zone }) => [
          name,
          JSON.stringify([schedule, time_zone]),
        ]),
      )
      for (const [name, schedule] of open) {
        if (saved.get(name) === schedule) since.set(name, saved_at)
        else open.delete(name)
      }
      if (open.size === 0) break
    }
    known.set(row.id, { version: row.version, since })
    return since
  }
}
