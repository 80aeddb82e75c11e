import { type ErrorCode, type ErrorData, errorCatalogue } from '../../src-shared/contract/errors.ts'
import { SECURITY_HEADERS } from './static.ts'

/** An error of the door itself, in the same envelope as those of the procedures. */
export function errorResponse(code: ErrorCode, message?: string, data: ErrorData = {}): Response {
  const { status, message: usual } = errorCatalogue[code]
  return json({ code, status, message: message ?? usual, data }, status)
}

/** A JSON answer that nobody may keep. */
export function json(body: unknown, status = 200): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { ...apiHeaders, 'content-type': 'application/json; charset=utf-8' },
  })
}

export const apiHeaders: Readonly<Record<string, string>> = {
  ...SECURITY_HEADERS,
  'cache-control': 'no-store',
}
