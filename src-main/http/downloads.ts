import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { type FileTicket, fileTicketSchema } from '../../src-shared/contract/documents.ts'
import { SECURITY_HEADERS } from './static.ts'

/** Is this the address of a file rather than of facts? */
export function isDownload(request: Request): boolean {
  return request.method === 'GET' && /\/download$/.test(new URL(request.url).pathname)
}

/**
 * Turns the ticket that a download procedure answered with into the file: type, name, SHA-256 as
 * ETag, `If-None-Match` (304) and one byte range (206, 416) honoured. HEAD opens no file.
 * @param source the bytes of a SHA-256 where memory has them, else where its blob lies
 */
export async function fileResponse(
  ticketResponse: Response,
  request: Request,
  source: (sha256: string) => Uint8Array | string,
): Promise<Response> {
  const ticket = fileTicketSchema.parse(await ticketResponse.json())
  const etag = `"${ticket.sha256}"`
  const headers = new Headers({
    ...SECURITY_HEADERS,
    'content-type': ticket.mime,
    'content-disposition': disposition(ticket, new URL(request.url)),
    'accept-ranges': 'bytes',
    'cache-control': 'private, no-cache',
    etag,
  })
  if (matches(request.headers.get('if-none-match'), etag)) {
    return new Response(null, { status: 304, headers })
  }
  const ifRange = request.headers.get('if-range')
  const isHead = request.method === 'HEAD'
  const mayBePart = !isHead && (ifRange === null || ifRange === etag)
  const wanted = mayBePart ? request.headers.get('range') : null
  const range = parseRange(wanted, ticket.size_bytes)
  if (range === 'unsatisfiable') {
    headers.set('content-range', `bytes */${ticket.size_bytes}`)
    return new Response(null, { status: 416, headers })
  }
  const { start, end } = range ?? { start: 0, end: ticket.size_bytes - 1 }
  headers.set('content-length', String(end - start + 1))
  if (range !== undefined)
    headers.set('content-range', `bytes ${start}-${end}/${ticket.size_bytes}`)
  if (isHead) return new Response(null, { status: 200, headers })
  const status = range === undefined ? 200 : 206
  const from = source(ticket.sha256)
  if (typeof from !== 'string') {
    return new Response(new Uint8Array(from.subarray(start, end + 1)), { status, headers })
  }
  const stream = Readable.toWeb(createReadStream(from, { start, end }))
  return new Response(stream as ReadableStream<Uint8Array>, { status, headers })
}

/** `attachment` unless the page asks to show it; the name in ASCII and, whole, in UTF-8 (RFC 6266). */
export function disposition(ticket: Pick<FileTicket, 'file_name'>, url: URL): string {
  const kind = url.searchParams.get('disposition') === 'inline' ? 'inline' : 'attachment'
  const ascii = ticket.file_name.replace(/[^\x20-\x7e]/g, '_').replace(/["\\]/g, '_')
  const whole = encodeURIComponent(ticket.file_name).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `${kind}; filename="${ascii}"; filename*=UTF-8''${whole}`
}

function matches(header: string | null, etag: string): boolean {
  if (header === null) return false
  return header
    .split(',')
    .some((one) => one.trim() === '*' || one.trim().replace(/^W\//, '') === etag)
}

/** One range of bytes, both ends included; several ranges are answered with the whole (RFC 9110). */
function parseRange(
  header: string | null,
  size: number,
): { start: number; end: number } | 'unsatisfiable' | undefined {
  const found = header === null ? null : /^bytes=(\d*)-(\d*)$/.exec(header.trim())
  if (found === null) return undefined
  const [, first = '', last = ''] = found
  if (first === '' && last === '') return undefined
  if (first === '') {
    const length = Math.min(Number(last), size)
    return length === 0 ? 'unsatisfiable' : { start: size - length, end: size - 1 }
  }
  const start = Number(first)
  const end = last === '' ? size - 1 : Math.min(Number(last), size - 1)
  if (start >= size) return 'unsatisfiable'
  return start > end ? undefined : { start, end }
}
