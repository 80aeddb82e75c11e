import dayjs from 'dayjs'
import type { StorageForecast } from '../../../src-shared/contract/storage.ts'
import { bytesInWords } from '../../ui/bytes-text.tsx'

/** What a day adds, in words; the same in the storage and in the overview. */
export function growthInWords({ bytes_per_day }: StorageForecast): string {
  if (bytes_per_day === null) return 'Not known yet'
  if (bytes_per_day <= 0) return 'Nothing'
  return bytesInWords(bytes_per_day)
}

/** When there is no room left, in one line: the budget or the disk, whichever comes first. */
export function fullInWords(forecast: StorageForecast): string {
  const { bytes_per_day, budget_full_at, disk_full_at } = forecast
  if (bytes_per_day === null) return 'said after a day of figures'
  const ends = [
    ...(budget_full_at === null ? [] : [{ at: budget_full_at, what: 'the budget' }]),
    ...(disk_full_at === null ? [] : [{ at: disk_full_at, what: 'the disk' }]),
  ].sort((one, other) => (one.at < other.at ? -1 : 1))
  const [first] = ends
  if (first === undefined) return 'no end in sight'
  return `${first.what} is full about ${dayjs(first.at).format('D MMM YYYY')}`
}
