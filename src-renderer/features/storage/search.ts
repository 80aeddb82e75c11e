import { z } from 'zod'
import { roomUsageSorts } from '../../../src-shared/contract/storage.ts'
import { listSearch } from '../../ui/list-search.ts'

/** The part of the address that the storage has: which page of its rooms, in which order. */
export const storageSearchSchema = z.object({
  page: listSearch.page,
  size: listSearch.size,
  direction: listSearch.direction,
  sort: z.enum(roomUsageSorts).optional().catch(undefined),
})
