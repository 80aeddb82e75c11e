import type { StorageForecast } from '../../../src-shared/contract/storage.ts'
import { growthPerDay, type Measured, usedUpAt } from '../../../src-shared/rules/forecast.ts'

/**
 * When there is no room left.
 * @param history of each day, files and database together
 * @param budget of the workspace's snapshots; `max_bytes` 0 stands for no limit
 */
export function forecastOf(
  now: number,
  facts: {
    history: readonly Measured[]
    stored_bytes: number
    free_bytes: number | null
    floor_bytes: number
    budget: { bytes: number; max_bytes: number }
  },
): StorageForecast {
  const { history, stored_bytes, free_bytes, floor_bytes, budget } = facts
  const perDay = growthPerDay(history)
  const disk_left_bytes = free_bytes === null ? null : free_bytes - floor_bytes
  const budget_left_bytes = budget.max_bytes === 0 ? null : budget.max_bytes - budget.bytes
  const fullAt = (left: number | null) => {
    const at = left === null || perDay === undefined ? undefined : usedUpAt(now, left, perDay)
    return at === undefined ? null : new Date(at).toISOString()
  }
  return {
    bytes_per_day: perDay === undefined ? null : Math.round(perDay),
    observed_days: history.length,
    stored_bytes,
    disk_left_bytes,
    disk_full_at: fullAt(disk_left_bytes),
    budget_left_bytes,
    budget_full_at: fullAt(budget_left_bytes),
  }
}
