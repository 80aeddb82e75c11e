import { fileTypeFromBuffer } from 'file-type'
import type { FileTicket, RoomDocument } from '../../../src-shared/contract/documents.ts'
import { maxDocumentBytes } from '../../../src-shared/contract/documents.ts'
import {
  type DocumentCategory,
  type DocumentPriority,
  type DocumentStatus,
  documentMimes,
} from '../../../src-shared/contract/enums.ts'
import { safeFileName } from '../../../src-shared/rules/file-names.ts'
import { byPressure } from '../../../src-shared/rules/readiness.ts'
import type { BlobStore } from '../../platform/blobs/index.ts'
import type { Clock } from '../../platform/clock/index.ts'
import type { Executor } from '../../platform/db/index.ts'
import { badField, DomainError } from '../../platform/domain-error.ts'
import type { Ids } from '../../platform/ids/index.ts'
import { type Audit, type Call, roomOf } from '../audit/index.ts'
import { documentTypesInOrder } from '../registry/index.ts'
import type { ChangeRoom, See } from '../rooms/index.ts'
import type { Tables } from '../tables.ts'
import { toDocument } from './shapes.ts'
import * as store from './store.ts'
import { type RoomSummary, summaryOf } from './summary.ts'

export interface Documents {
  /** Most pressing first: by score, then by expiry. */
  list(
    filter: { category?: DocumentCategory | undefined; status?: DocumentStatus | undefined },
    call: Call,
  ): Promise<RoomDocument[]>
  /** Clearance of the room: progress, blockers, what expires soon. */
  summary(call: Call): Promise<RoomSummary>
  /** Asks for a document that the catalogue does not require: it is `missing` from then on. */
  ask(input: { document_type: string; vessel_id: string | null }, call: Call): Promise<RoomDocument>
  /** A new version of the room's document of that type, which is then under review. */
  upload(
    input: {
      file: { name: string; bytes: Uint8Array }
      type_id?: string | undefined
      document_type?: string | undefined
      vessel_id?: string | undefined
      expires_on?: string | undefined
      notes?: string | undefined
    },
    call: Call,
  ): Promise<RoomDocument>
  update(
    input: {
      document_id: string
      expires_on?: string | null | undefined
      notes?: string | null | undefined
      priority?: DocumentPriority | undefined
    },
    call: Call,
  ): Promise<RoomDocument>
  /** Decides a document that is under review. @throws CONFLICT in every other state */
  review(
    input: { document_id: string; status: 'approved' | 'rejected'; note?: string | undefined },
    call: Call,
  ): Promise<RoomDocument>
  delete(documentId: string, call: Call): Promise<void>
  download(
    input: { document_id: string; version_id?: string | undefined },
    call: Call,
  ): Promise<FileTicket>
}

export function createDocuments(options: {
  db: Executor<Tables>
  audit: Audit
  blobs: BlobStore
  clock: Clock
  ids: Ids
  changeRoom: ChangeRoom
  seen: See
}): Documents {
  const { db, audit, blobs, clock, ids, changeRoom, seen } = options

  /** The document, if it is of the caller's room and may be seen by the caller. @throws NOT_FOUND */
  const found = async (call: Call, documentId: string): Promise<store.DocumentRow> => {
    const row = await store.byId(db, documentId)
    const visible = await seen(call)
    if (
      row === undefined ||
      row.room_id !== roomOf(call).id ||
      !visible.aboutVessel(row.vessel_id)
    ) {
      throw new DomainError('NOT_FOUND', 'This room has no such document.')
    }
    return row
  }
  const shown = async (call: Call, documentId: string): Promise<RoomDocument> => {
    const row = await found(call, documentId)
    return toDocument(row, await store.versions(db, [row.id]), clock.today())
  }

  return {
    list: async ({ category, status }, call) => {
      const visible = await seen(call)
      const rows = (await store.ofRoom(db, roomOf(call).id)).filter(
        (row) =>
          visible.aboutVessel(row.vessel_id) &&
          (category === undefined || row.category === category) &&
          (status === undefined || row.status === status),
      )
      const versions = await store.versions(
        db,
        rows.map((row) => row.id),
      )
      return rows.map((row) => toDocument(row, versions, clock.today())).sort(byPressure)
    },
    summary: (call) =>
      seen(call).then((visible) => summaryOf(db, roomOf(call).id, visible, clock.today())),
    ask: async ({ document_type, vessel_id }, call) => {
      const vessel = (await seen(call)).requireVessel(vessel_id)
      const type = await typeOf({ document_type })
      requireInUse(type, 'document_type')
      const id = ids.uuid()
      await changeRoom(call, async ({ trx, record, room }) => {
        if ((await store.ofType(trx, room.id, type.id, vessel_id)) !== undefined) {
          throw new DomainError('CONFLICT', `The room has a ${type.name} already.`)
        }
        await store.insert(trx, [
          {
            id,
            room_id: room.id,
            vessel_id,
            type_id: type.id,
            status: 'missing',
            expires_on: null,
            priority: 'normal',
            notes: null,
            uploaded_by: null,
            uploaded_at: null,
            reviewed_by: null,
            reviewed_at: null,
            review_note: null,
            created_at: clock.iso(),
          },
        ])
        await record({
          action: 'document.added',
          resource_type: 'document',
          resource_id: id,
          detail: {
            type_code: type.code,
            type_name: type.name,
            vessel_id,
            vessel_name: vessel?.name ?? null,
          },
        })
      })
      return shown(call, id)
    },
    upload: async (input, call) => {
      const bytes = input.file.bytes
      if (bytes.byteLength === 0) throw badField('file', 'is empty')
      if (bytes.byteLength > maxDocumentBytes) {
        throw new DomainError('PAYLOAD_TOO_LARGE', 'A document may have at most 50 MB.')
      }
      const mime = await sniffedMime(bytes)
      const vessel = (await seen(call)).requireVessel(input.vessel_id ?? null)
      const type = await typeOf(input)
      const blob = await blobs.put(bytes)
      const id = await changeRoom(call, async ({ trx, record, room }) => {
        const there = await store.ofType(trx, room.id, type.id, vessel?.id ?? null)
        // Where a room has a document of a retired type already, it can still be supplied.
        if (there === undefined) {
          requireInUse(type, input.type_id === undefined ? 'document_type' : 'type_id')
        }
        const documentId = there?.id ?? ids.uuid()
        const at = clock.iso()
        const state = {
          status: 'under_review' as const,
          expires_on: input.expires_on ?? null,
          notes: input.notes ?? there?.notes ?? null,
          uploaded_by: call.actor.email,
          uploaded_at: at,
          reviewed_by: null,
          reviewed_at: null,
          review_note: null,
        }
        if (there === undefined) {
          await store.insert(trx, [
            {
              id: documentId,
              room_id: room.id,
              vessel_id: vessel?.id ?? null,
              type_id: type.id,
              priority: 'normal',
              created_at: at,
              ...state,
            },
          ])
        } else await store.change(trx, documentId, state)
        await store.noteBlob(trx, { sha256: blob.sha256, size_bytes: blob.size_bytes }, at)
        const file_name = safeFileName(input.file.name)
        await store.insertVersion(trx, {
          id: ids.uuid(),
          document_id: documentId,
          blob_sha256: blob.sha256,
          file_name,
          mime,
          size_bytes: blob.size_bytes,
          created_by: call.actor.email,
          created_at: at,
        })
        await record({
          action: 'document.uploaded',
          resource_type: 'document',
          resource_id: documentId,
          detail: {
            type_code: type.code,
            type_name: type.name,
            vessel_id: vessel?.id ?? null,
            vessel_name: vessel?.name ?? null,
            file_name,
            mime,
            size_bytes: blob.size_bytes,
            sha256: blob.sha256,
            before: there?.status ?? null,
          },
        })
        return documentId
      })
      return shown(call, id)
    },
    update: async ({ document_id, ...given }, call) => {
      const before = await found(call, document_id)
      const fields = Object.fromEntries(
        Object.entries({
          expires_on: given.expires_on,
          notes: given.notes,
          priority: given.priority,
        }).filter(([, value]) => value !== undefined),
      )
      if (Object.keys(fields).length === 0) {
        throw new DomainError('BAD_REQUEST', 'Name at least one of expires_on, notes, priority.')
      }
      await changeRoom(call, async ({ trx, record }) => {
        await store.change(trx, document_id, fields)
        await record({
          action: 'document.updated',
          resource_type: 'document',
          resource_id: document_id,
          detail: {
            ...subjectOf(before),
            before: Object.fromEntries(Object.entries(before).filter(([name]) => name in fields)),
            after: fields,
          },
        })
      })
      return shown(call, document_id)
    },
    review: async ({ document_id, status, note }, call) => {
      const before = await found(call, document_id)
      if (status === 'rejected' && (note ?? '').trim() === '') {
        throw badField('note', 'is needed to reject a document: say what is wrong with it')
      }
      await changeRoom(call, async ({ trx, record }) => {
        const now = await store.byId(trx, document_id)
        if (now?.status !== 'under_review') {
          throw new DomainError(
            'CONFLICT',
            `Only a document under review can be ${status}; this one is ${(now?.status ?? 'gone').replace('_', ' ')}.`,
          )
        }
        await store.change(trx, document_id, {
          status,
          reviewed_by: call.actor.email,
          reviewed_at: clock.iso(),
          review_note: note ?? null,
        })
        await record({
          action: status === 'approved' ? 'document.approved' : 'document.rejected',
          resource_type: 'document',
          resource_id: document_id,
          detail: { ...subjectOf(before), before: now.status, note: note ?? null },
        })
      })
      return shown(call, document_id)
    },
    delete: async (documentId, call) => {
      const before = await found(call, documentId)
      await changeRoom(call, async ({ trx, record }) => {
        await store.remove(trx, documentId)
        await record({
          action: 'document.deleted',
          resource_type: 'document',
          resource_id: documentId,
          detail: { ...subjectOf(before), before: before.status },
        })
      })
    },
    download: async ({ document_id, version_id }, call) => {
      const row = await found(call, document_id)
      const versions = await store.versions(db, [row.id])
      const version =
        version_id === undefined ? versions[0] : versions.find((one) => one.id === version_id)
      if (version === undefined) {
        throw new DomainError('NOT_FOUND', 'No file has been uploaded for this document.')
      }
      const state = await blobs.state(version.blob_sha256)
      if (state !== 'sound') {
        throw new DomainError(
          state === 'damaged' ? 'BLOB_DAMAGED' : 'BLOB_MISSING',
          `The stored file of this document is ${state} and is not served. Restore it from a back-up, or upload it again.`,
        )
      }
      await audit.record(call, {
        action: 'document.downloaded',
        resource_type: 'document',
        resource_id: document_id,
        detail: { ...subjectOf(row), file_name: version.file_name, sha256: version.blob_sha256 },
      })
      return {
        sha256: version.blob_sha256,
        file_name: version.file_name,
        mime: version.mime,
        size_bytes: version.size_bytes,
      }
    },
  }

  async function typeOf(input: {
    type_id?: string | undefined
    document_type?: string | undefined
  }) {
    const types = await documentTypesInOrder(db)
    const type = types.find((one) =>
      input.type_id === undefined ? one.code === input.document_type : one.id === input.type_id,
    )
    if (type !== undefined) return type
    const field = input.type_id === undefined ? 'document_type' : 'type_id'
    throw badField(field, 'names no document type of the catalogue')
  }
}

/** @throws BAD_REQUEST for a retired type */
function requireInUse(type: { name: string; is_active: number }, field: string): void {
  if (type.is_active !== 1) {
    throw badField(field, `names ${type.name}, which is retired: no room is asked for it any more`)
  }
}

/** What the bytes are, whatever the name says. @throws UNSUPPORTED_FILE */
async function sniffedMime(bytes: Uint8Array): Promise<(typeof documentMimes)[number]> {
  const sniffed = await fileTypeFromBuffer(bytes)
  const mime = documentMimes.find((candidate) => candidate === sniffed?.mime)
  if (mime !== undefined) return mime
  throw new DomainError(
    'UNSUPPORTED_FILE',
    `A document is a PDF, JPEG, PNG, TIFF, or DOCX file; the content of this one is ${sniffed?.mime ?? 'of an unknown kind'}, whatever its name says.`,
  )
}

function subjectOf(row: store.DocumentRow): Record<string, unknown> {
  return {
    type_code: row.type_code,
    type_name: row.type_name,
    vessel_id: row.vessel_id,
    vessel_name: row.vessel_name,
  }
}
