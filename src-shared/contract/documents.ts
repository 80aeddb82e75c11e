import { z } from 'zod'
import {
  criticalities,
  documentCategories,
  documentPriorities,
  documentStatuses,
  expiryStates,
} from './enums.ts'
import { date, id, plainText, procedure, reads, shortText } from './procedure.ts'

/** 50 MB: the largest file that a document takes. */
export const maxDocumentBytes = 50 * 1024 * 1024

export const documentVersionSchema = z.object({
  id: z.string(),
  file_name: z.string(),
  mime: z.string(),
  size_bytes: z.number().int(),
  sha256: z.string(),
  created_by: z.string(),
  created_at: z.string(),
})

export const documentSchema = z.object({
  id: z.string(),
  room_id: z.string(),
  vessel_id: z.string().nullable(),
  vessel_name: z.string().nullable(),
  type_id: z.string(),
  type_code: z.string(),
  type_name: z.string(),
  category: z.enum(documentCategories),
  required: z.boolean(),
  criticality: z.enum(criticalities),
  status: z.enum(documentStatuses),
  expires_on: z.string().nullable(),
  /** Derived from `expires_on` and today, never stored. */
  expiry_state: z.enum(expiryStates),
  days_left: z.number().int().nullable(),
  resolved: z.boolean(),
  /** 1–81; lists sort by it, highest first. */
  score: z.number().int(),
  priority: z.enum(documentPriorities),
  notes: z.string().nullable(),
  uploaded_by: z.string().nullable(),
  uploaded_at: z.string().nullable(),
  reviewed_by: z.string().nullable(),
  reviewed_at: z.string().nullable(),
  review_note: z.string().nullable(),
  /** Newest first. */
  versions: z.array(documentVersionSchema),
})
export type RoomDocument = z.infer<typeof documentSchema>

/** A file on its way to the caller: what a door needs to serve it. Never holds a path. */
export const fileTicketSchema = z.object({
  sha256: z.string(),
  file_name: z.string(),
  mime: z.string(),
  size_bytes: z.number().int(),
})
export type FileTicket = z.infer<typeof fileTicketSchema>

const room = 'room_id' as const
const inRoom = { room_id: id }
const one = { ...inRoom, document_id: id }

export const documents = {
  list: procedure({ permission: 'documents.list', room, audit: reads })
    .route({
      method: 'GET',
      path: '/api/v1/rooms/{room_id}/documents',
      summary: 'Documents of a room, most pressing first',
    })
    .input(
      z.strictObject({
        ...inRoom,
        category: z.enum(documentCategories).optional(),
        status: z.enum(documentStatuses).optional(),
      }),
    )
    .output(z.array(documentSchema)),
  upload: procedure({ permission: 'documents.upload', room, audit: 'document.uploaded' })
    .route({
      method: 'POST',
      path: '/api/v1/rooms/{room_id}/documents',
      successStatus: 201,
      summary: 'Upload a file: a new version of the room’s document of that type',
    })
    .input(
      z.strictObject({
        ...inRoom,
        /** At most `maxDocumentBytes`; a larger one is PAYLOAD_TOO_LARGE, not BAD_REQUEST. */
        file: z.file(),
        type_id: id.optional(),
        /** The type’s code, where `type_id` is not given. */
        document_type: plainText(60).optional(),
        vessel_id: id.optional(),
        expires_on: date.optional(),
        notes: plainText(2000).optional(),
      }),
    )
    .output(documentSchema),
  update: procedure({ permission: 'documents.update', room, audit: 'document.updated' })
    .route({
      method: 'PATCH',
      path: '/api/v1/rooms/{room_id}/documents/{document_id}',
      summary: 'Change a document’s expiry, notes, or priority',
    })
    .input(
      z.strictObject({
        ...one,
        expires_on: date.nullish(),
        notes: plainText(2000).nullish(),
        priority: z.enum(documentPriorities).optional(),
      }),
    )
    .output(documentSchema),
  delete: procedure({ permission: 'documents.delete', room, audit: 'document.deleted' })
    .route({
      method: 'DELETE',
      path: '/api/v1/rooms/{room_id}/documents/{document_id}',
      successStatus: 204,
      summary: 'Delete a document',
    })
    .input(z.strictObject(one))
    .output(z.void()),
  approve: procedure({ permission: 'documents.approve', room, audit: 'document.approved' })
    .route({
      method: 'POST',
      path: '/api/v1/rooms/{room_id}/documents/{document_id}/approve',
      summary: 'Approve a document that is under review',
    })
    .input(z.strictObject({ ...one, note: plainText(2000).optional() }))
    .output(documentSchema),
  reject: procedure({ permission: 'documents.reject', room, audit: 'document.rejected' })
    .route({
      method: 'POST',
      path: '/api/v1/rooms/{room_id}/documents/{document_id}/reject',
      summary: 'Reject a document that is under review, with a note',
    })
    .input(z.strictObject({ ...one, note: shortText(2000) }))
    .output(documentSchema),
  download: procedure({
    permission: 'documents.download',
    room,
    audit: 'document.downloaded',
  })
    .route({
      method: 'GET',
      path: '/api/v1/rooms/{room_id}/documents/{document_id}/download',
      summary: 'The newest file of a document',
      spec: binaryResponse,
    })
    .input(z.strictObject({ ...one, version_id: id.optional() }))
    .output(fileTicketSchema),
}

/**
 * Says in the OpenAPI description that a call answers with the file itself. The doors turn the
 * ticket that the procedure returns into the bytes.
 */
export function binaryResponse<
  Operation extends { responses?: Record<string, unknown> | undefined },
>(operation: Operation): Operation {
  return {
    ...operation,
    responses: {
      ...operation.responses,
      '200': {
        description: 'The file, with its type, name, and SHA-256 as ETag. Range is honoured.',
        content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } },
      },
      '206': { description: 'The part of the file that the Range header asks for.' },
      '304': { description: 'The caller has this file already (If-None-Match).' },
    },
  }
}
