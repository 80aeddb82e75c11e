import type { DeliveryStatus, NoticeKind } from '../../../src-shared/contract/enums.ts'
import type { NoticeDelivery, Webhook } from '../../../src-shared/contract/notices.ts'
import type { Clock } from '../../platform/clock/index.ts'
import type { Executor } from '../../platform/db/index.ts'
import { DomainError } from '../../platform/domain-error.ts'
import type { Ids } from '../../platform/ids/index.ts'
import type { Audit, Call } from '../audit/index.ts'
import type { Tables } from '../tables.ts'
import { post, type SecretOf } from './channels.ts'
import { toWebhook } from './shapes.ts'
import * as store from './store.ts'

interface WebhookFacts {
  name: string
  url: string
  kinds: readonly NoticeKind[]
  is_active: boolean
}

/** Where notices are sent to over the network: nowhere, until an administrator says where. */
export interface Webhooks {
  list(): Promise<Webhook[]>
  /** @throws CONFLICT for a name that is taken */
  create(input: WebhookFacts, call: Call): Promise<Webhook & { secret: string }>
  /** @throws NOT_FOUND, CONFLICT; BAD_REQUEST when it names nothing to change */
  update(
    input: { webhook_id: string; rotate_secret?: boolean | undefined } & {
      [Name in keyof WebhookFacts]?: WebhookFacts[Name] | undefined
    },
    call: Call,
  ): Promise<Webhook & { secret: string | null }>
  /** @throws NOT_FOUND */
  delete(id: string, call: Call): Promise<void>
  /** @throws NOT_FOUND */
  test(id: string, call: Call): Promise<{ delivered: boolean; error: string | null }>
  /** @throws NOT_FOUND */
  deliveries(page: {
    webhook_id: string
    status?: DeliveryStatus | undefined
    limit: number
    offset: number
  }): Promise<{ deliveries: NoticeDelivery[]; total: number }>
  /** @throws NOT_FOUND */
  retry(id: string, call: Call): Promise<{ retried: number }>
}

export function createWebhooks(options: {
  db: Executor<Tables>
  audit: Audit
  clock: Clock
  ids: Ids
  secretOf: SecretOf
  workspaceName: () => string
  /** Something is due that was not. */
  onDue: () => void
}): Webhooks {
  const { db, audit, clock, ids, secretOf, workspaceName, onDue } = options

  const found = async (executor: Executor<Tables>, id: string) => {
    const row = (await store.webhooks(executor)).find((one) => one.id === id)
    if (row === undefined) throw new DomainError('NOT_FOUND', 'There is no such webhook.')
    return row
  }
  const requireFree = async (trx: Executor<Tables>, name: string, own: string | undefined) => {
    const taken = await store.webhookNamed(trx, name)
    if (taken === undefined || taken.id === own) return
    throw new DomainError('CONFLICT', `There is a webhook called ${name} already.`, {
      issues: [{ path: ['name'], message: 'is taken' }],
    })
  }
  const factsOf = ({ name, url, kinds, is_active }: Webhook) => ({ name, url, kinds, is_active })

  return {
    list: async () => (await store.webhooks(db)).map(toWebhook),

    create: async ({ name, url, kinds, is_active }, call) => {
      const by = call.actor.email
      const at = clock.iso()
      const row = {
        ...{ id: ids.uuid(), name, url, kinds: JSON.stringify(kinds) },
        ...{ is_active: is_active ? 1 : 0, secret_version: 1 },
        ...{ created_by: by, created_at: at, updated_by: by, updated_at: at },
      }
      const secret = await secretOf(row)
      return audit.change(call, async ({ trx, record }) => {
        await requireFree(trx, name, undefined)
        await store.insertWebhook(trx, row)
        await record({
          action: 'webhook.created',
          resource_type: 'webhook',
          resource_id: row.id,
          detail: { name, url, kinds, is_active },
        })
        return { ...toWebhook(await found(trx, row.id)), secret }
      })
    },

    update: async ({ webhook_id, rotate_secret = false, ...input }, call) => {
      const given = Object.fromEntries(
        Object.entries(input).filter(([, value]) => value !== undefined),
      )
      if (Object.keys(given).length === 0 && !rotate_secret) {
        throw new DomainError('BAD_REQUEST', 'Name at least one field to change.')
      }
      const seen = await found(db, webhook_id)
      const secret_version = seen.secret_version + (rotate_secret ? 1 : 0)
      const secret = rotate_secret ? await secretOf({ id: webhook_id, secret_version }) : null
      const updated = await audit.change(call, async ({ trx, record }) => {
        const row = await found(trx, webhook_id)
        if (row.secret_version !== seen.secret_version) {
          throw new DomainError('CONFLICT', 'The webhook was given a new secret meanwhile.')
        }
        const before = factsOf(toWebhook(row))
        const after = { ...before, ...given }
        await requireFree(trx, after.name, row.id)
        await store.changeWebhook(trx, row.id, {
          ...{ name: after.name, url: after.url, kinds: JSON.stringify(after.kinds) },
          ...{ is_active: after.is_active ? 1 : 0, secret_version },
          ...{ updated_by: call.actor.email, updated_at: clock.iso() },
        })
        await record({
          action: 'webhook.updated',
          resource_type: 'webhook',
          resource_id: row.id,
          detail: { before, after, new_signing_key: rotate_secret },
        })
        return { ...toWebhook(await found(trx, row.id)), secret }
      })
      onDue()
      return updated
    },

    delete: (id, call) =>
      audit.change(call, async ({ trx, record }) => {
        const row = await found(trx, id)
        await store.removeWebhook(trx, id)
        await record({
          action: 'webhook.deleted',
          resource_type: 'webhook',
          resource_id: id,
          detail: { before: factsOf(toWebhook(row)) },
        })
      }),

    test: async (id, call) => {
      const row = await found(db, id)
      const message = {
        id: ids.uuid(),
        type: 'notice.test',
        data: { text: 'A test of this webhook.', workspace: workspaceName() },
      }
      const failure = await post(
        { url: row.url, secret: await secretOf(row), message },
        { clock, signal: new AbortController().signal },
      )
      const result = { delivered: failure === undefined, error: failure?.problem ?? null }
      await audit.change(call, ({ record }) =>
        record({
          action: 'webhook.tested',
          resource_type: 'webhook',
          resource_id: id,
          detail: { name: row.name, url: row.url, ...result },
        }),
      )
      return result
    },

    deliveries: async (page) => {
      await found(db, page.webhook_id)
      const rows = await store.deliveries(db, page)
      return {
        deliveries: rows.map(({ notice_id, kind, text, created_at, ...row }) => ({
          ...row,
          notice: { id: notice_id, kind, text, created_at },
        })),
        total: await store.countDeliveries(db, page),
      }
    },

    retry: async (id, call) => {
      const result = await audit.change(call, async ({ trx, record }) => {
        const row = await found(trx, id)
        const retried = await store.revive(trx, id, clock.iso())
        await record({
          action: 'webhook.retried',
          resource_type: 'webhook',
          resource_id: id,
          detail: { name: row.name, retried },
        })
        return { retried }
      })
      onDue()
      return result
    },
  }
}
