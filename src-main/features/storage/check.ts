import type { BlobStore } from '../../platform/blobs/index.ts'
import type { Clock } from '../../platform/clock/index.ts'
import type { Executor } from '../../platform/db/index.ts'
import type { Log } from '../../platform/log/index.ts'
import { type Audit, systemCall } from '../audit/index.ts'
import type { Tables } from '../tables.ts'
import * as store from './store.ts'

const atOnce = 100
/** Snapshots that are named in the entry of a damaged file; all of them are counted. */
const namedSnapshots = 20

export interface CheckedFiles {
  checked: number
  damaged: number
}

export type Unsound = 'damaged' | 'missing'

/** Says at once, in the trail and to whoever listens, that a stored file is not what it was. */
export type ReportDamage = (sha256: string, state: Unsound) => Promise<void>

/** Each damaged file is reported once, until it is sound again. */
export function createReportDamage(options: {
  db: Executor<Tables>
  audit: Audit
  clock: Clock
  log: Log
}): ReportDamage {
  const { db, audit, clock, log } = options
  return async (sha256, state) => {
    const snapshots = await store.snapshotsOf(db, sha256, namedSnapshots)
    if (!(await store.isSound(db, sha256))) return
    await audit.change(systemCall(), async ({ trx, record }) => {
      await store.noteDamaged(trx, sha256, clock.iso())
      await record({
        action: 'blob.damaged',
        resource_type: 'blob',
        resource_id: sha256,
        outcome: 'failed',
        detail: { state, snapshots: snapshots.map(({ id, room_code }) => ({ id, room_code })) },
      })
    })
    log.error({ sha256, state }, 'a stored file is not sound')
  }
}

/**
 * Reads and hashes every file that was last looked at before `before`, the longest ago first.
 * @param onShare how much of it is done, 0 to 1
 */
export async function checkFiles(options: {
  db: Executor<Tables>
  blobs: BlobStore
  clock: Clock
  before: string
  reportDamage: ReportDamage
  signal: AbortSignal
  onShare: (share: number) => void
}): Promise<CheckedFiles> {
  const { db, blobs, clock, before, reportDamage, signal, onShare } = options
  await store.startChecks(db)
  const all = await store.countToCheck(db, before)
  const result: CheckedFiles = { checked: 0, damaged: 0 }
  let after: store.Checked = { verified_at: '', sha256: '' }
  for (;;) {
    const files = await store.toCheck(db, before, after, atOnce)
    const last = files.at(-1)
    if (last === undefined) return result
    after = last
    const sound: string[] = []
    for (const { sha256 } of files) {
      signal.throwIfAborted()
      const state = await blobs.state(sha256)
      result.checked += 1
      if (state === 'sound') sound.push(sha256)
      else {
        result.damaged += 1
        await reportDamage(sha256, state)
      }
      onShare(result.checked / Math.max(1, all))
    }
    await store.noteSound(db, sound, clock.iso())
  }
}
