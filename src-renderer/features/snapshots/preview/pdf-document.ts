import { getDocument, type PDFDocumentProxy, PDFWorker } from 'pdfjs-dist'

/** An open PDF; `close` gives its thread and memory back. */
export interface OpenPdf {
  readonly document: PDFDocumentProxy
  close(): void
}

/**
 * Opens a PDF in a thread of its own, with everything switched off that a snapshot never has and a
 * content security policy would refuse (WebAssembly decoders, XFA forms, system fonts).
 *
 * @param bytes stays usable: the thread gets a copy
 * @throws Error when the bytes are not a PDF
 */
export async function openPdf(bytes: Uint8Array<ArrayBuffer>): Promise<OpenPdf> {
  const thread = new Worker(new URL('./pdf-worker.ts', import.meta.url), { type: 'module' })
  const worker = PDFWorker.create({ port: thread })
  const task = getDocument({
    data: bytes.slice(),
    worker,
    useWasm: false,
    enableXfa: false,
    useSystemFonts: false,
    stopAtErrors: false,
  })
  const close = () => {
    const end = () => {
      worker.destroy()
      thread.terminate()
    }
    task.destroy().then(end, end)
  }
  try {
    return { document: await task.promise, close }
  } catch (error) {
    close()
    throw error
  }
}
