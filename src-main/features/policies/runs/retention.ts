import { setImmediate as breathe } from 'node:timers/promises'
import type { SnapshotFormat } from '../../../../src-shared/contract/enums.ts'
import { applyRetention } from '../../../../src-shared/rules/retention.ts'
import { withSafetyNet } from '../../../../src-shared/rules/safety.ts'
import type { Executor } from '../../../platform/db/index.ts'
import { type Call, systemCall } from '../../audit/index.ts'
import type { Tables } from '../../tables.ts'
import { grouped, type StandingSet } from '../standing.ts'
import type { PolicyTools } from '../tools.ts'
import { writeDecisions } from './decisions.ts'
import type { RunRoom } from './plan.ts'
import * as store from './retention-store.ts'

/** A cadence of a room that may be pruned. */
export interface Prunable {
  room: RunRoom
  set: StandingSet
  cadence: string
  formats: readonly SnapshotFormat[]
}

/** A snapshot that retention does not keep. */
export interface Removal {
  id: string
  room: RunRoom
  set: StandingSet
  cadence: string
  format: SnapshotFormat
  created_at: string
  file_size: number
  /** The rule's own words. */
  reason: string
}

const roomsAtOnce = 200
const removedAtOnce = 40

/**
 * What retention would remove of these cadences, the safety net applied; of rooms with a damaged file
 * nothing. A cadence that the set has no more keeps everything.
 * @param now ISO-8601 UTC
 * @param isTaken the snapshots that a dry run would have made count as made
 */
export async function removalsOf(
  db: Executor<Tables>,
  prunable: readonly Prunable[],
  now: string,
  isTaken = false,
): Promise<Removal[]> {
  const damaged = await store.damagedRooms(db)
  const sound = prunable.filter(({ room }) => !damaged.has(room.id))
  const removals: Removal[] = []
  const groups = grouped(sound, ({ set, cadence }) => `${set.row.id} ${cadence}`)
  for (const group of groups.values()) {
    for (let from = 0; from < group.length; from += roomsAtOnce) {
      removals.push(
        ...(await ofOneCadence(db, group.slice(from, from + roomsAtOnce), now, isTaken)),
      )
      await breathe()
    }
  }
  return removals
}

/** @param some rooms of one cadence of one set */
async function ofOneCadence(
  db: Executor<Tables>,
  some: readonly Prunable[],
  now: string,
  isTaken: boolean,
): Promise<Removal[]> {
  const [first] = some
  const rule = first?.set.body.cadences.find(({ name }) => name === first.cadence)
  if (first === undefined || rule === undefined) return []
  const { set, cadence } = first
  const kept = grouped(
    await store.keptOf(db, {
      room_ids: some.map(({ room }) => room.id),
      policy_set_id: set.row.id,
      cadence,
    }),
    ({ room_id, format }) => `${room_id} ${format}`,
  )
  const removals: Removal[] = []
  for (const { room, formats } of some) {
    for (const format of formats) {
      const own = kept.get(`${room.id} ${format}`) ?? []
      const { kept: staying, removed } = applyRetention(
        [
          ...(isTaken ? [{ id: '', time: now }] : []),
          ...own.map((one) => ({
            id: one.id,
            time: one.created_at,
            hold: one.hold === 1 && (one.hold_until === null || one.hold_until > now),
            manual: one.trigger === 'manual',
          })),
        ],
        rule.retention,
        rule.time_zone,
        Date.parse(now),
      )
      const [newestGone] = removed
      if (newestGone === undefined) continue
      const byId = new Map(own.map((one) => [one.id, one]))
      const timeOf = ({ id }: { id: string }) => byId.get(id)?.created_at ?? now
      // Where enough newer ones stay, the safety net has nothing to catch: most rooms need no look.
      const enough = staying[set.body.keep_min - 1]
      const isSafe = enough !== undefined && timeOf(enough) > timeOf(newestGone)
      const gone = isSafe
        ? removed
        : withSafetyNet(
            { kept: staying, removed },
            await newestFirst(db, room.id, set.body.keep_min, own, isTaken ? now : undefined),
            set.body.keep_min,
          ).removed
      for (const { id, reason } of gone) {
        const one = byId.get(id)
        if (one === undefined) continue
        const { created_at, file_size } = one
        removals.push({ id, room, set, cadence, format, created_at, file_size, reason })
      }
    }
  }
  return removals
}

/** The newest of the room, by hand or not, and those of the cadence: what the safety net goes by. */
async function newestFirst(
  db: Executor<Tables>,
  roomId: string,
  keepMin: number,
  own: readonly store.Kept[],
  taken: string | undefined,
) {
  const newest = await store.newestOfRoom(db, roomId, keepMin)
  const known = new Set(newest.map(({ id }) => id))
  return [
    ...(taken === undefined ? [] : [{ id: '', time: taken }]),
    ...newest,
    ...own
      .filter(({ id }) => !known.has(id))
      .map(({ id, created_at }) => ({ id, time: created_at })),
  ]
}

/** Nothing was removed: what was found is held, or gone, by now. */
class NothingRemoved extends Error {}

/**
 * Removes what was found, a few in each transaction, each with its record and its entry. What is held
 * by now, or gone, is passed over.
 * @param by who agreed to it; automation where nobody had to
 */
export async function removeAll(
  tools: PolicyTools,
  runId: number,
  removals: readonly Removal[],
  { by, goOn }: { by: Call | undefined; goOn: () => boolean },
): Promise<number> {
  let removed = 0
  const email = by?.actor.email ?? systemCall().actor.email
  for (let from = 0; from < removals.length && goOn(); from += removedAtOnce) {
    const some = removals.slice(from, from + removedAtOnce)
    removed += await tools.audit
      .change(systemCall('scheduler'), async ({ trx, record }) => {
        const at = tools.clock.iso()
        const gone: Removal[] = []
        for (const one of some) {
          if (!(await store.removeSnapshot(trx, one.id, { at, by: email, reason: one.reason }))) {
            continue
          }
          gone.push(one)
        }
        if (gone.length === 0) throw new NothingRemoved()
        await writeDecisions(
          trx,
          tools,
          runId,
          gone.map((one) => ({ ...aboutRemoval(one), action: 'deleted', reason: 'retention' })),
        )
        for (const { id, room, reason, cadence } of gone) {
          await record(
            {
              action: 'snapshot.deleted',
              resource_type: 'snapshot',
              resource_id: id,
              detail: {
                ...{ reason, cadence, run_id: runId },
                ...(by === undefined ? {} : { agreed_by: by.actor.email }),
              },
            },
            systemCall('scheduler', { ...room, party: null }),
          )
        }
        return gone.length
      })
      .catch((error: unknown) => {
        if (error instanceof NothingRemoved) return 0
        throw error
      })
    await breathe()
  }
  return removed
}

/** What a record says of a removal, done or only thought of. */
export const aboutRemoval = ({ id, room, set, cadence, format, file_size, reason }: Removal) => ({
  room_id: room.id,
  policy_set_id: set.row.id,
  policy_set_name: set.row.name,
  policy_version: set.row.version,
  ...{ cadence, format, file_size },
  snapshot_id: id,
  retention_reason: reason,
})
