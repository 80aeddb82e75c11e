import { z } from 'zod'
import type { PageSize } from './pager.tsx'

/** What every list has in the address: search, order, page. What cannot be read is left out. */
export const listSearch = {
  q: z.coerce.string().trim().min(1).max(200).optional().catch(undefined),
  direction: z.enum(['asc', 'desc']).optional().catch(undefined),
  page: z.coerce.number().int().min(1).optional().catch(undefined),
  size: z
    .union([z.literal(10), z.literal(25), z.literal(50), z.literal(100)])
    .optional()
    .catch(undefined),
}

/** What `listSearch` reads, and the column that a list of its own is sorted by. */
export interface ListSearch {
  q?: string | undefined
  direction?: 'asc' | 'desc' | undefined
  page?: number | undefined
  size?: PageSize | undefined
  sort?: string | undefined
}

/** Which rows of a list are wanted, in the contract’s words. */
export interface PageOfList<Sort extends string = string> {
  sort: Sort
  direction: 'asc' | 'desc'
  limit: PageSize
  offset: number
}

/** @param first how the list is sorted before anybody has chosen */
export function pageOf<const Sort extends string, const First extends string>(
  { page = 1, size = 25, sort, direction }: Omit<ListSearch, 'sort'> & { sort?: Sort | undefined },
  first: { sort: First; direction: 'asc' | 'desc' },
): PageOfList<Sort | First> {
  return {
    sort: sort ?? first.sort,
    direction: direction ?? first.direction,
    limit: size,
    offset: (page - 1) * size,
  }
}
