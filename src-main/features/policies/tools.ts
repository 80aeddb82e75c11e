import type { Clock } from '../../platform/clock/index.ts'
import type { Executor } from '../../platform/db/index.ts'
import type { Ids } from '../../platform/ids/index.ts'
import type { Access } from '../access/index.ts'
import type { Audit } from '../audit/index.ts'
import type { Tables } from '../tables.ts'

/** What every part of the policies works with. */
export interface PolicyTools {
  db: Executor<Tables>
  audit: Audit
  access: Access
  clock: Clock
  ids: Ids
}
