import { z } from 'zod'
import { tokenStates } from '../../../src-shared/contract/tokens.ts'
import { listSearch } from '../../ui/list-search.ts'

export const tokenSorts = ['name', 'created_at', 'last_used_at', 'expires_at'] as const

/** The token list's part of the address. */
export const tokensSearchSchema = z.object({
  ...listSearch,
  state: z.enum(tokenStates).optional().catch(undefined),
  sort: z.enum(tokenSorts).optional().catch(undefined),
  /** Everybody's. */
  all: z.boolean().optional().catch(undefined),
})
