import { z } from 'zod'
import { snapshotFormats } from './enums.ts'
import { notRoomScoped, pageQuery, procedure, reads } from './procedure.ts'

/** What a round of care did: files removed because nothing pointed to them, and files read again. */
export const storageCheckResultSchema = z.object({
  storage: z.object({
    removed: z.number().int(),
    removed_bytes: z.number().int(),
    checked: z.number().int(),
    damaged: z.number().int(),
  }),
})

/** Snapshots, the bytes of their files, and those bytes with every shared file counted once. */
const usage = {
  snapshots: z.number().int(),
  bytes: z.number().int(),
  distinct_bytes: z.number().int(),
}

/** 0 stands for no limit. */
const budget = {
  snapshots: z.number().int(),
  max_snapshots: z.number().int(),
  bytes: z.number().int(),
  max_bytes: z.number().int(),
}

export const storageFiguresSchema = z.object({
  database_bytes: z.number().int(),
  /** Of stored files of every kind. */
  blobs: z.object({ count: z.number().int(), bytes: z.number().int() }),
  /** Null where the disk does not say. */
  free_bytes: z.number().int().nullable(),
  floor_bytes: z.number().int(),
  /** What snapshots would take if no two of them shared a file, less what they take. */
  shared_bytes: z.number().int(),
  by_format: z.array(z.object({ format: z.enum(snapshotFormats), ...usage })),
  /** The most first; one page of them. */
  by_room: z.array(
    z.object({ room_id: z.string(), room_code: z.string(), room_title: z.string(), ...usage }),
  ),
  rooms_total: z.number().int(),
  budgets: z.object({
    workspace: z.object(budget),
    organizations: z.array(
      z.object({ organization_id: z.string(), organization_name: z.string(), ...budget }),
    ),
  }),
  care: z.object({
    ran_at: z.string().nullable(),
    next_at: z.string(),
    /** What the last round found; null before the first one has ended. */
    last: storageCheckResultSchema.shape.storage.extend({ ended_at: z.string() }).nullable(),
    /** When the file that was looked at longest ago was looked at. */
    oldest_check_at: z.string().nullable(),
    /** Files on their way out: nothing points to them. */
    unused: z.object({ count: z.number().int(), bytes: z.number().int() }),
    /** At most a hundred, the newest first. */
    damaged: z.array(
      z.object({
        sha256: z.string(),
        size_bytes: z.number().int(),
        damaged_at: z.string(),
        snapshots: z.array(
          z.object({
            id: z.string(),
            room_id: z.string(),
            room_code: z.string(),
            title: z.string(),
          }),
        ),
      }),
    ),
  }),
})
export type StorageFigures = z.infer<typeof storageFiguresSchema>

/** When there is no room left, if it goes on as in the last 30 days. */
export const storageForecastSchema = z.object({
  /** Files and database together. Null before a day of figures is there. */
  bytes_per_day: z.number().nullable(),
  /** Days that have figures. */
  observed_days: z.number().int(),
  stored_bytes: z.number().int(),
  /** Above the floor that is left free; null where the disk does not say. */
  disk_left_bytes: z.number().int().nullable(),
  /** Null: not in sight, or not known. */
  disk_full_at: z.string().nullable(),
  /** Of the workspace's budget of bytes; null without one. */
  budget_left_bytes: z.number().int().nullable(),
  budget_full_at: z.string().nullable(),
})
export type StorageForecast = z.infer<typeof storageForecastSchema>

export const storage = {
  figures: procedure({ permission: 'metrics.view', room: notRoomScoped, audit: reads })
    .route({
      method: 'GET',
      path: '/api/v1/storage',
      summary: 'What is stored, by room and by format, budgets, and the state of the store’s care',
    })
    .input(z.strictObject(pageQuery))
    .output(storageFiguresSchema),
  forecast: procedure({ permission: 'metrics.view', room: notRoomScoped, audit: reads })
    .route({
      method: 'GET',
      path: '/api/v1/storage/forecast',
      summary: 'How much is added in a day, and when the budget or the disk is full at that pace',
    })
    .input(z.strictObject({}).optional())
    .output(storageForecastSchema),
  check: procedure({
    permission: 'backups.create',
    room: notRoomScoped,
    audit: 'storage.check_started',
  })
    .route({
      method: 'POST',
      path: '/api/v1/storage/check',
      successStatus: 202,
      summary: 'Read and hash every stored file again, as a task',
    })
    .input(z.strictObject({}).optional())
    .output(z.object({ task_id: z.string() })),
}
