import type { z } from 'zod'
import type { Comparison } from '../../../src-shared/contract/comparison.ts'
import type { FileTicket } from '../../../src-shared/contract/documents.ts'
import type { SnapshotFormat, SnapshotStatus } from '../../../src-shared/contract/enums.ts'
import { errorCatalogue } from '../../../src-shared/contract/errors.ts'
import type { ManifestFile } from '../../../src-shared/contract/manifest.ts'
import {
  type SnapshotOptions,
  snapshotOptionsSchema,
} from '../../../src-shared/contract/room-model.ts'
import type {
  CreateSnapshotInput,
  FoundSnapshot,
  Snapshot,
  verifyAnswerSchema,
} from '../../../src-shared/contract/snapshots.ts'
import { type BlobStore, hashOf } from '../../platform/blobs/index.ts'
import type { Clock } from '../../platform/clock/index.ts'
import type { Executor } from '../../platform/db/index.ts'
import { DomainError } from '../../platform/domain-error.ts'
import type { Tasks } from '../../platform/tasks/index.ts'
import { type Access, forbidden } from '../access/index.ts'
import { type Audit, type Call, roomOf, type Signer, seqOf } from '../audit/index.ts'
import { roomRow, type See } from '../rooms/index.ts'
import type { Budgets, ReportDamage } from '../storage/index.ts'
import type { Tables } from '../tables.ts'
import type { ArtefactCache } from './artefact-cache.ts'
import { refuseToDelete } from './care.ts'
import { compareSnapshots } from './compare.ts'
import type { Find } from './find.ts'
import { createdEntry, type Making } from './making.ts'
import { checkManifest, manifestOf, signManifest } from './manifest.ts'
import type { ModelReader } from './model-reader.ts'
import { reachOf } from './reach.ts'
import { artefactFormats } from './render/formats.ts'
import * as searching from './search-store.ts'
import { fileNameOf, readyBlob, taskId, toSnapshot } from './shapes.ts'
import * as store from './store.ts'

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
  /** Of every room in which the caller may list snapshots, and never one that is not for their eyes. */
  search(
    filter: Omit<searching.SnapshotFilter, 'now'> & searching.SnapshotPage,
    call: Call,
  ): Promise<{ snapshots: FoundSnapshot[]; total: number }>
  get(snapshotId: string, call: Call): Promise<Snapshot>
  /** The room of any snapshot, for the command line; undefined where there is none. */
  roomOf(snapshotId: string): Promise<string | undefined>
  /** @throws SNAPSHOT_NOT_READY, SNAPSHOT_FAILED, BLOB_DAMAGED, BLOB_MISSING */
  download(snapshotId: string, call: Call): Promise<FileTicket>
  /** Makes a failed snapshot, or one whose stored file is not sound, again. */
  retry(snapshotId: string, call: Call): Promise<Snapshot>
  delete(
    input: { snapshot_id: string; reason?: string | undefined },
    call: Call,
  ): Promise<{ message: string; snapshot_id: string }>
  /** What a completed snapshot is, signed with the workspace's key. @throws as `download` */
  manifest(id: string, call: Call): Promise<ManifestFile>
  /** What differs between two snapshots of the caller's room. @throws NOT_FOUND */
  compare(ids: { from: string; to: string }, call: Call): Promise<Comparison>
  /**
   * One snapshot for each room, all in one transaction.
   * @throws ROOM_NOT_FOUND or FORBIDDEN naming the room; then nothing was made
   */
  batch(
    input: Omit<CreateSnapshotInput, 'room_id' | 'vessel_ids'> & { room_ids: readonly string[] },
    call: Call,
  ): Promise<{ tasks: { task_id: string; room_id: string; snapshot_id: string }[] }>
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
  seen: See
  find: Find
  models: ModelReader
  signer: Signer
  making: Making
  tasks: Pick<Tasks, 'forget' | 'kick'>
}): Snapshots {
  const {
    db,
    audit,
    access,
    blobs,
    cache,
    budgets,
    reportDamage,
    clock,
    seen,
    find,
    models,
    signer,
    making,
    tasks,
  } = options

  const { found, ownViewpoint } = find

  const { newRow, enqueue } = making

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
      const row = newRow({ room, title, format: snapshot_type, options: snapshotOptions, call })
      await audit.change(call, async ({ trx, record, afterCommit }) => {
        await store.insert(trx, row)
        await enqueue(trx, row, call)
        await record(createdEntry(row, snapshotOptions))
        afterCommit(tasks.kick)
      })
      return toSnapshot({ ...row, room_code: room.code }, row.created_at)
    },

    compare: (pair, call) => compareSnapshots({ find, models }, pair, call),

    batch: async ({ room_ids, title, snapshot_type, ...given }, call) => {
      const snapshotOptions = snapshotOptionsSchema.parse(given)
      const rows: { row: Tables['snapshots']; call: Call }[] = []
      const perOrganization = new Map<string, number>()
      for (const room_id of new Set(room_ids)) {
        const place = await access.place(call.actor, room_id)
        const room = place === undefined ? undefined : await roomRow(db, room_id)
        if (place === undefined || room === undefined) {
          throw new DomainError(
            'ROOM_NOT_FOUND',
            `There is no room ${room_id} for you; no snapshot was taken of any room.`,
            {
              issues: [
                {
                  path: ['room_ids', room_ids.indexOf(room_id)],
                  message: errorCatalogue.ROOM_NOT_FOUND.message,
                },
              ],
            },
          )
        }
        const decision = await access.decide(call.actor, 'snapshots.create', place)
        if (!decision.allowed) {
          const { message, data } = forbidden(decision)
          throw new DomainError(
            'FORBIDDEN',
            `${room.code}: ${message} No snapshot was taken of any room.`,
            { ...data, issues: [{ path: ['room_ids', room_ids.indexOf(room_id)], message }] },
          )
        }
        const wanted = (perOrganization.get(room.organization_id) ?? 0) + 1
        perOrganization.set(room.organization_id, wanted)
        const inRoom = { ...call, room: place }
        rows.push({
          call: inRoom,
          row: newRow({
            room,
            title,
            format: snapshot_type,
            options: snapshotOptions,
            call: inRoom,
          }),
        })
      }
      for (const [organization_id, snapshots] of perOrganization) {
        await budgets.check(db, { organization_id, snapshots, bytes: 0 })
      }
      await budgets.check(db, { organization_id: null, snapshots: rows.length, bytes: 0 })
      await budgets.checkDisk(0)
      await audit.change(call, async ({ trx, record, afterCommit }) => {
        for (const { row, call: inRoom } of rows) {
          await store.insert(trx, row)
          await enqueue(trx, row, inRoom)
          await record(createdEntry(row, snapshotOptions), inRoom)
        }
        afterCommit(tasks.kick)
      })
      return {
        tasks: rows.map(({ row: { id, room_id } }) => ({
          task_id: taskId(id),
          room_id,
          snapshot_id: id,
        })),
      }
    },

    list: async (input, call) => {
      const viewpoint = await ownViewpoint(call)
      const { rows, total } = await store.ofRoom(db, roomOf(call).id, { ...input, viewpoint })
      return { snapshots: rows.map((row) => toSnapshot(row, clock.iso())), total }
    },

    search: async (input, call) => {
      const reach = await reachOf(db, access, call.actor)
      const filter = { ...input, now: clock.iso() }
      const rows = await searching.search(db, filter, input, reach)
      return {
        snapshots: rows.map((row) => ({
          ...toSnapshot(row, filter.now),
          room_title: row.room_title,
        })),
        total: await searching.count(db, filter, reach),
      }
    },

    roomOf: async (id) => (await store.byId(db, id))?.room_id,
    get: async (id, call) => toSnapshot(await found(call, id), clock.iso()),

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

    manifest: async (id, call) => signManifest({ audit, signer }, await found(call, id), call),

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
      if (row.status === 'failed' && (await store.periodIsTaken(db, row))) {
        throw new DomainError(
          'CONFLICT',
          'The period that this snapshot was for has another one by now: there is nothing to make again.',
        )
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
      return toSnapshot({ ...row, ...again }, clock.iso())
    },

    delete: async ({ snapshot_id, reason }, call) => {
      const row = await found(call, snapshot_id)
      refuseToDelete(row, clock.iso())
      await audit.change(call, async ({ trx, record }) => {
        const deleted = store.deletedBy(call.actor.email, clock.iso(), reason ?? null)
        await store.change(trx, snapshot_id, deleted)
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
      const manifest = 'bytes' in file ? manifestOf(file.bytes) : undefined
      const row =
        manifest === undefined
          ? await store.withBlob(db, sha256)
          : await store.byId(db, manifest.snapshot_id)
      const place = row === undefined ? undefined : await access.place(call.actor, row.room_id)
      const known = row !== undefined && place !== undefined
      const check =
        manifest === undefined
          ? null
          : await checkManifest(db, signer, manifest, known ? row : undefined)
      const room = known ? await roomRow(db, row.room_id) : undefined
      await audit.record(
        { ...call, room: place ?? null },
        {
          action: 'snapshot.verified',
          resource_type: 'snapshot',
          resource_id: known ? row.id : null,
          detail: { sha256, known, ...(check === null ? {} : { manifest: check }) },
        },
      )
      return {
        known,
        unaltered:
          known &&
          (check === null ||
            (check.signature_fits && check.key_is_ours && check.differs.length === 0)),
        sha256,
        snapshot: known ? toSnapshot(row, clock.iso()) : null,
        room: room === undefined ? null : { id: room.id, code: room.code, title: room.title },
        audit_seq: known ? await seqOf(db, 'snapshot.completed', 'snapshot', row.id) : null,
        manifest: check,
      }
    },
  }
}
