import type { SnapshotFormat } from '../../../../src-shared/contract/enums.ts'
import type { RoomModel } from '../../../../src-shared/contract/room-model.ts'
import { type RenderSignal, throwIfAborted } from './interruption.ts'
import type { SubstitutedGlyph } from './pdf/faces.ts'

export { artefactFormats } from './formats.ts'
export { RenderAborted, type RenderSignal } from './interruption.ts'
export { templateVersion } from './template-version.ts'

export interface ArtefactRequest {
  format: SnapshotFormat
  /** Printed on the first page of the PDF; the other formats hold the model alone. */
  heading: string
  model: RoomModel
  /** SHA-256 in hex, from `contentHash`; printed on every page, and the source of the PDF's file id. */
  contentHash: string
  /** Asked between rows and pages. */
  signal?: RenderSignal
  /** Called as each page of a PDF begins, with its number from 1. May throw to stop. */
  onPage?: (page: number) => void
  /** Where the fonts are; found beside the program when not given. */
  fontsDirectory?: string
}

export interface Artefact {
  bytes: Uint8Array
  /** Of a PDF; null for formats without pages. */
  pageCount: number | null
  /** Characters that the embedded fonts lack, printed as □ and named at the end of the PDF. */
  substitutedGlyphs: SubstitutedGlyph[]
}

/**
 * Renders one artefact. The same model, heading, and content hash give the same bytes, whatever the
 * process, time zone, locale, or directory. jsPDF and the fonts are loaded with the first PDF only.
 *
 * @throws RenderAborted when the signal says stop
 */
export async function renderArtefact(request: ArtefactRequest): Promise<Artefact> {
  throwIfAborted(request.signal)
  switch (request.format) {
    case 'pdf': {
      const [{ renderPdf }, { loadPdfAssets }] = await Promise.all([
        import('./pdf/render-pdf.ts'),
        import('./pdf/assets.ts'),
      ])
      return renderPdf(request.model, request, await loadPdfAssets(request.fontsDirectory))
    }
    case 'json': {
      const { renderJson } = await import('./json.ts')
      return { bytes: renderJson(request.model), pageCount: null, substitutedGlyphs: [] }
    }
    case 'csv': {
      const { renderCsv } = await import('./csv.ts')
      return {
        bytes: renderCsv(request.model, request.signal),
        pageCount: null,
        substitutedGlyphs: [],
      }
    }
  }
}
