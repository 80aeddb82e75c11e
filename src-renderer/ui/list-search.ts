import { z } from 'zod'

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
