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

/** Sends a form with files, which never go over RPC. */
export async function postForm(path: string, form: FormData): Promise<unknown> {
  return send(path, { method: 'POST', body: form })
}

async function send(path: string, init: RequestInit): Promise<unknown> {
  const response = await answerOf(path, init)
  const text = await response.text()
  const body: unknown = text === '' ? undefined : parseJson(text)
  if (response.ok) return body
  const told = refusal.safeParse(body)
  throw told.success
    ? new RestError(told.data.code, told.data.message, told.data.data)
    : new RestError('INTERNAL_SERVER_ERROR', `The request was refused (${response.status}).`, {})
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
