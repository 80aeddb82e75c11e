import type { ExportFormat, ExportTicket } from '../../../src-shared/contract/audit.ts'
import { DomainError } from '../domain-error.ts'
import type { Ids } from '../ids/index.ts'

/** An export that flows: whoever reads it sets the pace, and who stops reading stops it. */
export interface FlowingExport extends ExportTicket {
  stream: ReadableStream<Uint8Array<ArrayBuffer>>
}

/** Exports that are handed out while they are read. */
export interface FlowingExports {
  /**
   * Begins one.
   * @param read does the reading: it posts `count` before the first byte, then one `piece` after the
   * other, and goes on when it is answered
   * @param note told the count before the first byte; what it throws ends the export
   */
  begin(options: {
    format: ExportFormat
    file_name: string
    read: (options: {
      signal: AbortSignal
      onMessage: (message: unknown) => unknown
    }) => Promise<unknown>
    note: (count: number) => Promise<unknown>
  }): Promise<ExportTicket>
  /** Takes one that was begun; each is there once. @throws NOT_FOUND */
  take(exportId: string): FlowingExport
}

/** How long an export that nobody takes holds its thread. */
const takeWithinMillis = 60_000
/** Pieces that wait for a slow reader. */
const piecesAhead = 4

export const exportMimes: Record<ExportFormat, string> = {
  csv: 'text/csv; charset=utf-8',
  jsonl: 'application/jsonl; charset=utf-8',
}

export function createFlowingExports({ ids }: { ids: Ids }): FlowingExports {
  const waiting = new Map<string, { flowing: FlowingExport; timer: NodeJS.Timeout }>()

  return {
    begin: async ({ format, file_name, read, note }) => {
      const abort = new AbortController()
      const counted = Promise.withResolvers<number>()
      const mayFlow = Promise.withResolvers<boolean>()
      let wanted = Promise.withResolvers<boolean>()
      let controller: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>> | undefined
      const stream = new ReadableStream<Uint8Array<ArrayBuffer>>(
        {
          start: (its) => {
            controller = its
          },
          pull: () => wanted.resolve(true),
          cancel: () => abort.abort(new Error('The reader of an export went away.')),
        },
        { highWaterMark: piecesAhead },
      )
      read({
        signal: abort.signal,
        onMessage: (message) => {
          if (typeof message !== 'object' || message === null) return undefined
          if ('count' in message) {
            counted.resolve(Number(message.count))
            return mayFlow.promise
          }
          if (!('piece' in message) || !isBytes(message.piece)) return undefined
          if (abort.signal.aborted) return undefined
          wanted = Promise.withResolvers()
          controller?.enqueue(message.piece)
          return (controller?.desiredSize ?? 0) > 0 ? true : wanted.promise
        },
      }).then(
        () => controller?.close(),
        (error: unknown) => {
          counted.reject(error)
          if (!abort.signal.aborted) controller?.error(error)
        },
      )
      const count = await counted.promise
      try {
        await note(count)
      } catch (error) {
        abort.abort(error)
        throw error
      }
      mayFlow.resolve(true)
      const ticket = {
        export_id: ids.uuid(),
        file_name,
        mime: exportMimes[format],
        format,
        count,
      }
      const timer = setTimeout(() => {
        waiting.delete(ticket.export_id)
        abort.abort(new Error('Nobody has taken an export.'))
      }, takeWithinMillis)
      timer.unref()
      waiting.set(ticket.export_id, { flowing: { ...ticket, stream }, timer })
      return ticket
    },
    take: (exportId) => {
      const found = waiting.get(exportId)
      if (found === undefined) {
        throw new DomainError('NOT_FOUND', 'This export is not there any more; start it again.')
      }
      clearTimeout(found.timer)
      waiting.delete(exportId)
      return found.flowing
    },
  }
}

const isBytes = (value: unknown): value is Uint8Array<ArrayBuffer> =>
  value instanceof Uint8Array && value.buffer instanceof ArrayBuffer
