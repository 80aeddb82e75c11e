import { createHmac } from 'node:crypto'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { Webhook as Signing } from 'standardwebhooks'
import type { Notice } from '../../../src-shared/contract/notices.ts'
import type { Clock } from '../../platform/clock/index.ts'
import { systemCode } from '../../platform/domain-error.ts'
import type { Ids } from '../../platform/ids/index.ts'
import type { SecretFile } from '../../platform/secrets/index.ts'

/** How long a receiver may take to answer. */
const answerMillis = 10_000
/** The file in the folder of the setting: a JSON object a line. */
export const noticeFileName = 'sts-notices.jsonl'

/** What is sent of a notice, in the shape of Standard Webhooks. */
export interface Message {
  /** The receiver knows a second delivery of the same by it. */
  id: string
  type: string
  data: Record<string, unknown>
}

export const messageOf = (notice: Notice, workspace: string): Message => ({
  id: notice.id,
  type: `notice.${notice.kind}`,
  data: {
    id: notice.id,
    kind: notice.kind,
    text: notice.text,
    resource_type: notice.resource_type,
    resource_id: notice.resource_id,
    detail: notice.detail,
    created_at: notice.created_at,
    workspace,
  },
})

/** The secret that a receiver checks signatures with, out of the workspace's own: no table has it. */
export type SecretOf = (webhook: { id: string; secret_version: number }) => Promise<string>

export function createSecretOf(options: { secret: SecretFile; ids: Ids }): SecretOf {
  let key: Promise<string> | undefined
  const readKey = async () => {
    const known = await options.secret.read()
    if (known !== undefined) return known.text
    const fresh = options.ids.secret()
    await options.secret.write(fresh)
    return fresh
  }
  return async ({ id, secret_version }) => {
    key ??= readKey()
    key.catch(() => {
      key = undefined
    })
    const derived = createHmac('sha256', await key)
      .update(`${id} ${secret_version}`)
      .digest()
    return `whsec_${derived.toString('base64')}`
  }
}

/**
 * Posts a message as Standard Webhooks has it (`webhook-id`, `webhook-timestamp`, `webhook-signature`
 * by HMAC-SHA256). No answer leads on to another address, and none is read.
 * @returns undefined when it was taken (2xx); else why not, and whether it will never be
 */
export async function post(
  { url, secret, message }: { url: string; secret: string; message: Message },
  { clock, signal }: { clock: Clock; signal: AbortSignal },
): Promise<{ problem: string; never: boolean } | undefined> {
  const at = new Date(clock.millis())
  const body = JSON.stringify({
    type: message.type,
    timestamp: at.toISOString(),
    data: message.data,
  })
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'user-agent': 'STS-Clearance-Desktop',
        'webhook-id': message.id,
        'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
        'webhook-signature': new Signing(secret).sign(message.id, at, body),
      },
      body,
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(answerMillis)]),
    })
    await response.body?.cancel()
    if (response.ok) return undefined
    const leads = response.status >= 300 && response.status < 400
    return {
      problem: leads
        ? `It answered ${response.status}, which leads to another address; none but the entered one is called.`
        : `It answered ${response.status}.`,
      never: response.status === 410,
    }
  } catch (error) {
    return { problem: unreachable(error), never: false }
  }
}

function unreachable(error: unknown): string {
  if (error instanceof Error && error.name === 'TimeoutError') {
    return `It did not answer within ${answerMillis / 1000} seconds.`
  }
  const cause = error instanceof Error ? error.cause : undefined
  const code = systemCode(cause) ?? systemCode(error)
  return `It could not be reached${code === undefined ? '' : ` (${code})`}.`
}

/**
 * Appends a message to the file of a folder, durable when it answers. A line that a power cut left
 * half is ended first, so that every later one stands alone.
 * @returns why it could not, in words
 */
export async function dropInto(folder: string, message: Message): Promise<string | undefined> {
  try {
    const handle = await open(join(folder, noticeFileName), 'a+', 0o600)
    try {
      const { size } = await handle.stat()
      const last = Buffer.alloc(1)
      if (size > 0) await handle.read(last, 0, 1, size - 1)
      const start = size > 0 && last[0] !== 0x0a ? '\n' : ''
      await handle.appendFile(
        `${start}${JSON.stringify({ type: message.type, ...message.data })}\n`,
      )
      await handle.sync()
    } finally {
      await handle.close()
    }
    return undefined
  } catch (error) {
    const code = systemCode(error) ?? 'unknown'
    const words: Record<string, string> = {
      ENOENT: 'The folder is not there.',
      ENOTDIR: 'The folder is not there: a file has its name.',
      EACCES: 'The folder cannot be written.',
      EPERM: 'The folder cannot be written.',
      EROFS: 'The folder cannot be written.',
      ENOSPC: 'The disk of the folder is full.',
    }
    return words[code] ?? `The folder could not be written (${code}).`
  }
}
