import { z } from 'zod'
import { exportResultSchema, verifyResultSchema } from './audit.ts'
import { comparedSections, comparisonSchema } from './comparison.ts'
import { binaryResponse, fileTicketSchema } from './documents.ts'
import {
  snapshotFormats,
  snapshotStatuses,
  snapshotTriggers,
  type TaskKind,
  taskKinds,
  taskStatuses,
} from './enums.ts'
import { manifestCheckSchema, manifestFileSchema } from './manifest.ts'
import type { Permission } from './permissions.ts'
import {
  dateTime,
  id,
  listOf,
  notRoomScoped,
  pageQuery,
  plainText,
  procedure,
  reads,
  shortText,
} from './procedure.ts'
import { snapshotOptionsSchema } from './room-model.ts'
import { storageCheckResultSchema } from './storage.ts'

/** A verified file may be this large; larger ones cannot be one of ours. */
export const maxVerifyBytes = 200 * 1024 * 1024

/** A JSON snapshot that is opened as a new room may be this large. */
export const maxModelBytes = 50 * 1024 * 1024

export const snapshotSchema = z.object({
  id: z.string(),
  room_id: z.string(),
  room_code: z.string(),
  title: z.string(),
  snapshot_type: z.enum(snapshotFormats),
  status: z.enum(snapshotStatuses),
  trigger: z.enum(snapshotTriggers),
  options: snapshotOptionsSchema,
  room_revision: z.number().int(),
  content_hash: z.string().nullable(),
  sha256: z.string().nullable(),
  file_size: z.number().int(),
  file_name: z.string(),
  page_count: z.number().int().nullable(),
  verified_at: z.string().nullable(),
  /** At this moment; a hold with an end ends by itself. */
  held: z.boolean(),
  hold_reason: z.string().nullable(),
  hold_until: z.string().nullable(),
  held_by: z.string().nullable(),
  error_code: z.string().nullable(),
  error_message: z.string().nullable(),
  created_by: z.string(),
  created_at: z.string(),
  completed_at: z.string().nullable(),
  deleted_at: z.string().nullable(),
  deleted_by: z.string().nullable(),
  deleted_reason: z.string().nullable(),
  download_url: z.string(),
  task_id: z.string(),
})
export type Snapshot = z.infer<typeof snapshotSchema>

/** A snapshot in the list of all rooms. */
export const foundSnapshotSchema = snapshotSchema.extend({ room_title: z.string() })
export type FoundSnapshot = z.infer<typeof foundSnapshotSchema>

export const snapshotSorts = ['created_at', 'file_size', 'room_code'] as const

const snapshotResultSchema = z.object({
  snapshot_id: z.string(),
  file_size: z.number().int(),
  was_cached: z.union([z.literal('memory'), z.literal('disk'), z.literal(false)]),
  duration_ms: z.number(),
})

export const taskSchema = z.object({
  task_id: z.string(),
  task_type: z.enum(taskKinds),
  room_id: z.string().nullable(),
  title: z.string(),
  status: z.enum(taskStatuses),
  /** 0 queued, 30 data read and hashed, 60 artefact rendered or found, 80 stored, 100 committed. */
  progress: z.number().int().min(0).max(100),
  step: z.string(),
  attempts: z.number().int(),
  created_at: z.string(),
  started_at: z.string().nullable(),
  completed_at: z.string().nullable(),
  /** Of a snapshot, of a walk of the chain, of an export of the trail, of a check of the store. */
  result: z
    .union([snapshotResultSchema, verifyResultSchema, exportResultSchema, storageCheckResultSchema])
    .nullable(),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
})
export type Task = z.infer<typeof taskSchema>

/** What a snapshot's task answered with; undefined before its end, and for every other kind. */
export const snapshotResultOf = ({ result }: Pick<Task, 'result'>) =>
  result !== null && 'snapshot_id' in result ? result : undefined

const room = 'room_id' as const
const inRoom = { room_id: id }
/** Vessels are of one room; the rest of the options is for many. */
const batchOptions = snapshotOptionsSchema.omit({ vessel_ids: true })
const one = { ...inRoom, snapshot_id: id }
const snapshot_ids = z
  .array(id)
  .min(1, 'must name at least one snapshot')
  .max(500, 'can name at most 500 snapshots')

export const createSnapshotInput = z.strictObject({
  ...inRoom,
  title: plainText(200).optional(),
  snapshot_type: z.enum(snapshotFormats).default('pdf'),
  ...snapshotOptionsSchema.shape,
})
export type CreateSnapshotInput = z.infer<typeof createSnapshotInput>

export const verifyAnswerSchema = z.object({
  known: z.boolean(),
  unaltered: z.boolean(),
  sha256: z.string(),
  snapshot: snapshotSchema.nullable(),
  room: z.object({ id: z.string(), code: z.string(), title: z.string() }).nullable(),
  audit_seq: z.number().int().nullable(),
  /** Where the file is a manifest: `known` and `unaltered` then speak of it. Null for any other file. */
  manifest: manifestCheckSchema.nullable(),
})

export type VerifyAnswer = z.infer<typeof verifyAnswerSchema>

/** What deleting snapshots takes away, and the token that confirms it. */
export const snapshotDeletionSchema = z.object({
  snapshots: z.array(
    snapshotSchema
      .pick({
        id: true,
        title: true,
        snapshot_type: true,
        status: true,
        file_size: true,
        created_at: true,
      })
      .extend({ held: z.boolean() }),
  ),
  /** Of files that nothing else has; they leave the disk after the grace. */
  bytes_freed: z.number().int(),
  preview_token: z.string(),
  expires_at: z.string(),
})
export type SnapshotDeletion = z.infer<typeof snapshotDeletionSchema>

export const restoreModes = ['new_room', 'roll_back'] as const
export type RestoreMode = (typeof restoreModes)[number]

/** Something that could not be put back as the snapshot has it. */
const restoreIssueSchema = z.object({
  section: z.enum(comparedSections),
  label: z.string(),
  message: z.string(),
})
export type RestoreIssue = z.infer<typeof restoreIssueSchema>

export const restoredSchema = z.object({
  mode: z.enum(restoreModes),
  room_id: z.string(),
  room_code: z.string(),
  issues: z.array(restoreIssueSchema),
  /** Of a roll-back: the room as it was just before. */
  safety_snapshot_id: z.string().nullable(),
})
export type Restored = z.infer<typeof restoredSchema>

/** What a roll-back changes: from the room as it is now to the snapshot. */
const restorePreviewSchema = comparisonSchema
  .pick({ equal: true, notes: true, sections: true })
  .extend({
    /** What a roll-back never touches, in a sentence. */
    stays: z.string(),
    room_revision: z.number().int(),
    preview_token: z.string(),
    expires_at: z.string(),
  })
export type RestorePreview = z.infer<typeof restorePreviewSchema>

export const maxBatchRooms = 1000

const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')])

export const snapshots = {
  create: procedure({ permission: 'snapshots.create', room, audit: 'snapshot.created' })
    .route({
      method: 'POST',
      path: '/api/v1/rooms/{room_id}/snapshots',
      successStatus: 201,
      summary: 'Take a snapshot; the answer comes before the file exists',
    })
    .input(createSnapshotInput)
    .output(snapshotSchema),
  list: procedure({ permission: 'snapshots.list', room, audit: reads })
    .route({
      method: 'GET',
      path: '/api/v1/rooms/{room_id}/snapshots',
      summary: 'Snapshots of a room, newest first',
      outputStructure: 'detailed',
    })
    .input(
      z.strictObject({
        ...inRoom,
        status: z.enum(snapshotStatuses).optional(),
        snapshot_type: z.enum(snapshotFormats).optional(),
        limit: z.number().int().min(1).max(500).default(20),
        offset: pageQuery.offset,
      }),
    )
    .output(listOf(snapshotSchema)),
  search: procedure({
    permission: 'snapshots.list',
    room: notRoomScoped,
    audit: reads,
    // A party lists those of their own rooms: the service asks the matrix for each party role.
    own: ['creator'],
  })
    .route({
      method: 'GET',
      path: '/api/v1/snapshots',
      summary: 'Snapshots of every room in which you may list them',
      outputStructure: 'detailed',
    })
    .input(
      z.strictObject({
        /** Each word stands in the room’s code or title, or in the snapshot’s title. */
        q: plainText(200).optional(),
        status: z.enum(snapshotStatuses).optional(),
        snapshot_type: z.enum(snapshotFormats).optional(),
        trigger: z.enum(snapshotTriggers).optional(),
        held: z.boolean().optional(),
        room_id: id.optional(),
        snapshot_id: id.optional(),
        /** The first moment of making that counts, and the first that no longer does. */
        from: dateTime.optional(),
        to: dateTime.optional(),
        sort: z.enum(snapshotSorts).default('created_at'),
        direction: z.enum(['asc', 'desc']).default('desc'),
        ...pageQuery,
      }),
    )
    .output(listOf(foundSnapshotSchema)),
  get: procedure({ permission: 'snapshots.view', room, audit: reads })
    .route({
      method: 'GET',
      path: '/api/v1/rooms/{room_id}/snapshots/{snapshot_id}',
      summary: 'One snapshot',
    })
    .input(z.strictObject(one))
    .output(snapshotSchema),
  download: procedure({ permission: 'snapshots.download', room, audit: 'snapshot.downloaded' })
    .route({
      method: 'GET',
      path: '/api/v1/rooms/{room_id}/snapshots/{snapshot_id}/download',
      summary: 'The snapshot’s file',
      spec: binaryResponse,
    })
    .input(z.strictObject({ ...one, disposition: z.enum(['attachment', 'inline']).optional() }))
    .output(fileTicketSchema),
  manifest: procedure({
    permission: 'snapshots.download',
    room,
    audit: 'snapshot.manifest_exported',
  })
    .route({
      method: 'GET',
      path: '/api/v1/rooms/{room_id}/snapshots/{snapshot_id}/manifest',
      summary: 'What the snapshot is, signed with the workspace’s key, to go beside its file',
    })
    .input(z.strictObject(one))
    .output(manifestFileSchema),
  retry: procedure({ permission: 'snapshots.create', room, audit: 'snapshot.retried' })
    .route({
      method: 'POST',
      path: '/api/v1/rooms/{room_id}/snapshots/{snapshot_id}/retry',
      summary: 'Make a failed snapshot, or one whose file is damaged, again',
    })
    .input(z.strictObject(one))
    .output(snapshotSchema),
  delete: procedure({ permission: 'snapshots.delete', room, audit: 'snapshot.deleted' })
    .route({
      method: 'DELETE',
      path: '/api/v1/rooms/{room_id}/snapshots/{snapshot_id}',
      summary: 'Delete a snapshot; its row and its entries stay',
    })
    .input(z.strictObject({ ...one, reason: shortText(500).optional() }))
    .output(z.object({ message: z.string(), snapshot_id: z.string() })),
  hold: procedure({ permission: 'snapshots.hold', room, audit: 'snapshot.held' })
    .route({
      method: 'POST',
      path: '/api/v1/rooms/{room_id}/snapshots/{snapshot_id}/hold',
      summary: 'Keep a snapshot: neither people nor rules can delete it',
    })
    .input(z.strictObject({ ...one, reason: shortText(500), hold_until: dateTime.optional() }))
    .output(snapshotSchema),
  release: procedure({ permission: 'snapshots.hold', room, audit: 'snapshot.released' })
    .route({
      method: 'POST',
      path: '/api/v1/rooms/{room_id}/snapshots/{snapshot_id}/release',
      summary: 'End a hold',
    })
    .input(z.strictObject({ ...one, reason: shortText(500) }))
    .output(snapshotSchema),
  deletionPreview: procedure({ permission: 'snapshots.delete', room, audit: reads })
    .route({
      method: 'POST',
      path: '/api/v1/rooms/{room_id}/snapshots/deletion-preview',
      summary: 'What deleting these snapshots takes away, and the token to do it',
    })
    .input(z.strictObject({ ...inRoom, snapshot_ids }))
    .output(snapshotDeletionSchema),
  deleteMany: procedure({ permission: 'snapshots.delete', room, audit: 'snapshot.deleted' })
    .route({
      method: 'POST',
      path: '/api/v1/rooms/{room_id}/snapshots/deletions',
      summary: 'Delete snapshots as they were shown: all of them, or none',
    })
    .input(
      z.strictObject({
        ...inRoom,
        snapshot_ids,
        reason: shortText(500),
        preview_token: plainText(200).optional(),
      }),
    )
    .output(z.object({ deleted: z.number().int(), bytes_freed: z.number().int() })),
  compare: procedure({ permission: 'snapshots.view', room, audit: reads })
    .route({
      method: 'GET',
      path: '/api/v1/rooms/{room_id}/snapshots/compare',
      summary: 'What differs between two snapshots of a room',
    })
    .input(z.strictObject({ ...inRoom, from: id, to: id }))
    .output(comparisonSchema),
  restorePreview: procedure({ permission: 'snapshots.restore', room, audit: reads })
    .route({
      method: 'GET',
      path: '/api/v1/rooms/{room_id}/snapshots/{snapshot_id}/restore-preview',
      summary: 'What rolling the room back would change, and the token to do it',
    })
    .input(z.strictObject(one))
    .output(restorePreviewSchema),
  restore: procedure({ permission: 'snapshots.restore', room, audit: 'room.restored' })
    .route({
      method: 'POST',
      path: '/api/v1/rooms/{room_id}/snapshots/{snapshot_id}/restore',
      summary: 'Open a snapshot as a new room, or roll its room back to it',
    })
    .input(
      z.strictObject({
        ...one,
        mode: z.enum(restoreModes),
        preview_token: plainText(200).optional(),
      }),
    )
    .output(restoredSchema),
  openFile: procedure({
    permission: 'snapshots.restore',
    room: notRoomScoped,
    audit: 'room.restored',
  })
    .route({
      method: 'POST',
      path: '/api/v1/snapshots/open',
      successStatus: 201,
      summary: 'Open a JSON snapshot from a file as a new room',
    })
    .input(
      z.strictObject({
        file: z.file(),
        /** Open it although this workspace did not make it as it is. */
        override: flag.default(false),
      }),
    )
    .output(restoredSchema),
  batch: procedure({
    permission: 'snapshots.create',
    room: notRoomScoped,
    audit: 'snapshot.created',
    // A party takes those of their own rooms: the service asks the matrix room by room.
    own: ['creator'],
  })
    .route({
      method: 'POST',
      path: '/api/v1/snapshots/batch',
      successStatus: 202,
      summary: 'Take a snapshot of each of these rooms: of all of them, or of none',
    })
    .input(
      z.strictObject({
        room_ids: z
          .array(id)
          .min(1, 'must name at least one room')
          .max(maxBatchRooms, `can name at most ${maxBatchRooms} rooms`),
        title: plainText(200).optional(),
        snapshot_type: z.enum(snapshotFormats).default('pdf'),
        ...batchOptions.shape,
      }),
    )
    .output(
      z.object({
        tasks: z.array(
          z.object({ task_id: z.string(), room_id: z.string(), snapshot_id: z.string() }),
        ),
      }),
    ),
  verify: procedure({
    permission: 'snapshots.verify',
    room: notRoomScoped,
    audit: 'snapshot.verified',
  })
    .route({
      method: 'POST',
      path: '/api/v1/snapshots/verify',
      summary: 'Is this file one of ours, and unaltered?',
    })
    .input(
      z.union([
        z.strictObject({ sha256: z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 hex digits') }),
        z.strictObject({ file: z.file() }),
        z.file(),
      ]),
    )
    .output(verifyAnswerSchema),
}

/** What else it takes to see a task that belongs to no room and is not one’s own. */
export const taskPermissions: Record<TaskKind, Permission | null> = {
  generate_snapshot: null,
  verify_audit: 'audit.verify',
  export_audit: 'audit.export',
  check_storage: 'metrics.view',
}

export const tasks = {
  list: procedure({ permission: 'tasks.view', room: notRoomScoped, audit: reads, own: ['creator'] })
    .route({
      method: 'GET',
      path: '/api/v1/tasks',
      summary: 'Background work that you may see, newest first',
      outputStructure: 'detailed',
    })
    .input(
      z.strictObject({
        status: z.enum(taskStatuses).optional(),
        /** False: what runs or waits, the longest first. True: what has ended, the last first. */
        ended: z.boolean().optional(),
        ...pageQuery,
      }),
    )
    .output(listOf(taskSchema)),
  get: procedure({
    permission: 'tasks.view',
    room: 'task_id',
    audit: reads,
    own: ['creator', 'party'],
  })
    .route({
      method: 'GET',
      path: '/api/v1/snapshots/tasks/{task_id}',
      summary: 'Progress of a task',
    })
    .input(z.strictObject({ task_id: z.string().max(80) }))
    .output(taskSchema),
  cancel: procedure({
    permission: 'tasks.cancel',
    room: 'task_id',
    audit: 'task.cancelled',
    own: ['creator'],
  })
    .route({
      method: 'POST',
      path: '/api/v1/snapshots/tasks/{task_id}/cancel',
      summary: 'Cancel a task that is pending or running',
    })
    .input(z.strictObject({ task_id: z.string().max(80) }))
    .output(taskSchema),
}
