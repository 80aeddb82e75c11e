import type { RoomModel } from '../../../../../src-shared/contract/room-model.ts'
import { utcText } from '../../../../../src-shared/rules/times.ts'
import type { RenderSignal } from '../interruption.ts'
import type { PdfAssets } from './assets.ts'
import { omittedSection, readinessSection, substitutionsSection } from './clearance.ts'
import { drawCover, reserveContents } from './cover.ts'
import { documentsSection, filesSection } from './documents.ts'
import { documentFaces, type SubstitutedGlyph } from './faces.ts'
import { createFlow, type Flow } from './flow.ts'
import { openDocument } from './jspdf-document.ts'
import { colour, paper, styles } from './paper.ts'
import { partiesSection, vesselsSection } from './people-and-ships.ts'
import { activitySection, approvalsSection, messagesSection } from './proceedings.ts'
import type { Section } from './section.ts'

export interface PdfContext {
  heading: string
  /** SHA-256 in hex. */
  contentHash: string
  signal?: RenderSignal
  onPage?: (page: number) => void
}

export interface RenderedPdf {
  bytes: Uint8Array
  pageCount: number
  substitutedGlyphs: SubstitutedGlyph[]
}

/** The sections in the order of the paper. */
function sectionsOf(model: RoomModel): Section[] {
  return [
    readinessSection(model),
    partiesSection(model),
    vesselsSection(model),
    documentsSection(model),
    filesSection(model),
    approvalsSection(model),
    activitySection(model),
    messagesSection(model),
    omittedSection(model),
  ]
}

/**
 * The room model as a PDF for people: A4, numbered sections, outline, embedded fonts.
 *
 * The same arguments give the same bytes. Characters without a glyph are printed as □ and named in
 * a section of their own at the end.
 *
 * @throws RenderAborted when the signal says stop, asked between rows and pages
 */
export function renderPdf(model: RoomModel, context: PdfContext, assets: PdfAssets): RenderedPdf {
  const { heading, contentHash, signal, onPage } = context
  const faces = documentFaces(assets)
  const document = openDocument(assets, faces, contentHash)
  const flow = createFlow({ faces, fontId: document.fontId, signal, onPage })
  const sections = sectionsOf(model)

  drawCover(flow, { model, heading, contentHash })
  const fillContents = reserveContents(flow, sections)
  // A first page of its own; where the contents moved on to a second, the text goes on below them.
  if (flow.pages.length === 1) flow.newPage()
  else flow.y += 20
  for (const section of sections) drawSection(flow, section)
  const substitutedGlyphs = faces.substituted()
  if (substitutedGlyphs.length > 0) drawSection(flow, substitutionsSection(substitutedGlyphs))
  const links = fillContents()
  drawHeadsAndFeet(flow, { code: model.room.code, heading, contentHash })

  const { room } = model
  const bytes = document.finish({
    contents: flow.pages.map((ink) => ink.content()),
    headings: flow.headings,
    links,
    information: {
      title: `${heading} – ${room.code} – ${room.title}`,
      author: room.organization.name,
      subject: `Clearance of the ship-to-ship operation ${room.code}, state as of ${utcText(model.state_as_of)}`,
      keywords: [room.code, ...model.vessels.map(({ imo }) => `IMO ${imo}`), contentHash].join(
        ', ',
      ),
      createdAt: model.state_as_of,
      fileId: contentHash.slice(0, 32),
    },
  })
  return { bytes, pageCount: flow.pages.length, substitutedGlyphs }
}

function drawSection(flow: Flow, section: Section): void {
  flow.section(section.title, section.count)
  section.draw(flow)
}

/** The running head from the second page on, and the foot of every page. */
function drawHeadsAndFeet(
  flow: Flow,
  { code, heading, contentHash }: { code: string; heading: string; contentHash: string },
): void {
  const { faces, pages } = flow
  const printableCode = faces.printable(code, styles.runningStrong.face)
  const printableHeading = faces.printable(heading, styles.running.face)
  const headBaseline = paper.margin + 7
  const footBaseline = paper.height - paper.margin - 2
  for (const [index, ink] of pages.entries()) {
    if (index > 0) {
      ink.text(paper.left, headBaseline, printableCode, styles.runningStrong)
      const after = faces.byName.bold.width(printableCode, styles.runningStrong.size) + 6
      const room = paper.contentWidth - after - faces.byName.mono.width(contentHash, 6.2) - 6
      // A long heading stands whole on the first page; in the running head there is no room for it.
      if (faces.byName.regular.width(printableHeading, styles.running.size) <= room) {
        ink.text(paper.left + after, headBaseline, printableHeading, styles.running)
      }
      ink.textRight(paper.right, headBaseline, contentHash, styles.runningMono)
      ink.rule(paper.left, paper.margin + 13, paper.contentWidth, 0.4, colour.hairline)
    }
    ink.rule(paper.left, footBaseline - 10, paper.contentWidth, 0.4, colour.hairline)
    ink.text(
      paper.left,
      footBaseline,
      `${printableCode} · ${contentHash.slice(0, 12)}`,
      styles.running,
    )
    ink.textRight(paper.right, footBaseline, `page ${index + 1} of ${pages.length}`, styles.running)
  }
}
