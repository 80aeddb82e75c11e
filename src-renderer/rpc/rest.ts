import { z } from 'zod'
import { ConnectionLost } from './connection.ts'
import { RestError } from './errors.ts'

/** The envelope of a refusal over HTTP. */
const refusal = z.object({ code: z.string(), message: z.string(), data: z.unknown() })

/** Asks a path of our own origin. @throws RestError, ConnectionLost */
export async function getJson(path: string): Promise<unknown> {
  return send(path, { method: 'GET' })
}

/** Sends JSON: signing in and out, where the door sets a cookie that the page never sees. */
export async function postJson(path: string, body: unknown): Promise<unknown> {
  return send(path, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  })
}

/**
 * Sends a form with files, which never go over RPC.
 *
 * Not `fetch`: it does not tell how much of a large file has gone.
 * @param onSent told how much is on its way, 0–100
 * @throws RestError, ConnectionLost; an AbortError when it is stopped
 */
export function postForm(
  path: string,
  form: FormData,
  onSent: (percent: number) => void,
  signal: AbortSignal,
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    const stop = () => request.abort()
    signal.addEventListener('abort', stop, { once: true })
    request.upload.addEventListener('progress', ({ lengthComputable, loaded, total }) => {
      if (lengthComputable && total > 0) onSent(Math.floor((loaded / total) * 100))
    })
    request.addEventListener('loadend', () => signal.removeEventListener('abort', stop))
    request.addEventListener('abort', () => reject(new DOMException('Stopped', 'AbortError')))
    request.addEventListener('error', () => reject(new ConnectionLost()))
    request.addEventListener('load', () => {
      const { status, responseText } = request
      const answer = answered(status >= 200 && status < 300, status, responseText)
      if (answer instanceof RestError) reject(answer)
      else resolve(answer)
    })
    request.open('POST', path)
    request.send(form)
  })
}

async function send(path: string, init: RequestInit): Promise<unknown> {
  const response = await answerOf(path, init)
  const answer = answered(response.ok, response.status, await response.text())
  if (answer instanceof RestError) throw answer
  return answer
}

/** What an answer says: its body, or the refusal that it is. */
function answered(ok: boolean, status: number, text: string): unknown {
  const body: unknown = text === '' ? undefined : parseJson(text)
  if (ok) return body
  const told = refusal.safeParse(body)
  return told.success
    ? new RestError(told.data.code, told.data.message, told.data.data)
    : new RestError('INTERNAL_SERVER_ERROR', `The request was refused (${status}).`, {})
}

async function answerOf(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, { ...init, credentials: 'same-origin' })
  } catch {
    throw new ConnectionLost()
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
