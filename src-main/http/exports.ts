import { type ExportTicket, exportTicketSchema } from '../../src-shared/contract/audit.ts'
import { disposition } from './downloads.ts'
import { SECURITY_HEADERS } from './static.ts'

const exportPaths: ReadonlySet<string> = new Set([
  '/api/v1/audit/export',
  '/api/snapshot/records/export',
])

/** Is this the address of an export that is handed out while it is read? */
export function isExport(request: Request): boolean {
  return request.method === 'GET' && exportPaths.has(new URL(request.url).pathname)
}

/**
 * Turns the ticket that an export procedure answered with into what it stands for, at the pace of
 * whoever reads. HEAD takes it too, and stops it.
 */
export async function exportResponse(
  ticketResponse: Response,
  request: Request,
  take: (exportId: string) => ExportTicket & { stream: ReadableStream<Uint8Array<ArrayBuffer>> },
): Promise<Response> {
  const { export_id } = exportTicketSchema.parse(await ticketResponse.json())
  const { stream, ...ticket } = take(export_id)
  const headers = new Headers({
    ...SECURITY_HEADERS,
    'content-type': ticket.mime,
    'content-disposition': disposition(ticket, new URL(request.url)),
    'cache-control': 'no-store',
    'x-total-count': String(ticket.count),
  })
  if (request.method !== 'HEAD') return new Response(stream, { headers })
  await stream.cancel()
  return new Response(null, { headers })
}
