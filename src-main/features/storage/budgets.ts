import { statfs } from 'node:fs/promises'
import type { WorkspaceSettings } from '../../../src-shared/contract/settings.ts'
import { megabyte } from '../../../src-shared/rules/sizes.ts'
import type { Executor } from '../../platform/db/index.ts'
import { DomainError } from '../../platform/domain-error.ts'
import type { Tables } from '../tables.ts'
import * as store from './store.ts'

/** What is wanted beside what is there. */
export interface Wanted {
  /** Null: of several, only the budget of the workspace is looked at. */
  organization_id: string | null
  snapshots: number
  /** What it takes on disk that is not there yet; 0 where that is not known, or shared. */
  bytes: number
}

/**
 * How much may be stored. Asked before the work, and with the real size in the transaction that
 * commits it. What cannot be read refuses: nobody is waved through.
 */
export interface Budgets {
  /** @throws BUDGET_EXCEEDED with the figures */
  check(db: Executor<Tables>, wanted: Wanted): Promise<void>
  /** @throws DISK_LOW with the figures, also when the disk does not say how much is free */
  checkDisk(bytes: number): Promise<void>
  /** Bytes that the workspace’s disk has free for this user. */
  freeBytes(): Promise<number>
}

export function createBudgets(options: {
  dir: string
  settings: () => WorkspaceSettings
}): Budgets {
  const { dir, settings } = options
  const freeBytes = async () => {
    const { bavail, bsize } = await statfs(dir)
    return bavail * bsize
  }
  return {
    freeBytes,
    check: async (db, { organization_id, snapshots, bytes }) => {
      const now = settings()
      const budgets = [
        {
          whose: 'The workspace',
          of: null,
          snapshots: now.budget_snapshots,
          bytes: now.budget_mb * megabyte,
        },
        ...(organization_id === null
          ? []
          : [
              {
                whose: 'The organization of the room',
                of: organization_id,
                snapshots: now.organization_budget_snapshots,
                bytes: now.organization_budget_mb * megabyte,
              },
            ]),
      ]
      for (const budget of budgets) {
        if (budget.snapshots === 0 && budget.bytes === 0) continue
        const used = await store.usageOf(db, budget.of)
        if (budget.snapshots > 0 && used.snapshots + snapshots > budget.snapshots) {
          throw exceeded(budget.whose, 'snapshots', used.snapshots, snapshots, budget.snapshots)
        }
        const isOver = used.bytes + bytes > budget.bytes || used.bytes >= budget.bytes
        if (budget.bytes > 0 && isOver) {
          throw exceeded(budget.whose, 'bytes', used.bytes, bytes, budget.bytes)
        }
      }
    },
    checkDisk: async (bytes) => {
      const floor = settings().free_disk_floor_mb * megabyte
      const free = await freeBytes().catch(() => undefined)
      if (free !== undefined && free - bytes >= floor) return
      const has = free === undefined ? 'does not say how much it has free' : `has ${mb(free)} free`
      throw new DomainError(
        'DISK_LOW',
        `The disk ${has}, and ${mb(floor)} are to stay free. Make room, or change that in the settings.`,
        { budget: { of: 'disk', limit: floor, used: free ?? null, wanted: bytes } },
      )
    },
  }
}

function exceeded(
  whose: string,
  of: 'snapshots' | 'bytes',
  used: number,
  wanted: number,
  limit: number,
): DomainError {
  const figures =
    of === 'snapshots'
      ? `has ${used.toLocaleString('en-GB')} of ${limit.toLocaleString('en-GB')} snapshots`
      : `has ${mb(used)} of ${mb(limit)} in snapshots`
  return new DomainError(
    'BUDGET_EXCEEDED',
    `${whose} ${figures}: ${wanted > 1 && of === 'snapshots' ? `${wanted.toLocaleString('en-GB')} more do` : 'this one does'} not fit. Delete some, or change the budget in the settings.`,
    { budget: { of, limit, used, wanted } },
  )
}

const mb = (bytes: number): string =>
  `${(bytes / megabyte).toLocaleString('en-GB', { maximumFractionDigits: 1 })} MB`
