import type { z } from 'zod'
import type { FileTicket } from '../../../src-shared/contract/documents.ts'
import type { SnapshotFormat, SnapshotStatus } from '../../../src-shared/contract/enums.ts'
import {
  type SnapshotOptions,
  snapshotOptionsSchema,
} from '../../../src-shared/contract/room-model.ts'
import type {
  CreateSnapshotInput,
  Snapshot,
  verifyAnswerSchema,
} from '../../../src-shared/contract/snapshots.ts'
import { snapshotFileName } from '../../../src-shared/rules/file-names.ts'
import { type BlobStore, hashOf } from '../../platform/blobs/index.ts'
import type { Clock } from '../../platform/clock/index.ts'
import type { Executor } from '../../platform/db/index.ts'
import { DomainError } from '../../platform/domain-error.ts'
import type { Ids } from '../../platform/ids/index.ts'
import type { Tasks } from '../../platform/tasks/index.ts'
import { type Access, viewpointOf } from '../access/index.ts'
import { type Audit, type Call, roomOf, seqOf } from '../audit/index.ts'
import { roomRow, type See } from '../rooms/index.ts'
import type { Budgets, ReportDamage } from '../storage/index.ts'
import type { Tables } from '../tables.ts'
import type { ArtefactCache } from './artefact-cache.ts'
import { artefactFormats } from './render/formats.ts'
import * as store from './store.ts'

/** The artefact's own heading where no title was given: the time of making is not content. */
const plainHeading = 'Room snapshot'

export interface Snapshots {
  /** Answers as soon as the snapshot and its task are durable; the file comes later. */
  create(input: CreateSnapshotInput, call: Call): Promise<Snapshot>
  list(
    input: {
      status?: SnapshotStatus | undefined
      snapshot_type?: SnapshotFormat | undefined
      limit: number
      offset: number
    },
    call: Call,
  ): Promise<{ snapshots: Snapshot[]; total: number }>
  get(snapshotId: string, call: Call): Promise<Snapshot>
  /** @throws SNAPSHOT_NOT_READY, SNAPSHOT_FAILED, BLOB_DAMAGED, BLOB_MISSING */
  download(snapshotId: string, call: Call): Promise<FileTicket>
  /** Makes a failed snapshot, or one whose stored file is not sound, again. */
  retry(snapshotId: string, call: Call): Promise<Snapshot>
  delete(
    input: { snapshot_id: string; reason?: string | undefined },
    call: Call,
  ): Promise<{ message: string; snapshot_id: string }>
  /** Is there a snapshot whose file has this hash, and may the caller know of it? */
  verify(
    file: { sha256: string } | { bytes: Uint8Array },
    call: Call,
  ): Promise<z.infer<typeof verifyAnswerSchema>>
}

export function createSnapshotService(options: {
  db: Executor<Tables>
  audit: Audit
  access: Access
  blobs: BlobStore
  cache: ArtefactCache
  budgets: Budgets
  reportDamage: ReportDamage
  clock: Clock
  ids: Ids
  seen: See
  tasks: Pick<Tasks, 'add' | 'forget' | 'kick'>
}): Snapshots {
  const { db, audit, access, blobs, cache, budgets, reportDamage, clock, ids, seen, tasks } =
    options

  /**
   * Somebody from whom ships are hidden sees only snapshots that were made for their own eyes: every
   * other one may show what they may not see. `undefined` for those from whom nothing is hidden.
   */
  const ownViewpoint = async (call: Call): Promise<string | undefined> => {
    const { hidden, viewpoint } = await seen(call)
    return hidden === 0 ? undefined : JSON.stringify(viewpoint)
  }

  /** The snapshot, if it is of the caller's room and for the caller's eyes. @throws NOT_FOUND */
  const found = async (call: Call, id: string): Promise<store.SnapshotRow> => {
    const row = await store.byId(db, id)
    const viewpoint = await ownViewpoint(call)
    const hidden = viewpoint !== undefined && row?.viewpoint !== viewpoint
    if (row === undefined || row.room_id !== roomOf(call).id || hidden) {
      throw new DomainError('NOT_FOUND', 'This room has no such snapshot.')
    }
    return row
  }

  const enqueue = async (trx: Executor<Tables>, row: Tables['snapshots'], call: Call) => {
    await tasks.add(trx, {
      id: taskId(row.id),
      kind: 'generate_snapshot',
      subject_id: row.id,
      room_id: row.room_id,
      title: row.title,
      created_by: call.actor.account_id,
      priority: row.trigger === 'manual' ? 10 : 0,
    })
  }

  return {
    create: async (input, call) => {
      const { title, snapshot_type, room_id, ...given } = input
      const snapshotOptions: SnapshotOptions = snapshotOptionsSchema.parse(given)
      const visible = await seen(call)
      for (const vessel of snapshotOptions.vessel_ids ?? []) visible.requireVessel(vessel)
      const room = await roomRow(db, room_id)
      if (room === undefined) throw new DomainError('ROOM_NOT_FOUND')
      await budgets.check(db, { organization_id: room.organization_id, snapshots: 1, bytes: 0 })
      await budgets.checkDisk(0)
      const at = clock.iso()
      const named = title === undefined || title === '' ? undefined : title
      const row: Tables['snapshots'] = {
        id: ids.uuid(),
        room_id,
        title:
          named ?? `${plainHeading} – ${room.code} – ${at.slice(0, 10)} ${at.slice(11, 16)} UTC`,
        heading: named ?? plainHeading,
        format: snapshot_type,
        status: 'generating',
        trigger: 'manual',
        options: JSON.stringify(snapshotOptions),
        viewpoint: JSON.stringify(viewpointOf(call)),
        policy_set_id: null,
        cadence: null,
        period_key: null,
        run_id: null,
        room_revision: room.revision,
        content_hash: null,
        blob_sha256: null,
        file_size: 0,
        page_count: null,
        verified_at: null,
        hold: 0,
        hold_reason: null,
        hold_until: null,
        held_by: null,
        error_code: null,
        error_message: null,
        created_by: call.actor.email,
        created_at: at,
        completed_at: null,
        deleted_at: null,
        deleted_by: null,
        deleted_reason: null,
      }
      await audit.change(call, async ({ trx, record, afterCommit }) => {
        await store.insert(trx, row)
        await enqueue(trx, row, call)
        await record({
          action: 'snapshot.created',
          resource_type: 'snapshot',
          resource_id: row.id,
          detail: { title: row.title, format: row.format, options: snapshotOptions },
        })
        afterCommit(tasks.kick)
      })
      return toSnapshot({ ...row, room_code: room.code })
    },

    list: async (input, call) => {
      const viewpoint = await ownViewpoint(call)
      const { rows, total } = await store.ofRoom(db, roomOf(call).id, { ...input, viewpoint })
      return { snapshots: rows.map(toSnapshot), total }
    },

    get: async (id, call) => toSnapshot(await found(call, id)),

    download: async (id, call) => {
      const row = await found(call, id)
      const sha256 = readyBlob(row)
      const { file_size, page_count } = row
      try {
        await cache.read(row.content_hash ?? sha256, { sha256, file_size, page_count })
      } catch (error) {
        if (!(error instanceof DomainError)) throw error
        const { code } = error
        await reportDamage(sha256, code === 'BLOB_MISSING' ? 'missing' : 'damaged')
        await audit.record(call, {
          action: 'snapshot.download_refused',
          resource_type: 'snapshot',
          resource_id: id,
          outcome: 'failed',
          detail: { sha256, code },
        })
        throw error
      }
      await audit.record(call, {
        action: 'snapshot.downloaded',
        resource_type: 'snapshot',
        resource_id: id,
        detail: { title: row.title, sha256 },
      })
      return {
        sha256,
        file_name: fileNameOf(row),
        mime: artefactFormats[row.format].mime,
        size_bytes: row.file_size,
      }
    },

    retry: async (id, call) => {
      const row = await found(call, id)
      if (row.status === 'generating') throw new DomainError('SNAPSHOT_NOT_READY')
      if (row.status === 'deleted') throw new DomainError('CONFLICT', 'The snapshot was deleted.')
      if (row.status === 'completed' && row.blob_sha256 !== null) {
        if ((await blobs.state(row.blob_sha256)) === 'sound') {
          throw new DomainError(
            'CONFLICT',
            'The snapshot is complete and its file is sound: there is nothing to make again.',
          )
        }
      }
      const again = { status: 'generating' as const, error_code: null, error_message: null }
      await audit.change(call, async ({ trx, record, afterCommit }) => {
        await store.change(trx, id, again)
        await tasks.forget(trx, taskId(id))
        await enqueue(trx, { ...row, ...again }, call)
        await record({
          action: 'snapshot.retried',
          resource_type: 'snapshot',
          resource_id: id,
          detail: { before: row.status, error_code: row.error_code },
        })
        afterCommit(tasks.kick)
      })
      return toSnapshot({ ...row, ...again })
    },

    delete: async ({ snapshot_id, reason }, call) => {
      const row = await found(call, snapshot_id)
      if (row.status === 'generating') throw new DomainError('SNAPSHOT_NOT_READY')
      if (row.status === 'deleted')
        throw new DomainError('CONFLICT', 'The snapshot is deleted already.')
      if (row.hold === 1)
        throw new DomainError('CONFLICT', 'The snapshot is held; release it first.')
      await audit.change(call, async ({ trx, record }) => {
        await store.change(trx, snapshot_id, {
          status: 'deleted',
          deleted_at: clock.iso(),
          deleted_by: call.actor.email,
          deleted_reason: reason ?? null,
        })
        await record({
          action: 'snapshot.deleted',
          resource_type: 'snapshot',
          resource_id: snapshot_id,
          detail: { title: row.title, sha256: row.blob_sha256, reason: reason ?? null },
        })
      })
      return { message: 'The snapshot is deleted; its record stays.', snapshot_id }
    },

    verify: async (file, call) => {
      const sha256 = 'sha256' in file ? file.sha256 : hashOf(file.bytes)
      const row = await store.withBlob(db, sha256)
      const place = row === undefined ? undefined : await access.place(call.actor, row.room_id)
      const known = row !== undefined && place !== undefined
      const room = known ? await roomRow(db, row.room_id) : undefined
      await audit.record(
        { ...call, room: place ?? null },
        {
          action: 'snapshot.verified',
          resource_type: 'snapshot',
          resource_id: known ? row.id : null,
          detail: { sha256, known },
        },
      )
      return {
        known,
        unaltered: known,
        sha256,
        snapshot: known ? toSnapshot(row) : null,
        room: room === undefined ? null : { id: room.id, code: room.code, title: room.title },
        audit_seq: known ? await seqOf(db, 'snapshot.completed', 'snapshot', row.id) : null,
      }
    },
  }
}

export const taskId = (snapshotId: string): string => `snapshot-${snapshotId}`

/** The blob of a completed snapshot. @throws what keeps it from being served */
function readyBlob(row: store.SnapshotRow): string {
  if (row.status === 'generating') throw new DomainError('SNAPSHOT_NOT_READY')
  if (row.status === 'failed') {
    throw new DomainError(
      'SNAPSHOT_FAILED',
      `The snapshot could not be made: ${row.error_message ?? ''} Try it again.`,
    )
  }
  if (row.status === 'deleted' || row.blob_sha256 === null) {
    throw new DomainError('NOT_FOUND', 'The snapshot was deleted.')
  }
  return row.blob_sha256
}

function fileNameOf(row: store.SnapshotRow): string {
  return snapshotFileName({
    room_code: row.room_code,
    created_at: row.created_at,
    title: row.heading,
    format: row.format,
  })
}

function toSnapshot(row: store.SnapshotRow): Snapshot {
  return {
    id: row.id,
    room_id: row.room_id,
    room_code: row.room_code,
    title: row.title,
    snapshot_type: row.format,
    status: row.status,
    trigger: row.trigger,
    options: snapshotOptionsSchema.parse(JSON.parse(row.options)),
    room_revision: row.room_revision,
    content_hash: row.content_hash,
    sha256: row.blob_sha256,
    file_size: row.file_size,
    file_name: fileNameOf(row),
    page_count: row.page_count,
    verified_at: row.verified_at,
    error_code: row.error_code,
    error_message: row.error_message,
    created_by: row.created_by,
    created_at: row.created_at,
    completed_at: row.completed_at,
    download_url: `/api/v1/rooms/${row.room_id}/snapshots/${row.id}/download`,
    task_id: taskId(row.id),
  }
}
