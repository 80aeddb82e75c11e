import type { RoomModel } from '../../../src-shared/contract/room-model.ts'
import {
  maxModelBytes,
  type Restored,
  type RestoreMode,
  type RestorePreview,
} from '../../../src-shared/contract/snapshots.ts'
import { safetyTitleOf } from '../../../src-shared/rules/safety-title.ts'
import { isClosed } from '../../../src-shared/rules/transitions.ts'
import { type BlobStore, hashOf } from '../../platform/blobs/index.ts'
import type { Clock } from '../../platform/clock/index.ts'
import type { Executor } from '../../platform/db/index.ts'
import { DomainError, systemCode } from '../../platform/domain-error.ts'
import type { Ids } from '../../platform/ids/index.ts'
import type { Previews } from '../../platform/previews/index.ts'
import { type Access, forbidden } from '../access/index.ts'
import {
  type Audit,
  type Call,
  type Change,
  type NewEntry,
  roomOf,
  systemCall,
} from '../audit/index.ts'
import { noteBlob } from '../documents/index.ts'
import { type ChangeRoom, freeCode, insertRoom, roomRow, writeRoom } from '../rooms/index.ts'
import type { Tables } from '../tables.ts'
import { modelOf } from './compare.ts'
import type { Find } from './find.ts'
import type { ModelReader } from './model-reader.ts'
import { putBack } from './put-back.ts'
import { parseModel, type ReadModel } from './reader.ts'
import { placesOf, putModel, type Restoring, roomFacts } from './restore-model.ts'
import * as store from './store.ts'
import { wholeRoom } from './whole-room.ts'

/** Rooms out of snapshots: opened anew, or rolled back in place. */
export interface Restores {
  /**
   * What a roll-back would change, from the room as it is now to the snapshot, and the token to do it.
   * @throws CONFLICT for a snapshot that shows a part of the room only, or a closed room
   */
  preview(snapshotId: string, call: Call): Promise<RestorePreview>
  /** @throws PREVIEW_NEEDED with a fresh preview; ROOM_CLOSED; CONFLICT as `preview` */
  restore(
    input: { snapshot_id: string; mode: RestoreMode; preview_token?: string | undefined },
    call: Call,
  ): Promise<Restored>
  /**
   * Opens a JSON snapshot from a file as a new room.
   * @throws UNSUPPORTED_FILE; CONFLICT with `override` unset when it is not a file that this
   * workspace made, as it is when somebody has edited it
   */
  openFile(input: { file: File; override: boolean }, call: Call): Promise<Restored>
}

const refusals = {
  missing: 'A roll-back changes the room for everybody. Look at what it changes, and confirm that.',
  expired: 'The preview is older than ten minutes. Look again at what the roll-back changes.',
  stale: 'The room has changed since the preview. Look again at what the roll-back changes.',
}

export function createRestores(options: {
  db: Executor<Tables>
  audit: Audit
  access: Access
  blobs: BlobStore
  clock: Clock
  ids: Ids
  previews: Previews
  changeRoom: ChangeRoom
  find: Find
  models: ModelReader
}): Restores {
  const { db, audit, access, blobs, clock, ids, previews, changeRoom, find, models } = options
  const subjectOf = (call: Call) => `snapshots.restore ${roomOf(call).id}`

  /** Which of a model's files are here, in the database and on disk. */
  const filesHere = async (model: RoomModel): Promise<ReadonlySet<string>> => {
    const wanted = new Set(
      model.documents.flatMap(({ versions }) => versions.map(({ sha256 }) => sha256)),
    )
    const here = new Set<string>()
    for (const sha256 of await store.knownBlobs(db, [...wanted])) {
      if (await blobs.has(sha256)) here.add(sha256)
    }
    return here
  }

  const restoring = (trx: Executor<Tables>, call: Call, files: ReadonlySet<string>): Restoring => ({
    ...{ trx, clock, ids, files },
    by: call.actor.email,
    issues: [],
  })

  const openRoom = async (
    { trx, record }: Change,
    model: RoomModel,
    source: NewEntry,
    files: ReadonlySet<string>,
    call: Call,
  ): Promise<Restored> => {
    const to = restoring(trx, call, files)
    const places = await placesOf(to, model)
    const id = ids.uuid()
    const at = clock.iso()
    const code = await freeCode(trx, model.room.eta, ids)
    await insertRoom(trx, {
      ...{ id, code, ...roomFacts(model), ...places, revision: 1 },
      ...{ created_by: call.actor.email, created_at: at },
      ...{ updated_by: call.actor.email, updated_at: at },
    })
    await consistent(() => putModel(to, id, model))
    await record({
      ...source,
      room: { id, ...places },
      detail: {
        ...{ room_id: id, code, title: model.room.title, from_code: model.room.code },
        ...source.detail,
      },
    })
    return {
      mode: 'new_room',
      room_id: id,
      room_code: code,
      issues: to.issues,
      safety_snapshot_id: null,
    }
  }

  const requireNewRoom = async (call: Call): Promise<void> => {
    const decision = await access.decide(call.actor, 'rooms.create', null)
    if (!decision.allowed) throw forbidden(decision)
  }

  /** The present state as a safety snapshot: complete, in the transaction of the roll-back. */
  const keepPresent = async (
    { trx, record }: Change,
    present: ReadModel & { sha256: string },
    target: store.SnapshotRow,
    call: Call,
  ): Promise<string> => {
    const id = ids.uuid()
    const at = clock.iso()
    const title = safetyTitleOf(target.title)
    await noteBlob(trx, { sha256: present.sha256, size_bytes: present.size_bytes }, at)
    const row: Tables['snapshots'] = {
      ...store.blankSnapshot,
      ...{ id, room_id: target.room_id, title, heading: safetyHeading },
      ...{ format: 'json', status: 'completed', trigger: 'manual' },
      ...{ options: JSON.stringify(wholeRoom), viewpoint: 'null' },
      room_revision: present.model.room.revision,
      content_hash: present.content_hash,
      ...{ blob_sha256: present.sha256, model_sha256: present.sha256 },
      file_size: present.size_bytes,
      verified_at: at,
      ...{ created_by: call.actor.email, created_at: at, completed_at: at },
    }
    await store.insert(trx, row)
    for (const action of ['snapshot.created', 'snapshot.completed']) {
      await record(
        {
          action,
          resource_type: 'snapshot',
          resource_id: id,
          detail: {
            ...{ title, format: 'json', options: wholeRoom, sha256: present.sha256 },
            ...{ content_hash: present.content_hash, reason: 'safety copy before a roll-back' },
          },
        },
        systemCall('system', call.room),
      )
    }
    return id
  }

  /** @throws what keeps this snapshot from being what the room is rolled back to */
  const targetOf = async (snapshotId: string, call: Call) => {
    const row = await find.found(call, snapshotId)
    const { model } = await models.read(modelOf(row))
    if (model.scope.visibility.restricted || model.scope.vessel_ids !== null) {
      throw new DomainError(
        'CONFLICT',
        'This snapshot shows a part of the room only. Roll back to one that was made of the whole room, or open this one as a new room.',
      )
    }
    const room = await roomRow(db, row.room_id)
    if (room === undefined) throw new DomainError('ROOM_NOT_FOUND')
    if (isClosed(room.status)) {
      throw new DomainError('ROOM_CLOSED', `The room is ${room.status}: nothing in it can change.`)
    }
    return { row, model }
  }

  const previewOf = async (row: store.SnapshotRow, call: Call): Promise<RestorePreview> => {
    const { differences, revisions } = await models.compare(
      presentOf(row.room_id, clock.today(), false),
      modelOf(row),
    )
    const state = { snapshot_id: row.id, revision: revisions.from }
    return {
      ...putBack(differences.sections),
      notes: differences.notes,
      stays:
        'Messages, the audit trail, and files that were uploaded since stay as they are; so do what the registry knows of vessels, and the catalogue of document types.',
      room_revision: revisions.from,
      ...previews.issue(subjectOf(call), state),
    }
  }

  const rollBack = async (
    row: store.SnapshotRow,
    model: RoomModel,
    token: string | undefined,
    call: Call,
  ): Promise<Restored> => {
    const present = await models.read(presentOf(row.room_id, clock.today(), true))
    const { sha256 } = present
    if (sha256 === null) throw new Error('The safety copy was not stored.')
    const { revision } = present.model.room
    const verdict = previews.judge(token, subjectOf(call), { snapshot_id: row.id, revision })
    if (verdict !== 'good') {
      throw new DomainError('PREVIEW_NEEDED', refusals[verdict], {
        preview: await previewOf(row, call),
      })
    }
    const files = await filesHere(model)
    return changeRoom(call, async (change) => {
      const { trx, room, record } = change
      if (room.revision !== revision) {
        throw new DomainError('CONFLICT', 'The room was changed at this moment. Look again.')
      }
      const safety_snapshot_id = await keepPresent(change, { ...present, sha256 }, row, call)
      const to = restoring(trx, call, files)
      await writeRoom(trx, room.id, { ...roomFacts(model), ...(await placesOf(to, model)) })
      await consistent(() => putModel(to, room.id, model))
      await record({
        action: 'room.restored',
        resource_type: 'snapshot',
        resource_id: row.id,
        detail: {
          ...{ mode: 'roll_back', snapshot_title: row.title, created_at: row.created_at },
          ...{ safety_snapshot_id, not_put_back: to.issues.length },
        },
      })
      return {
        mode: 'roll_back',
        ...{ room_id: room.id, room_code: room.code, issues: to.issues, safety_snapshot_id },
      }
    })
  }

  return {
    preview: async (id, call) => {
      const { row } = await targetOf(id, call)
      return previewOf(row, call)
    },

    restore: async ({ snapshot_id, mode, preview_token }, call) => {
      if (mode === 'roll_back') {
        const { row, model } = await targetOf(snapshot_id, call)
        return rollBack(row, model, preview_token, call)
      }
      await requireNewRoom(call)
      const row = await find.found(call, snapshot_id)
      const { model } = await models.read(modelOf(row))
      const files = await filesHere(model)
      return audit.change(call, async (change) => {
        const source = {
          action: 'room.restored',
          resource_type: 'snapshot',
          resource_id: row.id,
          detail: { mode, snapshot_title: row.title, created_at: row.created_at },
        }
        return openRoom(change, model, source, files, call)
      })
    },

    openFile: async ({ file, override }, call) => {
      await requireNewRoom(call)
      if (file.size === 0) throw new DomainError('UNSUPPORTED_FILE', 'The file is empty.')
      if (file.size > maxModelBytes) {
        throw new DomainError('PAYLOAD_TOO_LARGE', 'A JSON snapshot may have at most 50 MB.')
      }
      const bytes = new Uint8Array(await file.arrayBuffer())
      const model = parseModel(new TextDecoder().decode(bytes))
      const sha256 = hashOf(bytes)
      const known = await store.withModel(db, sha256)
      if (known === undefined && !override) {
        throw new DomainError(
          'CONFLICT',
          `This file is not one that this workspace made, or it was changed since: no snapshot here has the SHA-256 ${sha256}. Its contents prove nothing; it can still be opened as a new room when you say so (override).`,
          { issues: [{ path: ['override'], message: 'must be true to open it all the same' }] },
        )
      }
      const files = await filesHere(model)
      const source = {
        action: 'room.restored',
        resource_type: 'snapshot',
        resource_id: known?.id ?? null,
        detail: { mode: 'file', sha256, known: known !== undefined },
      }
      return audit.change(call, (change) => openRoom(change, model, source, files, call))
    },
  }
}

const safetyHeading = 'Room snapshot'

const presentOf = (room_id: string, today: string, keep: boolean) => ({
  room_id,
  heading: safetyHeading,
  today,
  keep,
})

/** @throws UNSUPPORTED_FILE where the database refuses what the model says */
async function consistent(write: () => Promise<void>): Promise<void> {
  try {
    await write()
  } catch (error) {
    if (systemCode(error)?.startsWith('SQLITE_CONSTRAINT') !== true) throw error
    throw new DomainError(
      'UNSUPPORTED_FILE',
      'The snapshot contradicts itself: something in it is there twice, or lacks what it needs. Nothing was changed.',
    )
  }
}
