import type { Clock } from '../../platform/clock/index.ts'
import type { Executor } from '../../platform/db/index.ts'
import type { Ids } from '../../platform/ids/index.ts'
import type { SecretFile } from '../../platform/secrets/index.ts'
import type { Audit } from '../audit/index.ts'
import type { Tables } from '../tables.ts'
import { createSecretOf } from './channels.ts'
import { createNoticeRounds, type NoticeRounds, type RoundsOptions } from './rounds.ts'
import { createNotices, type Notices } from './service.ts'
import { createWebhooks, type Webhooks } from './webhooks.ts'

export type { Notices } from './service.ts'
export type { Webhooks } from './webhooks.ts'

/** What people have to be told, and whom it is sent to. */
export function createNoticesFeature(
  options: Omit<RoundsOptions, 'secretOf'> & {
    db: Executor<Tables>
    audit: Audit
    clock: Clock
    ids: Ids
    /** The key that the secrets of webhooks come out of. */
    secret: SecretFile
    /** Something is to be sent that was not. */
    onDue: () => void
  },
): { notices: Notices; webhooks: Webhooks; rounds: NoticeRounds } {
  const secretOf = createSecretOf(options)
  return {
    notices: createNotices(options),
    webhooks: createWebhooks({
      ...options,
      secretOf,
      workspaceName: () => options.settings().workspace_name,
    }),
    rounds: createNoticeRounds({ ...options, secretOf }),
  }
}
