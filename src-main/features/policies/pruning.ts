import { createHash } from 'node:crypto'
import { setImmediate as breathe } from 'node:timers/promises'
import type { Cadence } from '../../../src-shared/contract/cadences.ts'
import type { PolicySetBody } from '../../../src-shared/contract/policy-sets.ts'
import { canonicalJson } from '../../../src-shared/rules/canonical-json.ts'
import { applyRetention } from '../../../src-shared/rules/retention.ts'
import { withSafetyNet } from '../../../src-shared/rules/safety.ts'
import type { Executor } from '../../platform/db/index.ts'
import type { Tables } from '../tables.ts'
import { completedOf } from './effective-store.ts'
import { roomsOfSnapshots } from './pruning-store.ts'

/** A snapshot that a saved set would remove, and the set as it stands would not. */
export interface MoreRemoved {
  snapshot_id: string
  room_id: string
  room_code: string
  room_title: string
  cadence: string
  snapshot_type: Tables['snapshots']['format']
  created_at: string
  reason: string
}

/** What pruning would do by the two forms of a set; `digest` changes with any of it. */
export interface Pruning {
  removes_now: number
  would_remove: number
  /** Removed by the new form alone. */
  more_count: number
  /** The first hundred of them. */
  more: MoreRemoved[]
  digest: string
}

const shownAtMost = 100
const roomsAtOnce = 100

/** Does a new form of a set go by another retention than the standing one, for a cadence of both? */
export function changesRetention(before: PolicySetBody, after: PolicySetBody): boolean {
  return after.keep_min < before.keep_min || changedCadences(before, after).length > 0
}

function changedCadences(before: PolicySetBody, after: PolicySetBody): Cadence[] {
  const rule = ({ retention, time_zone }: Cadence) => canonicalJson({ retention, time_zone })
  return after.cadences.filter((one) => {
    const standing = before.cadences.find(({ name }) => name === one.name)
    return standing !== undefined && rule(standing) !== rule(one)
  })
}

/**
 * What the snapshots of a set would lose by its new form, beside what they lose by the standing one.
 * The safety net counts. Rooms are looked at a hundred at a time, and others get their turn between.
 * @param now ISO-8601 UTC
 */
export async function pruningOf(
  db: Executor<Tables>,
  setId: string,
  { before, after }: { before: PolicySetBody; after: PolicySetBody },
  now: string,
): Promise<Pruning> {
  const cadences = after.cadences.flatMap((young) => {
    const old = before.cadences.find(({ name }) => name === young.name)
    return old === undefined ? [] : [{ old, young }]
  })
  const hash = createHash('sha256')
  const more: MoreRemoved[] = []
  const counts = { removes_now: 0, would_remove: 0, more_count: 0 }
  let last = ''
  for (;;) {
    const rooms = await roomsOfSnapshots(db, setId, { after: last, limit: roomsAtOnce })
    for (const room of rooms) {
      const completed = await completedOf(db, room.id)
      const ofRoom = completed.map(({ id, created_at }) => ({ id, time: created_at }))
      for (const { old, young } of cadences) {
        for (const format of after.formats) {
          const own = completed
            .filter(
              (one) =>
                one.policy_set_id === setId && one.cadence === young.name && one.format === format,
            )
            .map((one) => ({
              id: one.id,
              time: one.created_at,
              hold: one.hold === 1 && (one.hold_until === null || one.hold_until > now),
              manual: one.trigger === 'manual',
            }))
          const removed = ({ retention, time_zone }: Cadence, keepMin: number) =>
            withSafetyNet(
              applyRetention(own, retention, time_zone, Date.parse(now)),
              ofRoom,
              keepMin,
            ).removed
          const standing = removed(old, before.keep_min)
          const next = removed(young, after.keep_min)
          counts.removes_now += standing.length
          counts.would_remove += next.length
          const already = new Set(standing.map(({ id }) => id))
          for (const { id, reason } of next) {
            if (already.has(id)) continue
            hash.update(id)
            counts.more_count++
            if (more.length >= shownAtMost) continue
            more.push({
              snapshot_id: id,
              room_id: room.id,
              room_code: room.code,
              room_title: room.title,
              cadence: young.name,
              snapshot_type: format,
              created_at: own.find((one) => one.id === id)?.time ?? '',
              reason,
            })
          }
        }
      }
    }
    const end = rooms.at(-1)
    if (end === undefined || rooms.length < roomsAtOnce) break
    last = end.id
    await breathe()
  }
  return { ...counts, more, digest: hash.digest('hex') }
}
