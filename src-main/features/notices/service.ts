import type { NoticeKind } from '../../../src-shared/contract/enums.ts'
import type { Notice } from '../../../src-shared/contract/notices.ts'
import type { Clock } from '../../platform/clock/index.ts'
import type { Executor } from '../../platform/db/index.ts'
import type { Audit, Call } from '../audit/index.ts'
import type { Tables } from '../tables.ts'
import { toNotice } from './shapes.ts'
import * as store from './store.ts'

/** What people have been told, and who has taken note. */
export interface Notices {
  list(page: {
    open: boolean
    kind?: NoticeKind | undefined
    limit: number
    offset: number
  }): Promise<{ notices: Notice[]; total: number }>
  /** @returns how many of them were open; others are left as they are */
  acknowledge(ids: readonly string[], call: Call): Promise<{ acknowledged: number }>
}

export function createNotices(options: {
  db: Executor<Tables>
  audit: Audit
  clock: Clock
}): Notices {
  const { db, audit, clock } = options
  return {
    list: async (page) => ({
      notices: (await store.list(db, page)).map(toNotice),
      total: await store.count(db, page),
    }),
    acknowledge: (ids, call) =>
      audit.change(call, async ({ trx, record }) => {
        const acknowledged = await store.acknowledge(trx, ids, {
          acknowledged_by: call.actor.email,
          acknowledged_at: clock.iso(),
        })
        await record({
          action: 'notice.acknowledged',
          resource_type: 'notice',
          resource_id: ids.length === 1 ? (ids[0] ?? null) : null,
          detail: { notice_ids: ids, acknowledged },
        })
        return { acknowledged }
      }),
  }
}
