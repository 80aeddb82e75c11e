import { stat } from 'node:fs/promises'
import type { WorkspaceSettings } from '../../../src-shared/contract/settings.ts'
import {
  type StorageFigures,
  type StorageForecast,
  storageFiguresSchema,
} from '../../../src-shared/contract/storage.ts'
import type { Measured } from '../../../src-shared/rules/forecast.ts'
import { megabyte } from '../../../src-shared/rules/sizes.ts'
import type { BlobStore } from '../../platform/blobs/index.ts'
import type { Clock } from '../../platform/clock/index.ts'
import type { Executor } from '../../platform/db/index.ts'
import type { Ids } from '../../platform/ids/index.ts'
import type { TaskHandler, Tasks } from '../../platform/tasks/index.ts'
import { type Audit, type Call, systemCall } from '../audit/index.ts'
import type { Tables } from '../tables.ts'
import type { Budgets } from './budgets.ts'
import { nextRoundAt } from './care.ts'
import { checkFiles, type ReportDamage } from './check.ts'
import { collect } from './collect.ts'
import { forecastOf } from './forecast.ts'
import * as store from './store.ts'

export interface Storage {
  figures(page: { limit: number; offset: number }): Promise<StorageFigures>
  /** When the disk or the budget is full, as the last 30 days went. */
  forecast(): Promise<StorageForecast>
  /** Every file is read again, whenever that was done last. */
  startCheck(call: Call): Promise<{ task_id: string }>
  /** The daily round: only the files whose time has come. */
  startRound(): Promise<void>
  lastRound(): Promise<string | null>
  beginCounting(): Promise<void>
  /** What there is at this moment; null where the disk does not say. */
  sizes(): Promise<{ database_bytes: number; blob_bytes: number; free_bytes: number | null }>
  handler: TaskHandler<Call>
}

const dayMillis = 24 * 3_600_000
/** A terabyte at the pace of a slow disk. */
const timeoutSeconds = 4 * 3_600
const mostDamaged = 100
const namedSnapshots = 20
const lastSchema = storageFiguresSchema.shape.care.shape.last

export function createStorage(options: {
  db: Executor<Tables>
  audit: Audit
  blobs: BlobStore
  budgets: Budgets
  clock: Clock
  ids: Ids
  /** The database and what belongs to it. */
  databaseFiles: readonly string[]
  settings: () => WorkspaceSettings
  reportDamage: ReportDamage
  /** Old tasks, old measurements, what memory has of files that nobody asks for. */
  cleanUp: () => Promise<void>
  /** The size of the store on each of the last 30 days. */
  history: () => Promise<readonly Measured[]>
  tasks: () => Tasks<Call>
}): Storage {
  const { db, audit, blobs, budgets, clock, ids, settings, reportDamage, cleanUp, tasks } = options

  const start = async (scope: 'all' | 'due', call: Call) => {
    const task_id = `check-${ids.uuid()}`
    await audit.change(call, async ({ trx, record, afterCommit }) => {
      await tasks().add(trx, {
        id: task_id,
        kind: 'check_storage',
        subject_id: scope,
        room_id: null,
        title: scope === 'all' ? 'Check every stored file' : 'Daily care of the store',
        created_by: call.actor.account_id,
        timeout_s: timeoutSeconds,
        priority: scope === 'all' ? 1 : -10,
      })
      if (scope === 'due') await store.changeCare(trx, { ran_at: clock.iso() })
      await record({
        action: 'storage.check_started',
        resource_type: 'storage',
        resource_id: task_id,
        detail: { scope },
      })
      afterCommit(tasks().kick)
    })
    return { task_id }
  }

  return {
    startCheck: (call) => start('all', call),
    startRound: async () => void (await start('due', systemCall())),
    lastRound: async () => (await store.care(db)).ran_at,
    beginCounting: () => store.changeCare(db, { ran_at: clock.iso() }),

    sizes: async () => ({
      database_bytes: await sizeOf(options.databaseFiles),
      blob_bytes: (await store.blobUsage(db)).bytes,
      free_bytes: await budgets.freeBytes().catch(() => null),
    }),

    forecast: async () => {
      const { budget_mb, free_disk_floor_mb } = settings()
      const stored = (await store.blobUsage(db)).bytes + (await sizeOf(options.databaseFiles))
      return forecastOf(clock.millis(), {
        history: await options.history(),
        stored_bytes: stored,
        free_bytes: await budgets.freeBytes().catch(() => null),
        floor_bytes: free_disk_floor_mb * megabyte,
        budget: {
          bytes: (await store.usageOf(db, null)).bytes,
          max_bytes: budget_mb * megabyte,
        },
      })
    },

    figures: async ({ limit, offset }) => {
      const [by_format, workspace, organizations, damaged, care] = [
        await store.usageByFormat(db),
        await store.usageOf(db, null),
        await store.usageByOrganization(db),
        await store.damaged(db, mostDamaged),
        await store.care(db),
      ]
      const now = settings()
      const limits = {
        workspace: {
          max_snapshots: now.budget_snapshots,
          max_bytes: now.budget_mb * megabyte,
        },
        organization: {
          max_snapshots: now.organization_budget_snapshots,
          max_bytes: now.organization_budget_mb * megabyte,
        },
      }
      const blobUsage = await store.blobUsage(db)
      const unused = await store.unusedUsage(db)
      return {
        database_bytes: await sizeOf(options.databaseFiles),
        blobs: { count: blobUsage.blobs, bytes: blobUsage.bytes },
        free_bytes: await budgets.freeBytes().catch(() => null),
        floor_bytes: now.free_disk_floor_mb * megabyte,
        shared_bytes: by_format.reduce((sum, one) => sum + one.bytes - one.distinct_bytes, 0),
        by_format,
        by_room: await store.usageByRoom(db, limit, offset),
        rooms_total: await store.countRoomsWithUsage(db),
        budgets: {
          workspace: { ...workspace, ...limits.workspace },
          organizations: organizations.map((one) => ({ ...one, ...limits.organization })),
        },
        care: {
          ran_at: care.ran_at,
          next_at: nextRoundAt(clock, now.care_hour),
          last: lastSchema.parse(JSON.parse(care.report ?? 'null')),
          oldest_check_at: await store.oldestCheck(db),
          unused: { count: unused.blobs, bytes: unused.bytes },
          damaged: await Promise.all(
            damaged.map(async ({ sha256, size_bytes, damaged_at }) => ({
              sha256,
              size_bytes,
              damaged_at: damaged_at ?? '',
              snapshots: await store.snapshotsOf(db, sha256, namedSnapshots),
            })),
          ),
        },
      }
    },

    handler: {
      run: async (task, { signal, report }) => {
        const now = settings()
        report(0, 'cleaning up')
        await cleanUp()
        report(5, 'collecting unused files')
        const collected = await collect({
          db,
          audit,
          blobs,
          clock,
          graceMillis: now.blob_grace_hours * 3_600_000,
          signal,
        })
        report(20, 'checking files')
        // A day early: what is due tomorrow would else be late by then.
        const due = clock.millis() - (now.blob_check_days - 1) * dayMillis
        const checked = await checkFiles({
          db,
          blobs,
          clock,
          before: task.subject_id === 'all' ? clock.iso() : new Date(due).toISOString(),
          reportDamage,
          signal,
          onShare: (share) => report(20 + Math.floor(share * 75), 'checking files'),
        })
        signal.throwIfAborted()
        const found = {
          removed: collected.removed,
          removed_bytes: collected.bytes,
          ...checked,
        }
        await audit.change(systemCall(), async ({ trx, record }) => {
          await tasks().settle(trx, task.id, { status: 'completed', result: { storage: found } })
          await store.changeCare(trx, {
            report: JSON.stringify({ ...found, ended_at: clock.iso() }),
          })
          await record({
            action: 'storage.checked',
            resource_type: 'storage',
            resource_id: task.id,
            outcome: checked.damaged === 0 ? 'success' : 'failed',
            detail: { ...found, scope: task.subject_id },
          })
        })
      },
      abandon: async (task, { status, error, by }) => {
        await audit.change(by ?? systemCall(), async ({ trx, record }) => {
          await tasks().settle(trx, task.id, { status, error })
          if (by === undefined) {
            await record({
              action: 'storage.checked',
              resource_type: 'storage',
              resource_id: task.id,
              outcome: 'failed',
              detail: { code: error.code, message: error.message },
            })
          } else {
            await record({
              action: 'task.cancelled',
              resource_type: 'task',
              resource_id: task.id,
              detail: { title: task.title, before: task.status },
            })
          }
        })
      },
    },
  }
}

async function sizeOf(files: readonly string[]): Promise<number> {
  const sizes = files.map((file) =>
    stat(file).then(
      ({ size }) => size,
      () => 0,
    ),
  )
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
}
