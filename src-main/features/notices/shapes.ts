import { z } from 'zod'
import { noticeKinds } from '../../../src-shared/contract/enums.ts'
import type { Notice, Webhook } from '../../../src-shared/contract/notices.ts'
import type { NoticeRow, WebhookRow } from './store.ts'

const detailSchema = z.record(z.string(), z.unknown())
const kindsSchema = z.array(z.enum(noticeKinds))

export function toNotice({ key: _, detail, ...row }: NoticeRow): Notice {
  return { ...row, detail: detailSchema.parse(JSON.parse(detail)) }
}

export function toWebhook({ secret_version: _, ...row }: WebhookRow): Webhook {
  return {
    ...row,
    kinds: kindsOf(row.kinds),
    is_active: row.is_active === 1,
    pending: row.pending ?? 0,
    dead: row.dead ?? 0,
  }
}

/** Which notices a webhook is sent, as its row has it. */
export const kindsOf = (stored: string): Webhook['kinds'] => kindsSchema.parse(JSON.parse(stored))
