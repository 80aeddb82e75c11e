import { z } from 'zod'
import { listSearch } from '../../ui/list-search.ts'

/** The part of the address that the storage has: which page of its rooms. */
export const storageSearchSchema = z.object({ page: listSearch.page, size: listSearch.size })
