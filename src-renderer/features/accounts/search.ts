import { z } from 'zod'
import { accountSorts, accountStates } from '../../../src-shared/contract/accounts.ts'
import { consoleRoles } from '../../../src-shared/contract/enums.ts'
import { listSearch } from '../../ui/list-search.ts'

/** The accounts list's part of the address. */
export const accountsSearchSchema = z.object({
  ...listSearch,
  console_role: z.enum(consoleRoles).optional().catch(undefined),
  state: z.enum(accountStates).optional().catch(undefined),
  sort: z.enum(accountSorts).optional().catch(undefined),
  /** The account whose drawer is open. */
  account: z.uuid().optional().catch(undefined),
})
