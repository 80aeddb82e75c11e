import type BetterSqlite3 from 'better-sqlite3'
import { settableClock } from '../src-main/platform/clock/index.ts'
import type { LocalClient } from '../src-main/rpc/local-client.ts'
import type { CreatePolicySetInput } from '../src-shared/contract/policy-sets.ts'
import { room0 } from './_rooms.ts'
import { uuid } from './_world.ts'

/** Of six rooms that `fillRooms` makes four are open. */
export const roomsFor = (open: number): number => (open / 4) * 6

const snapshot0 = 0x5_0000_0000
const record0 = 0x6_0000_0000

/** Stands still at noon until a bench moves it to a time at which something is due. */
export const benchClock = () => settableClock('2026-11-20T12:00:00.000Z')

const time_zone = 'Europe/Athens'
const everything: CreatePolicySetInput = {
  ...{ name: 'Everything', scope: 'global', formats: ['pdf'] },
  cadences: [
    {
      ...{ name: 'daily', schedule: { kind: 'daily', at: '02:00' }, time_zone },
      retention: { daily: 7, weekly: 4 },
    },
    {
      ...{ name: 'weekly', schedule: { kind: 'weekly', days: ['mon'], at: '03:00' }, time_zone },
      retention: { weekly: 8, monthly: 6 },
    },
    {
      ...{ name: 'monthly', schedule: { kind: 'monthly', day: 31, at: '04:00' }, time_zone },
      retention: { monthly: 12, yearly: -1 },
    },
  ],
}

/** A policy set for everything, with three cadences. @returns its id */
export async function makeSet(client: LocalClient): Promise<string> {
  return (await client.policySets.create(everything)).id
}

/**
 * Completed snapshots of a set in every open room, in turns of its cadences, one a day back from noon
 * of 20 November 2026; and one record of a run for each.
 * @returns how many there are
 */
export function fillSnapshots(
  raw: BetterSqlite3.Database,
  setId: string,
  { rooms, ofRoom }: { rooms: number; ofRoom: number },
): number {
  const at = Date.UTC(2026, 10, 20)
  const blob = 'a'.repeat(64)
  const snapshot = raw.prepare(
    `insert into snapshots (id, room_id, title, heading, format, status, trigger, options, viewpoint,
       policy_set_id, cadence, period_key, run_id, room_revision, content_hash, blob_sha256, file_size,
       created_by, created_at, completed_at)
     values (?, ?, 'Room snapshot', 'Room snapshot', 'pdf', 'completed', 'scheduled', '{}', 'null',
       ?, ?, ?, ?, 1, ?, '${blob}', 45000, 'system', ?, ?)`,
  )
  const record = raw.prepare(
    `insert into records (id, run_id, action, reason, room_id, room_code, room_title, organization_id,
       organization_name, policy_set_id, policy_set_name, policy_version, cadence, period_key,
       snapshot_id, file_size, created_at, format)
     values (?, ?, 'created', 'scheduled', ?, ?, ?, ?, 'Organization', ?, 'Everything', 1, ?, ?, ?, 45000, ?, 'pdf')`,
  )
  const run = raw.prepare(
    `insert into runs (seq, trigger, dry_run, status, total_rooms, created, deleted, failed, skipped,
       blocked, progress, triggered_by, host, created_at, started_at, finished_at)
     values (?, 'scheduled', 0, 'completed', ?, ?, 0, 0, 0, 0, 100, 'system', 'bench', ?, ?, ?)`,
  )
  const open = raw
    .prepare<[], { id: string; code: string; title: string; organization_id: string }>(
      `select id, code, title, organization_id from rooms where status not in ('completed', 'cancelled')
       and id >= '${uuid(room0)}'`,
    )
    .all()
  const names = everything.cadences?.map(({ name }) => name) ?? []
  let made = 0
  raw.transaction(() => {
    raw
      .prepare('insert or ignore into blobs (sha256, size_bytes, created_at) values (?, 45000, ?)')
      .run(blob, new Date(at).toISOString())
    for (let day = ofRoom; day > 0; day--) {
      const time = new Date(at - day * 86_400_000).toISOString()
      const seq = ofRoom - day + 1
      run.run(seq, open.length, open.length, time, time, time)
      const cadence = names[day % names.length] ?? 'daily'
      for (const room of open) {
        const id = uuid(snapshot0 + made)
        const period = `${cadence}:${time.slice(0, 10)}`
        snapshot.run(id, room.id, setId, cadence, period, seq, blob, time, time)
        record.run(
          ...[uuid(record0 + made), seq, room.id, room.code, room.title, room.organization_id],
          ...[setId, cadence, period, id, time],
        )
        made++
      }
    }
  })()
  raw.exec('analyze')
  raw.pragma('wal_checkpoint(truncate)')
  console.log(`${open.length} open rooms of ${rooms}, ${made} snapshots, ${made} records`)
  return made
}
