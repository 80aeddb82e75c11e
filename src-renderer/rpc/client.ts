import { createORPCClient, DynamicLink, type InferClientOutputs } from '@orpc/client'
import type { ContractRouterClient } from '@orpc/contract'
import type { Contract } from '../../src-shared/contract/index.ts'
import { line } from './connection.ts'

/** The one client of the page. Which door it goes through is the line's business. */
export const client: ContractRouterClient<Contract> = createORPCClient(
  new DynamicLink(() => line.link()),
)

/** What each procedure answers: `Outputs['rooms']['get']`. */
export type Outputs = InferClientOutputs<typeof client>
