import type { Snapshot, SnapshotDeletion } from '../../../src-shared/contract/snapshots.ts'
import type { Clock } from '../../platform/clock/index.ts'
import type { Executor } from '../../platform/db/index.ts'
import { badField, DomainError } from '../../platform/domain-error.ts'
import type { Previews } from '../../platform/previews/index.ts'
import type { Audit, Call } from '../audit/index.ts'
import type { Tables } from '../tables.ts'
import type { Find } from './find.ts'
import { isHeld, toSnapshot } from './shapes.ts'
import * as store from './store.ts'

/** What keeps snapshots and what ends them: hold, release, and deletion that was shown first. */
export interface SnapshotCare {
  /** @throws CONFLICT for one that is held or deleted, BAD_REQUEST for a time that has passed */
  hold(
    input: { snapshot_id: string; reason: string; hold_until?: string | undefined },
    call: Call,
  ): Promise<Snapshot>
  /** @throws CONFLICT for one that is not held */
  release(input: { snapshot_id: string; reason: string }, call: Call): Promise<Snapshot>
  /** What deleting these would take away. @throws NOT_FOUND naming the one that is not there */
  deletionPreview(snapshotIds: readonly string[], call: Call): Promise<SnapshotDeletion>
  /**
   * Deletes all of them, or none.
   * @throws CONFLICT naming one that is held or being made; PREVIEW_NEEDED with a fresh preview
   */
  deleteMany(
    input: { snapshot_ids: readonly string[]; reason: string; preview_token?: string | undefined },
    call: Call,
  ): Promise<{ deleted: number; bytes_freed: number }>
}

const refusals = {
  missing: 'Deleting snapshots cannot be undone. Look at what goes, and confirm that.',
  expired: 'The preview is older than ten minutes. Look again at what goes.',
  stale: 'The snapshots have changed since the preview. Look again at what goes.',
}

export function createSnapshotCare(options: {
  db: Executor<Tables>
  audit: Audit
  clock: Clock
  previews: Previews
  find: Find
}): SnapshotCare {
  const { db, audit, clock, previews, find } = options

  const stateOf = async (executor: Executor<Tables>, ids: readonly string[], call: Call) => {
    const rows: store.SnapshotRow[] = []
    for (const id of new Set(ids)) {
      const row = await find.found(call, id, executor)
      if (row.status === 'deleted') {
        throw new DomainError('CONFLICT', `“${row.title}” is deleted already.`)
      }
      rows.push(row)
    }
    const state = {
      snapshots: rows.map((row) => ({
        id: row.id,
        title: row.title,
        snapshot_type: row.format,
        status: row.status,
        file_size: row.file_size,
        created_at: row.created_at,
        held: isHeld(row, clock.iso()),
      })),
      // A file that another snapshot shows too stays; so does one that a document has.
      bytes_freed: await store.bytesFreedWithout(
        executor,
        rows.map((row) => row.id),
      ),
    }
    return { rows, state }
  }
  const subject = 'snapshots.delete'

  return {
    hold: async ({ snapshot_id, reason, hold_until }, call) => {
      const now = clock.iso()
      if (hold_until !== undefined && hold_until <= now) {
        throw badField('hold_until', 'must be later than now; leave it out to hold without an end')
      }
      return audit.change(call, async ({ trx, record }) => {
        const row = await find.found(call, snapshot_id, trx)
        if (row.status === 'deleted') throw new DomainError('CONFLICT', 'The snapshot was deleted.')
        if (isHeld(row, now)) {
          throw new DomainError(
            'CONFLICT',
            `The snapshot is held already, by ${row.held_by ?? 'somebody'}: ${row.hold_reason ?? ''}`,
          )
        }
        const held = {
          hold: 1,
          hold_reason: reason,
          hold_until: hold_until ?? null,
          held_by: call.actor.email,
        }
        await store.change(trx, snapshot_id, held)
        await record({
          action: 'snapshot.held',
          resource_type: 'snapshot',
          resource_id: snapshot_id,
          detail: { title: row.title, reason, hold_until: hold_until ?? null },
        })
        return toSnapshot({ ...row, ...held }, now)
      })
    },

    release: ({ snapshot_id, reason }, call) =>
      audit.change(call, async ({ trx, record }) => {
        const row = await find.found(call, snapshot_id, trx)
        if (!isHeld(row, clock.iso())) {
          throw new DomainError('CONFLICT', 'The snapshot is not held.')
        }
        const released = { hold: 0, hold_reason: null, hold_until: null, held_by: null }
        await store.change(trx, snapshot_id, released)
        await record({
          action: 'snapshot.released',
          resource_type: 'snapshot',
          resource_id: snapshot_id,
          detail: {
            title: row.title,
            reason,
            before: { reason: row.hold_reason, until: row.hold_until, by: row.held_by },
          },
        })
        return toSnapshot({ ...row, ...released }, clock.iso())
      }),

    deletionPreview: async (ids, call) => {
      const { state } = await stateOf(db, ids, call)
      return { ...state, ...previews.issue(subject, state) }
    },

    deleteMany: ({ snapshot_ids, reason, preview_token }, call) =>
      audit.change(call, async ({ trx, record }) => {
        const { rows, state } = await stateOf(trx, snapshot_ids, call)
        for (const row of rows) refuseToDelete(row, clock.iso())
        const verdict = previews.judge(preview_token, subject, state)
        if (verdict !== 'good') {
          throw new DomainError('PREVIEW_NEEDED', refusals[verdict], {
            preview: { ...state, ...previews.issue(subject, state) },
          })
        }
        for (const row of rows) {
          await store.change(trx, row.id, store.deletedBy(call.actor.email, clock.iso(), reason))
          await record({
            action: 'snapshot.deleted',
            resource_type: 'snapshot',
            resource_id: row.id,
            detail: { title: row.title, sha256: row.blob_sha256, reason },
          })
        }
        return { deleted: rows.length, bytes_freed: state.bytes_freed }
      }),
  }
}

/** @throws CONFLICT or SNAPSHOT_NOT_READY, naming the snapshot */
export function refuseToDelete(row: store.SnapshotRow, now: string): void {
  if (row.status === 'generating') {
    throw new DomainError(
      'SNAPSHOT_NOT_READY',
      `“${row.title}” is still being made; cancel it first.`,
    )
  }
  if (row.status === 'deleted') {
    throw new DomainError('CONFLICT', `“${row.title}” is deleted already.`)
  }
  if (isHeld(row, now)) {
    throw new DomainError(
      'CONFLICT',
      `“${row.title}” is held by ${row.held_by ?? 'somebody'}: ${row.hold_reason ?? ''} Release it first.`,
    )
  }
}
