import type { Notice } from '../../../src-shared/contract/notices.ts'
import type { Coverage } from '../../../src-shared/contract/policies.ts'
import type { Clock } from '../../platform/clock/index.ts'
import type { Executor } from '../../platform/db/index.ts'
import type { Ids } from '../../platform/ids/index.ts'
import type { Log } from '../../platform/log/index.ts'
import type { Tables } from '../tables.ts'
import { dropInto, messageOf, post, type SecretOf } from './channels.ts'
import { type Found, findNotices, overdueNotices } from './collect.ts'
import { kindsOf, toNotice } from './shapes.ts'
import * as store from './store.ts'

/** Minutes until the next attempt, by how many have failed; after the last one it is given up. */
export const backOffMinutes = [1, 5, 30, 120, 360, 1440] as const
const roundMillis = 60_000
const overdueMillis = 60 * 60_000
const dueAtOnce = 500
const keptDays = 90

/** Makes notices out of what has happened, and sends those that are to be sent. */
export interface NoticeRounds {
  /** A round now, then each minute. */
  start(): void
  /** A round soon: something has happened. */
  soon(): void
  /** One whole round. */
  round(): Promise<void>
  /** Ends what is under way; what was not sent is sent after the next start. */
  stop(): Promise<void>
}

export interface RoundsOptions {
  db: Executor<Tables>
  clock: Clock
  ids: Ids
  log: Log
  secretOf: SecretOf
  settings: () => { workspace_name: string; notice_folder: string }
  overdue: () => Promise<Coverage['rows']>
  onMade: (notices: Notice[]) => void
}

export function createNoticeRounds(options: RoundsOptions): NoticeRounds {
  const { db, clock, ids, log, secretOf, settings, overdue, onMade } = options
  const stopping = new AbortController()
  let timer: NodeJS.Timeout | undefined
  let doing: Promise<void> = Promise.resolve()
  let waiting = false
  let overdueAt = Number.NEGATIVE_INFINITY

  const make = async (found: readonly Found[]) => {
    if (found.length === 0) return
    const at = clock.iso()
    const made = await db.transaction().execute(async (trx) => {
      const receivers = (await store.webhooks(trx)).filter(({ is_active }) => is_active === 1)
      const folder = settings().notice_folder !== ''
      const notices: Notice[] = []
      for (const one of found) {
        const row = {
          ...{ ...one, detail: JSON.stringify(one.detail) },
          ...{ id: ids.uuid(), created_at: at, acknowledged_by: null, acknowledged_at: null },
        }
        if (!(await store.insert(trx, row))) continue
        notices.push(toNotice(row))
        const delivery = (channel: 'webhook' | 'folder', webhook_id: string | null) =>
          store.insertDelivery(trx, {
            ...{ id: ids.uuid(), notice_id: row.id, channel, webhook_id },
            ...{ status: 'pending' as const, attempts: 0, next_attempt_at: at },
            ...{ last_error: null, created_at: at, delivered_at: null },
          })
        for (const { id, kinds } of receivers) {
          if (kindsOf(kinds).includes(one.kind)) await delivery('webhook', id)
        }
        if (folder) await delivery('folder', null)
      }
      return notices
    })
    if (made.length > 0) onMade(made)
  }

  const attempt = async (due: store.DueDelivery) => {
    const message = messageOf(toNotice(due.notice), settings().workspace_name)
    if (due.channel === 'folder') {
      const folder = settings().notice_folder
      const problem =
        folder === '' ? 'The folder is no longer set.' : await dropInto(folder, message)
      return problem === undefined ? undefined : { problem, never: folder === '' }
    }
    const { webhook_id, url, secret_version } = due
    if (webhook_id === null || url === null || secret_version === null) return undefined
    const secret = await secretOf({ id: webhook_id, secret_version })
    return post({ url, secret, message }, { clock, signal: stopping.signal })
  }

  /** Sends what is due to one receiver, in order; the first failure puts off the rest of this round. */
  const sendAll = async (due: readonly store.DueDelivery[]) => {
    for (const one of due) {
      const failure = await attempt(one)
      // Called off by the stop, not refused: it counts as no attempt.
      if (stopping.signal.aborted && failure !== undefined) return
      const at = clock.iso()
      if (failure === undefined) {
        await store.noteDelivery(db, one.id, {
          ...{ status: 'delivered', attempts: one.attempts + 1, next_attempt_at: null },
          ...{ last_error: null, delivered_at: at },
        })
        continue
      }
      const minutes = failure.never ? undefined : backOffMinutes[one.attempts]
      await store.noteDelivery(db, one.id, {
        ...{ attempts: one.attempts + 1, last_error: failure.problem },
        ...(minutes === undefined
          ? { status: 'dead', next_attempt_at: null }
          : { next_attempt_at: new Date(clock.millis() + minutes * 60_000).toISOString() }),
      })
      return
    }
  }

  const round = async () => {
    await make(await findNotices(db, clock.iso()))
    if (clock.millis() - overdueAt >= overdueMillis || clock.millis() < overdueAt) {
      overdueAt = clock.millis()
      await make(overdueNotices(await overdue(), clock.today()))
    }
    const due = Map.groupBy(
      await store.dueDeliveries(db, clock.iso(), dueAtOnce),
      ({ webhook_id }) => webhook_id ?? 'folder',
    )
    await Promise.all([...due.values()].map(sendAll))
    const kept = new Date(clock.millis() - keptDays * 24 * 3_600_000).toISOString()
    await store.removeAcknowledged(db, kept)
  }
  const safely = (): Promise<void> => {
    doing = doing.then(async () => {
      waiting = false
      if (stopping.signal.aborted) return
      await round().catch((error: unknown) => {
        log.error({ err: error }, 'a round of the notices failed')
      })
    })
    return doing
  }

  return {
    round,
    start: () => {
      void safely()
      timer = setInterval(() => void safely(), roundMillis)
      timer.unref()
    },
    soon: () => {
      if (waiting) return
      waiting = true
      void safely()
    },
    stop: async () => {
      clearInterval(timer)
      stopping.abort()
      await doing
    },
  }
}
